"""step(conversation, event) → Step: finds the conversation that owns the state, or the intent.

Pure and total: no state and no event raises. An answer that nobody waits for does nothing.
"""

from dataclasses import replace
from datetime import timedelta

from bot.dialogue import arrival, balance, menu, rates, slips, undo
from bot.dialogue.effects import Say, Step
from bot.dialogue.events import (
    BalanceFound,
    EntryFound,
    Event,
    FastModeSwitched,
    LanguageSwitched,
    LotsDoubted,
    LotsFound,
    LotsPosted,
    LotsPriced,
    NothingFound,
    RatesDoubted,
    RatesFound,
    RatesSet,
    Refused,
    Reversed,
    Said,
    SentMedia,
    TappedOld,
)
from bot.dialogue.replies import is_choice, is_no, is_yes
from bot.dialogue.states import (
    Choosing,
    ConfirmingRates,
    ConfirmingUndo,
    Conversation,
    Drafting,
    Enquiry,
    FindingEntry,
    Idle,
    SettingRates,
    State,
)
from bot.dialogue.wording import phrase, say
from bot.language.meaning import Intent
from locales.facts import Phrase


def step(conversation: Conversation, event: Event) -> Step:  # noqa: C901, PLR0911, PLR0912 - a table
    """What happens next: the conversation afterwards and what it asks for.

    Args:
        conversation: who is speaking and what is pending.
        event: what a person wrote, or the answer to the request of the step before.
    """
    state = conversation.state
    match event:
        case Said():
            return _hear(conversation, event)
        case SentMedia():
            return menu.please_type(conversation)
        case TappedOld():
            return arrival.tapped_old(conversation)
        case LotsPriced() if isinstance(state, Drafting):
            return arrival.priced(conversation, state, event)
        case LotsPosted():
            return arrival.posted(conversation, event)
        case LotsDoubted():
            return arrival.doubted(conversation, event)
        case BalanceFound():
            return _reminded(balance.found(conversation, event))
        case LotsFound():
            return _reminded(balance.lots_found(conversation, event))
        case RatesFound():
            return _reminded(rates.found(conversation, event))
        case RatesSet():
            return rates.are_set(conversation, event)
        case RatesDoubted() if isinstance(state, SettingRates):
            return rates.doubted(conversation, state, event)
        case EntryFound() if isinstance(state, FindingEntry):
            return undo.found(conversation, state, event)
        case NothingFound() if isinstance(state, FindingEntry):
            return undo.nothing_found(conversation, state)
        case Reversed():
            return undo.done(conversation, event)
        case LanguageSwitched():
            return menu.language_switched(conversation, event)
        case FastModeSwitched():
            return menu.fast_mode_switched(conversation, event)
        case Refused() if isinstance(state, Drafting):
            return arrival.show(conversation, state, event.reason)
        case Refused():
            return Step(conversation.becomes(Idle()), (say(event.reason),))
        case LotsPriced() | RatesDoubted() | EntryFound() | NothingFound():
            return Step(conversation, ())


def _hear(conversation: Conversation, said: Said) -> Step:
    """A person wrote: first what has grown old, then what waits, then what is new."""
    gone = _gone(conversation.state, said)
    if gone is None:
        answer = _answer(conversation, said)
        return _by_intent(conversation, said) if answer is None else answer
    idle = conversation.becomes(Idle())
    if is_choice(said.meaning) or is_yes(said.meaning) or is_no(said.meaning):
        return Step(idle, (say(gone),))
    new = _by_intent(idle, said)
    return Step(new.conversation, (say(gone), *new.effects))


def _gone(state: State, said: Said) -> Phrase | None:
    """What waited and will not be done any more: it cannot be read, or waited too long."""
    if isinstance(state, Idle):
        return phrase("draft_lost") if state.has_lost else None
    if said.at - state.stated_at <= timedelta(minutes=said.patience.draft_minutes):
        return None
    match state:
        case Drafting():
            return phrase("draft_expired", n=len(state.lines) + len(state.waiting))
        case ConfirmingRates() | SettingRates():
            return phrase("rates_expired")
        case ConfirmingUndo():
            return phrase("undo_expired", entry=state.entry)
        case Choosing() | FindingEntry():
            return phrase("question_expired")


