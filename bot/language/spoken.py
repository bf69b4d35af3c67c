"""A phrase that is one number from end to end, alone or with its unit: `ரெண்டரை கிலோ`, Rs 90.

The value is in the unit that is named first: `2 kilo 250 gram` is 2.25. Two numbers, an ordinal,
a date or any other word make a phrase that has no value.
"""

from collections.abc import Sequence
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

from bot.language.fold import fold
from bot.language.numbers import number_at
from bot.language.tokens import Kind, Token, lines_of
from bot.language.words import trade_words

RUPEE = frozenset({"rupee"})
WEIGHT = frozenset({"kg", "per"})
GRAMS = frozenset({"gram"})
UNITS = frozenset({"unit.piece", "unit.bunch", "unit.other", "dative"}) | RUPEE | WEIGHT | GRAMS
STOPS = (".", ",", "!", ":", "=")
"""What voice typing and ledgers put around a number, and is not part of it."""

PER_KILO = 1000


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
    _, start = _units(phrase, 0, RUPEE)
    number = number_at(phrase, start)
    if number is None:
        return None
    units, end = _units(phrase, start + number.length, UNITS)
    grams = number_at(phrase, end) if units & WEIGHT else None
    if grams is None:
        return number.value if end == len(phrase) else None
    counted, end = _units(phrase, end + grams.length, GRAMS)
    is_part = grams.value < PER_KILO and number.value.denominator == 1
    is_weight = is_part and (counted or _is_glued(phrase[end - grams.length : end]))
    return number.value + grams.value / PER_KILO if is_weight and end == len(phrase) else None


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


def _is_glued(figures: Sequence[Token]) -> bool:
    """The grams of 5kg800."""
    return len(figures) == 1 and figures[0].kind == Kind.NUMBER and figures[0].is_joined
