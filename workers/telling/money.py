"""Notices about a farmer's advances and payments."""

from sqlalchemy import Connection

from ledger import queries
from ledger.advance_book import Advance, advance_of
from ledger.entries import EntryKind
from ledger.notices import Notice
from ledger.people import Party
from locales.facts import Day, Fact, Money, Quote
from workers.telling.words import Words, balances, money_moved


def advance_requested(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - as every wording
    """Somebody asked for an advance in his name."""
    return Words("notice.advance_requested", "advance_requested", _asked(_advance(tx, notice)))


def advance_approved(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """He may collect it."""
    return Words("notice.advance_approved", "advance_approved", _asked(_advance(tx, notice)))


def advance_rejected(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """He does not get it, and why."""
    advance = _advance(tx, notice)
    facts = {**_asked(advance), "reason": Quote(advance.decision_reason or "")}
    return Words("notice.advance_rejected", "advance_rejected", facts)


def advance_paid(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """He got it, or it turned out that he had got it."""
    entry_id = notice.subject.get("entry") or _advance(tx, notice).entry_id
    if entry_id is None:
        raise ValueError(f"the advance of notice {notice.notice_id} is not paid")
    facts = {**_paid(tx, entry_id), **balances(notice)}
    return Words("notice.advance_paid", "advance_paid", facts)


def advance_repaid(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """He brought some of it back."""
    facts = {**_paid(tx, notice.subject["entry"]), **balances(notice)}
    return Words("notice.advance_repaid", "advance_repaid", facts)


def written_off(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """The shop gives up some of what he owes."""
    entry = queries.entry_of(tx, notice.subject["entry"])
    amount = max(posting.amount_paise for posting in entry.postings)
    facts: dict[str, Fact] = {"amount": Money(amount), "entry": entry.entry_id, "on": Day(entry.on)}
    return Words("notice.written_off", "written_off", {**facts, **balances(notice)})


def payment(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """He was paid on account, or what was settled in the paper book."""
    entry = queries.entry_of(tx, notice.subject["entry"])
    is_settled = entry.kind is EntryKind.SETTLEMENT_PAYMENT
    key = "notice.payment_brought_in" if is_settled else "notice.payment"
    return Words(key, "payment", {**_paid(tx, entry.entry_id), **balances(notice)})


def _advance(tx: Connection, notice: Notice) -> Advance:
    return advance_of(tx, notice.subject["advance"])


def _asked(advance: Advance) -> dict[str, Fact]:
    return {"amount": Money(advance.amount_paise), "number": advance.advance_id}


def _paid(tx: Connection, entry_id: int) -> dict[str, Fact]:
    entry = queries.entry_of(tx, entry_id)
    return {**money_moved(entry.postings), "entry": entry.entry_id, "on": Day(entry.on)}
