"""What each figure of a line counts: kilos, rupees, a rate, an hour; told by its neighbours.

Two bare numbers after a flower are quantity, then rate; that is decided where the lots are made
(`lots`). Here the marks that override position are read: units, @, ₹, விலை, -க்கு, மணி.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from fractions import Fraction

from bot.language.parts import Break, Clock, Day, Figure, Measure, Part, Word, stands_for
from bot.language.periods import day_of_month

UNITS = {
    "kg": Measure.WEIGHT,
    "gram": Measure.WEIGHT,
    "unit.piece": Measure.PIECES,
    "unit.bunch": Measure.BUNCHES,
    "unit.other": Measure.OTHER,
}
GRAMS = 1000
HOURS = 24
NOON = 12


def measured(parts: Sequence[Part], today: date | None) -> list[Part]:
    """The parts with every figure joined to its unit or mark."""
    return _joined_weights(_with_marks_before(_with_marks_after(list(parts), today)))


def _with_marks_after(parts: list[Part], today: date | None) -> list[Part]:
    """Figures take what follows them: a unit, rupees, `ku`, `per kg`, o'clock, `th`."""
    read: list[Part] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        position += 1
        if isinstance(part, (Figure, Clock)):
            while position < len(parts) and (marked := _marked(part, parts[position], today)):
                part = marked
                position += 1
        read.append(part)
    return read


def _marked(part: Part, mark: Part, today: date | None) -> Part | None:
    """A figure with the mark that follows it; None when that is no mark of it."""
    if isinstance(part, Clock):
        return _clock(part.at, mark, part.text) if stands_for(mark, "am", "pm", "oclock") else None
    if not isinstance(part, Figure):
        return None
    if stands_for(mark, "oclock", "am", "pm"):
        at = _hour(part)
        return _clock(at, mark, f"{part.text} {mark.text}") if at else None
    if stands_for(mark, "ordinal"):
        is_day = part.is_digits and 1 <= part.value <= 31  # noqa: PLR2004 - days of a month
        return Day(day_of_month(int(part.value), today), part.text) if is_day else None
    if stands_for(mark, "per", "dative") and part.measure in (Measure.BARE, Measure.MONEY):
        return replace(part, measure=Measure.RATE)
    if stands_for(mark, "rupee") and part.measure == Measure.BARE:
        return replace(part, measure=Measure.MONEY)
    if part.measure == Measure.BARE and isinstance(mark, Word):
        return _counted(part, mark)
    return None


def _counted(figure: Figure, unit: Word) -> Figure | None:
    for concept, measure in UNITS.items():
        if concept in unit.concepts:
            is_grams = concept == "gram"
            value = figure.value / GRAMS if is_grams else figure.value
            text = f"{figure.text} {unit.text}"
            return replace(figure, value=value, measure=measure, text=text, is_grams=is_grams)
    return None


def _hour(figure: Figure) -> time | None:
    """5, 6.30 or 18 as an hour; None when no clock shows it."""
    whole, _, minutes = figure.text.partition(".")
    if not figure.value.denominator == 1 and len(minutes) != 2:  # noqa: PLR2004 - digits of minutes
        return time(int(figure.value), 30) if figure.value % 1 == Fraction(1, 2) else None
    hour = int(whole) if whole.isdecimal() else int(figure.value)
    minute = int(minutes) if minutes.isdecimal() else 0
    return time(hour, minute) if 0 <= hour < HOURS and minute < 60 else None  # noqa: PLR2004 - minutes


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
        if isinstance(part, Figure) and part.measure in (Measure.BARE, Measure.MONEY):
            mark = _mark_before(read)
            if mark is not None and stands_for(read[mark], "rate", "per", "at"):
                part = replace(part, measure=Measure.RATE)  # noqa: PLW2901 - the figure, told
            elif mark is not None and stands_for(read[mark], "rupee"):
                part = replace(part, measure=Measure.MONEY)  # noqa: PLW2901 - likewise
            if mark is not None and not stands_for(read[mark], "rate"):
                del read[mark:]
        elif _is_rate_alone(parts, position) and read and _is_bare(read[-1]):
            read[-1] = replace(read[-1], measure=Measure.RATE)
        read.append(part)
    return read


def _mark_before(read: Sequence[Part]) -> int | None:
    """Where the mark stands that the next figure belongs to: at once before it, signs apart."""
    for position in range(len(read) - 1, max(len(read) - 4, -1), -1):
        part = read[position]
        if stands_for(part, "rate", "per", "at", "rupee"):
            return position
        if not isinstance(part, Break) and not stands_for(part, "noise"):
            return None
        if isinstance(part, Break) and part.text != ":":
            return None
    return None


def _is_rate_alone(parts: Sequence[Part], position: int) -> bool:
    """`320 rate`: the word follows its figure, and no other figure follows the word."""
    following = parts[position + 1] if position + 1 < len(parts) else None
    return stands_for(parts[position], "rate", "at") and not isinstance(following, Figure)


def _is_bare(part: Part) -> bool:
    return isinstance(part, Figure) and part.measure in (Measure.BARE, Measure.MONEY)


def _joined_weights(parts: list[Part]) -> list[Part]:
    """`2 kilo 250 gram` and 5kg800 are one weight; `kg 5` is 5 kg."""
    read: list[Part] = []
    for part in parts:
        last = read[-1] if read else None
        if isinstance(part, Figure) and isinstance(last, Figure) and last.measure == Measure.WEIGHT:
            is_grams, value = part.is_grams, part.value
            if part.measure == Measure.BARE and part.is_joined and part.is_digits:
                is_grams, value = True, part.value / GRAMS
            if is_grams and value < 1 and last.value.denominator == 1:
                read[-1] = replace(last, value=last.value + value, text=f"{last.text} {part.text}")
                continue
        if isinstance(part, Figure) and part.measure == Measure.BARE and stands_for_kg(last):
            part = replace(part, measure=Measure.WEIGHT)  # noqa: PLW2901 - the figure, told
            read.pop()
        read.append(part)
    return read


def stands_for_kg(part: Part | None) -> bool:
    """Whether a unit stands alone, before its figure."""
    return part is not None and stands_for(part, "kg")