def _answer(conversation: Conversation, said: Said) -> Step | None:
    """The message as an answer to what waits; None where it is not one."""
    match conversation.state:
        case Drafting() as draft:
            return arrival.answered(conversation, draft, said)
        case Choosing() as choosing:
            return balance.answered(conversation, choosing, said)
        case ConfirmingRates() as rates_asked:
            return rates.answered(conversation, rates_asked, said)
        case ConfirmingUndo() as undo_asked:
            return undo.answered(conversation, undo_asked, said)
        case Idle() | SettingRates() | FindingEntry():
            return None


def _by_intent(conversation: Conversation, said: Said) -> Step:
    """The message by itself."""
    meaning = said.meaning
    if isinstance(conversation.state, Idle) and (is_yes(meaning) or is_no(meaning)):
        return menu.nothing_waits(conversation, is_yes=is_yes(meaning))
    conversation = conversation.becomes(_moved_on(conversation.state, meaning.intent))
    if conversation.speaker.is_farmer:
        return _farmer(conversation, said)
    if meaning.intent is Intent.ENTRY:
        return arrival.state_lots(conversation, said)
    if isinstance(conversation.state, Drafting) and meaning.intent in DRAFT_FIRST:
        return arrival.show(conversation, conversation.state, phrase("draft_first"))
    return _reminded(_shop(conversation, said))


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


def _farmer(conversation: Conversation, said: Said) -> Step:
    """A farmer asks about himself; nothing he types writes, and he is told what was not done."""
    step = _farmer_asks(conversation, said)
    untold = menu.not_for_farmers(conversation.speaker, said)
    return step if untold is None else Step(step.conversation, (say(untold), *step.effects))


def _farmer_asks(conversation: Conversation, said: Said) -> Step:
    match said.meaning.intent:
        case Intent.BALANCE | Intent.ADVANCE_QUERY:
            return balance.ask(conversation, said, Enquiry.BALANCE)
        case Intent.ENTRIES_QUERY:
            return balance.ask(conversation, said, Enquiry.LOTS)
        case intent if intent in SHOP_ONLY:
            return menu.only_the_shop(conversation)
        case _:
            return _anyone(conversation, said)


def _shop(conversation: Conversation, said: Said) -> Step:
    """Staff and admins; lots are heard before this."""
    match said.meaning.intent:
        case Intent.BALANCE | Intent.ADVANCE_QUERY:
            return balance.ask(conversation, said, Enquiry.BALANCE)
        case Intent.ENTRIES_QUERY:
            return balance.ask(conversation, said, Enquiry.LOTS)
        case Intent.RATE_SET:
            return rates.state_rates(conversation, said)
        case Intent.UNDO:
            return undo.find(conversation, said)
        case Intent.FAST_MODE:
            return menu.ask_fast_mode(conversation, said)
        case _:
            return _anyone(conversation, said)


def _anyone(conversation: Conversation, said: Said) -> Step:
    """What everybody may ask in the same way."""
    match said.meaning.intent:
        case Intent.RATE_QUERY:
            return rates.ask(conversation, said)
        case intent if intent in NOT_BY_CHAT:
            return menu.at_the_shop(conversation)
        case Intent.HELP:
            return menu.show(conversation)
        case Intent.GREETING:
            return menu.greet(conversation)
        case Intent.LANGUAGE:
            return menu.ask_language(conversation, said)
        case _:
            return menu.not_understood(conversation, said)


def _reminded(step: Step) -> Step:
    """The same, and under its reply what still waits: an open question, or a draft for its yes."""
    state = step.conversation.state
    match state, step.effects:
        case Drafting(waiting=(asked, *_)), (Say() as told,):
            whole = say(Phrase(told.phrase, told.facts), slips.question_in_short(asked))
            return Step(step.conversation, (whole,))
        case Drafting(), (Say() as told,):
            waits = phrase("draft_waits", n=len(state.lines))
            whole = say(Phrase(told.phrase, told.facts), waits, buttons="yes_no")
            return Step(step.conversation, (whole,))
        case _:
            return step


SHOP_ONLY = {
    Intent.ENTRY,
    Intent.RATE_SET,
    Intent.UNDO,
    Intent.FAST_MODE,
    Intent.ADVANCE,
    Intent.PAYMENT,
}
"""What a farmer may not do by chat."""

NOT_BY_CHAT = {
    Intent.ADVANCE,
    Intent.PAYMENT,
    Intent.ADVANCE_REQUEST,
    Intent.STATEMENT,
    Intent.SETTLEMENT,
}
"""What nobody can do by chat yet."""

DRAFT_FIRST = {Intent.RATE_SET, Intent.UNDO}
"""What would ask a question of its own, and so waits until the draft is answered."""
