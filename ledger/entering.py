"""Who writes something in the books, when, through what, why, and under which key."""

from dataclasses import dataclass
from datetime import date, datetime

from ledger.journal import Source
from ledger.people import Party


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """Somebody does something to the books, today.

    Attributes:
        by: who; `ledger.policy` says what his role may do.
        at: the moment.
        key: names the fact, for ever: the same again writes nothing twice.
        source: who and through what, as it stands on the entry.
        reason: why; it stays in the book, and whom it concerns reads it.
        ask: a second person's yes, where one alone may not do it.
    """

    by: Party
    at: datetime
    key: str
    source: Source
    reason: str | None = None
    ask: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entering(Doing):
    """Somebody enters money that passed, today or on another day.

    Attributes:
        on: the business date; where it lies too far back, `ask` is the second person's yes to it.
        is_sure: he means a sum above the shop's limit.
    """

    on: date
    is_sure: bool = False
