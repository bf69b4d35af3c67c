"""Headings: a farmer, a flower, a flower and its rate over the lots that follow.

A line without figures is one; so is what stands before a colon, and `Tuberose @ 65` over lines of
farmers and weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from bot.language.parts import Break, Farmer, Figure, Flower, Loose, Measure, Part

PRICED_BELOW = regex.compile("[fn]n")
"""How a line begins to which the rate of a heading may belong: a farmer or his code, a weight."""


@dataclass(slots=True)
class Heading:
    """What stands over the lines that follow, until another takes its place."""

    farmer: Farmer | None = None
    flower: Flower | None = None
    rate: Figure | None = None
    is_used: bool = True

    def read(self, head: Sequence[Part], *, is_alone: bool) -> None:
        """Take in what a heading names; one that is followed by lots on its line is not alone."""
        farmers = [part for part in head if isinstance(part, Farmer)]
        flowers = [part for part in head if isinstance(part, Flower) and not part.is_generic]
        loose = [part.text for part in head if isinstance(part, Loose)]
        was_over = None if self.is_used or self.farmer else self.flower
        if farmers:
            is_one = len({farmer.codes for farmer in farmers}) == 1
            self.farmer = farmers[0] if is_one else replace(farmers[0], is_sure=False)
            self.flower, self.rate = was_over, None
        elif loose and is_alone and not flowers:
            self.farmer = Farmer((), " ".join(loose), is_sure=False)
        if flowers:
            is_one = len({flower.codes for flower in flowers}) == 1
            self.flower = flowers[0] if is_one else replace(flowers[0], codes=())
            self.rate = next((part for part in head if isinstance(part, Figure)), None)
            if not farmers and not is_alone:
                self.farmer = None
        self.is_used = not (farmers or flowers)

    def goes_on(self, head: Sequence[Part]) -> bool:
        """Whether one more heading is of the same lot: a farmer, and his flower below."""
        has_farmer = any(isinstance(part, Farmer) for part in head)
        has_flower = any(isinstance(part, Flower) for part in head)
        is_of_farmer = self.farmer is not None and self.flower is None and not has_farmer
        is_of_flower = self.flower is not None and self.farmer is None and not has_flower
        return not self.is_used and (is_of_farmer or is_of_flower)


def head_and_body(
    line: Sequence[Part], below: Sequence[Sequence[Part]]
) -> tuple[list[Part], list[Part]]:
    """A line as a heading and what it holds besides; either may be empty.

    Args:
        line: without list numbers and totals.
        below: the lines that follow.
    """
    if not any(isinstance(part, Figure) for part in line):
        return list(line), []
    if head := _with_rate(line, next((other for other in below if other), ())):
        return head, []
    for place, part in enumerate(line):
        if isinstance(part, Break) and part.text == ":":
            head, body = list(line[:place]), list(line[place + 1 :])
            names_something = any(isinstance(p, (Farmer, Flower)) for p in head)
            if names_something and not any(isinstance(p, Figure) for p in head):
                return head, body
            if head := _with_rate(head, body):
                return head, body
    return [], list(line)


def _with_rate(head: Sequence[Part], below: Sequence[Part]) -> list[Part]:
    """A flower and its rate over what is below, the figure read as a rate; else nothing.

    A bare figure may also be the sum of what is below, and is doubtful.
    """
    figures = [part for part in head if isinstance(part, Figure)]
    flowers = {part.codes for part in head if isinstance(part, Flower)}
    has_farmer = any(isinstance(part, Farmer) for part in head)
    if len(figures) != 1 or len(flowers) != 1 or has_farmer:
        return []
    rate = figures[0]
    if not (rate.is_bare or rate.is_price) or not PRICED_BELOW.match(pattern_of(below)):
        return []
    told = replace(rate, measure=Measure.RATE, is_doubtful=rate.is_doubtful or rate.is_bare)
    return [told if part is rate else part for part in head]


def pattern_of(parts: Sequence[Part]) -> str:
    """The order of farmers, flowers and figures: `fln` is murugan malli 5."""
    letters = {Farmer: "f", Flower: "l", Figure: "n"}
    return "".join(letters.get(type(part), "") for part in parts)
