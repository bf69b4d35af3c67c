"""Turns of a conversation that no transcript reaches; everything else is in `*.chat`."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.dialogue import wording
from bot.dialogue.asking import flower_options
from bot.dialogue.effects import Effect, PostLots, PriceLots, Say
from bot.dialogue.events import (
    LotsFound,
    LotsPosted,
    LotsPriced,
    PostedLine,
    RatesFound,
    Refused,
    Said,
)
from bot.dialogue.events_entry import EntryFound
from bot.dialogue.lots import Flower, Line, Lot, OpenLot, Option, Person
from bot.dialogue.machine import step
from bot.dialogue.slips import DOUBTS_AT_ONCE
from bot.dialogue.states import Conversation, Drafting, Idle, Speaker
from bot.language.meaning import Intent, Item, Meaning, Slot
from bot.language.shop import FlowerName
from ledger.lots import worth
from ledger.roles import PartyRole
from locales.facts import Name, Phrase
from locales.languages import LANGUAGES
from locales.phrases import money, render
from tests.dialogue.strategies import SHOP

AT = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
LONG = Name("Karuppasamy Pandian Thevar", "கருப்பசாமி பாண்டியன் தேவர்")
SELVI = Speaker("S01", Name("Selvi", "செல்வி"), PartyRole.STAFF, "en")
FAST = Speaker("S01", Name("Selvi", "செல்வி"), PartyRole.STAFF, "en", is_fast=True)
MURUGAN = Speaker("F012", Name("Murugan", "முருகன்"), PartyRole.FARMER, "ta")


CROWDED = Person("F012", LONG, Name("Nilakottai", "நிலக்கோட்டை"))


def line(number: int = 1, *, twin: int | None = None) -> Line:
    lot = Lot(
        CROWDED,
        Flower("paneer-roja", Name("Paneer Roja", "பன்னீர் ரோஜா"), "kg"),
        quantity_milli=123_456,
        rate_paise=1_234_50,
        commission_bp=500,
        worth=worth(123_456, 1_234_50, commission_bp=500),
        at=AT,
    )
    return Line(f"wa:SM{number}:1", lot, None, date(2026, 11, 24), None, twin=twin)


def dubious(number: int) -> Line:
    """A lot with every doubt there is; its numbers are its own."""
    own = replace(
        line(number).lot, farmer=replace(CROWDED, code=f"F{number:03}"), rate_paise=number * 100
    )
    twin, board = 20_000 + number, 300_000_00 + number
    return replace(line(number), lot=own, twin=twin, board_paise=board, is_repeated=True)


def doubts_of(doubtful: Line) -> tuple[str, ...]:
    """What has to be read before a yes to the lot."""
    return str(doubtful.twin), money(doubtful.lot.rate_paise), money(doubtful.board_paise or 0)


def said(meaning: Meaning) -> Said:
    return Said(meaning, "…", AT, "SM9", SHOP)


def phrases_of(effects: tuple[Effect, ...]) -> list[str]:
    return [each.phrase for each in effects if isinstance(each, Say)]


def test_a_draft_of_a_hundred_doubtful_lots_fits_a_message_and_counts_all_of_them() -> None:
    lines = tuple(line(number, twin=number) for number in range(1, 101))
    refused = (Phrase("unknown_farmer", {"text": "zubin"}),) * 50
    draft = Drafting((), (), AT)
    (shown,) = step(Conversation(SELVI, draft), LotsPriced(lines, refused)).effects
    assert isinstance(shown, Say)
    for language in LANGUAGES:
        text = render(shown.phrase, shown.facts, language)
        assert len(text) <= 1600
        assert "96" in text
        assert "50" in text
        assert text.count("₹1,234.50 · ") == DOUBTS_AT_ONCE


@pytest.mark.parametrize("number", [1, 5, 20, 60])
@pytest.mark.parametrize("certain", [0, 40])
def test_every_doubt_is_seen_before_the_yes_that_writes_its_lot(number: int, certain: int) -> None:
    lines = [dubious(each) for each in range(1, number + 1)]
    lines += [line(each) for each in range(1001, certain + 1001)]
    move = step(Conversation(SELVI, Drafting((), (), AT)), LotsPriced(tuple(lines)))
    written: list[Line] = []
    while isinstance(move.conversation.state, Drafting):
        shown = next(each for each in move.effects if isinstance(each, Say))
        texts = [render(shown.phrase, shown.facts, language) for language in LANGUAGES]
        assert max(map(len, texts)) <= 1600
        yes = step(move.conversation, said(Meaning(Intent.YES, "en")))
        (post,) = yes.effects
        assert isinstance(post, PostLots)
        for each in post.lines:
            for text in texts:
                assert each.is_certain or all(doubt in text for doubt in doubts_of(each))
        posted = tuple(PostedLine(each, 5000 + n) for n, each in enumerate(post.lines))
        written += post.lines
        move = step(yes.conversation, LotsPosted(posted))
    assert sorted(each.key for each in written) == sorted(each.key for each in lines)


@pytest.mark.parametrize("number", [5, 20, 60])
def test_doubts_below_what_was_written_at_once_still_fit_a_message(number: int) -> None:
    lines = tuple(dubious(each) for each in range(1, number + 1))
    certain = tuple(line(each) for each in range(1001, 1041))
    refused = (Phrase("refused_no_rate", {**wording.lot_facts(line().lot)}),) * 30
    asked = step(Conversation(FAST, Drafting((), (), AT)), LotsPriced((*lines, *certain), refused))
    posted = LotsPosted(tuple(PostedLine(each, 5000) for each in certain))
    (shown,) = step(asked.conversation, posted).effects
    assert isinstance(shown, Say)
    for language in LANGUAGES:
        text = render(shown.phrase, shown.facts, language)
        assert len(text) <= 1600
        assert all(doubt in text for each in lines[:4] for doubt in doubts_of(each))


def test_a_no_drops_only_the_lots_that_were_asked_about() -> None:
    lines = tuple(dubious(each) for each in range(1, 7))
    draft = Conversation(SELVI, Drafting(lines, (), AT))
    refused = step(draft, said(Meaning(Intent.NO, "en")))
    assert refused.conversation.state == Drafting(lines[4:], (), AT)
    (told,) = refused.effects
    assert isinstance(told, Say)
    assert "All 4 lots are dropped" in render(told.phrase, told.facts, "en")
    again = step(refused.conversation, said(Meaning(Intent.NO, "en")))
    assert again.conversation.state == Idle()


def test_two_flowers_of_one_name_are_told_apart_by_their_codes() -> None:
    namesakes = (FlowerName("malli", "Malli", "மல்லி"), FlowerName("gundu", "Malli", "மல்லி"))
    options = flower_options(("malli", "gundu"), replace(SHOP, flowers=namesakes))
    shown = wording.options_shown(options)
    assert render(shown.key, shown.facts, "en") == "1  Malli (malli)\n2  Malli (gundu)"
    apart = wording.options_shown(flower_options(("malli", "thamarai"), SHOP))
    assert render(apart.key, apart.facts, "en") == "1  Malli\n2  Thamarai"


def test_a_flower_of_the_list_is_chosen_by_its_code_whatever_the_code_holds() -> None:
    options = (Option("malli", Name("Malli", "")), Option("malli-2", Name("Malli", "")))
    item = Item(("F012",), "murugan", ("malli", "malli-2"), "malli", 5000)
    asked = OpenLot("wa:SM1:1", item, AT, "kg", Slot.FLOWER, options)
    heard = replace(said(Meaning(Intent.UNKNOWN, "en")), text=" Malli-2 ")
    (priced,) = step(Conversation(SELVI, Drafting((), (asked,), AT)), heard).effects
    assert isinstance(priced, PriceLots)
    assert priced.lots[0].flower == "malli-2"


@pytest.mark.parametrize(("rows", "buttons"), [(2, "choose_2"), (3, "choose_3"), (4, None)])
def test_a_list_of_two_or_three_has_buttons_and_a_longer_one_is_typed(
    rows: int, buttons: str | None
) -> None:
    options = tuple(Option(f"F{n:03}", Name("Selvam", "")) for n in range(1, rows + 1))
    item = Item(tuple(each.code for each in options), "selvam", ("malli",), "malli", 5000)
    asked = OpenLot("wa:SM1:1", item, AT, "kg", Slot.FARMER, options)
    draft = Conversation(SELVI, Drafting((), (asked,), AT))
    (shown,) = step(draft, said(Meaning(Intent.UNKNOWN, "en"))).effects
    assert isinstance(shown, Say)
    assert shown.buttons == buttons


def test_a_reminder_of_an_open_question_offers_no_yes_that_would_not_answer_it() -> None:
    asked = OpenLot("wa:SM1:1", Item((), "", ("malli",), "malli", 5000), AT, "kg", Slot.FARMER)
    draft = Conversation(SELVI, Drafting((line(),), (asked,), AT))
    for event in (RatesFound(()), LotsFound(date(2026, 11, 24), None, ())):
        (shown,) = step(draft, event).effects
        assert isinstance(shown, Say)
        assert shown.buttons is None
        text = render(shown.phrase, shown.facts, "en")
        assert "1 Yes" not in text
        assert text.endswith("name or code.\nno – leave this lot out")


def test_a_lot_written_at_once_carries_a_button_that_names_its_entry() -> None:
    draft = Conversation(FAST, Drafting((), (), AT))
    asked = step(draft, LotsPriced((line(),)))
    assert asked.effects == (PostLots((line(),)),)
    posted = step(asked.conversation, LotsPosted((PostedLine(line(), 104),)))
    (reply,) = posted.effects
    assert isinstance(reply, Say)
    assert (reply.buttons, reply.facts["entry"]) == ("undo", 104)
    assert posted.conversation.state == Idle(last_posted=(104,))


def test_a_lot_that_stood_in_the_book_already_is_no_news() -> None:
    again = LotsPosted((PostedLine(line(), 104, is_new=False),))
    effects = step(Conversation(SELVI, Idle()), again).effects
    assert phrases_of(effects) == ["already_written"]


def test_a_farmer_whose_words_were_read_as_a_lot_is_told_that_only_the_shop_writes() -> None:
    entry = said(Meaning(Intent.ENTRY, "en", items=(Item(("F012",), "", ("malli",), "", 5000),)))
    (reply,) = step(Conversation(MURUGAN, Idle()), entry).effects
    assert isinstance(reply, Say)
    assert "Only the shop writes in the book." in render(reply.phrase, reply.facts, "en")


def test_a_refusal_while_a_draft_waits_keeps_the_draft() -> None:
    waiting = Conversation(SELVI, Drafting((line(),), (), AT))
    refused = step(waiting, Refused(Phrase("refused_books", {})))
    assert refused.conversation == waiting


def test_a_refused_yes_leaves_nothing_pending() -> None:
    asked = step(Conversation(SELVI, Drafting((line(),), (), AT)), said(Meaning(Intent.YES, "en")))
    refused = step(asked.conversation, Refused(Phrase("refused_day_closed", {})))
    assert refused.conversation.state == Idle()
    assert phrases_of(refused.effects) == ["refused_day_closed"]


def test_an_answer_that_nobody_waits_for_does_nothing() -> None:
    idle = Conversation(SELVI, Idle(last_posted=(3,)))
    found = EntryFound(3, is_own=True, is_todays=True, is_reversed=False, lot=None)
    for event in (LotsPriced((line(),)), found):
        assert step(idle, event).conversation == idle
        assert step(idle, event).effects == ()
