"""What waits for an admin: the list of it, advances approved or rejected, drafts approved.

`approve 12` names what it approves, and the figures were shown with the question, so it is done at
once; a settlement's are shown again first. A rejection has a reason.
"""

from datetime import datetime

from bot.dialogue import settlement_wording
from bot.dialogue.effects import Step
from bot.dialogue.effects_money import (
    ApproveSettlement,
    DecideAdvance,
    FindPending,
    FindSettlement,
)
from bot.dialogue.events import Said
from bot.dialogue.events_money import (
    AdvanceDecided,
    AdvanceShown,
    AdvanceStage,
    PendingFound,
    SettlementApproved,
)
from bot.dialogue.replies import is_choice, is_no, is_yes
from bot.dialogue.states import Conversation, Idle
from bot.dialogue.states_money import ApprovingSettlement, AskingReason
from bot.dialogue.wording import LIST_LIMIT, farmer_shown, phrase, say, told_shown
from bot.language.meaning import Intent, Slot
from ledger.roles import PartyRole
from locales.facts import Fact, Fits, Lines, Money, Quote

SETTLEMENT = "settlement"
"""What a decision is about where it is not an advance."""


def ask_pending(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - as every conversation
    """What waits for a decision?"""
    if not _may_decide(conversation):
        return Step(conversation, (say(phrase("decide_admin_only")),))
    return Step(conversation, (FindPending(),))


def pending(conversation: Conversation, event: PendingFound) -> Step:
    """Everything that waits, each with what to type."""
    if not (event.advances or event.settlements or event.asks):
        return Step(conversation, (say(phrase("pending_none")),))
    rows = [phrase("pending_advance", **_facts(advance)) for advance in event.advances]
    rows += [settlement_wording.waiting(each) for each in event.settlements]
    every = phrase("together", parts=Lines((*rows,)))
    counted = phrase(
        "pending_counted", advances=len(event.advances), settlements=len(event.settlements)
    )
    parts = [phrase("pending", listed=Fits((every, counted), LIST_LIMIT))] if rows else []
    if event.asks:
        parts.append(phrase("pending_asks", n=event.asks))
    return Step(conversation, (say(*parts),))


def approve(conversation: Conversation, said: Said) -> Step:
    """An admin approves an advance by its number, or looks at a draft settlement."""
    unclear = _unclear(conversation, said)
    if unclear is not None:
        return unclear
    number = said.meaning.number or 0
    if said.meaning.of == SETTLEMENT:
        return Step(conversation, (FindSettlement(None, number),))
    approving = DecideAdvance(number, is_approved=True, reason=said.meaning.reason)
    return Step(conversation, (approving,))


def reject(conversation: Conversation, said: Said) -> Step:
    """An admin rejects an advance; without a reason he is asked for one."""
    unclear = _unclear(conversation, said)
    if unclear is not None:
        return unclear
    number = said.meaning.number or 0
    if said.meaning.of == SETTLEMENT:
        return Step(conversation, (say(phrase("settlement_not_rejected", number=number)),))
    if said.meaning.reason:
        return _reject(conversation, number, said.meaning.reason)
    return ask_reason(conversation, number, said.at)


def ask_reason(conversation: Conversation, number: int, at: datetime) -> Step:
    """Why is it rejected?"""
    state = AskingReason(number, at)
    return Step(conversation.becomes(state), (say(phrase("why_rejected", number=number)),))


def answered_reason(conversation: Conversation, asking: AskingReason, said: Said) -> Step | None:
    """The admin's next words are the reason; a no keeps the advance waiting."""
    meaning = said.meaning
    if is_choice(meaning):
        again = say(phrase("why_rejected", number=asking.advance))
        return Step(conversation, (again,))
    if is_no(meaning) and not meaning.items:
        kept = say(phrase("advance_waits_on", number=asking.advance))
        return Step(conversation.becomes(Idle()), (kept,))
    if meaning.intent not in {Intent.UNKNOWN, Intent.NO}:
        return None
    return _reject(conversation.becomes(Idle()), asking.advance, said.text)


def decided(conversation: Conversation, event: AdvanceDecided) -> Step:
    """About whom and how much, and whether he hears of it."""
    is_approved = event.advance.stage is AdvanceStage.APPROVED
    key = "advance_is_approved" if is_approved else "advance_is_rejected"
    told = told_shown(is_told=event.advance.is_told)
    return Step(conversation, (say(phrase(key, told=told, **_facts(event.advance))),))


def answered_settlement(
    conversation: Conversation, asked: ApprovingSettlement, said: Said
) -> Step | None:
    """A yes settles what was shown."""
    idle = conversation.becomes(Idle())
    if is_yes(said.meaning):
        return Step(idle, (ApproveSettlement(asked.settlement_id),))
    if is_no(said.meaning):
        return Step(idle, (say(phrase("settlement_kept", number=asked.settlement_id)),))
    return None


def settled(conversation: Conversation, event: SettlementApproved) -> Step:
    """It is approved: number, net, and by when it is to be paid."""
    return Step(conversation, (say(settlement_wording.approved(event.settlement)),))


def _reject(conversation: Conversation, number: int, reason: str) -> Step:
    return Step(conversation, (DecideAdvance(number, is_approved=False, reason=reason),))


def _unclear(conversation: Conversation, said: Said) -> Step | None:
    """Why nothing is decided yet: he may not, or did not say about what."""
    if not _may_decide(conversation):
        return Step(conversation, (say(phrase("decide_admin_only")),))
    if said.meaning.number is None or Slot.NUMBER in said.meaning.unclear:
        return Step(conversation, (FindPending(),))
    return None


def _may_decide(conversation: Conversation) -> bool:
    return conversation.speaker.role is PartyRole.ADMIN


def _facts(advance: AdvanceShown) -> dict[str, Fact]:
    return {
        "number": advance.number,
        "farmer": farmer_shown(advance.farmer),
        "amount": Money(advance.amount_paise),
        "reason": Quote(advance.reason),
    }
