"""A day that takes more than one word: `24 may`, may24, மே 24, `date 5`, `3 days ago`.

The words are one date before anything else is read of the line, or its day would be taken for a
weight. Dates in figures alone (24/5) are cut out as tokens.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.language.measures.periods import date_of, day_of_month, weekday_of
from bot.language.parts import Break, Day, Figure, Part, Word, stands_for

LONGEST_MONTH = 31
YEARS = range(2000, 2100)
UNITS = ("kg", "gram", "unit.piece", "unit.bunch", "unit.other", "rupee", "at")
BETWEEN = ("-", ".", "/")
LONGEST_AGO = 400
"""Days; nobody counts further back."""


def dated(parts: Sequence[Part], today: date | None) -> list[Part]:
    """The parts with every date that is more than one of them made one."""
    return _with_months(_with_days(parts, today), today)


def _with_days(parts: Sequence[Part], today: date | None) -> list[Part]:
    """`date 5`, `3 days ago`, `last friday`: each read as its day."""
    read: list[Part] = []
    for position, part in enumerate(parts):
        mark = _behind_signs(read)
        before = read[mark] if mark is not None else None
        day: Day | None = None
        if isinstance(before, Figure) and stands_for(part, "days_ago"):
            day = _days_ago(before, today)
        elif before and stands_for(before, "date") and _day(parts, position):
            day = _of_month(part, today)
        elif before and stands_for(before, "last") and isinstance(part, Word) and today:
            weekday = weekday_of(part.concepts, today - timedelta(days=1))
            day = Day(weekday, part.text) if weekday else None
        if day:
            del read[mark:]
        read.append(day or part)
    return read


def _behind_signs(read: Sequence[Part]) -> int | None:
    """Where the last part stands, a colon or a hyphen behind it apart."""
    places = (i for i in reversed(range(len(read))) if not _is_sign(read[i]))
    return next(places, None)


def _is_sign(part: Part) -> bool:
    return (isinstance(part, Break) and part.text == ":") or (
        isinstance(part, Word) and part.text in BETWEEN
    )


def _days_ago(figure: Figure, today: date | None) -> Day | None:
    if figure.value.denominator != 1 or not 0 <= figure.value <= LONGEST_AGO:
        return None
    day = (today - timedelta(days=int(figure.value))).isoformat() if today else ""
    return Day(day, figure.text)


def _of_month(part: Part, today: date | None) -> Day | None:
    return (
        Day(day_of_month(int(part.value), today), part.text) if isinstance(part, Figure) else None
    )


def _with_months(parts: Sequence[Part], today: date | None) -> list[Part]:
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
