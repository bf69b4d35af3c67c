"""A day and its month beside each other: `24 may`, may24, 24th May 2026, மே 24.

The two are one date before anything else is read of the line, or its day would be taken for a
weight. Dates in figures alone (24/5) are cut out as tokens.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.language.parts import Day, Figure, Part, Word, stands_for
from bot.language.periods import date_of

LONGEST_MONTH = 31
YEARS = range(2000, 2100)
UNITS = ("kg", "gram", "unit.piece", "unit.bunch", "unit.other", "rupee", "at")
BETWEEN = ("-", ".", "/")


def dated(parts: Sequence[Part], today: date | None) -> list[Part]:
    """The parts with every day and month that stand together made one date.

    With a figure on either side of the month, the other one is doubtful; so is a day that the
    month does not have.
    """
    read: list[Part] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        position += 1
        month = _month(part)
        if not month:
            read.append(part)
            continue
        after = _day(parts, position)
        before = _behind(read)
        if after and before:
            read[before[1]] = replace(before[0], is_doubtful=True)
        figure = after or (before[0] if before else None)
        if figure is None:
            read.append(part)
            continue
        if not after and before:
            del read[before[1] :]
        position += 1 if after else 0
        year = _year(parts, position)
        position += 1 if year else 0
        typed = f"{figure.text}/{month}" + (f"/{year}" if year else "")
        period = date_of(typed, today)
        is_day = bool(period) or today is None
        text = f"{figure.text} {part.text}"
        read.append(Day(period, text) if is_day else replace(figure, is_doubtful=True))
    return read


def _month(part: Part) -> str:
    concepts = sorted(part.concepts) if isinstance(part, Word) else []
    return next((c.removeprefix("month.") for c in concepts if c.startswith("month.")), "")


def _day(parts: Sequence[Part], position: int) -> Figure | None:
    """A figure here that can be a day; one with a unit behind it is a weight."""
    figure = parts[position] if position < len(parts) else None
    following = parts[position + 1] if position + 1 < len(parts) else None
    is_counted = following is not None and stands_for(following, *UNITS)
    return figure if isinstance(figure, Figure) and _may_be_day(figure) and not is_counted else None


def _behind(read: Sequence[Part]) -> tuple[Figure, int] | None:
    """The day that ends what was read, and its place; `th` or a hyphen may stand between."""
    place = len(read) - 1
    while place >= 0 and isinstance(mark := read[place], Word) and _joins(mark):
        place -= 1
    figure = read[place] if place >= 0 else None
    return (figure, place) if isinstance(figure, Figure) and _may_be_day(figure) else None


def _joins(mark: Word) -> bool:
    return "ordinal" in mark.concepts or mark.text in BETWEEN


def _may_be_day(figure: Figure) -> bool:
    return figure.is_digits and figure.is_bare and 1 <= figure.value <= LONGEST_MONTH


def _year(parts: Sequence[Part], position: int) -> int | None:
    figure = parts[position] if position < len(parts) else None
    is_year = isinstance(figure, Figure) and figure.is_digits and figure.value in YEARS
    return int(figure.value) if is_year and isinstance(figure, Figure) else None
