"""A whole message as its parts, and the few things that every rule asks about it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import regex

from bot.language.measures.periods import period_of
from bot.language.parts import Day, Farmer, Figure, Flower, Loose, Measure, Part, Word
from bot.language.vocabulary.talk import is_talk
from bot.language.wants.tongue import language_of

DAYS = ("today", "yesterday")
ONE_DAY = regex.compile(r"\d{4}-\d{2}-\d{2}")
LONGEST_AGO = 300
"""Days; a date that lies further back, `30/11` in October, more likely is still to come."""

TALK = 4
"""So many words that nothing explains make a message talk, whatever else it holds; one fewer where
it names no farmer."""


@dataclass(frozen=True)
class Message:
    """The lines of a message, read.

    Attributes:
        lines: each line's parts, in order.
        folded: the text they were read from.
        today: the business day, for dates that leave their year out.
        spoken: its words, before any was taken for a figure's unit or put right.
    """

    lines: Sequence[Sequence[Part]]
    folded: str
    today: date | None
    spoken: Sequence[Part] = ()

    @cached_property
    def parts(self) -> list[Part]:
        """All parts, in order."""
        return [part for line in self.lines for part in line]

    @cached_property
    def concepts(self) -> frozenset[str]:
        """Everything that its known words may stand for."""
        words = (part.concepts for part in self.parts if isinstance(part, Word))
        return frozenset().union(*words)

    def says(self, *concepts: str) -> bool:
        """Whether any of its words may stand for one of these."""
        return not self.concepts.isdisjoint(concepts)

    @cached_property
    def farmers(self) -> list[Farmer]:
        """The farmers it names."""
        return [part for part in self.parts if isinstance(part, Farmer)]

    @cached_property
    def flowers(self) -> list[Flower]:
        """The flowers it names, `flower` itself left out."""
        return [p for p in self.parts if isinstance(p, Flower) and not p.is_generic]

    @property
    def names_a_flower(self) -> bool:
        """Whether it names one, or says `flower` itself."""
        return any(isinstance(part, Flower) for part in self.parts)

    @cached_property
    def figures(self) -> list[Figure]:
        """Its figures; hours and dates are none."""
        return [part for part in self.parts if isinstance(part, Figure)]

    @cached_property
    def loose(self) -> list[str]:
        """What nothing explains."""
        return [part.text for part in self.parts if isinstance(part, Loose)]

    @cached_property
    def is_mostly_strange(self) -> bool:
        """Whether more of it is unexplained than its figures or its names can make up for."""
        named = [part for part in self.parts if isinstance(part, Farmer | Flower) and part.codes]
        strange = len(self.loose) + sum(1 for farmer in self.farmers if not farmer.codes)
        least = TALK if any(isinstance(part, Farmer) for part in named) else TALK - 1
        return strange >= least and strange > min(len(self.figures), len(named))

    @property
    def speaks_of_other_things(self) -> bool:
        """Whether it says a word of everyday talk."""
        return any(is_talk(word) for word in self.loose)

    @property
    def names_somebody(self) -> bool:
        """Whether it names a farmer of the shop, or several that bear the name."""
        return any(farmer.codes for farmer in self.farmers)

    @property
    def has_weight(self) -> bool:
        """Whether a figure counts goods by its own unit."""
        return any(
            figure.measure in (Measure.WEIGHT, Measure.PIECES, Measure.BUNCHES, Measure.OTHER)
            for figure in self.figures
        )

    @property
    def asks(self) -> bool:
        """Whether it asks: a question word or mark."""
        return self.says("ask", "question")

    @cached_property
    def period(self) -> str | None:
        """The day, week or month that it names, the first of them."""
        return next((period for period in self._periods() if period), None)

    @property
    def has_no_such_day(self) -> bool:
        """Whether it names a day that no calendar has: 31/2."""
        days = (part for part in self.parts if isinstance(part, Day))
        return self.today is not None and any(not day.period for day in days)

    @property
    def has_no_one_day(self) -> bool:
        """Whether it speaks of a week or a month, of a day to come, or of one long past."""
        if self.period is None or self.period in DAYS:
            return False
        if not ONE_DAY.fullmatch(self.period):
            return True
        if self.today is None:
            return False
        days = (self.today - date.fromisoformat(self.period)).days
        return not 0 <= days <= LONGEST_AGO

    def _periods(self) -> Iterator[str]:
        for part in self.parts:
            if isinstance(part, Day):
                yield part.period
            elif isinstance(part, Word):
                yield period_of(part.concepts, self.today)

    @cached_property
    def language(self) -> str:
        """`ta` where Tamil script dominates, `tanglish` for Tamil words in Latin, else `en`."""
        return language_of(self.folded, self.spoken)
