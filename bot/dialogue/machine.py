"""step(conversation, event) → Step: finds the conversation that owns the state, or the intent.

Pure and total: no state and no event raises. An answer that nobody waits for does nothing.
"""

from dataclasses import replace
from datetime import timedelta

from bot.dialogue import arrival, correction, menu, open_questions, quoting
from bot.dialogue.effects import Say, Step
from bot.dialogue.events import Event, Refused, Said
from bot.dialogue.replies import is_choice, is_no, is_yes
from bot.dialogue.routes import BY_INTENT, DRAFT_FIRST, EVENTS, REMINDED, WAITING
from bot.dialogue.states import Conversation, Drafting, Idle, State
from bot.dialogue.states_entry import WeighingCorrection
from bot.dialogue.wording import phrase, say
from bot.language.meaning import Intent
from locales.facts import Phrase


def step(conversation: Conversation, event: Event) -> Step:
    """What happens next: the conversation afterwards and what it asks for.

    Args:
        conversation: who is speaking and what is pending.
        event: what a person wrote, or the answer to the request of the step before.
    """
    match event:
        case Said():
            return _hear(conversation, event)
        case Refused():
            return _refused(conversation, event)
        case _:
            after = EVENTS[type(event)](conversation, event)
            return _reminded(after) if type(event) in REMINDED else after


def _refused(conversation: Conversation, event: Refused) -> Step:
    """Nothing was done, and why; a draft that waits is shown once more."""
    match conversation.state:
        case Drafting() as draft:
            return arrival.show(conversation, draft, event.reason)
        case WeighingCorrection(wrong=wrong):
            left = Idle(last_posted=(wrong.entry,))
        case _:
            left = Idle()
    return Step(conversation.becomes(left), (say(event.reason),))


def _hear(conversation: Conversation, said: Said) -> Step:
    """A person wrote: first what has grown old, then what waits, then what is new."""
    state = conversation.state
    if not _is_gone(state, said):
        answer = quoting.heard(conversation, said) or _answer(conversation, said)
        return _by_intent(conversation, said) if answer is None else answer
    idle = conversation.becomes(Idle())
    gone = _last_word(state)
    if gone is None:
        return _by_intent(idle, said)
    if is_choice(said.meaning) or is_yes(said.meaning) or is_no(said.meaning):
        return Step(idle, (say(gone),))
    new = _by_intent(idle, said)
    return Step(new.conversation, (say(gone), *new.effects))


def _is_gone(state: State, said: Said) -> bool:
    """Whether what waited cannot be read any more, or waited too long."""
    if isinstance(state, Idle):
        return state.has_lost
    return said.at - state.stated_at > timedelta(minutes=said.patience.draft_minutes)


def _last_word(state: State) -> Phrase | None:
    """What is said of something that waited and will not be done any more."""
    if isinstance(state, Idle):
        return phrase("draft_lost")
    expired = WAITING[type(state)].expired
    return None if expired is None else expired(state)


def _answer(conversation: Conversation, said: Said) -> Step | None:
    """The message as an answer to what waits; None where it is not one."""
    state = conversation.state
    if isinstance(state, Idle):
        return open_questions.ask(conversation, said) if is_choice(said.meaning) else None
    if said.newer:
        return open_questions.which(conversation, said, WAITING[type(state)].shown)
    return WAITING[type(state)].answered(conversation, state, said)


def _by_intent(conversation: Conversation, said: Said) -> Step:
    """The message by itself."""
    meaning = said.meaning
    if isinstance(conversation.state, Idle) and (is_yes(meaning) or is_no(meaning)):
        put_right = correction.after_the_yes(conversation, said)
        if put_right is not None:
            return put_right
        return menu.nothing_waits(conversation, is_yes=is_yes(meaning))
    conversation = conversation.becomes(_moved_on(conversation.state, meaning.intent))
    if isinstance(conversation.state, Drafting) and meaning.intent in DRAFT_FIRST:
        return arrival.show(conversation, conversation.state, phrase("draft_first"))
    speaker = conversation.speaker
    begin = BY_INTENT[speaker.role].get(meaning.intent, menu.not_understood)
    step = begin(conversation, said)
    if speaker.is_farmer:
        untold = menu.not_for_farmers(speaker, said)
        return step if untold is None else Step(step.conversation, (say(untold), *step.effects))
    return step if meaning.intent is Intent.ENTRY else _reminded(step)


def _moved_on(state: State, intent: Intent) -> State:
    """The state under a message that does not answer it: drafts wait, other questions lapse."""
    match state:
        case Idle():
            has_undone = state.has_undone and intent is Intent.UNDO
            misses = state.misses if intent is Intent.UNKNOWN else 0
            return replace(state, has_undone=has_undone, misses=misses)
        case Drafting():
            return state
        case _:
            return state if intent is Intent.UNKNOWN else Idle()


def _reminded(step: Step) -> Step:
    """The same, and under its reply what still waits: an open question, or a yes."""
    state = step.conversation.state
    shown = None if isinstance(state, Idle) else WAITING[type(state)].shown
    if shown is None or len(step.effects) != 1:
        return step
    (told,) = step.effects
    if not isinstance(told, Say) or told.buttons is not None:
        return step
    waits = shown(state)
    buttons = None if waits.key == "together" else "yes_no"
    whole = say(Phrase(told.phrase, told.facts), waits, buttons=buttons, paper=told.paper)
    return Step(step.conversation, (whole,))
