"""What each figure of a line counts: kilos, rupees, a rate, an hour; told by its neighbours.

Two bare numbers after a flower are quantity, then rate; that is decided where the lots are made
(`lots`). Here the marks that override position are read: units, @, ₹, விலை, -க்கு, மணி.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

import regex

from bot.language.measures.articles import without_article
from bot.language.measures.dates import LONGEST_MONTH, dated
from bot.language.measures.paise import with_paise
from bot.language.measures.periods import day_of_month
from bot.language.measures.restated import restated
from bot.language.measures.unit_prices import with_unit_prices
from bot.language.measures.weights import counted, joined_weights
from bot.language.parts import Break, Clock, Day, Figure, Measure, Part, Word, stands_for

CLOCK_LIKE = regex.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
BEFORE_FIGURE = frozenset({"₹", "௹", "rs", "inr", "re"})
"""Rupees as they are written before the figure; ரூபாய் follows it."""

TIMES = ("x", "*", "×")
LEAST_TIMES = 20
"""Rupees; behind a times sign a smaller figure may count lots: `5 kg x2`."""

HOURS, MINUTES, MINUTE_DIGITS = 24, 60, 2
NOON = 12


def measured(parts: Sequence[Part], today: date | None) -> list[Part]:
    """The parts with every figure joined to its unit or mark."""
    parts = without_article(parts)
    marked = _of_evening(_with_marks_after(with_paise(dated(parts, today)), today))
    return restated(with_unit_prices(joined_weights(_with_marks_before(marked))))


def _with_marks_after(parts: list[Part], today: date | None) -> list[Part]:
    """Figures take what follows them: a unit, rupees, `ku`, `per kg`, o'clock, `th`."""
    read: list[Part] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        position += 1
        if isinstance(part, Figure) and _is_plus(parts[position : position + 2]):
            part = replace(part, is_doubtful=True)
            position += 1
        while (
            isinstance(part, (Figure, Clock))
            and position < len(parts)
            and not _belongs_to_next(parts, position)
            and (marked := _marked(part, parts[position], today))
        ):
            part = marked
            position += 1
        read.append(part)
    return read


def _is_plus(behind: Sequence[Part]) -> bool:
    """Whether a figure is only the least: `5+ kg`."""
    match behind:
        case [Word(text="+", is_joined=True), Word() as unit]:
            return stands_for(unit, "kg", "gram", "unit.piece", "unit.bunch", "unit.other")
        case _:
            return False


def _of_evening(parts: list[Part]) -> list[Part]:
    """`evening 4 o'clock` is 16:00; so is `4 o'clock evening`."""
    read: list[Part] = []
    for place, part in enumerate(parts):
        beside = (*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2])
        is_late = any(stands_for(other, "day.evening") for other in beside)
        if isinstance(part, Clock) and is_late and part.at.hour < NOON:
            read.append(replace(part, at=part.at.replace(hour=part.at.hour + NOON)))
        else:
            read.append(part)
    return read


def _marked(part: Figure | Clock, mark: Part, today: date | None) -> Part | None:
    """A figure with the mark that follows it; None when that is no mark of it."""
    if not isinstance(mark, Word):
        return None
    if stands_for(mark, "oclock", "am", "pm"):
        at = part.at if isinstance(part, Clock) else _hour(part)
        return _clock(at, mark, f"{part.text} {mark.text}") if at else None
    if isinstance(part, Clock):
        return None
    if stands_for(mark, "ordinal", "date"):
        is_day = part.is_digits and 1 <= part.value <= LONGEST_MONTH
        return Day(day_of_month(int(part.value), today), part.text) if is_day else None
    return _priced(part, mark) or (counted(part, mark) if part.is_bare else None)


def _belongs_to_next(parts: Sequence[Part], position: int) -> bool:
    """Whether a mark between two figures is the second's: `5.5 Rs.320`, `100 each 8`."""
    mark = parts[position]
    following = parts[position + 1 : position + 3]
    if stands_for(mark, "each"):
        return bool(following) and isinstance(following[0], Figure)
    if not isinstance(mark, Word) or "rupee" not in mark.concepts:
        return False
    if following and stands_for(following[0], "noise", "aside"):
        return len(following) > 1 and isinstance(following[1], Figure)
    is_before_figure = bool(following) and isinstance(following[0], Figure)
    return is_before_figure and not mark.is_joined and mark.text.lower() in BEFORE_FIGURE


