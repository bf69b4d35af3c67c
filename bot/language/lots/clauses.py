"""A line cut where a lot may end: at semicolons, else at commas and `and`.

One lot with commas stays whole, and a rate behind a comma belongs to the lot before it:
`sekar malli 5 kg, rate 850`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.language.lots.headings import pattern_of
from bot.language.parts import Break, Farmer, Figure, Flower, Loose, Part, stands_for

SLOTS = 2
"""Figures that one lot can hold: a quantity and a rate."""


def clauses(line: Sequence[Part]) -> Iterator[list[Part]]:
    """The line in pieces that hold a lot each, or several without a mark between them."""
    ends = [i for i, part in enumerate(line) if isinstance(part, Break) and part.text == ";"]
    if ends:
        for start, end in zip((0, *(i + 1 for i in ends)), (*ends, len(line)), strict=True):
            yield from clauses(line[start:end])
        return
    if _is_one(line):
        yield _whole(line)
        return
    clause: list[Part] = []
    for place, part in enumerate(line):
        is_end = (isinstance(part, Break) and part.text != ":") or stands_for(part, "and")
        if is_end and not _is_priced_behind(clause, line[place + 1 :]):
            yield clause
            clause = []
        elif not is_end:
            clause.append(part)
    yield clause


def _is_one(line: Sequence[Part]) -> bool:
    """Whether the line can hold one lot only; the word flower is a label where another stands."""
    pattern = pattern_of(line)
    flowers = [part for part in line if isinstance(part, Flower)]
    named = [flower for flower in flowers if not flower.is_generic]
    count = len(named) if named else len(flowers)
    return max(pattern.count("f"), count) <= 1 and pattern.count("n") <= SLOTS


def _is_priced_behind(clause: Sequence[Part], behind: Sequence[Part]) -> bool:
    """Whether the next figure can only be the price of the lot so far, and not of the next one."""
    figures = [part for part in clause if isinstance(part, Figure)]
    telling = [i for i, part in enumerate(behind) if _tells(part)]
    price = behind[telling[0]] if telling else None
    if not figures or figures[-1].is_price or not isinstance(price, Figure):
        return False
    is_of_all = any(stands_for(part, "all") for part in behind[: telling[0]])
    after = behind[telling[0] + 1 :]
    is_next_flowers = bool(after) and isinstance(after[0], Flower)
    return price.is_price and not (is_of_all or is_next_flowers)


def _tells(part: Part) -> bool:
    return isinstance(part, (Break, Farmer, Figure, Flower, Loose))


def _whole(line: Sequence[Part]) -> list[Part]:
    """One lot; of two bare figures with a comma between them the second may be a rate, or not."""
    parts: list[Part] = []
    for part, before in zip(line, (None, *line), strict=False):
        if isinstance(part, Figure) and part.is_bare and isinstance(before, Break):
            has_figure = any(isinstance(p, Figure) and p.is_bare for p in parts)
            part = replace(part, is_doubtful=part.is_doubtful or has_figure)  # noqa: PLW2901 - the figure, told
        if not isinstance(part, Break):
            parts.append(part)
    return parts
