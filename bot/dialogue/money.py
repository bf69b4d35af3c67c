"""Money that goes to a farmer or comes from him: stated, looked at, confirmed, moved.

One sum at a time. What is missing is asked for; the books say what it would come to and whether
the speaker may give it; a yes moves it, or asks the owner for it. A farmer's own wish for an
advance goes the same way. How it is shown: `bot.dialogue.money_wording`.
"""

from dataclasses import replace

from bot.dialogue import money_wording as shown
from bot.dialogue.asking import ANSWERS, chosen, farmer_options
from bot.dialogue.effects import Step
from bot.dialogue.effects_money import MoveSum, WeighSum
from bot.dialogue.events import Said
from bot.dialogue.events_money import SumMoved, SumWeighed
from bot.dialogue.measured import is_like_yes_or_no
from bot.dialogue.replies import is_choice, is_no, is_yes
from bot.dialogue.states import Conversation, Idle
from bot.dialogue.states_money import AskingSum, ConfirmingSum, WeighingSum
from bot.dialogue.sums import OpenSum, Purpose, Sum
from bot.dialogue.wording import choice_buttons, phrase, say
from bot.language.meaning import Intent, Meaning, Slot
from ledger.accounts import Till
from ledger.money import PAISE

PURPOSES = {
    Intent.ADVANCE: Purpose.ADVANCE,
    Intent.ADVANCE_REQUEST: Purpose.ADVANCE,
    Intent.PAYMENT: Purpose.PAYMENT,
    Intent.REPAY: Purpose.REPAYMENT,
}
"""What somebody of the shop means by a sum; a farmer's is a wish."""


def state_sum(conversation: Conversation, said: Said) -> Step:
    """A sum is stated: whose it is and how much, or what of it has to be asked."""
    meaning, speaker = said.meaning, conversation.speaker
    if not (speaker.is_farmer or meaning.farmers) and meaning.farmer_text:
        unknown = phrase("unknown_farmer", text=meaning.farmer_text)
        return Step(conversation, (say(unknown),))
    asked = OpenSum(
        purpose=Purpose.WISH if speaker.is_farmer else PURPOSES[meaning.intent],
        farmers=(speaker.code,) if speaker.is_farmer else meaning.farmers,
        amount_paise=None if Slot.AMOUNT in meaning.unclear else meaning.amount_paise,
        till=meaning.till or Till.CASH.value,
        reason=meaning.reason,
        key=f"wa:{said.sid}",
        slot=Slot.FARMER,
    )
    is_sure = speaker.is_farmer or Slot.FARMER not in meaning.unclear
    return _look_at(conversation, asked, said, is_sure=is_sure)


def answered_question(conversation: Conversation, asking: AskingSum, said: Said) -> Step | None:
    """The farmer or the amount that was asked for; a no drops the sum."""
    asked, meaning = asking.asked, said.meaning
    if meaning.intent not in ANSWERS:
        return None
    if asked.slot is Slot.FARMER:
        code = chosen(asked.options, said, meaning.farmers)
        filled = None if code is None else replace(asked, farmers=(code,))
    else:
        paise = _amount_in(said)
        filled = None if paise is None else replace(asked, amount_paise=paise)
    if filled is not None:
        return _look_at(conversation, filled, said, is_sure=True)
    if is_no(meaning) and not is_choice(meaning):
        return Step(conversation.becomes(Idle()), (say(phrase("sum_dropped")),))
    missed = replace(asked, misses=asked.misses + 1)
    state = replace(asking, asked=missed)
    return Step(conversation.becomes(state), (say(*shown.no_answer(missed, said)),))


def weighed(conversation: Conversation, event: SumWeighed) -> Step:
    """What the sum comes to is shown, and a yes is asked for."""
    state = conversation.state
    if not isinstance(state, WeighingSum):
        return Step(conversation, ())
    confirming = ConfirmingSum(event.sum, state.stated_at, event.is_request, event.approved)
    asked = say(*shown.asked(event), buttons="yes_no")
    return Step(conversation.becomes(confirming), (asked,))


def answered(conversation: Conversation, asked: ConfirmingSum, said: Said) -> Step | None:
    """A yes moves the sum that was shown, a no drops it."""
    if is_yes(said.meaning):
        request = MoveSum(asked.sum, asked.is_request, asked.approved)
        return Step(conversation.becomes(Idle()), (request,))
    is_undone = said.meaning.intent is Intent.UNDO and said.meaning.number is None
    if is_no(said.meaning) or is_undone:
        return Step(conversation.becomes(Idle()), (say(phrase("sum_dropped")),))
    return None


def moved(conversation: Conversation, event: SumMoved) -> Step:
    """The sum is in the book, or the owner is asked for it."""
    done = say(*shown.moved(event))
    return Step(conversation.becomes(Idle(last_posted=event.entries)), (done,))


def _look_at(conversation: Conversation, asked: OpenSum, said: Said, *, is_sure: bool) -> Step:
    """The next question about the sum; none is left: the books are asked."""
    if len(asked.farmers) != 1 or not is_sure:
        options = farmer_options(asked.farmers, said.shop)
        return _ask(conversation, replace(asked, slot=Slot.FARMER, options=options), said)
    if asked.amount_paise is None:
        return _ask(conversation, replace(asked, slot=Slot.AMOUNT, options=()), said)
    (farmer,) = asked.farmers
    complete = Sum(
        purpose=asked.purpose,
        farmer=farmer,
        amount_paise=asked.amount_paise,
        till=asked.till,
        reason=asked.reason,
        key=asked.key,
    )
    state = WeighingSum(complete, said.at)
    return Step(conversation.becomes(state), (WeighSum(complete),))


def _ask(conversation: Conversation, asked: OpenSum, said: Said) -> Step:
    state = AskingSum(asked, said.at)
    question = say(shown.question(asked), buttons=choice_buttons(asked.options))
    return Step(conversation.becomes(state), (question,))


def _amount_in(said: Said) -> int | None:
    """The amount that answers a question; a bare 1 or 2 could be meant as a yes or a no."""
    meaning: Meaning = said.meaning
    if meaning.amount_paise is not None:
        return meaning.amount_paise
    if is_choice(meaning) and meaning.number is not None:
        return None if is_like_yes_or_no(said) else meaning.number * PAISE
    is_fragment = len(meaning.items) == 1 and not meaning.items[0].farmers
    return meaning.items[0].rate_paise if is_fragment else None
