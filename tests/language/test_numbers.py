"""Number words of every way of writing come back as the number they say."""

from fractions import Fraction

import pytest

from bot.language.number.numbers import number_at, value_of
from bot.language.text.fold import fold
from bot.language.text.tokens import lines_of


def read(phrase: str) -> Fraction | None:
    return value_of(lines_of(fold(phrase))[0])


@pytest.mark.parametrize(
    ("phrase", "value"),
    [
        ("தொண்ணூறு", 90),
        ("தொள்ளாயிரம்", 900),
        ("தொன்னூறு", 90),
        ("nooru", 100),
        ("noothi ambathu", 150),
        ("nootri pathu", 110),
        ("munnoothi irubathu", 320),
        ("aayirathi ainooru", 1500),
        ("rendayirathi ainooru", 2500),
        ("irubathanju", 25),
        ("iruvathi anju", 25),
        ("முன்னூத்தி அம்பது", 350),
        ("மூவாயிரம்", 3000),
        ("ஐயாயிரம்", 5000),
        ("எண்ணாயிரம்", 8000),
        ("பதினாயிரம்", 10_000),
        ("ஒரு லட்சத்து இருபத்தைந்தாயிரம்", 1_25_000),
        ("onnara latcham", 1_50_000),
        ("1.5 lakh", 1_50_000),
        ("5k", 5000),
        ("twelve hundred", 1200),
        ("two thousand five hundred and five", 2505),
        ("four fifty", 450),
        ("ஃபைவ் ஹண்ட்ரட்", 500),
        ("௨௲௫௱", 2500),
        ("௯௰௯௲௯௱௯௰௯", 99_999),
    ],
)
def test_numbers_are_read_as_the_market_says_them(phrase: str, value: int) -> None:
    assert read(phrase) == value


@pytest.mark.parametrize(
    ("phrase", "thousandths"),
    [
        ("கால்", 250),
        ("அரை", 500),
        ("முக்கால்", 750),
        ("அரைக்கால்", 125),
        ("ஒன்றரை", 1500),
        ("onnara", 1500),
        ("ஒண்ணேகால்", 1250),
        ("rendekaal", 2250),
        ("மூன்றே முக்கால்", 3750),
        ("moone mukkaal", 3750),
        ("onnu arai", 1500),
        ("பன்னிரண்டரை", 12_500),
        ("pathara", 10_500),
        ("1½", 1500),
        ("1 1/2", 1500),
        ("1-1/2", 1500),
        ("one and a half", 1500),
        ("two and half", 2500),
        ("three quarter", 750),
        ("anju pulli rendu anju", 5250),
        ("ஐந்து புள்ளி ஐந்து", 5500),
        ("5 arai", 5500),
    ],
)
def test_fractions_are_exact(phrase: str, thousandths: int) -> None:
    assert read(phrase) == Fraction(thousandths, 1000)


@pytest.mark.parametrize(
    "phrase",
    ["முருகன்", "arali", "arumugam", "ஏழுமலை", "malli", "are", "நூற்று", "and", "point", "ரத்து"],
)
def test_what_only_contains_or_begins_a_number_is_none(phrase: str) -> None:
    assert read(phrase) is None


def test_two_numbers_in_a_row_stay_two() -> None:
    tokens = lines_of("anju munnooru")[0]
    first, second = number_at(tokens, 0), number_at(tokens, 1)
    assert first is not None
    assert second is not None
    assert (int(first.value), int(second.value)) == (5, 300)


def test_words_that_may_be_one_number_or_two_are_doubtful() -> None:
    number = number_at(lines_of("anju nooru")[0], 0)
    assert number is not None
    assert number.value == 500
    assert number.is_doubtful


@pytest.mark.parametrize("piece", ["six", "irubathu", "இருபத்தி", "சிக்ஸ்", "nooru", "oru"])
def test_a_number_word_without_end_is_none(piece: str) -> None:
    assert read(piece * 2_000) is None
    assert read(piece * 9) is None