def _priced(figure: Figure, mark: Word) -> Figure | None:
    if figure.value < 1 and stands_for(mark, "per") and mark.text.lower().startswith("a "):
        return replace(figure, measure=Measure.WEIGHT)
    if stands_for(mark, "per", "each", "dative") and (figure.is_bare or figure.is_money):
        return replace(figure, measure=Measure.RATE)
    if stands_for(mark, "rupee") and figure.is_bare:
        return replace(figure, measure=Measure.MONEY)
    return None


def _hour(figure: Figure) -> time | None:
    """5, 6.30 or ஆறரை as an hour; None when no clock shows it."""
    whole, _, minutes = figure.text.partition(".")
    if minutes and len(minutes) != MINUTE_DIGITS:
        return None
    hour, part = divmod(figure.value, 1)
    minute = int(minutes) if minutes.isdecimal() and whole.isdecimal() else int(part * MINUTES)
    return time(int(hour), minute) if 0 <= hour < HOURS and minute < MINUTES else None


def _clock(at: time, mark: Part, text: str) -> Clock:
    if stands_for(mark, "pm") and at.hour < NOON:
        at = at.replace(hour=at.hour + NOON)
    if stands_for(mark, "am") and at.hour == NOON:
        at = at.replace(hour=0)
    return Clock(at, text)


def _with_marks_before(parts: list[Part]) -> list[Part]:
    """Figures take what stands before them: ₹, @, `rate`, `per kg`; `rate` also what it follows."""
    read: list[Part] = []
    for position, part in enumerate(parts):
        if isinstance(part, Figure) and read and stands_for(read[-1], "minus"):
            part = replace(part, value=-part.value)  # noqa: PLW2901 - the figure, told
            read.pop()
        if isinstance(part, Figure) and (part.is_bare or part.is_money):
            mark = _mark_before(read)
            if mark is not None and stands_for(read[mark], "rate", "per", "each", "at"):
                is_hour = CLOCK_LIKE.fullmatch(part.text) and _is_word(read[mark], "at")
                is_times = part.value < LEAST_TIMES and _is_word(read[mark], *TIMES)
                is_doubtful = part.is_doubtful or bool(is_hour) or is_times
                part = replace(part, measure=Measure.RATE, is_doubtful=is_doubtful)  # noqa: PLW2901 - the figure, told
            elif mark is not None and stands_for(read[mark], "rupee"):
                is_doubtful = part.is_doubtful or _is_between(read, mark, part)
                part = replace(part, measure=Measure.MONEY, is_doubtful=is_doubtful)  # noqa: PLW2901 - likewise
            if mark is not None and not stands_for(read[mark], "rate"):
                del read[mark:]
        elif read and isinstance(last := read[-1], Figure) and _is_rate_alone(parts, position):
            read[-1] = _at_rate(last)
        read.append(part)
    return read


def _is_word(part: Part, *texts: str) -> bool:
    return isinstance(part, Word) and part.text.lower() in texts


def _at_rate(figure: Figure) -> Figure:
    return replace(figure, measure=Measure.RATE) if figure.is_bare or figure.is_money else figure


def _is_between(read: Sequence[Part], mark: int, figure: Figure) -> bool:
    """`320 rs 5.5`: as kilos at a rate it would be odd, and may be a rate and kilos."""
    before = read[mark - 1] if mark else None
    is_spaced = mark == len(read) - 1 and not figure.is_joined and read[mark].text.isalpha()
    is_odd = isinstance(before, Figure) and before.is_bare and before.value > figure.value
    return is_spaced and is_odd


def _mark_before(read: Sequence[Part]) -> int | None:
    """Where the mark stands that the next figure belongs to: at once before it, signs apart."""
    for position in range(len(read) - 1, max(len(read) - 4, -1), -1):
        part = read[position]
        if stands_for(part, "rate", "per", "each", "at", "rupee"):
            return position
        if not isinstance(part, Break) and not stands_for(part, "noise", "aside"):
            return None
        if isinstance(part, Break) and part.text != ":":
            return None
    return None


def _is_rate_alone(parts: Sequence[Part], position: int) -> bool:
    """`320 rate`: the word follows its figure, and no other figure follows the word."""
    following = parts[position + 1] if position + 1 < len(parts) else None
    return stands_for(parts[position], "rate") and not isinstance(following, Figure)
