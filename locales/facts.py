"""The typed things that a phrase can mention. No Babel here: the dialogue is pure and speaks in
facts; `locales.phrases` turns them into words, digits and dates of a language."""  # noqa: D205, D209

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Money:
    """Paise; shown as ₹1,23,456.50."""

    paise: int


@dataclass(frozen=True, slots=True)
class Quantity:
    """Thousandths of a unit (`kg`, `piece`, `bunch`); shown as 5.500 kg, 12 pieces."""

    milli: int
    unit: str


@dataclass(frozen=True, slots=True)
class Percent:
    """Basis points; shown as 5 % or -10 %."""

    bp: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name in both scripts; a missing Tamil one falls back to the English."""

    en: str
    ta: str


@dataclass(frozen=True, slots=True)
class Moment:
    """An aware moment; shown by the market's clock as 5:40 am."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Day:
    """A business date; shown as DD-MM-YYYY."""

    on: date


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase inside a phrase: its key and facts."""

    key: str
    facts: Mapping[str, "Fact"]


def of_lots(count: int) -> Phrase:
    """How many lots; where more were taken back than brought, how many of those."""
    return Phrase("lots_in_short" if count >= 0 else "lots_taken_back", {"n": abs(count)})


@dataclass(frozen=True, slots=True)
class Lines:
    """Phrases, one a line."""

    phrases: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Fits:
    """The first of these phrases that is short enough; the last one where none is.

    A message holds 1,600 characters: what does not fit is said shorter, never cut off.
    """

    phrases: tuple[Phrase, ...]
    limit: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's own words, or a code to be compared: longer than a name may be.

    Attributes:
        limit: characters; what is beyond is left out.
    """

    words: str
    limit: int = 200


Fact = str | int | Money | Quantity | Percent | Name | Moment | Day | Phrase | Lines | Fits | Quote
