"""One lot as it is stated, growing part by part.

Which parts belong to which lot is told by `lots`, what its figures come to by `items`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import time

from bot.language.measures.figures import CLOCK_LIKE
from bot.language.naming.names import Names
from bot.language.parts import (
    Clock,
    Farmer,
    Figure,
    Flower,
    Loose,
    Measure,
    Part,
    Word,
    stands_for,
)

LEAST_RATE = 20
"""Rupees; before a name and its flower, digits that would make a lower rate may be a code."""

TITLES = frozenset({"honorific", "oclock"})


@dataclass(slots=True)
class Lot:
    """One lot as stated.

    Attributes:
        is_carried: the farmer stands further up.
        is_by_heading: the flower stands in a heading.
        unnamed: how many figures stand before the farmer.
        figures: in order; the first `leading` of them stand before the flower.
        loose: what nothing explains, with the part that stands before it, or the unit behind it.
        titles: honorifics, and words that may be a name as well (மணி).
        is_coloured: a colour is said, and the flower may be another one: white rose.
    """

    farmer: Farmer | None = None
    is_carried: bool = False
    flower: Flower | None = None
    is_by_heading: bool = False
    unnamed: int = 0
    figures: list[Figure] = field(default_factory=list)
    leading: int = 0
    loose: list[tuple[str, Part | None]] = field(default_factory=list)
    adjustments: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    at: time | None = None
    is_coloured: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing of its own."""
        return (
            not self.figures
            and (self.flower is None or self.is_by_heading)
            and (self.farmer is None or self.is_carried)
        )


def lot_alone(parts: Iterable[Part]) -> Lot:
    """All parts of a message as one lot."""
    lot = Lot()
    for part in parts:
        put(lot, part, None)
    return lot


def put(lot: Lot, part: Part, last: Part | None) -> None:
    """Add a part to a lot, given the part before it."""
    match part:
        case Farmer():
            _put_farmer(lot, part)
        case Flower():
            _put_flower(lot, part, last)
        case Figure():
            is_parted = (
                isinstance(last, Farmer) and part.is_bare and any(f.is_bare for f in lot.figures)
            )
            is_sum = part.is_bare or part.is_money
            is_parted |= is_sum and bool(lot.figures) and _is_bonus(last)
            lot.figures.append(replace(part, is_doubtful=part.is_doubtful or is_parted))
            if lot.flower is None or lot.is_by_heading:
                lot.leading = len(lot.figures)
        case Clock():
            lot.at = part.at
        case Word():
            _put_word(lot, part)
        case Loose():
            lot.loose.append((part.text, last))
        case _:
            pass


def _is_bonus(part: Part | None) -> bool:
    """Whether it is a bonus; a sum behind it may be what that is worth, and no rate."""
    return part is not None and stands_for(part, "adj.bonus")


def _put_word(lot: Lot, word: Word) -> None:
    lot.adjustments.extend(
        concept.removeprefix("adj.")
        for concept in sorted(word.concepts)
        if concept.startswith("adj.")
    )
    lot.is_coloured |= "colour" in word.concepts
    if not word.concepts.isdisjoint(TITLES):
        lot.titles.append(word.text)


def _put_farmer(lot: Lot, farmer: Farmer) -> None:
    """A second name of the same lot must mean the same farmer."""
    if lot.farmer is None or lot.is_carried:
        lot.farmer, lot.is_carried, lot.unnamed = farmer, False, len(lot.figures)
        return
    both = tuple(code for code in lot.farmer.codes if code in farmer.codes)
    text = f"{lot.farmer.text} {farmer.text}"
    if len(both) == 1:
        lot.farmer = Farmer(both, text, is_sure=lot.farmer.is_sure or farmer.is_sure)
    else:
        either = tuple(dict.fromkeys((*lot.farmer.codes, *farmer.codes)))
        lot.farmer = Farmer(either, text, is_sure=False)


def _put_flower(lot: Lot, flower: Flower, last: Part | None) -> None:
    has_own = lot.flower is not None and not lot.is_by_heading
    if not flower.is_generic:
        lot.flower, lot.is_by_heading = flower, False
    elif lot.flower is None:
        lot.flower = flower
    elif has_own and isinstance(last, Figure) and last.measure == Measure.BARE and lot.figures:
        lot.figures[-1] = replace(lot.figures[-1], measure=Measure.PIECES)


def read_code(lot: Lot, names: Names) -> None:
    """`12 malli 5.5`, and `47 3.5` under a flower: the first bare digits are a farmer's code.

    Beside a farmer's name they are his code only where the weight is marked (`12 malli 5 kg`);
    else they may as well be a weight, and are doubtful.
    """
    if not _may_have_code(lot):
        return
    first, rest = lot.figures[0], lot.figures[1:]
    code = names.by_code("", first.text)
    is_weighed = any(not (figure.is_bare or figure.is_price) for figure in rest)
    is_named = lot.farmer is not None and not lot.is_carried
    is_list = lot.farmer is None or lot.is_by_heading or lot.farmer.text.isdecimal()
    if is_named:
        named = lot.farmer.codes if lot.farmer else ()
        is_code = code is not None and bool(named) and names.are_namesakes(code, named)
        is_taken = is_code and is_weighed
        rate = first if is_weighed else rest[0]
        is_odd = bool(lot.unnamed) and rate.is_bare and rate.value < LEAST_RATE
        is_doubtful = code is not None and not is_taken and (is_code or is_odd)
    else:
        is_taken = is_list or (code is not None and is_weighed)
        is_doubtful = code is not None and not is_taken
    if is_taken:
        lot.farmer = Farmer((code,) if code else (), first.text, is_sure=code is not None)
        lot.is_carried = False
        lot.figures, lot.leading = rest, lot.leading - 1
        _doubt_coded(lot, first)
    elif is_doubtful:
        lot.figures = [replace(first, is_doubtful=True), *rest]
        if lot.farmer and code and code not in lot.farmer.codes:
            text = f"{first.text} {lot.farmer.text}"
            lot.farmer = Farmer((*lot.farmer.codes, code), text, is_sure=False)


def _doubt_coded(lot: Lot, code: Figure) -> None:
    """A name that nobody bears behind a code tells of another person than the code does."""
    names = [word for word, before in lot.loose if before == code]
    if names:
        lot.farmer = Farmer((), " ".join((code.text, *names)), is_sure=False)
        lot.loose = [loose for loose in lot.loose if loose[1] != code]


def doubt_clock(lot: Lot) -> None:
    """`6.30 murugan malli 5`: before the names an hour or kilos, after them kilos or a rate."""
    if not 0 < lot.leading < len(lot.figures) or lot.at is not None:
        return
    first, *rest = lot.figures
    if first.is_bare and CLOCK_LIKE.fullmatch(first.text) and all(f.is_bare for f in rest):
        lot.figures = [replace(figure, is_doubtful=True) for figure in lot.figures]


def _may_have_code(lot: Lot) -> bool:
    """Whether bare digits stand before the flower, and a figure after them can be the weight."""
    is_after_flower = lot.leading == len(lot.figures) and not lot.is_by_heading
    if len(lot.figures) < 2 or not lot.leading or is_after_flower:  # noqa: PLR2004 - a code and a weight
        return False
    first, *rest = lot.figures
    return first.is_digits and first.is_bare and not all(figure.is_price for figure in rest)
