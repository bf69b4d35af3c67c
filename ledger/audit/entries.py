"""Every entry by itself: its digest is computed anew and its arithmetic done again, in a stream."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import Column, Connection, Row, Select, Text, cast, select

from ledger import accounts
from ledger.audit.finding import CHUNK, Finding
from ledger.chain import Item
from ledger.digest import digest_of
from ledger.entries import EntryKind
from ledger.journal_tables import account_table, entry_table, lot_table, posting_table
from ledger.lots import Worth, worth
from ledger.queries import adjustments_of
from ledger.seals import seal_item_table

HEAD = [column for column in entry_table.c if column.name != "digest"]
LEG = [column for column in posting_table.c if column.name != "entry_id"]
LOT = [
    cast(column, Text) if column.name == "adjustments" else column
    for column in lot_table.c
    if column.name != "entry_id"
]
LOT_NAMES = [column.name for column in lot_table.c if column.name != "entry_id"]


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


def check(tx: Connection) -> Iterator[Finding]:
    """What is wrong with entries, each taken by itself."""
    chart = {row.id: _Account(row.code, row.party_id) for row in tx.execute(select(account_table))}
    rows = _rows().order_by(entry_table.c.id, posting_table.c.line)
    for entry in map(_entry, _streamed(tx, rows)):
        row = f"entry {entry.head['id']}"
        for fault in _faults(entry, chart):
            yield Finding(row, fault)


def recomputed(tx: Connection, up_to: int) -> Iterator[tuple[int, Item]]:
    """Every sealed entry in the order of sealing, with the digest that its rows make now.

    Args:
        tx: the transaction.
        up_to: the last seal that counts.

    Yields:
        The seal's number, and the entry in it.
    """
    number, voucher_no = seal_item_table.c.seq, seal_item_table.c.voucher_no
    sealed = (
        _rows(number, voucher_no)
        .join(seal_item_table, seal_item_table.c.entry_id == entry_table.c.id)
        .where(number <= up_to)
        .order_by(voucher_no, posting_table.c.line)
    )
    for rows in _streamed(tx, sealed):
        entry = _entry(rows)
        digest = digest_of(list(entry.head.values()), entry.legs, entry.lot)
        yield rows[0][-2], Item(rows[0][-1], entry.head["id"], digest)


def _streamed(
    tx: Connection, rows: Select[*tuple[Any, ...]]
) -> Iterator[list[Row[*tuple[Any, ...]]]]:
    """The rows of each entry."""
    stream = tx.execute(rows, execution_options={"yield_per": CHUNK})
    for _, group in groupby(stream, key=lambda row: row[0]):
        yield list(group)


def _rows(*more: Column[Any]) -> Select[*tuple[Any, ...]]:
    """Every entry with its postings and its lot."""
    return (
        select(*HEAD, entry_table.c.digest, *LEG, lot_table.c.entry_id.label("lot_of"), *LOT, *more)
        .outerjoin(posting_table, posting_table.c.entry_id == entry_table.c.id)
        .outerjoin(lot_table, lot_table.c.entry_id == entry_table.c.id)
    )


def _entry(rows: list[Row[*tuple[Any, ...]]]) -> _Entry:
    first = rows[0]
    digest = len(HEAD)
    legs = digest + 1
    lot = legs + len(LEG)
    return _Entry(
        head=dict(zip((column.key for column in HEAD), first[:digest], strict=True)),
        digest=first[digest],
        legs=[row[legs:lot] for row in rows if row[legs] is not None],
        lot=None if first[lot] is None else first[lot + 1 : lot + 1 + len(LOT)],
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
