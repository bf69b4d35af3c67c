"""A message under a quoted one: a new figure, or `undo`, means the lot that is quoted.

A lot that waits is put right in its draft; one that is written is shown as it would stand. What is
typed under the question that is open answers it; a yes or a no under an earlier one does nothing.
A farmer's quotes add nothing to what he writes.
"""

from dataclasses import replace

from bot.dialogue import correction, draft_answers
from bot.dialogue.amending import change_in
from bot.dialogue.arrival import left_alone, show
from bot.dialogue.effects import Step
from bot.dialogue.events import Quoted, Said
from bot.dialogue.lots import Change
from bot.dialogue.replies import NO_NUMBER, is_choice, is_no, is_yes
from bot.dialogue.states import Conversation, Drafting, Idle, State
from bot.dialogue.wording import phrase
from bot.language.meaning import Intent, Item
from ledger.money import MILLI


def heard(conversation: Conversation, said: Said) -> Step | None:
    """What a message does to what it quotes; None where it means the same without the quote."""
    quoted, state = said.quoted, conversation.state
    if quoted is None or conversation.speaker.is_farmer or _answers(quoted, state, said):
        return None
    change = _change_in(said)
    is_undo = said.meaning.intent is Intent.UNDO and said.meaning.number is None
    if change is None and not is_undo:
        return _of_old(conversation, quoted, said)
    if isinstance(state, Drafting):
        return _of_draft(conversation, state, said, change)
    if not said.written:
        return left_alone(conversation, phrase("quoted_no_lot"))
    return correction.begin(conversation.becomes(Idle()), said, change)


def _answers(quoted: Quoted, state: State, said: Said) -> bool:
    """Whether it answers the question that is open, or a notice, by quoting it."""
    if not quoted.is_last:
        return False
    if not quoted.keys and is_choice(said.meaning):
        return True
    is_yes_or_no = (said.meaning.number or 0) <= NO_NUMBER
    match state:
        case Idle():
            return False
        case Drafting(waiting=(), amending=None):
            return is_yes_or_no or not is_choice(said.meaning)
        case _:
            return True


def _change_in(said: Said) -> Change | None:
    """What should have been: under a quoted lot a bare number is its weight."""
    meaning = said.meaning
    change = change_in(said)
    if change is not None:
        return change
    if is_choice(meaning) and meaning.number is not None:
        return Change(Item(quantity_milli=meaning.number * MILLI))
    if meaning.intent is not Intent.ENTRY or len(meaning.items) != 1:
        return None
    item = meaning.items[0]
    has_unknown = (item.farmer_text and not item.farmers) or (item.flower_text and not item.flowers)
    return None if has_unknown else Change(replace(item, unclear=frozenset()))


def _of_old(conversation: Conversation, quoted: Quoted, said: Said) -> Step | None:
    """A yes or a no under an earlier question does nothing to the one that is open."""
    is_old = quoted.is_ours and not quoted.is_last
    if is_old and (is_yes(said.meaning) or is_no(said.meaning)):
        return left_alone(conversation, phrase("old_question"))
    return None


def _of_draft(
    conversation: Conversation, draft: Drafting, said: Said, change: Change | None
) -> Step:
    """A lot that waits is put right or taken out; a written one waits until they are answered."""
    keys = () if said.quoted is None else said.quoted.keys
    lines = [line for line in draft.lines if line.key in keys]
    if lines and not draft.waiting:
        if change is not None:
            return draft_answers.changed(conversation, draft, said, change, lines)
        return draft_answers.taken_out(conversation, draft, lines[-1])
    return show(conversation, draft, phrase("draft_first" if said.written else "quoted_no_lot"))
