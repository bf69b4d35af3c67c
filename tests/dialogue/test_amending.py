"""Which lot a change in words means, and what it changes: never more than was said."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.dialogue.amending import change_in, meant, restated
from bot.dialogue.effects import PriceLots, Say
from bot.dialogue.events import LotsPriced, Said
from bot.dialogue.lots import Flower, Line, Lot, Person
from bot.dialogue.machine import step
from bot.dialogue.states import Conversation, Drafting, Speaker
from bot.language.meaning import Item
from bot.language.shop import Shop
from bot.language.understanding import understand
from ledger.lots import worth
from ledger.roles import PartyRole
from locales.facts import Name
from tests.conversations.shop import SHOP

AT = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
NAMES = Shop.from_import(json.loads(SHOP.read_text("utf-8")))
SELVI = Speaker("S01", Name("Selvi", "செல்வி"), PartyRole.STAFF, "en")
FAST = replace(SELVI, is_fast=True)
PEOPLE = {each.code: each for each in NAMES.farmers}
FLOWERS = {each.code: each for each in NAMES.flowers}


def said(text: str) -> Said:
    return Said(understand(text, NAMES, PartyRole.STAFF), text, AT, "SM9", NAMES)


def line(key: str, farmer: str, flower: str, milli: int, rate: int = 850_00) -> Line:
    person, kind = PEOPLE[farmer], FLOWERS[flower]
    lot = Lot(
        Person(farmer, Name(person.name_en, person.name_ta), Name(person.village_en, "")),
        Flower(flower, Name(kind.name_en, kind.name_ta), kind.unit),
        quantity_milli=milli,
        rate_paise=rate,
        commission_bp=500,
        worth=worth(milli, rate, commission_bp=500),
        at=AT,
    )
    return Line(key, lot, rate_id=3, on=date(2026, 11, 24), slot=None)


ONE = (line("wa:SM1:1", "F012", "malli", 5000),)
THREE = (
    line("wa:SM1:1", "F012", "malli", 2000),
    line("wa:SM1:2", "F003", "mullai", 3000, 620_00),
    line("wa:SM1:3", "F008", "malli", 4000),
)


def changed(text: str, lines: tuple[Line, ...]) -> tuple[int, Item] | None:
    """The number of the lot that is meant, and the whole lot as it should have been."""
    change = change_in(said(text))
    assert change is not None, f"{text} changes nothing"
    found = meant(lines, change)
    if found is None:
        return None
    which, item = found
    return lines.index(which) + 1, restated(which.lot, item, is_rate_typed=False, language="en")


@pytest.mark.parametrize(
    ("text", "milli", "rate"),
    [
        ("no, 6 kg", 6000, None),
        ("இல்ல ஆறு கிலோ", 6000, None),
        ("illa 6", 6000, None),
        ("6 kg", 6000, None),
        ("5 illa 6", 6000, None),
        ("5 இல்ல 6 கிலோ", 6000, None),
        ("no 880 rate", 5000, 880_00),
        ("illa 880 ku", 5000, 880_00),
        ("880 rate", 5000, 880_00),
        ("850 illa 880", 5000, 880_00),
        ("no, 6 kg 880", 6000, 880_00),
        ("no 880 rate 6 kg", 6000, 880_00),
    ],
)
def test_of_one_lot_the_figure_that_was_said_changes_and_nothing_else(
    text: str, milli: int, rate: int | None
) -> None:
    found = changed(text, ONE)
    assert found is not None
    _, item = found
    assert (item.farmers, item.flowers) == (("F012",), ("malli",))
    assert (item.quantity_milli, item.rate_paise) == (milli, rate)


@pytest.mark.parametrize(
    ("text", "farmers", "flowers"),
    [
        ("no mullai", ("F012",), ("mullai",)),
        ("இல்ல முல்லை", ("F012",), ("mullai",)),
        ("illa selvam", ("F005", "F020"), ("malli",)),
        ("illa pandi", ("F003",), ("malli",)),
        ("no pandi pichi", ("F003",), ("pichi",)),
    ],
)
def test_a_name_changes_the_farmer_or_the_flower_and_keeps_the_weight(
    text: str, farmers: tuple[str, ...], flowers: tuple[str, ...]
) -> None:
    found = changed(text, ONE)
    assert found is not None
    _, item = found
    assert (item.farmers, item.flowers, item.quantity_milli) == (farmers, flowers, 5000)


@pytest.mark.parametrize("text", ["3 illa 6 kilo", "3 illa 6", "3) 6 kg"])
def test_a_figure_that_is_neither_a_lot_nor_was_wrong_leaves_one_lot_alone(text: str) -> None:
    assert changed(text, ONE) is None


@pytest.mark.parametrize(
    ("text", "number", "milli"),
    [
        ("3 illa 6 kilo", None, None),
        ("1 illa 6 kilo", 1, 6000),
        ("3) 6 kg", 3, 6000),
        ("1) 6 kg", 1, 6000),
        ("4 illa 6 kilo", 3, 6000),
        ("no pandi mullai 7", 2, 7000),
        ("no, malliga 7", 3, 7000),
        ("no 6 kg", None, None),
        ("no malli 7", None, None),
        ("illa pichi", None, None),
        ("5 illa 6 kilo", None, None),
    ],
)
def test_of_several_lots_the_one_that_alone_can_be_meant_changes_else_it_is_asked(
    text: str, number: int | None, milli: int | None
) -> None:
    which, item = changed(text, THREE) or (None, Item())
    assert (which, item.quantity_milli) == (number, milli)


def test_a_lot_that_was_stated_by_itself_last_is_the_one_that_is_put_right() -> None:
    lines = (*THREE, line("wa:SM2:1", "F031", "malli", 1000))
    found = changed("no 1.5 kg", lines)
    assert found is not None
    assert (found[0], found[1].quantity_milli) == (4, 1500)


@pytest.mark.parametrize("text", ["no", "2", "2 no", "2 இல்லை", "yes", "undo", "balance pandi"])
def test_what_changes_no_lot_is_no_change(text: str) -> None:
    assert change_in(said(text)) is None


def test_a_number_after_which_lot_is_never_a_yes() -> None:
    asked = step(Conversation(SELVI, Drafting(THREE, (), AT)), said("no 6 kg"))
    assert isinstance(asked.conversation.state, Drafting)
    assert asked.conversation.state.amending is not None
    (told,) = asked.effects
    assert isinstance(told, Say)
    assert told.buttons is None
    (priced,) = step(asked.conversation, said("1")).effects
    assert isinstance(priced, PriceLots)
    assert [(lot.key, lot.quantity_milli) for lot in priced.lots] == [("wa:SM1:1", 6000)]


def test_a_changed_lot_keeps_its_place_and_is_shown_again_in_fast_mode_too() -> None:
    move = step(Conversation(FAST, Drafting(THREE, (), AT)), said("2) 9 kg"))
    again = replace(THREE[1], lot=replace(THREE[1].lot, quantity_milli=9000))
    move = step(move.conversation, LotsPriced((again,)))
    assert move.conversation.state == Drafting((THREE[0], again, THREE[2]), (), AT)
    (shown,) = move.effects
    assert isinstance(shown, Say)


def test_a_change_that_is_refused_leaves_the_lot_as_it_was() -> None:
    move = step(Conversation(SELVI, Drafting(ONE, (), AT)), said("no 0 kg"))
    move = step(move.conversation, LotsPriced(()))
    assert move.conversation.state == Drafting(ONE, (), AT)
