"""Who may do what: the one table that chat, pages, commands and the API ask.

`docs/map.md` says it in words. What needs two people is `ledger.approvals`' business.
"""

from enum import StrEnum

from ledger.errors import LedgerError
from ledger.roles import PartyRole


class Act(StrEnum):
    """Something that somebody may or may not do."""

    SEE_OWN_MONEY = "see own money"
    ASK_ADVANCE = "ask for an advance"
    ANSWER_SETTLEMENT = "accept or question a settlement"
    SEE_ANY_FARMER = "see any farmer's money"
    ENTER_LOTS = "enter lots"
    ENTER_PAYMENTS = "enter payments"
    REQUEST_ADVANCE = "request an advance for a farmer"
    GIVE_SMALL_ADVANCE = "pay out an advance under the staff limit"
    DISBURSE_ADVANCE = "pay out an approved advance"
    REVERSE_OWN_TODAY = "reverse his own entry of today"
    DRAFT_SETTLEMENT = "draft settlements"
    SET_RATES = "set rates"
    DECIDE_ADVANCE = "approve or reject an advance"
    APPROVE_SETTLEMENT = "approve, pay or void settlements"
    CORRECT = "correct any entry"
    EXCEED_LIMITS = "go beyond the shop's limits of a lot"
    MOVE_MONEY = "enter the shop's own money"
    KEEP_REGISTER = "change people, flowers, slots and settings"
    CHANGE_IDENTITY = "change an identity"
    ASK_SECOND = "ask for a second person"
    SECOND = "be the second person"
    CLOSE_DAY = "close a day"
    SEE_REPORTS = "see reports and the audit"
    READ_MESSAGES = "read messages"
    RESEND_MESSAGE = "send a message again"
    KEEP_ACCESS = "give people access to the pages"


class NotAllowedError(LedgerError):
    """Somebody's role does not allow the act."""

    def __init__(self, act: Act) -> None:
        super().__init__(f"not allowed to {act}")
        self.act = act


FARMER = frozenset({Act.SEE_OWN_MONEY, Act.ASK_ADVANCE, Act.ANSWER_SETTLEMENT})

STAFF = frozenset(
    {
        Act.SEE_ANY_FARMER,
        Act.ENTER_LOTS,
        Act.ENTER_PAYMENTS,
        Act.REQUEST_ADVANCE,
        Act.GIVE_SMALL_ADVANCE,
        Act.DISBURSE_ADVANCE,
        Act.REVERSE_OWN_TODAY,
        Act.DRAFT_SETTLEMENT,
        Act.ASK_SECOND,
        Act.READ_MESSAGES,
        Act.RESEND_MESSAGE,
    }
)

ALLOWED = {
    PartyRole.FARMER: FARMER,
    PartyRole.STAFF: STAFF,
    PartyRole.ADMIN: frozenset(Act) - FARMER,
}


def may(role: PartyRole, act: Act) -> bool:
    """Whether the role allows the act."""
    return act in ALLOWED[role]


def require(role: PartyRole, act: Act) -> None:
    """Go on only where the role allows the act.

    Raises:
        NotAllowedError: it does not.
    """
    if not may(role, act):
        raise NotAllowedError(act)
