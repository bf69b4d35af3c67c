"""A phrase that is one number from end to end, alone or with its unit: `ரெண்டரை கிலோ`, Rs 90.

The value is in the unit that is named first: `2 kilo 250 gram` is 2.25. Two numbers, an ordinal,
a date or any other word make a phrase that has no value.
"""

from collections.abc import Sequence
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

from bot.language.number.numbers import number_at
from bot.language.text.fold import fold
from bot.language.text.tokens import Token, lines_of
from bot.language.vocabulary.words import trade_words

RUPEE = frozenset({"rupee"})
WEIGHT = frozenset({"kg", "per"})
GRAMS, PAISE = frozenset({"gram"}), frozenset({"paise"})
UNITS = frozenset({"unit.piece", "unit.bunch", "unit.other", "dative"}).union(
    RUPEE, WEIGHT, GRAMS, PAISE
)
STOPS = (".", ",", "!", ":", "=")
"""What voice typing and ledgers put around a number, and is not part of it."""

PARTS = ((WEIGHT, GRAMS, 1000), (RUPEE, PAISE, 100))
"""Grams of kilos, paise of rupees."""


def spoken_value(text: str) -> Decimal | None:
    """The value of a text that is one number in digits or words, else None.

    Example:
        >>> spoken_value("ரெண்டரை"), spoken_value("twelve hundred"), spoken_value("மல்லி")
        (Decimal('2.5'), Decimal('1200'), None)
        >>> spoken_value("2 kilo 250 gram"), spoken_value("rs 90"), spoken_value("2nd")
        (Decimal('2.25'), Decimal('90'), None)
    """
    lines = lines_of(fold(text))
    value = _value_of(lines[0]) if len(lines) == 1 else None
    if value is None:
        return None
    with localcontext() as exactly:
        exactly.traps[Inexact] = True
        try:
            return Decimal(value.numerator) / Decimal(value.denominator)
        except Inexact:
            return None


def _value_of(phrase: Sequence[Token]) -> Fraction | None:
    number, start = number_at(phrase, 0), 0
    if number is None:
        _, start = _units(phrase, 0, RUPEE)
        number = number_at(phrase, start)
    if number is None:
        return None
    units, end = _units(phrase, start + number.length, UNITS)
    if end == len(phrase):
        return number.value
    rest = phrase[end:]
    part = next((_part_of_one(rest, small, n) for of, small, n in PARTS if units & of), None)
    return number.value + part if part and number.value.denominator == 1 else None


def _part_of_one(phrase: Sequence[Token], small: frozenset[str], count: int) -> Fraction | None:
    """`250 gram` as a part of a kilo, `50 paise` of a rupee."""
    number = number_at(phrase, 0)
    if number is None or number.value >= count:
        return None
    counted, end = _units(phrase, number.length, small)
    return number.value / count if end == len(phrase) and counted else None


def _units(
    phrase: Sequence[Token], start: int, units: frozenset[str]
) -> tuple[frozenset[str], int]:
    """Which of some units stand here, and where they and the stops around them end."""
    found: set[str] = set()
    while start < len(phrase):
        known = trade_words().at(phrase, start)
        if known and known.concepts & units:
            found |= known.concepts & units
            start += known.length
        elif phrase[start].text in STOPS:
            start += 1
        else:
            break
    return frozenset(found), start
