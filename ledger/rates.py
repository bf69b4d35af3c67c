"""The rate board's rows; the rule which of them counts is `ledger.board`'s."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Select,
    Table,
    Text,
    bindparam,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert

from ledger.board import MARKET_ZONE, BoardRate, rate_in_force
from ledger.db import metadata
from ledger.errors import KeyReusedError, UnknownCodeError, WrongValueError, rupees
from ledger.goods import flower_table, flowers, time_slots
from ledger.notices import NoticeKind, note
from ledger.people import Party, parties
from ledger.policy import Act, require
from ledger.roles import PartyRole
from ledger.terms import terms

rate_table = Table(
    "rate",
    metadata,
    Column("rate_id", BigInteger, primary_key=True),
    Column("idem_key", Text),
    Column("flower_id", BigInteger),
    Column("slot", Text),
    Column("rate_paise", BigInteger),
    Column("in_force_from", DateTime(timezone=True)),
    Column("set_by", BigInteger),
)


@dataclass(frozen=True, slots=True)
class NewRate:
    """A rate about to be put on the board; see `set_rate`."""

    flower: str
    rate_paise: int
    at: datetime
    key: str


def set_rate(  # noqa: PLR0913 - a row of the board has this many columns
    tx: Connection, flower: str, rate_paise: int, *, at: datetime, by: int | None, key: str
) -> BoardRate:
    """Put a flower's rate on the board from a moment on, for the slot that holds the moment.

    The same key again gives the same row and writes nothing.

    Args:
        tx: the transaction.
        flower: the flower's code.
        rate_paise: for one unit.
        at: the moment, aware.
        by: the party who set it.
        key: names the fact, for ever.

    Raises:
        KeyReusedError: the key stands for another flower or rate.
    """
    (written,) = set_rates(tx, [NewRate(flower, rate_paise, at, key)], by=by)
    return written


def set_rates(tx: Connection, rates: Sequence[NewRate], *, by: int | None) -> list[BoardRate]:
    """Put several rates on the board, in their order; each as `set_rate` does.

    Raises:
        KeyReusedError: a key stands for another flower or rate.
    """
    if not rates:
        return []
    moments = {rate.at for rate in rates}
    slots = {at: _slot_at(tx, at) for at in moments}
    tx.execute(
        _putting(),
        [
            {
                "idem_key": rate.key,
                "flower": rate.flower,
                "slot": slots[rate.at],
                "rate_paise": rate.rate_paise,
                "in_force_from": rate.at,
                "set_by": by,
            }
            for rate in rates
        ],
    )
    written = _under(tx, [rate.key for rate in rates])
    told = {at for at in moments if terms(tx, at).rate_notices}
    for rate, row in zip(rates, written, strict=True):
        if (row.flower, row.rate_paise) != (rate.flower, rate.rate_paise):
            raise KeyReusedError(rate.key)
        if rate.at in told:
            _tell_the_others(tx, row, by)
    return written


def put_on_board(  # noqa: PLR0913 - a row of the board has this many columns
    tx: Connection,
    flower: str,
    rate_paise: int,
    *,
    by: Party,
    at: datetime,
    key: str,
    is_sure: bool = False,
) -> BoardRate:
    """Somebody of the shop puts a rate on the board, from a moment on.

    Args:
        tx: the transaction.
        flower: its code, in whatever letters.
        rate_paise: for one unit.
        by: who sets it.
        at: the moment.
        key: names the fact, for ever.
        is_sure: he said yes to a rate above the shop's limit.

    Raises:
        NotAllowedError: his role does not set rates.
        UnknownCodeError: no flower that is sold has the code.
        WrongValueError: no flower costs nothing, or the rate is above the limit.
        KeyReusedError: the key stands for another flower or rate.
    """
    require(by.role, Act.SET_RATES)
    known = next((f for f in flowers(tx) if f.code.casefold() == flower.casefold()), None)
    if known is None or not known.is_active:
        raise UnknownCodeError("flower", flower)
    most = terms(tx, at).rate_max_paise
    if rate_paise <= 0 or (rate_paise > most and not is_sure):
        raise WrongValueError(
            "rate", f"{rupees(rate_paise)} is not between ₹0.01 and {rupees(most)}"
        )
    return set_rate(tx, known.code, rate_paise, at=at, by=by.party_id, key=key)


def rates_of(tx: Connection, rate_ids: Iterable[int]) -> list[BoardRate]:
    """These rows of the board, in the order in which they were set."""
    rows = _rows().where(rate_table.c.rate_id.in_(list(rate_ids))).order_by(rate_table.c.rate_id)
    return [BoardRate(*row) for row in tx.execute(rows)]


def in_force(tx: Connection, flower: str, at: datetime) -> BoardRate | None:
    """The board's rate for a flower at a moment, or None where it had none that day."""
    return rate_in_force(_today(tx, at), time_slots(tx, at), flower, at)


