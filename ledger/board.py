"""The rate board: which rate is in force at a minute.

Pure: it is given the rows, `ledger.rates` fetches them. Nothing on the board is overwritten, so
the board of any past minute can be read back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from ledger.money import BASIS

MARKET_ZONE = ZoneInfo("Asia/Kolkata")
"""Business dates are days here; timestamps are UTC."""


@dataclass(frozen=True, slots=True)
class TimeSlot:
    """A half-open part of the market day: from `starts` up to, not including, `ends`."""

    code: str
    name_en: str
    name_ta: str
    starts: time
    ends: time

    def holds(self, at: datetime) -> bool:
        """Whether the moment falls into the slot, by the market's clock."""
        return self.starts <= at.astimezone(MARKET_ZONE).time() < self.ends


@dataclass(frozen=True, slots=True)
class BoardRate:
    """One row of the board: from a moment on, a flower's rate in a slot.

    Attributes:
        slot: the slot's code; None when set outside market hours.
        in_force_from: the moment from which it counts, aware.
    """

    rate_id: int
    flower: str
    slot: str | None
    rate_paise: int
    in_force_from: datetime


def rate_in_force(
    rows: Iterable[BoardRate], slots: Iterable[TimeSlot], flower: str, at: datetime
) -> BoardRate | None:
    """The board's rate for a flower at a moment, or None where the board has none that day.

    The newest row for the flower whose slot holds the moment, else the newest for that flower
    today; a row counts only from its `in_force_from` on.
    """
    today = at.astimezone(MARKET_ZONE).date()
    known = [
        row
        for row in rows
        if row.flower == flower
        and row.in_force_from <= at
        and row.in_force_from.astimezone(MARKET_ZONE).date() == today
    ]
    slot = next((slot.code for slot in slots if slot.holds(at)), None)
    in_slot = [row for row in known if slot is not None and row.slot == slot]
    return max(in_slot or known, key=lambda row: (row.in_force_from, row.rate_id), default=None)


def is_far_from(board_paise: int, typed_paise: int, *, deviation_bp: int) -> bool:
    """Whether a typed rate lies further from the board's than the shop allows without a yes."""
    return abs(typed_paise - board_paise) * BASIS > board_paise * deviation_bp
