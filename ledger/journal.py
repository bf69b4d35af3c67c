"""THE ONLY WRITER of money: post, reverse, correct, close a day.

It hands a request to one SQL function, which has every guard and takes one round trip; the
transaction is the caller's. A refusal leaves the transaction as it was before the call.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import psycopg
from sqlalchemy import ColumnElement, Connection, cast, func, select, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError

from ledger.entries import EntryKind, JournalEntry, Posting, reversal_of
from ledger.errors import (
    AlreadyReversedError,
    BeyondZeroError,
    DayClosedError,
    KeyReusedError,
    LedgerError,
    UnknownAccountError,
    UnknownEntryError,
)
from ledger.journal_tables import account_table, entry_table, posting_table
from ledger.trade import Sale

DECIDING = 71003
"""First half of the key of the farmers' advisory locks."""

BATCH = 500
"""Entries in one round trip of `post_many`."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who makes an entry, and through what.

    Attributes:
        actor_id: the party; None for the shop's own machinery.
        channel: `whatsapp`, `web`, `cli`, `import` or `demo`.
    """

    actor_id: int | None
    channel: str


@dataclass(frozen=True, slots=True)
class Posted:
    """The entry that stands under a key, and whether this call wrote it."""

    entry_id: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """The two entries that put a wrong one right."""

    reversal_id: int
    replacement_id: int


@dataclass(frozen=True, slots=True)
class Booking:
    """One of many entries to be posted together; see `post`."""

    entry: JournalEntry
    key: str
    source: Source
    sale: Sale | None = None


def post(
    tx: Connection, entry: JournalEntry, *, key: str, source: Source, sale: Sale | None = None
) -> Posted:
    """Write an entry, or find that its key has written it before.

    Args:
        tx: the transaction.
        entry: what to write.
        key: names the fact, for ever: `wa:<MessageSid>:<line>`.
        source: who and through what.
        sale: the lot that a sale's entry records.

    Raises:
        KeyReusedError: the key stands for an entry with another content.
        DayClosedError: the entry's day is closed.
        UnknownAccountError: an account is not on the chart.
        UnknownEntryError: what it reverses or replaces does not exist.
        AlreadyReversedError: what it reverses is reversed already, or is a reversal.
        BeyondZeroError: more comes back than was lent, or goes out than was settled.
    """
    written = func.post_entry(
        key, _jsonb(_request(entry, sale)), source.actor_id, source.channel
    ).table_valued("entry_id", "is_new")
    with _refusals(tx):
        row = tx.execute(select(written.c.entry_id, written.c.is_new)).one()
    return Posted(row.entry_id, row.is_new)


def post_many(tx: Connection, bookings: Sequence[Booking]) -> list[Posted]:
    """Write many entries in their order, all or none, in few round trips.

    Raises:
        LedgerError: as for `post`.
    """
    posted: list[Posted] = []
    with _refusals(tx):
        for start in range(0, len(bookings), BATCH):
            batch = [_booking(booking) for booking in bookings[start : start + BATCH]]
            written = func.post_entries(_jsonb(batch)).table_valued("entry_id", "is_new")
            rows = tx.execute(select(written.c.entry_id, written.c.is_new))
            posted += [Posted(row.entry_id, row.is_new) for row in rows]
    return posted


def reverse(  # noqa: PLR0913 - each names a column of the reversal
    tx: Connection, entry_id: int, *, on: date, reason: str, key: str, source: Source
) -> Posted:
    """Write the exact mirror of an entry, dated in an open day; it can be done once.

    Raises:
        UnknownEntryError: there is no such entry.
        AlreadyReversedError: it is reversed already, or is itself a reversal.
        DayClosedError: `on` is closed.
        KeyReusedError: the key stands for something else.
    """
    mirror = reversal_of(entry_id, _original(tx, entry_id), on=on, reason=reason)
    return post(tx, mirror, key=key, source=source)


def correct(  # noqa: PLR0913 - each names a column of the correction
    tx: Connection,
    entry_id: int,
    replacement: JournalEntry,
    *,
    reason: str,
    key: str,
    source: Source,
    sale: Sale | None = None,
) -> Corrected:
    """Put a wrong entry right: its mirror, then the right entry, both or none, linked both ways.

    Both are dated on the replacement's day. A balance may go beyond zero between the two.

    Raises:
        LedgerError: as for `reverse` and `post`.
    """
    right = replace(replacement, replaces=entry_id, reason=reason)
    with _refusals(tx):
        tx.execute(text("SET CONSTRAINTS balance_within_bounds DEFERRED"))
        reversal = reverse(
            tx, entry_id, on=right.on, reason=reason, key=f"{key}:reversal", source=source
        )
        replaced = post(tx, right, key=f"{key}:replacement", source=source, sale=sale)
        tx.execute(text("SET CONSTRAINTS balance_within_bounds IMMEDIATE"))
    return Corrected(reversal.entry_id, replaced.entry_id)


