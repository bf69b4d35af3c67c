"""A farmer's statement: what was owed to him and by him before, every entry, and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, select

from ledger import accounts, people, queries
from ledger.entries import EntryKind
from ledger.journal_tables import account_table, entry_table, posting_table
from ledger.people import Party
from ledger.queries import LotRow, Owed
from ledger.reports.periods import Period
from ledger.settlements.tables import settlement_table

reversed_table = entry_table.alias("reversed")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementLine:
    """What one entry changed between the shop and a farmer.

    Attributes:
        owed_paise: of what the shop owes him; positive in his favour.
        lent_paise: of what he owes the shop; positive when he was lent more.
        lot: the lot; of a reversal the lot that is taken back.
        number: of the settlement that the entry cleared.
        reverses: which kind of entry a reversal takes back.
    """

    entry_id: int
    kind: EntryKind
    on: date
    owed_paise: int
    lent_paise: int
    lot: LotRow | None
    number: str | None
    reverses: EntryKind | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Statement:
    """A farmer's account over a period; opening and lines come to closing.

    Attributes:
        opening: what stood before the first day.
        closing: what stands at the end of the last.
    """

    farmer: Party
    period: Period
    opening: Owed
    lines: tuple[StatementLine, ...]
    closing: Owed


def statement(tx: Connection, farmer: str, period: Period) -> Statement:
    """The statement of a farmer.

    Raises:
        UnknownCodeError: no farmer has the code.
    """
    whose = people.farmer(tx, farmer)
    rows = tx.execute(_entries(whose, period)).mappings().all()
    return Statement(
        farmer=whose,
        period=period,
        opening=_stood(tx, whose, entry_table.c.on < period.first),
        lines=tuple(_lines(tx, rows)),
        closing=_stood(tx, whose, entry_table.c.on <= period.last),
    )


def _stood(tx: Connection, farmer: Party, until: ColumnElement[bool]) -> Owed:
    sums = (
        select(account_table.c.code, func.sum(posting_table.c.amount_paise))
        .join(posting_table, posting_table.c.account_id == account_table.c.id)
        .join(entry_table, entry_table.c.id == posting_table.c.entry_id)
        .where(account_table.c.party_id == farmer.party_id, until)
        .group_by(account_table.c.code)
    )
    found = {code: int(paise) for code, paise in tx.execute(sums)}
    payable, settled, advance = (
        found.get(account.code, 0) for account in accounts.of_farmer(farmer.code)
    )
    return Owed(-payable, -settled, advance)


def _entries(farmer: Party, period: Period) -> Select[*tuple[object, ...]]:
    lent = account_table.c.code == accounts.advance(farmer.code).code
    paise = posting_table.c.amount_paise
    return (
        select(
            entry_table.c.id,
            entry_table.c.kind,
            entry_table.c.on.label("on"),
            entry_table.c.reason,
            entry_table.c.reverses_id,
            reversed_table.c.kind.label("reverses"),
            settlement_table.c.number,
            func.coalesce(-func.sum(paise).filter(~lent), 0).label("owed"),
            func.coalesce(func.sum(paise).filter(lent), 0).label("lent"),
        )
        .join(posting_table, posting_table.c.entry_id == entry_table.c.id)
        .join(account_table, account_table.c.id == posting_table.c.account_id)
        .outerjoin(reversed_table, reversed_table.c.id == entry_table.c.reverses_id)
        .outerjoin(
            settlement_table,
            settlement_table.c.entry_id
            == func.coalesce(entry_table.c.reverses_id, entry_table.c.id),
        )
        .where(
            account_table.c.party_id == farmer.party_id,
            entry_table.c.on.between(period.first, period.last),
        )
        .group_by(entry_table.c.id, reversed_table.c.kind, settlement_table.c.number)
        .order_by(entry_table.c.on, entry_table.c.id)
    )


def _lines(tx: Connection, rows: Iterable[RowMapping]) -> Iterable[StatementLine]:
    kept = list(rows)
    lots = {lot.entry_id: lot for lot in queries.lots_of(tx, {_sold(row) for row in kept})}
    for row in kept:
        yield StatementLine(
            entry_id=row["id"],
            kind=EntryKind(row["kind"]),
            on=row["on"],
            owed_paise=int(row["owed"]),
            lent_paise=int(row["lent"]),
            lot=lots.get(_sold(row)),
            number=row["number"],
            reverses=None if row["reverses"] is None else EntryKind(row["reverses"]),
            reason=row["reason"],
        )


def _sold(row: RowMapping) -> int:
    """The entry whose lot a row is about, if it is about one."""
    return int(row["reverses_id"] or row["id"])
