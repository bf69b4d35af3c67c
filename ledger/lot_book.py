"""The lots of the book, sought by whom, what, when and how they were entered; one lot's story.

A lot that was taken back stays in the list and is marked; the sums count what stands, or, where
only what was taken back is asked for, just that.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, ScalarSelect, Select, func, select

from ledger import queries
from ledger.goods import flower_table
from ledger.journal_tables import entry_table, lot_table
from ledger.people import party_table
from ledger.queries import EntryRow, LotRow
from ledger.settlements.tables import line_table, settlement_table

reversal_table = entry_table.alias("lot_reversal")
right_table = entry_table.alias("right_entry")


@dataclass(frozen=True, slots=True, kw_only=True)
class LotsSought:
    """Which lots; what is None is not asked.

    Attributes:
        first: from this business date on.
        last: up to this business date.
        farmer: his code; likewise `flower`.
        actor_id: who entered them.
        channel: through what: `whatsapp`, `web`, `cli`, `import`, `demo`.
        is_taken_back: those that were taken back, or those that stand.
        is_typed: those whose rate was typed, or those that took the board's.
    """

    first: date | None = None
    last: date | None = None
    farmer: str | None = None
    flower: str | None = None
    actor_id: int | None = None
    channel: str | None = None
    is_taken_back: bool | None = None
    is_typed: bool | None = None


@dataclass(frozen=True, slots=True)
class BookedLot:
    """A lot in the list.

    Attributes:
        channel: through what it was entered.
        recorded_at: when it was written.
    """

    lot: LotRow
    channel: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LotSums:
    """What the lots sought come to.

    Attributes:
        lots: how many count.
        taken_back: how many were taken back.
        milli_of: weight or count by unit.
    """

    lots: int
    taken_back: int
    milli_of: dict[str, int]
    gross_paise: int
    commission_paise: int
    net_paise: int

    @property
    def found(self) -> int:
        """How many there are in the list."""
        return self.lots + self.taken_back


@dataclass(frozen=True, slots=True, kw_only=True)
class LotStory:
    """One lot, and what became of it.

    Attributes:
        lot: as it was weighed.
        entry: as it was posted.
        flower_en: its flower's name; likewise in Tamil.
        replaced_by: the entry that stands in its place.
        settlement_id: the live settlement in which it stands.
        settlement: that one's number; None while it is a draft.
    """

    lot: LotRow
    entry: EntryRow
    flower_en: str
    flower_ta: str
    replaced_by: int | None
    settlement_id: int | None
    settlement: str | None


def booked_lots(
    tx: Connection, sought: LotsSought, *, limit: int, offset: int = 0
) -> list[BookedLot]:
    """Some of the lots sought, newest day first, within a day the last written first."""
    page = (
        _sought(
            select(lot_table.c.entry_id, entry_table.c.channel, entry_table.c.recorded_at), sought
        )
        .order_by(entry_table.c.on.desc(), lot_table.c.entry_id.desc())
        .limit(limit)
        .offset(offset)
    )
    found = tx.execute(page).all()
    lots = {lot.entry_id: lot for lot in queries.lots_of(tx, [row.entry_id for row in found])}
    return [BookedLot(lots[row.entry_id], row.channel, row.recorded_at) for row in found]


def lot_sums(tx: Connection, sought: LotsSought) -> LotSums:
    """What all the lots sought come to, in one look."""
    is_back = reversal_table.c.id.is_not(None).label("is_back")
    lot = lot_table.c
    rows = tx.execute(
        _sought(
            select(
                flower_table.c.unit,
                is_back,
                func.count().label("lots"),
                *(
                    func.sum(column).label(column.name)
                    for column in (
                        lot.quantity_milli,
                        lot.gross_paise,
                        lot.commission_paise,
                        lot.net_paise,
                    )
                ),
            ),
            sought,
        )
        .group_by(flower_table.c.unit, is_back)
        .order_by(func.count().desc(), flower_table.c.unit)
    ).all()
    counted = [row for row in rows if row.is_back == bool(sought.is_taken_back)]
    return LotSums(
        lots=sum(row.lots for row in counted),
        taken_back=sum(row.lots for row in rows if row not in counted),
        milli_of={row.unit: int(row.quantity_milli) for row in counted},
        gross_paise=sum(int(row.gross_paise) for row in counted),
        commission_paise=sum(int(row.commission_paise) for row in counted),
        net_paise=sum(int(row.net_paise) for row in counted),
    )


def lot_story(tx: Connection, entry_id: int) -> LotStory | None:
    """The lot that an entry records, and what became of it; None where it records none.

    Raises:
        UnknownEntryError: there is no such entry.
    """
    entry = queries.entry_of(tx, entry_id)
    if entry.lot is None:
        return None
    row = tx.execute(
        select(
            flower_table.c.name_en,
            flower_table.c.name_ta,
            right_table.c.id.label("replaced_by"),
            settlement_table.c.settlement_id,
            settlement_table.c.number,
        )
        .select_from(entry_table)
        .join(lot_table, lot_table.c.entry_id == entry_table.c.id)
        .join(flower_table, flower_table.c.flower_id == lot_table.c.flower_id)
        .outerjoin(right_table, right_table.c.replaces_id == entry_table.c.id)
        .outerjoin(
            line_table, (line_table.c.entry_id == entry_table.c.id) & line_table.c.is_live.is_(True)
        )
        .outerjoin(settlement_table, settlement_table.c.settlement_id == line_table.c.settlement_id)
        .where(entry_table.c.id == entry_id)
    ).one()
    return LotStory(
        lot=entry.lot,
        entry=entry,
        flower_en=row.name_en,
        flower_ta=row.name_ta,
        replaced_by=row.replaced_by,
        settlement_id=row.settlement_id,
        settlement=row.number,
    )


def _sought(columns: Select[*tuple[Any, ...]], sought: LotsSought) -> Select[*tuple[Any, ...]]:
    return (
        columns.select_from(lot_table)
        .join(entry_table, entry_table.c.id == lot_table.c.entry_id)
        .join(flower_table, flower_table.c.flower_id == lot_table.c.flower_id)
        .outerjoin(reversal_table, reversal_table.c.reverses_id == lot_table.c.entry_id)
        .where(*_conditions(sought))
    )


def _conditions(sought: LotsSought) -> list[ColumnElement[bool]]:
    return [
        condition(value)
        for name, condition in CONDITIONS.items()
        if (value := getattr(sought, name)) is not None
    ]


def _farmer_id(code: str) -> ScalarSelect[int]:
    return select(party_table.c.party_id).where(party_table.c.code == code).scalar_subquery()


CONDITIONS: Mapping[str, Callable[[Any], ColumnElement[bool]]] = {
    "first": lambda on: entry_table.c.on >= on,
    "last": lambda on: entry_table.c.on <= on,
    "farmer": lambda code: lot_table.c.farmer_id == _farmer_id(code),
    "flower": lambda code: flower_table.c.code == code,
    "actor_id": lambda party_id: entry_table.c.actor_id == party_id,
    "channel": lambda channel: entry_table.c.channel == channel,
    "is_taken_back": lambda is_back: reversal_table.c.id.is_not(None) == is_back,
    "is_typed": lambda is_typed: lot_table.c.rate_id.is_(None) == is_typed,
}
"""What of `LotsSought` asks for what."""
