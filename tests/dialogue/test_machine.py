"""What holds of the dialogue whatever is said, in whatever state."""

from typing import get_args

from hypothesis import example, given, settings

from bot.dialogue import routes
from bot.dialogue.effects import (
    CorrectLot,
    FindEntry,
    PostLots,
    PriceLots,
    Request,
    ReverseEntry,
    Say,
    SetRates,
    SwitchFastMode,
    WeighCorrection,
)
from bot.dialogue.effects_money import (
    ApproveSettlement,
    DecideAdvance,
    DraftSettlement,
    FindPending,
    MoveSum,
)
from bot.dialogue.events import Event, LotsPriced, Refused, Said, SentMedia
from bot.dialogue.machine import step
from bot.dialogue.replies import is_yes
from bot.dialogue.saving import from_json, to_json
from bot.dialogue.slips import under_the_yes
from bot.dialogue.states import Conversation, Drafting, Idle, Speaker, State
from bot.dialogue.states_entry import ConfirmingCorrection
from bot.dialogue.states_money import ConfirmingSum
from bot.language.meaning import Intent
from ledger.roles import PartyRole
from locales.facts import Name
from locales.languages import LANGUAGES
from locales.phrases import render
from tests.dialogue.strategies import anything, conversations, said, speakers
from workers.answers import ANSWERS

MESSAGE_MAX = 1600
"""Characters that Twilio takes in one message."""

MONEY = (DecideAdvance, FindPending, DraftSettlement, ApproveSettlement, MoveSum)
WRITES = (
    PriceLots,
    PostLots,
    SetRates,
    FindEntry,
    ReverseEntry,
    WeighCorrection,
    CorrectLot,
    SwitchFastMode,
    *MONEY,
)


@given(conversations, anything)
@settings(deadline=None)
def test_no_state_and_no_event_raises_and_every_reply_fits_a_message(
    conversation: Conversation, event: Event
) -> None:
    for effect in step(conversation, event).effects:
        if isinstance(effect, Say):
            for language in LANGUAGES:
                text = render(effect.phrase, effect.facts, language)
                assert text.strip()
                assert len(text) <= MESSAGE_MAX


@given(conversations, anything)
@settings(deadline=None)
def test_a_step_asks_for_one_request_at_most_and_asks_it_last(
    conversation: Conversation, event: Event
) -> None:
    effects = step(conversation, event).effects
    requests = [each for each in effects if isinstance(each, get_args(Request))]
    assert len(requests) <= 1
    assert not requests or effects[-1] is requests[0]


@given(conversations, anything)
@settings(deadline=None)
def test_nothing_is_posted_without_a_yes_just_before_unless_fast_and_certain(
    conversation: Conversation, event: Event
) -> None:
    posts = [each for each in step(conversation, event).effects if isinstance(each, PostLots)]
    for post in posts:
        match event:
            case Said():
                draft = conversation.state
                assert isinstance(draft, Drafting)
                assert is_yes(event.meaning)
                assert not draft.waiting
                assert draft.amending is None
                assert post.lines == under_the_yes(draft.lines)
            case LotsPriced():
                assert conversation.speaker.is_fast
                assert all(line.is_fit_for_fast_mode for line in post.lines)
            case _:
                raise AssertionError(event)


@given(conversations, anything)
@settings(deadline=None)
def test_a_written_lot_is_put_right_only_by_a_yes_to_what_was_shown(
    conversation: Conversation, event: Event
) -> None:
    for effect in step(conversation, event).effects:
        if isinstance(effect, CorrectLot):
            asked = conversation.state
            assert isinstance(event, Said)
            assert is_yes(event.meaning)
            assert isinstance(asked, ConfirmingCorrection)
            assert effect == CorrectLot(asked.wrong.entry, asked.right)


@given(speakers, said)
@settings(deadline=None)
def test_a_farmer_never_asks_the_books_to_write(speaker: Speaker, heard: Said) -> None:
    farmer = Speaker("F012", speaker.name, PartyRole.FARMER, speaker.language)
    effects = step(Conversation(farmer, Idle()), heard).effects
    assert not [each for each in effects if isinstance(each, WRITES)]


@given(speakers, said)
@settings(deadline=None)
def test_a_farmer_is_answered_about_himself_whatever_he_names(
    speaker: Speaker, heard: Said
) -> None:
    farmer = Speaker("F012", speaker.name, PartyRole.FARMER, speaker.language)
    for effect in step(Conversation(farmer, Idle()), heard).effects:
        assert getattr(effect, "farmer", "F012") == "F012"


@given(conversations, said)
@settings(deadline=None)
def test_whatever_is_said_gets_a_reply_or_asks_the_books(
    conversation: Conversation, heard: Said
) -> None:
    assert step(conversation, heard).effects


@given(conversations)
@example(
    Conversation(Speaker("S01", Name("Selvi", ""), PartyRole.STAFF, "en"), Idle(has_lost=True))
)
@settings(deadline=None)
def test_a_conversation_is_the_same_after_it_was_saved_and_loaded(
    conversation: Conversation,
) -> None:
    assert from_json(to_json(conversation), conversation.speaker) == conversation


@given(conversations)
@settings(deadline=None)
def test_a_voice_note_changes_nothing(conversation: Conversation) -> None:
    assert step(conversation, SentMedia()).conversation == conversation


@given(conversations, anything)
@settings(deadline=None)
def test_no_money_moves_without_a_yes_to_the_sum_that_was_shown(
    conversation: Conversation, event: Event
) -> None:
    for effect in step(conversation, event).effects:
        if isinstance(effect, MoveSum):
            assert isinstance(event, Said)
            assert is_yes(event.meaning)
            assert isinstance(conversation.state, ConfirmingSum)
            assert effect.sum == conversation.state.sum


@given(conversations, anything)
@settings(deadline=None)
def test_nothing_is_decided_for_somebody_who_is_no_admin(
    conversation: Conversation, event: Event
) -> None:
    decisions = (DecideAdvance, ApproveSettlement)
    decided = [e for e in step(conversation, event).effects if isinstance(e, decisions)]
    if isinstance(conversation.state, Idle) and isinstance(event, Said):
        assert not decided or conversation.speaker.role is PartyRole.ADMIN


def test_every_event_state_and_request_has_its_place_in_the_tables() -> None:
    assert set(routes.EVENTS) == set(get_args(Event)) - {Said, Refused}
    assert set(routes.WAITING) == set(get_args(State)) - {Idle}
    assert set(ANSWERS) == set(get_args(Request))


def test_every_intent_begins_a_conversation_for_somebody() -> None:
    known = {intent for table in routes.BY_INTENT.values() for intent in table}
    assert set(Intent) - known == {Intent.YES, Intent.NO, Intent.UNKNOWN}
