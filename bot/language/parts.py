"""What the pieces of a line are: a farmer, a flower, a figure, a time, a day, a known word.

A line becomes a list of parts with nothing left out; what no room can explain stays as `Loose`,
so that an unknown word beside a write is asked about.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from fractions import Fraction


class Measure(StrEnum):
    """What a figure counts, as far as its neighbours tell."""

    BARE = "bare"
    WEIGHT = "weight"
    PIECES = "piece"
    BUNCHES = "bunch"
    OTHER = "other"
    MONEY = "money"
    RATE = "rate"


@dataclass(frozen=True, slots=True)
class Farmer:
    """Words that name a farmer; no codes when nobody has that code."""

    codes: tuple[str, ...]
    text: str
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Flower:
    """Words that name a flower.

    Attributes:
        is_generic: just "flower", which names none.
        namesake: farmers who bear the flower's name.
    """

    codes: tuple[str, ...]
    text: str
    is_generic: bool = False
    namesake: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts.

    Attributes:
        is_digits: bare digits, as a farmer's code might be typed.
        is_joined: it is glued to what stands before it (5kg*800*).
        is_grams: its unit was grams; the value is kilos all the same.
        is_tamil: it was said in Tamil words.
    """

    value: Fraction
    text: str
    measure: Measure = Measure.BARE
    is_digits: bool = False
    is_doubtful: bool = False
    is_joined: bool = False
    is_grams: bool = False
    is_tamil: bool = False

    @property
    def is_bare(self) -> bool:
        """Whether nothing tells what it counts."""
        return self.measure == Measure.BARE

    @property
    def is_money(self) -> bool:
        """Whether it is marked as rupees."""
        return self.measure == Measure.MONEY

    @property
    def is_price(self) -> bool:
        """Whether it is marked as rupees or as a rate."""
        return self.measure in (Measure.MONEY, Measure.RATE)


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day."""

    at: time
    text: str


@dataclass(frozen=True, slots=True)
class Day:
    """A date or a month; "" when it needs a calendar that is not at hand."""

    period: str
    text: str


@dataclass(frozen=True, slots=True)
class SlipNumber:
    """A settlement's number, as its slip has it: SET-2026-11-001."""

    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """A known phrase: what it may stand for, and the lists that have it.

    Attributes:
        is_joined: it is glued to what stands before it (320*rs*).
    """

    concepts: frozenset[str]
    text: str
    lists: frozenset[str] = frozenset()
    is_joined: bool = False


@dataclass(frozen=True, slots=True)
class Break:
    """A comma, semicolon, colon or line end."""

    text: str


@dataclass(frozen=True, slots=True)
class Loose:
    """A word or sign that nothing explains."""

    text: str


Part = Farmer | Flower | Figure | Clock | Day | SlipNumber | Word | Break | Loose


def stands_for(part: Part, *concepts: str) -> bool:
    """Whether a part is a known word for one of these."""
    return isinstance(part, Word) and not part.concepts.isdisjoint(concepts)
