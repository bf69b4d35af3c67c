"""What was put on the board, by whom and through what; which of it counts is the board's to say."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, select

from ledger.board import MARKET_ZONE, BoardRate
from ledger.goods import flower_table
from ledger.rates import rate_table


class Through(StrEnum):
    """What a rate was put on the board through."""

    CHAT = "chat"
    WEB = "web"
    COMMAND = "command"


PREFIXES = {"wa": Through.CHAT, "web": Through.WEB}
"""How the keys of chat and of the pages begin; any other is a command's, or an import's."""


@dataclass(frozen=True, slots=True)
class BoardMove:
    """A rate as it came on the board.

    Attributes:
        set_by: None where nobody of the list set it.
    """

    rate: BoardRate
    set_by: int | None
    through: Through


def board_moves(tx: Connection, on: date) -> list[BoardMove]:
    """All that was put on the board for a market day, in the order in which it counts.

    What counts only later in the day is among it.
    """
    dawn, dusk = (datetime.combine(on, each, MARKET_ZONE) for each in (time.min, time.max))
    rate = rate_table.c
    rows = _moves().where(rate.in_force_from.between(dawn, dusk))
    return _read(tx, rows.order_by(rate.in_force_from, rate.rate_id))


def flower_moves(tx: Connection, flower: str, *, limit: int, offset: int = 0) -> list[BoardMove]:
    """How a flower's rate moved over the days, the newest first."""
    rate = rate_table.c
    rows = _moves().where(flower_table.c.code == flower)
    newest = rows.order_by(rate.in_force_from.desc(), rate.rate_id.desc())
    return _read(tx, newest.limit(limit).offset(offset))


def _moves() -> Select[*tuple[Any, ...]]:
    rate = rate_table.c
    return select(
        rate.rate_id,
        flower_table.c.code,
        rate.slot,
        rate.rate_paise,
        rate.in_force_from,
        rate.set_by,
        rate.idem_key,
    ).join(flower_table, flower_table.c.flower_id == rate.flower_id)


def _read(tx: Connection, rows: Select[*tuple[Any, ...]]) -> list[BoardMove]:
    return [
        BoardMove(
            BoardRate(*columns),
            set_by,
            PREFIXES.get(key.partition(":")[0], Through.COMMAND),
        )
        for *columns, set_by, key in tx.execute(rows)
    ]
