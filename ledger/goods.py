"""Goods: flowers, the parts of the market day, quality adjustments."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, time

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Integer,
    Table,
    Text,
    Time,
    delete,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.exc import IntegrityError

from ledger.board import TimeSlot
from ledger.db import metadata
from ledger.errors import DuplicateError, UnknownCodeError
from ledger.history import Room, changes_since
from ledger.lots import Adjustment, Side

flower_table = Table(
    "flower",
    metadata,
    Column("flower_id", BigInteger, primary_key=True),
    Column("code", Text),
    Column("name_en", Text),
    Column("name_ta", Text),
    Column("unit", Text),
    Column("commission_bp", Integer),
    Column("is_active", Boolean),
)
alias_table = Table(
    "flower_alias",
    metadata,
    Column("flower_id", BigInteger, primary_key=True),
    Column("alias", Text, primary_key=True),
)
slot_table = Table(
    "time_slot",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name_en", Text),
    Column("name_ta", Text),
    Column("starts", Time),
    Column("ends", Time),
)
adjustment_table = Table(
    "adjustment_kind",
    metadata,
    Column("adjustment_kind_id", BigInteger, primary_key=True),
    Column("code", Text),
    Column("name_en", Text),
    Column("name_ta", Text),
    Column("adjustment_bp", Integer),
    Column("side", Text),
    Column("set_by", BigInteger),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFlower:
    """A flower about to be written into the shop's list.

    Attributes:
        code: how the shop names it, `malli`; it never changes.
        name_ta: empty falls back to the English name.
        unit: `kg`, `piece` or `bunch`.
        commission_bp: its own commission; None for the shop's.
        aliases: what else people call it, in any script.
    """

    code: str
    name_en: str
    name_ta: str = ""
    unit: str = "kg"
    commission_bp: int | None = None
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flower(NewFlower):
    """A flower on the shop's list."""

    flower_id: int
    is_active: bool


@dataclass(frozen=True, slots=True)
class AdjustmentKind:
    """A quality adjustment that staff may choose for a lot, as it counts today."""

    code: str
    name_en: str
    name_ta: str
    adjustment_bp: int
    side: Side

    @property
    def adjustment(self) -> Adjustment:
        """As it counts for a lot."""
        return Adjustment(self.code, self.adjustment_bp, self.side)


def flowers(tx: Connection) -> list[Flower]:
    """Every flower, in the order in which they were written."""
    aliases = defaultdict(list)
    for flower_id, alias in tx.execute(select(alias_table).order_by(alias_table.c.alias)):
        aliases[flower_id].append(alias)
    rows = tx.execute(select(flower_table).order_by(flower_table.c.flower_id)).mappings()
    return [Flower(**row, aliases=tuple(aliases[row["flower_id"]])) for row in rows]


def add_flower(tx: Connection, new: NewFlower) -> Flower:
    """Write a flower into the list.

    Raises:
        DuplicateError: its code is another's.
    """
    row = insert(flower_table).values(
        code=new.code,
        name_en=new.name_en,
        name_ta=new.name_ta,
        unit=new.unit,
        commission_bp=new.commission_bp,
    )
    try:
        with tx.begin_nested():
            written = tx.execute(row.returning(*flower_table.c)).mappings().one()
    except IntegrityError as error:
        if "flower_code_unique" in str(error.orig):
            raise DuplicateError("code", new.code) from error
        raise
    aliases = tuple(sorted(set(new.aliases)))
    for alias in aliases:
        tx.execute(insert(alias_table).values(flower_id=written["flower_id"], alias=alias))
    return Flower(**written, aliases=aliases)


def time_slots(tx: Connection, at: datetime | None = None) -> list[TimeSlot]:
    """The parts of the market day, in order; they never overlap.

    Args:
        tx: the transaction.
        at: as they were at a moment; None for today's.
    """
    slots = {row.code: TimeSlot(*row) for row in tx.execute(select(slot_table))}
    for change in [] if at is None else changes_since(tx, Room.TIME_SLOT, at):
        slot = slots.pop(change.code, None)
        if change.before is not None:
            slots[change.code] = _slot_before(change.before, slot)
    return sorted(slots.values(), key=lambda slot: slot.starts)


def divide_day(tx: Connection, slots: Iterable[TimeSlot]) -> None:
    """Let the market day have these slots and no others."""
    tx.execute(delete(slot_table))
    tx.execute(insert(slot_table), [asdict(slot) for slot in slots])


def _slot_before(was: Mapping[str, str], slot: TimeSlot | None) -> TimeSlot:
    """A slot as it was before a change: all of it, or what changed about it."""
    said = {} if slot is None else asdict(slot)
    clock = {name: time.fromisoformat(was[name]) for name in ("starts", "ends") if name in was}
    return TimeSlot(**said | dict(was) | clock)


def adjustment_kinds(tx: Connection) -> dict[str, AdjustmentKind]:
    """The quality adjustments by code; the newest row of a code counts."""
    kinds = adjustment_table.c
    newest = (
        select(kinds.code, kinds.name_en, kinds.name_ta, kinds.adjustment_bp, kinds.side)
        .ext(distinct_on(kinds.code))
        .order_by(kinds.code, kinds.adjustment_kind_id.desc())
    )
    return {
        row.code: AdjustmentKind(
            row.code, row.name_en, row.name_ta, row.adjustment_bp, Side(row.side)
        )
        for row in tx.execute(newest)
    }


def adjustments(tx: Connection, codes: Iterable[str]) -> list[Adjustment]:
    """The quality adjustments with these codes, as they count today.

    Raises:
        UnknownCodeError: there is none of such a code.
    """
    kinds = adjustment_kinds(tx)
    try:
        return [kinds[code].adjustment for code in codes]
    except KeyError as error:
        raise UnknownCodeError("quality", error.args[0]) from error
