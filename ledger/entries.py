"""Posting and JournalEntry: dated, balanced facts that are never edited.

One sign rule for the whole product: debit is positive, credit negative, an entry sums to zero.
`queries.owed_to` flips it once for people.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ledger.errors import UnbalancedError


class EntryKind(StrEnum):
    """Which trade fact an entry records."""

    SALE = "sale"
    BUYERS_MONEY = "buyers_money"
    ADVANCE = "advance"
    ADVANCE_REPAID = "advance_repaid"
    PAYMENT = "payment"
    SETTLEMENT = "settlement"
    SETTLEMENT_PAYMENT = "settlement_payment"
    FEE_HANDED_ON = "fee_handed_on"
    WRITE_OFF = "write_off"
    TRANSFER = "transfer"
    EXPENSE = "expense"
    CAPITAL = "capital"
    DRAWINGS = "drawings"
    OPENING = "opening"
    REVERSAL = "reversal"


@dataclass(frozen=True, slots=True)
class Posting:
    """One leg of an entry.

    Attributes:
        account: the account's code.
        amount_paise: debit positive, credit negative, never zero.
    """

    account: str
    amount_paise: int


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """A dated fact that sums to zero; it refuses to exist unbalanced.

    Attributes:
        on: the business date, a day in Asia/Kolkata.
        postings: two or more, one an account at most.
        reason: why; obligatory for a reversal, plain text in one line.
        reverses: the entry that this one mirrors, for a reversal.
        replaces: the reversed entry that this one puts right, for a correction.

    Raises:
        UnbalancedError: the postings do not sum to zero, are fewer than two, name an account
            twice, or one of them is zero.
    """

    kind: EntryKind
    on: date
    postings: tuple[Posting, ...]
    reason: str | None = None
    reverses: int | None = None
    replaces: int | None = None

    def __post_init__(self) -> None:
        if len(self.postings) < 2:  # noqa: PLR2004 - double entry
            raise UnbalancedError("an entry has two postings or more")
        if sum(p.amount_paise for p in self.postings) != 0:
            raise UnbalancedError("the postings do not sum to zero")
        if any(p.amount_paise == 0 for p in self.postings):
            raise UnbalancedError("a posting of zero says nothing")
        if len({p.account for p in self.postings}) != len(self.postings):
            raise UnbalancedError("an account stands twice in one entry")


def entry(
    kind: EntryKind, on: date, *postings: tuple[str, int], reason: str | None = None
) -> JournalEntry:
    """An entry from (account code, paise) pairs, leaving out the legs that are zero.

    Raises:
        UnbalancedError: as for `JournalEntry`.
    """
    legs = tuple(Posting(account, paise) for account, paise in postings if paise != 0)
    return JournalEntry(kind, on, legs, reason=reason)


def reversal_of(entry_id: int, original: JournalEntry, *, on: date, reason: str) -> JournalEntry:
    """The exact mirror of an entry, dated in the open day."""
    return JournalEntry(
        EntryKind.REVERSAL,
        on,
        tuple(Posting(p.account, -p.amount_paise) for p in original.postings),
        reason=reason,
        reverses=entry_id,
    )