def board(tx: Connection, at: datetime) -> list[BoardRate]:
    """The rates in force at a moment, one for each flower that had one that day, by code."""
    rows, slots = _today(tx, at), time_slots(tx, at)
    found = (rate_in_force(rows, slots, flower, at) for flower in sorted({r.flower for r in rows}))
    return [rate for rate in found if rate is not None]


def moves_of(tx: Connection, flower: str, on: date) -> list[BoardRate]:
    """How a flower's rate moved through a market day, in order."""
    dusk = datetime.combine(on, time.max, MARKET_ZONE)
    rows = [rate for rate in _today(tx, dusk) if rate.flower == flower]
    return sorted(rows, key=lambda rate: (rate.in_force_from, rate.rate_id))


def _slot_at(tx: Connection, at: datetime) -> str | None:
    """The slot that holds a moment, by the slots of that moment; None outside market hours."""
    return next((slot.code for slot in time_slots(tx, at) if slot.holds(at)), None)


@cache
def _putting() -> Insert:
    flower_id = select(flower_table.c.flower_id).where(flower_table.c.code == bindparam("flower"))
    row = insert(rate_table).values(
        idem_key=bindparam("idem_key"),
        flower_id=flower_id.scalar_subquery(),
        slot=bindparam("slot"),
        rate_paise=bindparam("rate_paise"),
        in_force_from=bindparam("in_force_from"),
        set_by=bindparam("set_by"),
    )
    return row.on_conflict_do_nothing(index_elements=[rate_table.c.idem_key])


def _under(tx: Connection, keys: Sequence[str]) -> list[BoardRate]:
    """The rows that these keys stand for, in the keys' order."""
    wanted = _rows().add_columns(rate_table.c.idem_key).where(rate_table.c.idem_key.in_(keys))
    found = {key: BoardRate(*row) for *row, key in tx.execute(wanted)}
    return [found[key] for key in keys]


def _tell_the_others(tx: Connection, rate: BoardRate, by: int | None) -> None:
    """The shop's own people, but not who set it; farmers ask for the board when they want it."""
    on = rate.in_force_from.astimezone(MARKET_ZONE).date()
    subject = {"on": on.isoformat(), "rates": [rate.rate_id]}
    for each in parties(tx):
        if each.is_active and each.role is not PartyRole.FARMER and each.party_id != by:
            key = f"rate:{rate.rate_id}:{each.code}"
            note(tx, key=key, party_id=each.party_id, kind=NoticeKind.RATES, subject=subject)


def _today(tx: Connection, at: datetime) -> list[BoardRate]:
    """What was put on the board on the market's day of a moment, up to that moment."""
    dawn = datetime.combine(at.astimezone(MARKET_ZONE), time(), MARKET_ZONE)
    rows = tx.execute(_rows().where(rate_table.c.in_force_from.between(dawn, at)))
    return [BoardRate(*row) for row in rows]


def _rows() -> Select[int, str, str | None, int, datetime]:
    rate = rate_table.c
    return select(
        rate.rate_id, flower_table.c.code, rate.slot, rate.rate_paise, rate.in_force_from
    ).join(flower_table, flower_table.c.flower_id == rate.flower_id)