def close_day(tx: Connection, on: date, *, by: int | None, at: datetime) -> bool:
    """Close a business day and all before it: nothing is dated there after this commits.

    Waits for the postings that are under way. Who may close which day is `ledger.closing`.

    Returns:
        Whether it was open until now.
    """
    return bool(tx.scalar(select(func.close_day(on, by, at))))


def _request(entry: JournalEntry, sale: Sale | None) -> dict[str, Any]:
    """What the key stands for: who asks and when it is written are no part of it."""
    return {
        "kind": entry.kind,
        "on": entry.on.isoformat(),
        "reason": None if entry.reason is None else " ".join(entry.reason.split()),
        "reverses": entry.reverses,
        "replaces": entry.replaces,
        "postings": [{"account": p.account, "paise": p.amount_paise} for p in entry.postings],
        "lot": None if sale is None else _lot(sale),
    }


def _lot(sale: Sale) -> dict[str, Any]:
    return {
        "farmer": sale.farmer,
        "flower": sale.flower,
        "quantity_milli": sale.quantity_milli,
        "rate_paise": sale.rate_paise,
        "rate_id": sale.rate_id,
        "adjustments": [
            {"code": a.code, "bp": a.adjustment_bp, "side": a.side} for a in sale.adjustments
        ],
        "commission_bp": sale.commission_bp,
        "sale_paise": sale.worth.sale_paise,
        "gross_paise": sale.worth.gross_paise,
        "commission_paise": sale.worth.commission_paise,
        "net_paise": sale.worth.net_paise,
        "weighed_at": sale.at.astimezone(UTC).isoformat(),
    }


def _booking(booking: Booking) -> dict[str, Any]:
    return {
        "key": booking.key,
        "request": _request(booking.entry, booking.sale),
        "actor": booking.source.actor_id,
        "channel": booking.source.channel,
    }


def _jsonb(value: object) -> ColumnElement[Any]:
    return cast(value, JSONB)


def _original(tx: Connection, entry_id: int) -> JournalEntry:
    """An entry that is to be mirrored."""
    head = tx.execute(
        select(entry_table.c.kind, entry_table.c.on).where(entry_table.c.id == entry_id)
    ).one_or_none()
    if head is None:
        raise UnknownEntryError(entry_id)
    legs = tx.execute(
        select(account_table.c.code, posting_table.c.amount_paise)
        .join(account_table, account_table.c.id == posting_table.c.account_id)
        .where(posting_table.c.entry_id == entry_id)
        .order_by(posting_table.c.line)
    )
    return JournalEntry(EntryKind(head.kind), head.on, tuple(Posting(*leg) for leg in legs))


def hold(tx: Connection, farmers: Iterable[str]) -> None:
    """Wait until nobody else decides about these farmers' lots; it lasts as long as `tx`.

    What is read afterwards, a twin for one, cannot be overtaken by another who holds them too.
    The codes are locked in one order, so that two who want several cannot wait for each other.
    """
    for farmer in sorted(set(farmers)):
        tx.execute(select(func.pg_advisory_xact_lock(DECIDING, func.hashtext(farmer))))


@contextmanager
def _refusals(tx: Connection) -> Iterator[None]:
    """Turn what the books refuse into its error, with the transaction as it was before."""
    try:
        with tx.begin_nested():
            yield
    except DBAPIError as error:
        if isinstance(error.orig, psycopg.Error) and error.orig.sqlstate in REFUSALS:
            raise REFUSALS[error.orig.sqlstate](error.orig.diag.message_detail or "") from error
        raise


REFUSALS: dict[str | None, Callable[[str], LedgerError]] = {
    "ML001": KeyReusedError,
    "ML002": lambda day: DayClosedError(date.fromisoformat(day)),
    "ML003": UnknownAccountError,
    "ML004": lambda entry: UnknownEntryError(int(entry)),
    "ML005": lambda entry: AlreadyReversedError(int(entry)),
    "ML006": BeyondZeroError,
}
"""SQLSTATE of the SQL function → the error that its DETAIL makes."""
