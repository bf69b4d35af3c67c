"""The price of one: `15 muzham, oru muzham 30`, `5 kg, 1 kg 850`.

One of a unit with a price behind it is no second quantity where the quantity has been told, nor
where a rate is spoken of and nobody brought anything.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.parts import Break, Farmer, Figure, Flower, Measure, Part, stands_for


def with_unit_prices(parts: Sequence[Part]) -> list[Part]:
    """The parts with every price of one read as a rate."""
    read: list[Part] = []
    is_of_rates = not any(isinstance(part, Farmer) for part in parts) and any(
        stands_for(part, "rate") for part in parts
    )
    for part in parts:
        one = _one_before(read)
        is_priced = one is not None and (is_of_rates or quantities(read[:one]))
        if is_priced and isinstance(part, Figure) and (part.is_bare or part.is_money):
            del read[one:]
            read.append(replace(part, measure=Measure.RATE))
        else:
            read.append(part)
    return read


def is_one(figure: Figure) -> bool:
    """Whether it is one of a unit: `1 kg`, oru kattu."""
    return figure.value == 1 and not (figure.is_bare or figure.is_price or figure.is_grams)


def quantities(read: Sequence[Part]) -> list[Figure]:
    """The figures that count the last lot's goods, as long as it has no price.

    They stand behind its name, or before it in a line with one flower.
    """
    names = [i for i, part in enumerate(read) if isinstance(part, (Farmer, Flower))]
    figures = [p for p in read[names[-1] if names else 0 :] if isinstance(p, Figure)]
    if not figures and sum(isinstance(part, Flower) for part in read) <= 1:
        figures = [part for part in read if isinstance(part, Figure)]
    if any(figure.is_price for figure in figures):
        return []
    return [figure for figure in figures if not figure.is_bare]


def _one_before(read: Sequence[Part]) -> int | None:
    """Where one of a unit stands that the next figure is the price of."""
    for place in reversed(range(len(read))):
        part = read[place]
        if isinstance(part, Figure):
            return place if is_one(part) else None
        if isinstance(part, Break) or not stands_for(part, "noise", "aside"):
            return None
    return None
