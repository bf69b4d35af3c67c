"""Settlements: what a farmer is owed up to a day is reckoned, approved, paid, or voided.

`figures` reckons; `drafting`, `approving` and `voiding` move a settlement on; `answering` hears
the farmer; `reading` finds them, `piles` sorts them and `slips` shows them. The rule itself is
arithmetic (`ledger.settlement`); paying is `ledger.payouts`. What a farmer's payable holds and no
live settlement clears is a view of the database, `unsettled_posting`.
"""

from ledger.settlements.answering import answer, close_question
from ledger.settlements.approving import approve, draft_and_approve, passes_by_itself, submit
from ledger.settlements.drafting import draft
from ledger.settlements.facts import (
    AlreadyAnsweredError,
    Answer,
    CarriedOnError,
    DraftChangedError,
    FeeLine,
    Figures,
    NothingToSettleError,
    Question,
    Settlement,
    SettlementPaidError,
    SettlementState,
    SettlementStateError,
    Slip,
    SlipLine,
    UnknownSettlementError,
)
from ledger.settlements.reading import (
    latest_of,
    open_questions,
    settlement_by_code,
    settlement_of,
    settlements,
    unpaid,
)
from ledger.settlements.slips import digest_of_slip, slip_of
from ledger.settlements.voiding import void, void_facts

__all__ = [
    "AlreadyAnsweredError",
    "Answer",
    "CarriedOnError",
    "DraftChangedError",
    "FeeLine",
    "Figures",
    "NothingToSettleError",
    "Question",
    "Settlement",
    "SettlementPaidError",
    "SettlementState",
    "SettlementStateError",
    "Slip",
    "SlipLine",
    "UnknownSettlementError",
    "answer",
    "approve",
    "close_question",
    "digest_of_slip",
    "draft",
    "draft_and_approve",
    "latest_of",
    "open_questions",
    "passes_by_itself",
    "settlement_by_code",
    "settlement_of",
    "settlements",
    "slip_of",
    "submit",
    "unpaid",
    "void",
    "void_facts",
]
