"""Putting right what is written: `illa 6 kilo` right after, or under a quoted message.

The speaker's own lot of today, until it is settled. It is shown as it stands and as it would
stand, and a yes writes its mirror and the right lot together, or neither. What a change means:
`bot.dialogue.amending`. A quoted message: `bot.dialogue.quoting`.
"""

from collections.abc import Sequence

from bot.dialogue import undo
from bot.dialogue.amending import change_in, meant, restated, told
from bot.dialogue.asking import Answered, filled, next_question
from bot.dialogue.effects import CorrectLot, Step, WeighCorrection
from bot.dialogue.events import Said
from bot.dialogue.events_entry import Corrected, CorrectionWeighed
from bot.dialogue.lots import Change, Lot, WrittenLot
from bot.dialogue.replies import is_choice, is_no, is_yes
from bot.dialogue.slips import question, right_lot_shown
from bot.dialogue.states import Conversation, Idle
from bot.dialogue.states_entry import (
    AskingCorrection,
    ChoosingLot,
    ConfirmingCorrection,
    WeighingCorrection,
)
from bot.dialogue.wording import LIST_LIMIT, choice_buttons, lot_facts, phrase, say
from bot.language.meaning import Intent, Item
from locales.facts import Fits, Lines, Phrase


def after_the_yes(conversation: Conversation, said: Said) -> Step | None:
    """A no that says what is right, with nothing pending: it means what the last yes wrote."""
    change = change_in(said)
    if said.meaning.intent is not Intent.NO or change is None or not said.written:
        return None
    return begin(conversation, said, change)


def begin(conversation: Conversation, said: Said, change: Change | None) -> Step:
    """One of the entries that a message can mean is to be put right, or taken back.

    Args:
        conversation: nothing is pending in it.
        said: the message, with the entries.
        change: what should have been; None takes the lot back.
    """
    lots = [found.lot for found in said.written if undo.why_not(found) is None and found.lot]
    if not lots:
        first = said.written[0]
        begun = "undo" if change is None else "correct"
        why = phrase(f"{begun}.{undo.why_not(first) or 'not_a_lot'}", entry=first.entry)
        return Step(conversation, (say(why),))
    found = None if change is None else meant(lots, change)
    if found is not None:
        return _look_at(conversation, said, *found)
    if len(lots) > 1:
        state = ChoosingLot(tuple(lots), change, said.at)
        return Step(conversation.becomes(state), (say(*_listed(lots)),))
    if change is None:
        return undo.ask(conversation, lots[0], at=said.at)
    return Step(conversation, (say(phrase("change_unclear")),))


def answered_which(conversation: Conversation, choosing: ChoosingLot, said: Said) -> Step | None:
    """The number of the entry that is meant; a no leaves all of them."""
    meaning = said.meaning
    idle = conversation.becomes(Idle())
    if is_choice(meaning):
        chosen = [lot for lot in choosing.lots if lot.entry == meaning.number]
        if not chosen:
            return Step(conversation, (say(phrase("not_in_list"), *_listed(choosing.lots)),))
        if choosing.change is None:
            return undo.ask(idle, chosen[0], at=said.at)
        return _look_at(idle, said, chosen[0], told(chosen[0].lot, choosing.change))
    if is_no(meaning):
        return Step(idle, (say(phrase("no_to_nothing")),))
    return None


def answered_question(
    conversation: Conversation, asking: AskingCorrection, said: Said
) -> Step | None:
    """Which farmer or flower it should be; a no leaves the entry."""
    answer = filled(asking.asked, said)
    if answer is not None:
        return _next(conversation, said, asking.wrong, answer)
    if is_no(said.meaning) and not is_choice(said.meaning):
        return _kept(conversation, asking.wrong)
    if said.meaning.intent is not Intent.UNKNOWN and not is_choice(said.meaning):
        return None
    return _ask(conversation, asking)


