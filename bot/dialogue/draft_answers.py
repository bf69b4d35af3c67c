"""What a message does to the draft that waits: a yes, a no, an answer, a change in words.

A changed lot is shown again before anything is written, and keeps its place in the list. Which lot
a change means: `bot.dialogue.amending`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.dialogue import amending, slips
from bot.dialogue.amending import change_in, meant, restated, told
from bot.dialogue.arrival import left_alone, price, show
from bot.dialogue.asking import Answered, filled, next_question, weighed_at
from bot.dialogue.effects import PostLots, Step
from bot.dialogue.events import Said
from bot.dialogue.lots import Change, Line
from bot.dialogue.replies import is_choice, is_no, is_yes
from bot.dialogue.states import Conversation, Drafting, Idle
from bot.dialogue.wording import phrase
from bot.language.meaning import Intent, Item, Meaning

MISSES_MAX = 2
"""After so many messages that did not answer a question, the way out of it is said in words."""


def answered(conversation: Conversation, draft: Drafting, said: Said) -> Step | None:
    """What a message does to the draft that waits; None leaves it alone."""
    if draft.waiting:
        return _answered_question(conversation, draft, said)
    if draft.amending is not None:
        return _answered_which(conversation, draft, draft.amending, said)
    change = change_in(said)
    if change is not None:
        return changed(conversation, draft, said, change)
    return _answered_yes(conversation, draft, said)


def _answered_yes(conversation: Conversation, draft: Drafting, said: Said) -> Step | None:
    """A yes writes the lots that were shown, a no drops them, an undo takes out the last."""
    asked = slips.under_the_yes(draft.lines)
    if is_yes(said.meaning):
        return Step(_left(conversation, draft, said, asked), (PostLots(asked),))
    if is_no(said.meaning):
        dropped = phrase("dropped", n=len(asked))
        return left_alone(_left(conversation, draft, said, asked), dropped)
    if said.meaning.intent is Intent.UNDO and said.meaning.number is None:
        return taken_out(conversation, draft, asked[-1])
    return None


def _answered_question(conversation: Conversation, draft: Drafting, said: Said) -> Step | None:
    """The open question is answered, given up, or asked once more."""
    asked, *others = draft.waiting
    answer = filled(asked, said)
    if answer is None and (change := change_in(said)) is not None:
        if change.figure_milli not in {None, asked.item.quantity_milli}:
            return show(conversation, draft, phrase("change_unclear"))
        answer = Answered(asked.key, amending.amended(asked.item, change.item), asked.at)
    if answer is not None:
        question = next_question(answer, said.shop)
        if question is not None:
            return show(conversation, replace(draft, waiting=(question, *others)))
        draft = replace(draft, waiting=tuple(others), stated_at=said.at)
        return price(conversation, draft, [answer.stated()])
    gives_up = is_no(said.meaning) or said.meaning.intent is Intent.UNDO
    if gives_up and not is_choice(said.meaning):
        refused = (phrase("lot_given_up"),)
        return show(conversation, replace(draft, waiting=tuple(others), refused=refused))
    if said.meaning.intent is not Intent.UNKNOWN and not is_yes(said.meaning):
        return None
    missed = replace(asked, misses=asked.misses + 1)
    way_out = (phrase("way_out"),) if missed.misses >= MISSES_MAX else ()
    draft = replace(draft, waiting=(missed, *others))
    return show(conversation, draft, slips.no_answer(asked, said), *way_out)


def changed(
    conversation: Conversation,
    draft: Drafting,
    said: Said,
    change: Change,
    among: Sequence[Line] = (),
) -> Step:
    """A lot is put right; where it is not clear which or how, nothing is, and it is asked.

    Args:
        conversation: as it is.
        draft: its state.
        said: the message.
        change: what should have been.
        among: the lots that can be meant; none named means all that were shown.
    """
    lines = slips.under_the_yes(draft.lines)
    found = meant(among or lines, change)
    if found is not None:
        return _restate(conversation, draft, found, said)
    if len(lines) == 1:
        return show(conversation, draft, phrase("change_unclear"))
    return show(conversation, replace(draft, amending=change))


def _answered_which(
    conversation: Conversation, draft: Drafting, amending: Change, said: Said
) -> Step | None:
    """Which lot is to be changed: its number in the list, or a name that it alone bears."""
    meaning = said.meaning
    settled = replace(draft, amending=None)
    change = change_in(said)
    if change is not None:
        return changed(conversation, settled, said, change)
    chosen = _chosen(slips.under_the_yes(draft.lines), meaning)
    if chosen is not None:
        return _restate(conversation, settled, (chosen, told(chosen.lot, amending)), said)
    if not is_choice(meaning) and (is_no(meaning) or meaning.intent is Intent.UNDO):
        return show(conversation, settled)
    if meaning.intent is Intent.UNKNOWN or is_yes(meaning) or is_no(meaning):
        why = phrase("not_in_list") if is_choice(meaning) else phrase("no_answer", text=said.text)
        return show(conversation, draft, why)
    return None


def _chosen(lines: Sequence[Line], meaning: Meaning) -> Line | None:
    if is_choice(meaning):
        number = meaning.number or 0
        return lines[number - 1] if 1 <= number <= len(lines) else None
    if meaning.intent is not Intent.UNKNOWN or not (meaning.farmers or meaning.flowers):
        return None
    named = [
        line
        for line in lines
        if (not meaning.farmers or line.lot.farmer.code in meaning.farmers)
        and (not meaning.flowers or line.lot.flower.code in meaning.flowers)
    ]
    return named[0] if len(named) == 1 else None


def _restate(
    conversation: Conversation, draft: Drafting, found: tuple[Line, Item], said: Said
) -> Step:
    """A lot of the draft as it should have been stated; it keeps its place in the list."""
    line, change = found
    item = restated(
        line.lot,
        change,
        is_rate_typed=line.rate_id is None,
        language=conversation.speaker.language,
    )
    answer = Answered(line.key, item, _at(line, item, said))
    draft = replace(draft, stated_at=said.at)
    question = next_question(answer, said.shop)
    if question is None:
        return price(conversation, draft, [answer.stated()])
    return show(conversation, replace(_without(draft, [line]), waiting=(question,)))


def _at(line: Line, item: Item, said: Said) -> datetime:
    return line.lot.at if item.at is None else weighed_at(said, item)


def taken_out(conversation: Conversation, draft: Drafting, line: Line) -> Step:
    """`undo` while a draft waits takes a lot out of it: the one quoted, or the last shown."""
    out = phrase("taken_out", name=line.lot.farmer.name, flower=line.lot.flower.name)
    return show(conversation, replace(_without(draft, [line]), refused=(out,)))


def _left(
    conversation: Conversation, draft: Drafting, said: Said, asked: Sequence[Line]
) -> Conversation:
    """The conversation after the lots that were asked about are answered."""
    left = replace(_without(draft, asked), stated_at=said.at)
    return conversation.becomes(left if left.lines else Idle())


def _without(draft: Drafting, out: Sequence[Line]) -> Drafting:
    return replace(draft, lines=tuple(line for line in draft.lines if line not in out))
