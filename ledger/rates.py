"""The rate board's rows; the rule which of them counts is `ledger.board`'s."""

from datetime import datetime, time

from sqlalchemy import BigInteger, Column, Connection, DateTime, Select, Table, Text, select
from sqlalchemy.dialects.postgresql import insert

from ledger.board import MARKET_ZONE, BoardRate, rate_in_force
from ledger.db import metadata
from ledger.errors import KeyReusedError
from ledger.goods import flower_table, time_slots

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
    slot = next((slot.code for slot in time_slots(tx) if slot.holds(at)), None)
    flower_id = select(flower_table.c.flower_id).where(flower_table.c.code == flower)
    row = insert(rate_table).values(
        idem_key=key,
        flower_id=flower_id.scalar_subquery(),
        slot=slot,
        rate_paise=rate_paise,
        in_force_from=at,
        set_by=by,
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=[rate_table.c.idem_key]))
    written = BoardRate(*tx.execute(_rows().where(rate_table.c.idem_key == key)).one())
    if (written.flower, written.rate_paise) != (flower, rate_paise):
        raise KeyReusedError(key)
    return written


def in_force(tx: Connection, flower: str, at: datetime) -> BoardRate | None:
    """The board's rate for a flower at a moment, or None where it had none that day."""
    return rate_in_force(_today(tx, at), time_slots(tx), flower, at)


def board(tx: Connection, at: datetime) -> list[BoardRate]:
    """The rates in force at a moment, one for each flower that had one that day, by code."""
    rows, slots = _today(tx, at), time_slots(tx)
    found = (rate_in_force(rows, slots, flower, at) for flower in sorted({r.flower for r in rows}))
    return [rate for rate in found if rate is not None]


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