def weighed(conversation: Conversation, event: CorrectionWeighed) -> Step:
    """The lot as it stands and as it would stand; a yes is asked for."""
    state = conversation.state
    if not isinstance(state, WeighingCorrection):
        return Step(conversation, ())
    wrong, right = state.wrong, event.right
    stands = phrase("correct_this", entry=wrong.entry, **lot_facts(wrong.lot))
    shown = say(stands, *right_lot_shown(right), buttons="yes_no", lots=(wrong.key,))
    return Step(conversation.becomes(ConfirmingCorrection(wrong, right, state.stated_at)), (shown,))


def answered(conversation: Conversation, asked: ConfirmingCorrection, said: Said) -> Step | None:
    """A yes puts it right as shown, a no leaves it, a no with a figure changes what is shown."""
    change = change_in(said)
    if change is not None:
        found = meant([asked.right], change)
        if found is None:
            return Step(conversation, (say(phrase("change_unclear")),))
        right, item = found
        whole = _whole(conversation, right.lot, item, is_of_board=right.rate_id is not None)
        return _next(conversation, said, asked.wrong, Answered(right.key, whole, right.lot.at))
    if is_yes(said.meaning):
        request = CorrectLot(asked.wrong.entry, asked.right)
        return Step(conversation.becomes(Idle()), (request,))
    return _kept(conversation, asked.wrong) if is_no(said.meaning) else None


def done(conversation: Conversation, event: Corrected) -> Step:
    """It is put right; a yes that comes twice hears the entry that stands now."""
    told = phrase(
        "corrected",
        wrong=event.wrong,
        reversal=event.reversal,
        entry=event.entry,
        **lot_facts(event.lot),
    )
    state = Idle(last_posted=(event.entry,))
    return Step(conversation.becomes(state), (say(told, lots=(event.key,)),))


def _look_at(conversation: Conversation, said: Said, wrong: WrittenLot, item: Item) -> Step:
    """The whole lot as it should have been stated; its moment of weighing stays."""
    if item.at is not None:
        return Step(conversation, (say(phrase("change_unclear")),))
    whole = _whole(conversation, wrong.lot, item, is_of_board=wrong.is_of_board)
    answer = Answered(f"wa:{said.sid}:right:{wrong.entry}", whole, wrong.lot.at)
    return _next(conversation, said, wrong, answer)


def _whole(conversation: Conversation, lot: Lot, item: Item, *, is_of_board: bool) -> Item:
    """Its rate stays, unless it is the board's for another flower."""
    is_other_flower = any(code != lot.flower.code for code in item.flowers)
    return restated(
        lot,
        item,
        is_rate_typed=not (is_of_board and is_other_flower),
        language=conversation.speaker.language,
    )


def _next(conversation: Conversation, said: Said, wrong: WrittenLot, answer: Answered) -> Step:
    """The next question about the right lot; none is left: the books are asked."""
    asked = next_question(answer, said.shop)
    if asked is not None:
        return _ask(conversation, AskingCorrection(wrong, asked, said.at))
    state = WeighingCorrection(wrong, said.at)
    request = WeighCorrection(wrong.entry, answer.stated())
    return Step(conversation.becomes(state), (request,))


def _ask(conversation: Conversation, asking: AskingCorrection) -> Step:
    way_out = phrase("leave_entry", entry=asking.wrong.entry)
    buttons = choice_buttons(asking.asked.options)
    asked = say(*question(asking.asked, way_out), buttons=buttons, lots=(asking.wrong.key,))
    return Step(conversation.becomes(asking), (asked,))


def _kept(conversation: Conversation, wrong: WrittenLot) -> Step:
    kept = say(phrase("undo_kept", entry=wrong.entry))
    return Step(conversation.becomes(Idle(last_posted=(wrong.entry,))), (kept,))


def _listed(lots: Sequence[WrittenLot]) -> tuple[Phrase, ...]:
    """Entries by their numbers, as many as there is room for, and the question which."""
    rows = [phrase("entry_lot", entry=each.entry, **lot_facts(each.lot)) for each in lots]
    whole = phrase("together", parts=Lines(tuple(rows)))
    counted = phrase("lots_in_short", n=len(rows))
    return phrase("together", parts=Fits((whole, counted), LIST_LIMIT)), phrase("which_entry")
