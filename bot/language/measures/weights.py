"""What a unit makes of a figure: `2 kilo 250 gram` is one weight, `kg 5` is 5 kg, `kg 850` a price.

A unit before its figure counts it, unless the quantity has been told in that unit: then the figure
is the price of one.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.measures.unit_prices import quantities
from bot.language.parts import Figure, Measure, Part, Word, stands_for

UNITS = {
    "kg": Measure.WEIGHT,
    "gram": Measure.WEIGHT,
    "unit.piece": Measure.PIECES,
    "unit.bunch": Measure.BUNCHES,
    "unit.other": Measure.OTHER,
}
GRAMS = 1000
HEAVY, HEAVIEST = 50, 500
"""Kilos: `kilo 60` may be a weight or the price of one, `kilo 900` can only be a price."""


def counted(figure: Figure, unit: Word) -> Figure | None:
    """The figure as so many of a unit; None when the word is none."""
    for concept, measure in UNITS.items():
        if concept in unit.concepts:
            is_grams = concept == "gram"
            value = figure.value / GRAMS if is_grams else figure.value
            text = f"{figure.text} {unit.text}"
            return replace(figure, value=value, measure=measure, text=text, is_grams=is_grams)
    return None


def joined_weights(parts: Sequence[Part]) -> list[Part]:
    """The parts with grams put to their kilos, and figures to the unit before them."""
    read: list[Part] = []
    is_of_rates = any(stands_for(part, "rate") for part in parts)
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        last = read[-1] if read else None
        kilos = read[-2] if len(read) > 1 and last and stands_for(last, "and") else last
        if isinstance(part, Figure) and isinstance(kilos, Figure):
            grams = _grams_behind(kilos, part, following)
            if grams is not None:
                text = f"{kilos.text} {part.text}"
                del read[-1 if kilos is last else -2 :]
                read.append(replace(kilos, value=kilos.value + grams.value, text=text))
                continue
        if isinstance(part, Figure) and part.is_bare and isinstance(last, Word):
            behind = _behind_unit(part, last, read, is_of_rates=is_of_rates)
            if behind:
                read[-1] = behind
                continue
        read.append(part)
    return read


def _is_price(part: Part | None) -> bool:
    """Whether a figure can be the rate, so that the one before it is none."""
    return isinstance(part, Figure) and (part.is_bare or part.is_price)


def _grams_behind(kilos: Figure, figure: Figure, following: Part | None) -> Figure | None:
    """The grams that belong to whole kilos before them.

    Glued on without their unit they are the rate (5kg800), unless another one follows (2kg250 850).
    """
    if figure.is_bare and figure.is_joined and figure.is_digits and _is_price(following):
        figure = replace(figure, is_grams=True, value=figure.value / GRAMS)
    is_whole = kilos.measure == Measure.WEIGHT and kilos.value.denominator == 1
    return figure if is_whole and figure.is_grams and 0 < figure.value < 1 else None


def _behind_unit(
    figure: Figure, unit: Word, read: Sequence[Part], *, is_of_rates: bool
) -> Figure | None:
    goods = counted(figure, unit)
    if goods is None:
        return None
    is_told = any(told.measure == goods.measure for told in quantities(read))
    is_of_kilos = goods.measure == Measure.WEIGHT and not goods.is_grams
    is_price = is_of_kilos and (is_of_rates or figure.value > HEAVIEST)
    if is_price or (is_told and not goods.is_grams):
        return replace(figure, measure=Measure.RATE)
    is_doubtful = figure.is_doubtful or (is_of_kilos and figure.value > HEAVY)
    return replace(goods, is_doubtful=is_doubtful)
