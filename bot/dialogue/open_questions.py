"""A bare number with nothing pending here: it may answer a notice, if it is clear which one.

Only what we asked since our last answer counts, and only where one single thing was asked; else
what waits is listed with the words that answer it. So it is where a question of ours waits and a
notice came after it: nobody pays money out who meant to approve an advance.
"""

from collections.abc import Callable, Sequence
from typing import Any

from bot.dialogue import decisions, menu, settlements
from bot.dialogue.effects import Step
from bot.dialogue.effects_money import DecideAdvance, FindOpenQuestion
from bot.dialogue.events import Said
from bot.dialogue.events_money import OpenQuestion, QuestionsOpen
from bot.dialogue.replies import NO_NUMBER, YES_NUMBER
from bot.dialogue.states import Conversation
from bot.dialogue.wording import phrase, say
from locales.facts import Lines, Phrase, Quote

HIGHEST = 3
"""No notice has more answers."""


def ask(conversation: Conversation, said: Said) -> Step | None:
    """Which notice does the number answer? None where it is too high for any."""
    number = said.meaning.number
    if number is None or not 1 <= number <= HIGHEST:
        return None
    return Step(conversation, (FindOpenQuestion(number),))


def found(conversation: Conversation, event: QuestionsOpen) -> Step:
    """The one notice is answered; of several none."""
    match event.questions:
        case ():
            return _nothing_asked(conversation, event.number)
        case (OpenQuestion(advance=int(advance)),):
            return _decide(conversation, advance, event)
        case (OpenQuestion(settlement=str(number)),):
            return settlements.choose(conversation, number, event.number, event.at)
        case several:
            return Step(conversation, (say(phrase("which_question", questions=_listed(several))),))


def which(conversation: Conversation, said: Said, shown: Callable[[Any], Phrase] | None) -> Step:
    """A number that may answer what waits or a notice: what waits goes on waiting."""
    told = phrase("which_of_two", number=said.meaning.number or 0, questions=_listed(said.newer))
    waits = () if shown is None else (shown(conversation.state),)
    return Step(conversation, (say(told, *waits),))


def _nothing_asked(conversation: Conversation, number: int) -> Step:
    if number in {YES_NUMBER, NO_NUMBER}:
        return menu.nothing_waits(conversation, is_yes=number == YES_NUMBER)
    return menu.not_understood_text(conversation, str(number))


def _decide(conversation: Conversation, advance: int, event: QuestionsOpen) -> Step:
    match event.number:
        case 1:
            return Step(conversation, (DecideAdvance(advance, is_approved=True),))
        case 2:
            return decisions.ask_reason(conversation, advance, event.at)
        case _:
            return menu.not_understood_text(conversation, str(event.number))


def _listed(questions: Sequence[OpenQuestion]) -> Lines:
    return Lines(tuple(_row(each) for each in questions))


def _row(question: OpenQuestion) -> Phrase:
    if question.advance is not None:
        return phrase("question_advance", number=question.advance, name=question.farmer or "")
    return phrase("question_settlement", number=Quote(question.settlement or ""))
