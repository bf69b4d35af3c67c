"""Proves the books, or names the row that is wrong.

Every entry is read with its postings and its lot, its digest is computed anew and its arithmetic
done again; then `cross_checks` compares rows with each other. Memory does not grow with the book.
Reading only, in one look: what is posted meanwhile is not seen. What it cannot find is a whole
book rewritten with all its digests; only a root kept outside the database tells that.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Row, Text, cast, select, text

from ledger import accounts
from ledger.cross_checks import Finding, cross_check
from ledger.digest import digest_of
from ledger.entries import EntryKind
from ledger.journal_tables import account_table, entry_table, lot_table, posting_table
from ledger.lots import Worth, worth
from ledger.queries import adjustments_of

HEAD = [column for column in entry_table.c if column.name != "digest"]
LEG = [column for column in posting_table.c if column.name != "entry_id"]
LOT = [
    cast(column, Text) if column.name == "adjustments" else column
    for column in lot_table.c
    if column.name != "entry_id"
]
LOT_NAMES = [column.name for column in lot_table.c if column.name != "entry_id"]

CHUNK = 2000
"""Rows held in memory."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at, and what is wrong with it."""

    entries: int
    postings: int
    findings: list[Finding]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


@dataclass(frozen=True, slots=True)
class _Account:
    code: str
    party_id: int | None


@dataclass(slots=True)
class _Entry:
    """An entry as it is stored, raw."""

    head: dict[str, Any]
    digest: bytes
    legs: list[Sequence[Any]]
    lot: Sequence[Any] | None
    named_lot: dict[str, Any] = field(init=False)

    def __post_init__(self) -> None:
        self.named_lot = dict(zip(LOT_NAMES, self.lot or (), strict=self.lot is not None))


def audit(tx: Connection) -> Audit:
    """Look at every row of the books.

    Give it a transaction in which nothing was done yet, so that all is seen at one moment.
    """
    raw = tx.connection.driver_connection
    if raw is not None and raw.info.transaction_status is TransactionStatus.IDLE:
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    tx.execute(text("SET LOCAL statement_timeout = 0"))
    chart = {row.id: _Account(row.code, row.party_id) for row in tx.execute(select(account_table))}
    findings: list[Finding] = []
    entries = postings = 0
    for entry in _entries(tx):
        entries += 1
        postings += len(entry.legs)
        row = f"entry {entry.head['id']}"
        findings += [Finding(row, fault) for fault in _faults(entry, chart)]
    findings += cross_check(tx)
    return Audit(entries, postings, findings)


def _entries(tx: Connection) -> Iterator[_Entry]:
    """Every entry with its postings by line and its lot, in a stream."""
    rows = tx.execute(
        select(*HEAD, entry_table.c.digest, *LEG, lot_table.c.entry_id.label("lot_of"), *LOT)
        .outerjoin(posting_table, posting_table.c.entry_id == entry_table.c.id)
        .outerjoin(lot_table, lot_table.c.entry_id == entry_table.c.id)
        .order_by(entry_table.c.id, posting_table.c.line),
        execution_options={"yield_per": CHUNK},
    )
    ends = len(HEAD), len(HEAD) + 1, len(HEAD) + 1 + len(LEG)
    for _, group in groupby(rows, key=lambda row: row[0]):
        yield _entry(list(group), *ends)


def _entry(rows: list[Row[*tuple[Any, ...]]], digest: int, legs: int, lot: int) -> _Entry:
    first = rows[0]
    return _Entry(
        head=dict(zip((column.key for column in HEAD), first[:digest], strict=True)),
        digest=first[digest],
        legs=[row[legs:lot] for row in rows if row[legs] is not None],
        lot=None if first[lot] is None else first[lot + 1 :],
    )


def _faults(entry: _Entry, chart: dict[int, _Account]) -> Iterator[str]:
    """What is wrong with an entry, taken by itself."""
    if digest_of(list(entry.head.values()), entry.legs, entry.lot) != entry.digest:
        yield "was changed after it was written: its digest does not fit"
    if len(entry.legs) < 2:  # noqa: PLR2004 - double entry
        yield "has fewer than two postings"
    total = sum(paise for _, _, paise, _ in entry.legs)
    if total != 0:
        yield f"does not sum to zero but to {total} paise"
    yield from _number_faults(entry, chart)
    is_sale = entry.head["kind"] == EntryKind.SALE
    if is_sale and entry.lot is None:
        yield "is a sale without a lot"
    elif not is_sale and entry.lot is not None:
        yield "has a lot but is no sale"
    elif entry.lot is not None:
        yield from _lot_faults(entry, chart)


def _number_faults(entry: _Entry, chart: dict[int, _Account]) -> Iterator[str]:
    """A farmer's posting has its number; an entry without a farmer has the house's."""
    has_farmer = False
    for line, account_id, _, number in entry.legs:
        account = chart.get(account_id)
        if account is None:
            yield f"posting {line} names account {account_id}, which is not on the chart"
            continue
        is_farmers = account.party_id is not None
        has_farmer = has_farmer or is_farmers
        if is_farmers != (number is not None):
            yield f"posting {line} on {account.code} is {'not ' * is_farmers}numbered"
    if has_farmer == (entry.head["house_seq"] is not None):
        yield "is not numbered in the house's book as it should"


def _lot_faults(entry: _Entry, chart: dict[int, _Account]) -> Iterator[str]:
    """A lot is worth what its weight, rate and terms make it, and its postings say the same."""
    lot = entry.named_lot
    stated = Worth(lot["sale_paise"], lot["gross_paise"], lot["commission_paise"], lot["net_paise"])
    try:
        right = worth(
            lot["quantity_milli"],
            lot["rate_paise"],
            adjustments_of(json.loads(lot["adjustments"])),
            commission_bp=lot["commission_bp"],
        )
    except (KeyError, TypeError, ValueError):
        yield "has a lot whose quality adjustments cannot be read"
        return
    if stated != right:
        yield "has a lot whose weight, rate and figures do not agree"
    posted = {_side(chart.get(leg[1]), lot["farmer_id"]): leg[2] for leg in entry.legs}
    due = {
        accounts.MARKET.code: stated.sale_paise,
        accounts.QUALITY_ALLOWANCE.code: stated.gift_paise,
        accounts.COMMISSION.code: -stated.commission_paise,
        "farmer": -stated.net_paise,
    }
    if posted != {side: paise for side, paise in due.items() if paise != 0}:
        yield "has postings that do not agree with its lot"


def _side(account: _Account | None, farmer_id: int) -> str:
    """The account of a sale's posting; the farmer's own payable is `farmer`."""
    if account is None:
        return ""
    is_payable = account.code.startswith(accounts.payable("").code)
    return "farmer" if is_payable and account.party_id == farmer_id else account.code
