"""Farmers are found in every way of naming them, and nobody is ever taken for somebody else.

A small shop, the corpus', and one of 2,000 farmers with namesakes in plenty. To ask is fine where
two may be meant; a wrong farmer never is.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random

import pytest

from bot.language.meaning import Intent
from bot.language.naming.names import Names
from bot.language.shop import FarmerName, Shop
from bot.language.text.key import name_key
from bot.language.understanding import understand
from ledger.roles import PartyRole
from ops.bench.crowd import crowd
from ops.corpus.cases import shop as corpus_shop
from tests.language import ways_of_naming as ways

STRANGERS = [
    name
    for line in Path(__file__).with_name("strangers.tsv").read_text("utf-8").splitlines()
    if line[0] != "#"
    for name in line.split("\t")
]
SAMPLE, EACH = 24, 5
"""Farmers of the large shop who are named, in so many ways of each kind."""

FOUND, ASKED, WRONG = "found", "asked", "wrong"
Way = Callable[[FarmerName], Iterable[str]]


@cache
def large_shop() -> Shop:
    return crowd()


def told(text: str, shop: Shop) -> str | None:
    """Whose a lot is taken to be, if nothing is asked."""
    meaning = understand(f"{text} malli 5.5", shop, PartyRole.STAFF)
    is_told = meaning.intent is Intent.ENTRY and len(meaning.items) == 1 and not meaning.unclear
    return meaning.items[0].farmers[0] if is_told else None


def sounds(name: str) -> str:
    return "".join(name_key(word) for word in ways.bare(name).lower().split())


class Namesakes:
    """Who shares a name in a shop, and who is meant by it."""

    def __init__(self, shop: Shop) -> None:
        self._names = Names.of(shop)
        self._farmers = {farmer.code: farmer for farmer in shop.farmers}

    def of(self, farmer: FarmerName) -> list[FarmerName]:
        both = (ways.bare(name).lower().split() for name in (farmer.name_en, farmer.name_ta))
        codes = {code for words in both for code in self._names.whole(words)}
        return [self._farmers[code] for code in sorted(codes)]

    def by_name(self, farmer: FarmerName) -> str | None:
        """The only one of the name, or the only one without an initial."""
        all_of = self.of(farmer)
        plain = [each for each in all_of if ways.bare(each.name_en) == each.name_en]
        return all_of[0].code if len(all_of) == 1 else plain[0].code if len(plain) == 1 else None

    def by(self, farmer: FarmerName, what: Callable[[FarmerName], str]) -> str | None:
        """The only one of the name who has this village or initial."""
        alike = [each for each in self.of(farmer) if what(each) == what(farmer)]
        return farmer.code if len(alike) == 1 else None

    def is_anothers(self, text: str, farmer: FarmerName) -> bool:
        """Whether what was typed is somebody else's name to the letter."""
        known = self._names.named(text.lower().split())
        mine = {sounds(farmer.name_en), sounds(farmer.name_ta)}
        return bool(known) and "".join(name_key(word) for word in text.split()) not in mine


def tried(shop: Shop, cases: Iterable[tuple[str, str | None]]) -> tuple[Counter[str], list[str]]:
    """How often the right one was told, and what was taken for somebody else."""
    counted: Counter[str] = Counter()
    wrong = []
    for text, right in cases:
        got = told(text, shop)
        outcome = ASKED if got is None else FOUND if got == right else WRONG
        counted[outcome if right or got else FOUND] += 1
        if outcome == WRONG:
            wrong.append(f"{text}: {got}, not {right}")
    return counted, wrong


def spelled(
    shop: Shop, farmers: Iterable[FarmerName], way: Way
) -> Iterator[tuple[str, str | None]]:
    namesakes = Namesakes(shop)
    for farmer in farmers:
        right = namesakes.by_name(farmer)
        for text in ways.some(way(farmer), EACH * 2, Random(farmer.code)):  # noqa: S311 - a sample
            if not namesakes.is_anothers(text, farmer):
                yield text, right


def share(counted: Counter[str]) -> float:
    return counted[FOUND] / counted.total()


@pytest.mark.parametrize(
    ("way", "least"), [(ways.sounding, 0.97), (ways.slips, 0.90), (ways.cases, 0.97)]
)
def test_a_name_is_found_however_it_is_spelled(way: Way, least: float) -> None:
    shop = corpus_shop()
    counted, wrong = tried(shop, spelled(shop, shop.farmers, way))
    assert wrong == []
    assert share(counted) >= least, counted


