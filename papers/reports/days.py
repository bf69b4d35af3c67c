"""The day book, and a day in short."""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger import accounts, queries
from ledger.queries import EntryRow
from ledger.reports import standing
from ledger.reports.periods import Period
from ledger.reports.tallies import arrivals, by_flower
from locales.facts import Day, Moment, Money
from papers.reports.goods import arrivals_table
from papers.reports.heads import period_head
from papers.table import Cell, Column, Kind, Report, Table
from papers.wording import Names, kind_of, names_of, phrase

BOOK_COLUMNS = (
    Column("column_entry", Kind.COUNT),
    Column("column_date", Kind.DAY),
    Column("column_time"),
    Column("column_what"),
    Column("column_account"),
    Column("column_debit", Kind.MONEY),
    Column("column_credit", Kind.MONEY),
    Column("column_by"),
    Column("column_reason"),
)
TILLS = [account.code for account in (accounts.CASH, accounts.BANK, accounts.UPI)]


def day_book(tx: Connection, period: Period) -> Report:
    """Every entry with its postings; both sides come to the same."""
    names = names_of(tx)
    entries = [entry for on in period.days() for entry in queries.day_book(tx, on)]
    postings = [posting.amount_paise for entry in entries for posting in entry.postings]
    debits = sum(paise for paise in postings if paise > 0)
    table = Table(
        title=phrase("report_day_book"),
        columns=BOOK_COLUMNS,
        rows=tuple(row for entry in entries for row in _entry(entry, names)),
        totals=(
            *(None, None, None, phrase("column_total"), None),
            *(Money(debits), Money(debits - sum(postings)), None, None),
        ),
    )
    return Report(phrase("report_day_book"), period_head(period), (table,))


def day_in_short(tx: Connection, period: Period) -> Report:
    """What came, what moved in each till, what was written, and how the shop stands."""
    names = names_of(tx)
    came = arrivals_table(by_flower(arrivals(tx, period)), names, is_by_day=False)
    tables = (came, _tills(tx, period, names), _facts(tx, period), _stands(tx, period, names))
    return Report(phrase("report_day"), period_head(period), tables)


def _entry(entry: EntryRow, names: Names) -> Iterator[tuple[Cell, ...]]:
    told = kind_of(entry.kind, entry.reverses)
    for place, posting in enumerate(entry.postings):
        paise = posting.amount_paise
        what = told if place == 0 else names.lot(entry.lot) if place == 1 and entry.lot else None
        yield (
            entry.entry_id,
            Day(entry.on),
            Moment(entry.recorded_at) if place == 0 else None,
            what,
            names.account(posting.account),
            Money(paise) if paise > 0 else None,
            Money(-paise) if paise < 0 else None,
            names.actor(entry.actor_id) if place == 0 else None,
            entry.reason if place == 0 else None,
        )


def _tills(tx: Connection, period: Period, names: Names) -> Table:
    return Table(
        title=phrase("report_tills"),
        columns=(
            Column("column_account"),
            Column("column_before", Kind.MONEY),
            Column("column_in", Kind.MONEY),
            Column("column_out", Kind.MONEY),
            Column("column_after", Kind.MONEY),
        ),
        rows=tuple(
            (
                names.account(moved.account),
                Money(moved.opening_paise),
                Money(moved.debit_paise),
                Money(moved.credit_paise),
                Money(moved.closing_paise),
            )
            for moved in standing.movements(tx, TILLS, period)
        ),
    )


def _facts(tx: Connection, period: Period) -> Table:
    return Table(
        title=phrase("report_facts"),
        columns=(
            Column("column_what"),
            Column("column_entries", Kind.COUNT),
            Column("column_amount", Kind.MONEY),
        ),
        rows=tuple(
            (kind_of(each.kind, None), each.entries, Money(each.amount_paise))
            for each in standing.happened(tx, period)
        ),
    )


def _stands(tx: Connection, period: Period, names: Names) -> Table:
    """What the shop owes farmers and is owed, at the end."""
    rows = standing.standing(tx, period.last)
    unsettled, to_pay, outstanding, market = (
        sum(row.balance_paise for row in rows if row.account.startswith(beginning))
        for beginning in ("payable:", "settled:", "advance:", accounts.MARKET.code)
    )
    return Table(
        title=phrase("report_stands"),
        columns=(Column("column_what"), Column("column_amount", Kind.MONEY)),
        rows=(
            (phrase("report_unsettled"), Money(-unsettled)),
            (phrase("report_to_pay"), Money(-to_pay)),
            (phrase("column_outstanding"), Money(outstanding)),
            (names.account(accounts.MARKET.code), Money(market)),
        ),
    )
