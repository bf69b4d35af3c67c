"""Settlements: a farmer sees his, accepts it, asks about it; the shop looks and drafts.

Under a settlement that waits for his answer a farmer types 1, 2 or 3; elsewhere the words do.
"""

from datetime import datetime

from bot.dialogue import settlement_wording as shown
from bot.dialogue.effects import Step
from bot.dialogue.effects_money import AnswerSettlement, FindSlip
from bot.dialogue.events import Said
from bot.dialogue.events_money import (
    SettlementAnswered,
    SettlementDrafted,
    SettlementFound,
    SlipFound,
)
from bot.dialogue.replies import is_choice, is_no
from bot.dialogue.states import Conversation, Idle
from bot.dialogue.states_money import AnsweringSettlement, ApprovingSettlement, AskingQuestion
from bot.dialogue.wording import phrase, say
from bot.language.meaning import Intent, Slot
from ledger.roles import PartyRole
from locales.facts import Quote
from papers.asked import SlipPaper

COMMAND_WORDS = 2
"""A message of so few words that is understood is a new wish, not a farmer's question."""


def found(conversation: Conversation, event: SettlementFound) -> Step:
    """The settlement; a farmer may answer his, an admin may approve a draft."""
    settlement, speaker = event.settlement, conversation.speaker
    if not settlement.is_approved:
        return _draft(conversation, SettlementDrafted(settlement, event.at))
    is_his = speaker.is_farmer
    figures = shown.settlement(settlement, to_farmer=is_his)
    number = Quote(settlement.number or "")
    if not is_his or settlement.is_answered:
        told = say(figures, phrase("details_of", number=number))
        return Step(conversation, (told,))
    state = AnsweringSettlement(settlement.number or "", event.at)
    asked = say(figures, phrase("answer_settlement"), buttons="answer_settlement", number=number)
    return Step(conversation.becomes(state), (asked,))


def drafted(conversation: Conversation, event: SettlementDrafted) -> Step:
    """What the settlement would come to; an admin may approve it here."""
    return _draft(conversation, event)


def accept(conversation: Conversation, said: Said) -> Step:
    """A farmer accepts a settlement: the one he names, or his newest."""
    if (unclear := _unclear(conversation, said)) is not None:
        return unclear
    return Step(conversation, (AnswerSettlement(_named(said)),))


def question(conversation: Conversation, said: Said) -> Step:
    """A farmer doubts a settlement; without his words he is asked for them."""
    if (unclear := _unclear(conversation, said)) is not None:
        return unclear
    number, words = said.meaning.number, said.meaning.reason
    if words:
        # `question 2 bags missing`: the figure may count something, so it stays with his words.
        question = words if number is None else f"{number} {words}"
        return Step(conversation, (AnswerSettlement(_named(said), question),))
    return ask_question(conversation, _named(said), said.at)


def ask_question(conversation: Conversation, number: str | int | None, at: datetime) -> Step:
    """What does he want to ask?"""
    state = AskingQuestion(number, at)
    return Step(conversation.becomes(state), (say(phrase("what_question")),))


def details(conversation: Conversation, said: Said) -> Step:
    """The slip: of the settlement that is named, or of a farmer's own newest."""
    speaker = conversation.speaker
    if not speaker.is_farmer:
        number = said.meaning.settlement
        if number is None:
            return Step(conversation, (say(phrase("details_of_which")),))
        return Step(conversation, (FindSlip(None, number),))
    if (unclear := _unclear(conversation, said)) is not None:
        return unclear
    return Step(conversation, (FindSlip(speaker.code, _named(said)),))


def slip_found(conversation: Conversation, event: SlipFound) -> Step:
    """The slip as a text, and as a picture or a document with it."""
    return Step(conversation, (say(event.slip, paper=SlipPaper(event.settlement_id)),))


def answered(conversation: Conversation, asked: AnsweringSettlement, said: Said) -> Step | None:
    """1 accepts, 2 asks, 3 shows the slip; everything else is a new message."""
    if not is_choice(said.meaning):
        return None
    return choose(conversation, asked.number, said.meaning.number or 0, said.at)


def choose(conversation: Conversation, number: str, choice: int, at: datetime) -> Step:
    """What a farmer's bare number does with his settlement."""
    idle = conversation.becomes(Idle())
    match choice:
        case 1:
            return Step(idle, (AnswerSettlement(number),))
        case 2:
            return ask_question(idle, number, at)
        case 3:
            return Step(idle, (FindSlip(conversation.speaker.code, number),))
        case _:
            return Step(conversation, (say(phrase("not_in_list"), phrase("answer_settlement")),))


def answered_question(
    conversation: Conversation, asking: AskingQuestion, said: Said
) -> Step | None:
    """The farmer's next words are his question, unless they are a wish of another kind."""
    meaning = said.meaning
    idle = conversation.becomes(Idle())
    if is_no(meaning) and not is_choice(meaning):
        return Step(idle, (say(phrase("question_dropped")),))
    if is_choice(meaning):
        return Step(conversation, (say(phrase("what_question")),))
    is_wish = meaning.intent is not Intent.UNKNOWN and len(said.text.split()) <= COMMAND_WORDS
    if is_wish:
        return None
    return Step(idle, (AnswerSettlement(asking.number, said.text),))


def was_answered(conversation: Conversation, event: SettlementAnswered) -> Step:
    """His answer stands with the settlement."""
    number = Quote(event.settlement.number or "")
    if event.question is None:
        return Step(conversation, (say(phrase("settlement_accepted", number=number)),))
    told = phrase("question_taken", number=number, words=Quote(event.question))
    return Step(conversation, (say(told),))


def _named(said: Said) -> str | int | None:
    """The number on the slip, or its last figures; None names none."""
    return said.meaning.settlement or said.meaning.number


def _unclear(conversation: Conversation, said: Said) -> Step | None:
    """Which one is asked where he names two."""
    if Slot.NUMBER not in said.meaning.unclear:
        return None
    return Step(conversation, (say(phrase("settlement_which")),))


def _draft(conversation: Conversation, event: SettlementDrafted) -> Step:
    """A small one is approved as soon as it is laid before the owner; another waits for him."""
    if event.settlement.is_approved:
        return Step(conversation, (say(shown.approved(event.settlement)),))
    figures = shown.draft(event.settlement)
    if conversation.speaker.role is not PartyRole.ADMIN:
        return Step(conversation, (say(figures, phrase("draft_is_the_owners")),))
    state = ApprovingSettlement(event.settlement.settlement_id, event.at)
    asked = say(figures, phrase("right_to_settle"), buttons="yes_no")
    return Step(conversation.becomes(state), (asked,))