@pytest.mark.parametrize("way", [ways.sounding, ways.slips, ways.cases])
def test_of_2000_farmers_none_is_taken_for_another(way: Way) -> None:
    shop = large_shop()
    farmers = Random(1).sample(shop.farmers, SAMPLE)  # noqa: S311 - a sample
    _, wrong = tried(shop, spelled(shop, farmers, way))
    assert wrong == []


def initial(farmer: FarmerName) -> str:
    return farmer.name_en.partition(". ")[0]


def village(farmer: FarmerName) -> str:
    return farmer.village_en


def has_initial(farmer: FarmerName) -> bool:
    return ". " in farmer.name_en


@pytest.mark.parametrize(("make", "least"), [(corpus_shop, 0.97), (large_shop, 0.94)])
def test_namesakes_are_told_apart_by_initial_in_either_script(
    make: Callable[[], Shop], least: float
) -> None:
    """In a large shop சி is an S to some and the letter C to others: that is asked."""
    shop = make()
    namesakes = Namesakes(shop)
    farmers = [farmer for farmer in shop.farmers if has_initial(farmer)][: 2 * SAMPLE]
    cases = [
        (text, farmer.code)
        for farmer in farmers
        if namesakes.by(farmer, initial)
        for text in ways.with_initial(farmer)
    ]
    counted, wrong = tried(shop, cases)
    assert wrong == []
    assert share(counted) >= least, counted


@pytest.mark.parametrize("make", [corpus_shop, large_shop])
def test_namesakes_are_told_apart_by_village(make: Callable[[], Shop]) -> None:
    shop = make()
    namesakes = Namesakes(shop)
    cases = [
        (text, namesakes.by(farmer, village))
        for farmer in shop.farmers[:SAMPLE]
        for text in ways.with_village(farmer)
    ]
    counted, wrong = tried(shop, cases)
    assert wrong == []
    assert share(counted) >= 0.97, counted


@pytest.mark.parametrize("make", [corpus_shop, large_shop])
def test_a_code_is_found_in_figures_and_words(make: Callable[[], Shop]) -> None:
    shop = make()
    cases = [(text, each.code) for each in shop.farmers[:SAMPLE] for text in ways.by_code(each)]
    counted, wrong = tried(shop, cases)
    assert wrong == []
    assert share(counted) == 1, counted


@pytest.mark.parametrize("make", [corpus_shop, large_shop])
def test_a_name_that_nobody_has_is_nobodys(make: Callable[[], Shop]) -> None:
    shop = make()
    known = {sounds(name) for each in shop.farmers for name in (each.name_en, each.name_ta)}
    strangers = [name for name in STRANGERS if sounds(name) not in known]
    taken = {name: told(name, shop) for name in strangers}
    assert len(strangers) >= 300
    assert {name: code for name, code in taken.items() if code} == {}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("எஸ் லட்சுமி", "F029"),
        ("Selvam (Melur) -", "F006"),
        ("ezumalai", "F008"),
        ("karuppaiya-வுக்கு", "F038"),
        ("mariyamma", "F016"),
        ("சீனிவாசன்", "F045"),
        ("மோகன் ராஜ்", "F023"),
        ("muthu lakshmi", "F030"),
        ("rlakshmi", "F028"),
        ("muruganku", "F012"),
        ("murugan, melur selvam", None),
        ("valliamma", None),
        ("murugen", None),
        ("klakshmi", None),
    ],
)
def test_names_as_they_are_hurriedly_typed(text: str, code: str | None) -> None:
    assert told(text, corpus_shop()) == code


def test_a_number_before_a_namesakes_name_may_be_a_code() -> None:
    farmers = (
        FarmerName("F001", "Karthik", "கார்த்திக்"),
        FarmerName("F027", "A. Karthik", "ஏ. கார்த்திக்"),
    )
    shop = Shop(farmers, corpus_shop().flowers)
    item = understand("27 karthik malli 5", shop, PartyRole.STAFF).items[0]
    assert item.unclear
    assert understand("27 karthik malli 5 kg", shop, PartyRole.STAFF).items[0].farmers == ("F027",)
