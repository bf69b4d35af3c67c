"""Settlements: what a farmer is owed up to a day is reckoned, approved, paid, or voided.

`figures` reckons, `drafting` and `approving` move a settlement on, `answering` hears the farmer,
`reading` finds them. The rule itself is arithmetic (`ledger.settlement`); paying is
`ledger.payouts`. What a farmer's payable holds and no live settlement clears is a view of the
database, `unsettled_posting`.
"""

from ledger.settlements.answering import answer, close_question
from ledger.settlements.approving import approve, void, void_facts
from ledger.settlements.drafting import draft, submit
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
    digest_of_slip,
    latest_of,
    open_questions,
    settlement_by_code,
    settlement_of,
    settlements,
    slip_of,
    unpaid,
)

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
    "latest_of",
    "open_questions",
    "settlement_by_code",
    "settlement_of",
    "settlements",
    "slip_of",
    "submit",
    "unpaid",
    "void",
    "void_facts",
]
