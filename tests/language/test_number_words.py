"""Every number word that the market has, as a table kept apart from the parser's own."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from bot.language.number.spoken import spoken_value

TABLE = Path(__file__).with_name("number_words.tsv")


def forms() -> Iterator[tuple[str, Decimal]]:
    """Each form with its value; an open one with a five after it."""
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        value, column = line.split("\t")
        for form in column.split(" · "):
            five = " anju" if form.isascii() else " ஐந்து"
            is_open = form.endswith("-")
            yield form.replace("-", five) if is_open else form, Decimal(value) + 5 * is_open


def test_every_form_of_the_table_has_its_value() -> None:
    wrong = [
        (form, value, said) for form, value in forms() if (said := spoken_value(form)) != value
    ]
    assert wrong == []


def test_a_form_that_needs_a_smaller_number_after_it_is_none_alone() -> None:
    alone = ("நூற்று", "noothi", "இருபத்தி", "irubathi", "ஆயிரத்து", "லட்சத்து", "கோடியே", "onne")
    assert [word for word in alone if spoken_value(word) is not None] == []


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("ரெண்டரை கிலோ", "2.5"),
        ("500 ரூபாய்", "500"),
        ("2 kilo 250 gram", "2.25"),
        ("இரண்டு கிலோ இருநூற்றைம்பது கிராம்", "2.25"),
        ("rs 90", "90"),
        ("Rs.90", "90"),
        ("₹ 1,250/-", "1250"),
        ("250 gram", "250"),
        ("320 rs 50 paise", "320.5"),
        ("முன்னூறு ரூபாய் ஐம்பது பைசா", "300.5"),
        ("half a kilo", "0.5"),
        ("ஐநூறு.", "500"),
        ("ஐநூறுக்கு", "500"),
        ("munnoothi ambathukku", "350"),
        ("anju muzham", "5"),
    ],
)
def test_a_number_with_its_unit_has_its_value(phrase: str, value: str) -> None:
    assert spoken_value(phrase) == Decimal(value)


@pytest.mark.parametrize(
    "phrase",
    [
        *("2nd", "5th", "3வது", "12ஆம்", "ஆறாவது", "ஏழாவது", "நாற்பதாவது", "ezhavathu", "இரண்டாம்"),
        *("24/11/2026", "24 nov", "5ஆம் தேதி", "6 mani", "5.5.5"),
        *(
            "5 300",
            "3, 4",
            "anju munnooru",
            "இருபது பத்து",
            "நாலு அஞ்சு",
            "2 kg 5",
            "2.5 kg 100 g",
            "1 kg 1500 g",
        ),
        *("", ".", "rs", "kilo", "murugan 5", "mottham 500", "இருப்பது", "எது", "எடை", "கல்", "call"),
        *("பாட்டு", "செவந்தி", "என்", "naalaikku", "புலி", "edhuku", "ஆப்", "ஒருவர்"),
    ],
)
def test_ordinals_dates_two_numbers_and_other_words_have_none(phrase: str) -> None:
    assert spoken_value(phrase) is None
