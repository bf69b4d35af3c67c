"""What is written by rule is read back: figures in every form, parts of one, and their looks.

All figures below 2,000 and some above; `make numbers` reads every one to 9,99,999.
"""

import unicodedata
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.language.number.spoken import spoken_value
from tests.language import digits
from tests.language.english_numbers import english, voiced
from tests.language.tamil_numbers import ROMANISED, SPOKEN, STANDARD, Speech, and_a_part, words
from tests.numbers.forms import FORMS, HIGHEST

COMMON = 2_000
SAMPLE = 250

forms = st.sampled_from(sorted(FORMS))
figures = st.integers(0, COMMON) | st.integers(0, HIGHEST)

INVISIBLE = ("\u200c", "\u200d", "\u200b", "\ufeff")
LOOKS = (("ூ", "\u0bc1\u0bbe"), ("ர்", "\u0bbe\u0bcd"), ("ஃ", "ஃ\u200c"), (" ", "\u00a0"))
"""Legacy fonts, joiners and spaces: what a phone shows alike."""


@pytest.mark.parametrize("form", FORMS)
def test_every_common_figure_is_read_back(form: str) -> None:
    write = FORMS[form]
    above = Random(form).sample(range(COMMON, HIGHEST + 1), SAMPLE)  # noqa: S311 - the same sample every time
    wrong = [figure for figure in (*range(COMMON), *above) if spoken_value(write(figure)) != figure]
    assert wrong == []


@given(form=forms, figure=figures)
def test_a_figure_is_read_back(form: str, figure: int) -> None:
    assert spoken_value(FORMS[form](figure)) == figure


@given(form=forms, figure=figures, seed=st.randoms(use_true_random=False))
def test_what_looks_the_same_is_read_the_same(form: str, figure: int, seed: Random) -> None:
    written = FORMS[form](figure)
    for seen, meant in LOOKS:
        if seed.random() < 0.5:
            written = written.replace(seen, meant)
    place = seed.randrange(len(written) + 1)
    written = written[:place] + seed.choice(INVISIBLE) + written[place:]
    assert spoken_value(unicodedata.normalize("NFD", written)) == figure
    assert spoken_value(unicodedata.normalize("NFC", written)) == figure


@pytest.mark.parametrize("speech", [STANDARD, SPOKEN, ROMANISED])
def test_a_number_and_a_part_of_one_is_read_back(speech: Speech) -> None:
    parts = ("kaal", "arai", "mukkaal") if speech is ROMANISED else ("கால்", "அரை", "முக்கால்")
    wrong = [
        and_a_part(number, part, speech)
        for number in range(1, 500)
        for part, quarters in zip(parts, (1, 2, 3), strict=True)
        if spoken_value(and_a_part(number, part, speech)) != number + Decimal(quarters) / 4
    ]
    assert wrong == []


@given(number=st.integers(1, HIGHEST), quarters=st.integers(1, 3))
def test_digits_and_english_with_a_part_are_read_back(number: int, quarters: int) -> None:
    value = number + Decimal(quarters) / 4
    part = ("a quarter", "a half", "three quarters")[quarters - 1]
    sign, figures = "¼½¾"[quarters - 1], ("1/4", "1/2", "3/4")[quarters - 1]
    for written in (
        f"{english(number)} and {part}" if number % 1000 else f"{number} and {part}",
        f"{number}{sign}",
        f"{digits.tamil(number)} {sign}",
        f"{number % 10_000} {figures}" if number < 10_000 else f"{value}",
        f"{english(number)} point {('two five', 'five', 'seven five')[quarters - 1]}",
        f"{words(number)} புள்ளி {('இரண்டு ஐந்து', 'ஐந்து', 'எழுபத்தைந்து')[quarters - 1]}",
        f"{voiced(number)} பாயிண்ட் {('டூ ஃபைவ்', 'ஃபைவ்', 'செவன்ட்டி ஃபைவ்')[quarters - 1]}",
    ):
        assert spoken_value(written) == value, written


@given(figure=st.integers(1, 9999), seed=st.randoms(use_true_random=False))
def test_letters_typed_for_tamil_digits_are_those_digits(figure: int, seed: Random) -> None:
    written = digits.tamil(figure)
    kept = seed.randrange(len(written))
    alike = str.maketrans("௧௨௪௭௮", "கஉசஎஅ")
    mixed = written[:kept].translate(alike) + written[kept] + written[kept + 1 :].translate(alike)
    assert spoken_value(mixed) == figure
