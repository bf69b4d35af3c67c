"""On which day something may be dated: today, a little back, further back by two people."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ledger import approvals
from ledger.approvals import AskKind
from ledger.board import MARKET_ZONE
from ledger.entries import JournalEntry
from ledger.errors import LedgerError
from ledger.terms import terms


class FutureDateError(LedgerError):
    """A day that has not come yet."""

    def __init__(self, on: date) -> None:
        super().__init__(f"{on:%d-%m-%Y} is yet to come")
        self.on = on


def check_date(
    tx: Connection, entry: JournalEntry, *, at: datetime, ask: int | None = None
) -> None:
    """Go on only with a business date that one person may choose, or that two chose.

    Args:
        tx: the transaction.
        entry: what is to be written.
        at: the moment of writing.
        ask: a second person's yes to `back_date_facts` of this very entry.

    Raises:
        FutureDateError: its day has not come.
        SecondPersonNeededError: its day lies too far back for one person.
    """
    today = business_date(at)
    if entry.on > today:
        raise FutureDateError(entry.on)
    if entry.on < today - timedelta(days=terms(tx, at).back_date_days):
        approvals.use(tx, ask, AskKind.BACK_DATE, back_date_facts(entry))


def back_date_facts(entry: JournalEntry) -> dict[str, Any]:
    """What a second person says yes to when an entry is dated back."""
    return {
        "on": entry.on.isoformat(),
        "kind": entry.kind,
        "postings": {posting.account: posting.amount_paise for posting in entry.postings},
    }


def business_date(at: datetime) -> date:
    """The market's day of a moment."""
    return at.astimezone(MARKET_ZONE).date()
