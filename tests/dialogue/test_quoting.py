"""What a message under a quoted one does, and what it leaves alone."""

from dataclasses import replace

import pytest

from bot.dialogue.effects import PostLots, PriceLots, Say, WeighCorrection
from bot.dialogue.events import Quoted, Said
from bot.dialogue.events_entry import EntryFound
from bot.dialogue.lots import WrittenLot
from bot.dialogue.machine import step
from bot.dialogue.states import Conversation, Drafting, Idle
from bot.dialogue.states_entry import ChoosingLot, ConfirmingUndo
from bot.language.understanding import understand
from ledger.roles import PartyRole
from locales.facts import Lines
from tests.dialogue.test_amending import AT, NAMES, ONE, SELVI, THREE, said

MURUGAN = replace(SELVI, code="F012", role=PartyRole.FARMER)
IDLE = Conversation(SELVI, Idle())
DRAFT = Conversation(SELVI, Drafting(ONE, (), AT))
OWN = Quoted(("wa:SM1:1",), is_ours=False, is_last=False)
OPEN = Quoted(("wa:SM1:1",), is_ours=True, is_last=True)
OLD = replace(OPEN, is_last=False)
ELSE = Quoted((), is_ours=True, is_last=False)


def entry(number: int, *, is_own: bool = True, is_todays: bool = True) -> EntryFound:
    lot = WrittenLot(number, THREE[number - 1].lot, key=f"wa:SM1:{number}", is_of_board=True)
    return EntryFound(number, is_own=is_own, is_todays=is_todays, is_reversed=False, lot=lot)


def under(quoted: Quoted, text: str, *written: EntryFound) -> Said:
    return replace(said(text), quoted=quoted, written=written)


def keys(conversation: Conversation, heard: Said) -> list[str]:
    """What is said; the parts of a message one by one."""
    (shown,) = step(conversation, heard).effects
    assert isinstance(shown, Say)
    parts = shown.facts.get("parts")
    return [part.key for part in parts.phrases] if isinstance(parts, Lines) else [shown.phrase]


@pytest.mark.parametrize("text", ["6", "6 kg", "no, 6 kg", "இல்ல ஆறு கிலோ", "murugan malli 6"])
@pytest.mark.parametrize("quoted", [OWN, OLD])
def test_a_figure_under_a_written_lot_asks_what_it_would_come_to(text: str, quoted: Quoted) -> None:
    (request,) = step(IDLE, under(quoted, text, entry(1))).effects
    assert isinstance(request, WeighCorrection)
    lot = request.lot
    assert (request.entry, lot.farmer, lot.flower, lot.quantity_milli) == (1, "F012", "malli", 6000)
    assert lot.rate_paise == 850_00


@pytest.mark.parametrize("text", ["no, 6 kg", "illa 6 kilo", "இல்ல ஆறு கிலோ"])
def test_a_correction_with_nothing_written_puts_nothing_right(text: str) -> None:
    assert keys(IDLE, said(text)) == ["no_to_nothing"]


def test_a_rate_under_a_lot_is_the_lots_not_the_boards() -> None:
    (request,) = step(IDLE, under(OWN, "880 rate", entry(1))).effects
    assert isinstance(request, WeighCorrection)
    assert (request.lot.rate_paise, request.lot.quantity_milli) == (880_00, 2000)


def test_an_undo_under_a_lot_is_asked_about_whichever_was_the_last() -> None:
    asked = step(IDLE, under(OWN, "undo", entry(1)))
    assert asked.conversation.state == ConfirmingUndo(1, AT)


def test_of_several_quoted_lots_it_is_asked_which() -> None:
    asked = step(IDLE, under(OWN, "6 kg", entry(1), entry(2)))
    assert isinstance(asked.conversation.state, ChoosingLot)
    (request,) = step(asked.conversation, said("2")).effects
    assert isinstance(request, WeighCorrection)
    assert (request.entry, request.lot.quantity_milli) == (2, 6000)


@pytest.mark.parametrize(
    ("found", "why"),
    [
        (entry(1, is_own=False), "correct.not_yours"),
        (entry(1, is_todays=False), "correct.not_today"),
        (replace(entry(1), is_reversed=True), "correct.already"),
        (replace(entry(1), lot=None), "correct.not_a_lot"),
    ],
)
def test_a_quoted_lot_that_is_not_his_to_change_stays(found: EntryFound, why: str) -> None:
    assert keys(IDLE, under(OWN, "6 kg", found)) == [why]


def test_a_figure_under_what_is_no_lot_changes_nothing_and_says_so() -> None:
    for text in ("6", "6 kg", "850 rate", "undo"):
        assert keys(IDLE, under(ELSE, text)) == ["quoted_no_lot"]


def test_what_is_typed_under_the_open_question_answers_it() -> None:
    (post,) = step(DRAFT, under(OPEN, "1")).effects
    assert post == PostLots(ONE)
    assert keys(DRAFT, under(OPEN, "2"))[0] == "dropped"
    (price,) = step(DRAFT, under(OPEN, "6")).effects
    assert isinstance(price, PriceLots)
    assert price.lots[0].quantity_milli == 6000


@pytest.mark.parametrize("text", ["yes", "no"])
def test_a_yes_or_a_no_under_an_earlier_question_leaves_the_open_one(text: str) -> None:
    after = step(DRAFT, under(replace(OLD, keys=()), text))
    assert after.conversation.state == DRAFT.state
    assert keys(DRAFT, under(OLD, text))[0] == "old_question"


def test_a_waiting_lot_is_changed_in_its_draft_and_a_written_one_waits_for_it() -> None:
    draft = Conversation(SELVI, Drafting(THREE, (), AT))
    (price,) = step(draft, under(replace(OWN, keys=("wa:SM1:2",)), "6")).effects
    assert isinstance(price, PriceLots)
    assert [lot.key for lot in price.lots] == ["wa:SM1:2"]
    elsewhere = replace(OWN, keys=("wa:SM0:1",))
    assert keys(draft, under(elsewhere, "6", entry(1)))[0] == "draft_first"
    assert step(draft, under(elsewhere, "6", entry(1))).conversation.state == draft.state


def test_a_farmers_quote_adds_nothing_to_what_he_writes() -> None:
    conversation = Conversation(MURUGAN, Idle())
    for text in ("6 kg", "undo", "1"):
        heard = replace(said(text), meaning=understand(text, NAMES, PartyRole.FARMER))
        assert step(conversation, replace(heard, quoted=OWN)) == step(conversation, heard)


def test_other_messages_mean_the_same_under_a_quote() -> None:
    for text in ("balance murugan", "pandi malli 4, lakshmi malli 3", "rates"):
        assert step(IDLE, under(OLD, text, entry(1))) == step(IDLE, said(text))
