"""Help, greeting, language, fast mode, and everything that was not understood.

Every failure says what was not written and what to type next; after a second one in a row the
menu is shown.
"""

import re
from dataclasses import replace

from bot.dialogue.effects import Step, SwitchFastMode, SwitchLanguage
from bot.dialogue.events import FastModeSwitched, LanguageSwitched, Said, SentMedia
from bot.dialogue.states import Conversation, Idle, Speaker
from bot.dialogue.wording import entries_shown, phrase, say
from bot.language.meaning import Intent
from ledger.roles import PartyRole
from locales.facts import Phrase
from locales.languages import LANGUAGES

RATE_AT_END = re.compile(r"(?<![\w.-])\d[\d.,]*\s*$")
"""A figure at the end, after a flower: a rate for the board."""

CODE = re.compile(r"\b[A-Za-z]{1,2}\d{1,6}\b")
"""The code of a person; anybody's, for whether he exists is told nobody."""


def show(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - as every conversation
    """What the speaker can do, in a few lines."""
    return Step(conversation, (say(menu_of(conversation.speaker)),))


def greet(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - as every conversation
    """A greeting is returned, with the menu under it."""
    speaker = conversation.speaker
    greeting = phrase("greeting", name=speaker.name)
    return Step(conversation, (say(greeting, menu_of(speaker)),))


def menu_of(speaker: Speaker) -> Phrase:
    """The menu of a role."""
    match speaker.role:
        case PartyRole.FARMER:
            return phrase("menu_farmer")
        case PartyRole.STAFF:
            return phrase("menu_staff")
        case PartyRole.ADMIN:
            return phrase("menu_admin")


def ask_language(conversation: Conversation, said: Said) -> Step:
    """Another language for the answers; one that we do not answer in is asked back."""
    if said.meaning.to not in LANGUAGES:
        return Step(conversation, (say(phrase("language_which")),))
    return Step(conversation, (SwitchLanguage(said.meaning.to),))


def language_switched(conversation: Conversation, event: LanguageSwitched) -> Step:
    """The answer comes in the new language already."""
    speaker = replace(conversation.speaker, language=event.language)
    return Step(conversation.spoken_by(speaker), (say(phrase("language_set")),))


def ask_fast_mode(conversation: Conversation, said: Said) -> Step:
    """Fast mode on or off; without either, how it stands."""
    if said.meaning.is_on is None:
        key = "fast_is_on" if conversation.speaker.is_fast else "fast_is_off"
        return Step(conversation, (say(phrase(key)),))
    return Step(conversation, (SwitchFastMode(said.meaning.is_on),))


def fast_mode_switched(conversation: Conversation, event: FastModeSwitched) -> Step:
    """How it stands now."""
    speaker = replace(conversation.speaker, is_fast=event.is_fast)
    told = phrase("fast_on" if event.is_fast else "fast_off")
    return Step(conversation.spoken_by(speaker), (say(told),))


def not_understood(conversation: Conversation, said: Said) -> Step:
    """Quote what was not understood and give an example; the second time show the menu."""
    return not_understood_text(conversation, said.text)


def not_understood_text(conversation: Conversation, text: str) -> Step:
    """The same of a text whose meaning was looked for elsewhere."""
    speaker = conversation.speaker
    key = "not_understood_farmer" if speaker.is_farmer else "not_understood"
    quoted = phrase(key, text=text)
    if not isinstance(conversation.state, Idle):
        return Step(conversation, (say(quoted),))
    misses = conversation.state.misses + 1
    missed = conversation.becomes(replace(conversation.state, misses=misses))
    if misses == 1:
        return Step(missed, (say(quoted),))
    return Step(missed, (say(phrase("still_not_understood"), menu_of(speaker)),))


def nothing_waits(conversation: Conversation, *, is_yes: bool) -> Step:
    """A bare yes or no with nothing pending; a yes that came twice is told what it wrote."""
    state = conversation.state
    entries = state.last_posted if isinstance(state, Idle) else ()
    if not is_yes:
        return Step(conversation, (say(phrase("no_to_nothing")),))
    if not entries:
        key = "yes_to_nothing_farmer" if conversation.speaker.is_farmer else "yes_to_nothing"
        return Step(conversation, (say(phrase(key)),))
    written = phrase("already_written", entries=entries_shown(entries))
    return Step(conversation, (say(written),))


def only_the_shop(conversation: Conversation, said: Said) -> Step:  # noqa: ARG001 - likewise
    """A farmer tries what only the shop may do: nothing is written; what he can do."""
    return Step(conversation, (say(phrase("only_the_shop"), phrase("menu_farmer")),))


ABOUT_HIM = {
    Intent.BALANCE,
    Intent.ADVANCE_QUERY,
    Intent.ENTRIES_QUERY,
    Intent.SETTLEMENT,
    Intent.STATEMENT,
}
"""What a farmer is answered about himself, whomever he names."""


def not_for_farmers(speaker: Speaker, said: Said) -> Phrase | None:
    """What a farmer asked for beside what he is answered: to set a rate, to see somebody else."""
    match said.meaning.intent:
        case Intent.RATE_QUERY if said.meaning.flowers and RATE_AT_END.search(said.text):
            return phrase("rates_by_the_shop")
        case intent if intent in ABOUT_HIM:
            codes = {code.upper() for code in CODE.findall(said.text)} - {speaker.code}
            return phrase("only_your_own") if codes else None
        case _:
            return None


def please_type(conversation: Conversation, event: SentMedia) -> Step:  # noqa: ARG001 - likewise
    """A voice note or a picture came: it cannot be read."""
    key = "please_type_farmer" if conversation.speaker.is_farmer else "please_type"
    return Step(conversation, (say(phrase(key)),))
