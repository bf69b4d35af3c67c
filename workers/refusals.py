"""What the books refuse, as a phrase for the person: the facts stay, the wording is chosen.

One row an error. What only a command can cause (an importer, the register) is worded there.
"""

from collections.abc import Callable, Mapping
from typing import Any

from ledger import (
    advance_book,
    advances,
    approvals,
    errors,
    limits,
    money_moves,
    payouts,
    putting_right,
    settlements,
)
from ledger.dating import FutureDateError
from ledger.errors import LedgerError
from ledger.policy import Act, NotAllowedError
from ledger.reasons import ReasonMissingError
from locales.facts import Day, Fact, Money, Phrase

Wording = Callable[[Any], Phrase]


def reason_of(error: LedgerError) -> Phrase:
    """Why nothing was written, and what to do next."""
    worded = REFUSALS.get(type(error))
    return Phrase("refused_books", {}) if worded is None else worded(error)


def _phrase(key: str, **facts: Callable[[Any], Fact]) -> Wording:
    """A phrase whose facts are taken from the error."""
    return lambda error: Phrase(key, {name: fact(error) for name, fact in facts.items()})


OWNERS = frozenset({Act.APPROVE_SETTLEMENT, Act.DECIDE_ADVANCE, Act.CORRECT})
"""What somebody of the shop may be refused because it is the owner's."""

REFUSALS: Mapping[type[LedgerError], Wording] = {
    errors.DayClosedError: _phrase("refused_day_closed", on=lambda e: Day(e.on)),
    errors.KeyReusedError: _phrase("refused_key_reused"),
    errors.UnknownEntryError: _phrase("refused_unknown_entry", entry=lambda e: e.entry_id),
    errors.AlreadyReversedError: _phrase("refused_reversed", entry=lambda e: e.entry_id),
    errors.BeyondZeroError: _phrase("refused_beyond_zero"),
    errors.UnknownCodeError: _phrase("refused_unknown_names"),
    NotAllowedError: lambda e: Phrase(
        "refused_owner_only" if e.act in OWNERS else "refused_not_allowed", {}
    ),
    ReasonMissingError: _phrase("refused_no_reason"),
    FutureDateError: _phrase("refused_future", on=lambda e: Day(e.on)),
    limits.AmountError: _phrase(
        "refused_sum", amount=lambda e: Money(e.amount_paise), limit=lambda e: Money(e.limit_paise)
    ),
    limits.LotLimitError: _phrase("refused_lot_limit"),
    advance_book.UnknownAdvanceError: _phrase(
        "refused_unknown_advance", advance=lambda e: e.advance_id
    ),
    advances.AdvanceDecidedError: lambda e: Phrase(
        f"refused_advance.{e.state}", {"advance": e.advance_id}
    ),
    advances.NotApprovedError: _phrase("refused_not_approved", advance=lambda e: e.advance_id),
    advances.StaffLimitError: _phrase(
        "refused_staff_limit",
        amount=lambda e: Money(e.amount_paise),
        limit=lambda e: Money(e.limit_paise),
    ),
    advances.MoreThanOutstandingError: _phrase(
        "refused_more_than_outstanding",
        amount=lambda e: Money(e.amount_paise),
        outstanding=lambda e: Money(e.outstanding_paise),
    ),
    money_moves.MoreThanStandsError: _phrase(
        "refused_more_than_stands",
        amount=lambda e: Money(e.amount_paise),
        stands=lambda e: Money(e.standing_paise),
    ),
    money_moves.SameTillError: _phrase("refused_same_till"),
    payouts.MoreThanDueError: _phrase(
        "refused_more_than_due",
        amount=lambda e: Money(e.amount_paise),
        due=lambda e: Money(e.due_paise),
    ),
    putting_right.NotHisEntryError: _phrase("refused_not_his", entry=lambda e: e.entry_id),
    putting_right.WrongKindError: _phrase("refused_wrong_kind", entry=lambda e: e.entry_id),
    putting_right.VoidInsteadError: _phrase("refused_void_instead", entry=lambda e: e.entry_id),
    putting_right.NothingToCorrectError: _phrase("refused_says_so", entry=lambda e: e.entry_id),
    approvals.SecondPersonNeededError: _phrase("refused_second_person"),
    approvals.SamePersonError: _phrase("refused_same_person"),
    approvals.AlreadyDecidedError: _phrase("refused_decided", ask=lambda e: e.ask_id),
    approvals.UnknownAskError: _phrase("refused_unknown_ask", ask=lambda e: e.ask_id),
    settlements.NothingToSettleError: _phrase(
        "refused_nothing_to_settle", farmer=lambda e: e.farmer, on=lambda e: Day(e.cut_off)
    ),
    settlements.UnknownSettlementError: _phrase(
        "refused_unknown_settlement", which=lambda e: e.which
    ),
    settlements.SettlementStateError: lambda e: Phrase(
        f"refused_settlement.{e.state}", {"which": e.which}
    ),
    settlements.DraftChangedError: _phrase(
        "refused_draft_changed",
        before=lambda e: Money(e.before.net_paise),
        after=lambda e: Money(e.after.net_paise),
    ),
    settlements.SettlementPaidError: _phrase(
        "refused_settlement_paid", which=lambda e: e.number, paid=lambda e: Money(e.paid_paise)
    ),
    settlements.CarriedOnError: _phrase(
        "refused_carried_on", which=lambda e: e.number, later=lambda e: e.later
    ),
    settlements.AlreadyAnsweredError: _phrase("refused_answered"),
}
"""Which error is worded how; any other is a fault in what we asked of the books."""
