"""What is said twice: of `5 kg, no, 6 kg` the last stands; `5 or 6 kg` may be either.

A figure that is put right in the same breath takes the place of the one it corrects, where the two
are near and a word for no or wrong stands between. Whatever else names two for one, `murugan or
mani`, `malli illa mullai`, அஞ்சு ஆறு கிலோ, is kept as either, and asked about.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.parts import Break, Farmer, Figure, Flower, Part, Word, stands_for

NO = ("no", "not", "wrong", "sorry")
RANGE = frozenset({"-", "to", "~", "/"})
SLASH, PLUS = "/", "+"
TIMES_NEAR, TIMES_FAR = 2, 10
"""How many times the other a figure may be, to put it right: among several, and if it is alone."""


def restated(parts: Sequence[Part]) -> list[Part]:
    """The parts of a line, what is said twice said once; a line without names is left alone."""
    if not any(isinstance(part, (Farmer, Flower)) for part in parts):
        return list(parts)
    read: list[Part] = []
    position = 0
    is_unsure = any(stands_for(part, "unsure") for part in parts)
    while position < len(parts):
        end = _behind_doubt(parts, position)
        once = None
        is_pair = is_unsure and not isinstance(parts[position], Figure)
        if end < len(parts) and (position < end or is_pair):
            once = _once(read, parts[end], parts[position:end])
        if once is None:
            read.append(parts[position])
        else:
            read = once
            position = end
        position += 1
    return _with_doubts(_without_ranges(read))


def _with_doubts(parts: Sequence[Part]) -> list[Part]:
    """`about 5 kg`, `5 kg approx`: how much it is has to be asked; so has a sum, for the rate."""
    read: list[Part] = []
    for place, part in enumerate(parts):
        beside = (*parts[max(place - 1, 0) : place], *parts[place + 1 : place + 2])
        is_about = any(stands_for(other, "about") for other in beside)
        if isinstance(part, Figure) and (is_about or _is_sum(parts, place, part)):
            read.append(replace(part, is_doubtful=True))
        else:
            read.append(part)
    return read


def _is_sum(parts: Sequence[Part], place: int, figure: Figure) -> bool:
    """`amount 4250`, `4250 rs total` beside a flower: what it comes to, and no rate."""
    before, after = parts[max(place - 1, 0) : place], parts[place + 1 : place + 2]
    is_named = any(stands_for(other, "amount") for other in (*before, *after))
    is_totalled = any(stands_for(other, "total") for other in after) and figure.is_money
    has_flower = any(isinstance(other, Flower) for other in parts)
    is_open = figure.is_bare or figure.is_price
    return has_flower and is_open and (is_named or is_totalled)


def _behind_doubt(parts: Sequence[Part], position: int) -> int:
    """Where the words for no, sorry, or that begin here end; signs may stand between them."""
    end = position
    for place in range(position, len(parts)):
        if _is_doubt(parts[place]):
            end = place + 1
        elif not _is_silent(parts[place]):
            break
    while end > position and end < len(parts) and _is_silent(parts[end]):
        end += 1
    return end


def _is_doubt(part: Part) -> bool:
    is_sign = isinstance(part, Word) and part.text in (SLASH, PLUS)
    return is_sign or stands_for(part, *NO, "or")


def _is_silent(part: Part) -> bool:
    return isinstance(part, Break) or stands_for(part, "noise", "aside", "honorific")


def _once(read: Sequence[Part], part: Part, between: Sequence[Part]) -> list[Part] | None:
    """What was read, with another part put to it; None when it says nothing again.

    A slash between two names is an or, between two figures it only parts them; with `+` it is the
    other way round.
    """
    if isinstance(part, Figure) and any(stands_for(mark, "not") for mark in between):
        return _without_denied(read, part)
    signs = {mark.text for mark in between if isinstance(mark, Word)} & {SLASH, PLUS}
    is_no = any(stands_for(mark, *NO) for mark in between)
    if signs == {SLASH if isinstance(part, Figure) else PLUS}:
        return None
    place = next((i for i in reversed(range(len(read))) if not _is_silent(read[i])), None)
    before = read[place] if place is not None else None
    merged: Part | None = None
    match before, part:
        case Farmer(), Farmer():
            codes = _both(before, part)
            is_sure = len(codes) == 1 and (before.is_sure or part.is_sure)
            merged = Farmer(codes, f"{before.text} {part.text}", is_sure)
        case Flower(), Flower():
            text = f"{before.text} {part.text}"
            merged = replace(before, codes=_both(before, part), text=text)
        case Figure(), Figure() if not is_no:
            measure = before.measure if part.is_bare else part.measure
            merged = replace(part, measure=measure, is_doubtful=True)
        case _, Figure() if is_no:
            return _put_right(read, part)
    return [*read[:place], merged] if merged else None


def _without_denied(read: Sequence[Part], figure: Figure) -> list[Part]:
    """`6 kg not 5.5`: the first stands; some say it the other way round, so it is asked about."""
    figures = _figures_of_lot(read)
    if not figures:
        return [*read, replace(figure, is_doubtful=True)]
    place = next(i for i, part in enumerate(read) if part is figures[-1])
    return [*read[:place], replace(figures[-1], is_doubtful=True), *read[place + 1 :]]


def _both(one: Farmer | Flower, other: Farmer | Flower) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one.codes, *other.codes)))


def _put_right(read: Sequence[Part], figure: Figure) -> list[Part] | None:
    """The figure in the place of the one it corrects; one that corrects none is doubtful."""
    figures = _figures_of_lot(read)
    if not figures:
        return None
    wrong = _corrected(figures, figure)
    if wrong is None:
        return [*read, replace(figure, is_doubtful=True)]
    place = next(i for i, part in enumerate(read) if part is wrong)
    measure = wrong.measure if figure.is_bare else figure.measure
    return [*read[:place], replace(figure, measure=measure), *read[place + 1 :]]


def _figures_of_lot(read: Sequence[Part]) -> list[Figure]:
    """The figures behind the last name, or all of them when none is behind it."""
    names = [i for i, part in enumerate(read) if isinstance(part, (Farmer, Flower))]
    behind = [p for p in read[names[-1] if names else 0 :] if isinstance(p, Figure)]
    return behind or [part for part in read if isinstance(part, Figure)]


def _corrected(figures: Sequence[Figure], figure: Figure) -> Figure | None:
    """Which of some figures another one corrects: the last of its own kind, else the near one."""
    same = [f for f in figures if not figure.is_bare and _is_like(f, figure)]
    if same:
        return same[-1]
    open_ones = [f for f in figures if f.is_bare or figure.is_bare]
    near = [f for f in open_ones if _times(f, figure) <= TIMES_NEAR]
    if len(near) == 1:
        return near[0]
    is_alone = len(open_ones) == 1 and _times(open_ones[0], figure) <= TIMES_FAR
    return open_ones[0] if is_alone else None


def _is_like(one: Figure, other: Figure) -> bool:
    return one.measure == other.measure or (one.is_price and other.is_price)


def _times(one: Figure, other: Figure) -> float:
    low, high = sorted((one.value, other.value))
    return float(high / low) if low > 0 else TIMES_FAR + 1.0


def _without_ranges(parts: Sequence[Part]) -> list[Part]:
    """`5 6 kg`, 5-6 kg, `5 to 6 kg`: one weight somewhere between, which is asked about."""
    read: list[Part] = []
    for part in parts:
        low = _low_end(read, part) if isinstance(part, Figure) else None
        if low is not None and isinstance(part, Figure):
            del read[low:]
            read.append(replace(part, is_doubtful=True))
        else:
            read.append(part)
    return read


def _low_end(read: Sequence[Part], high: Figure) -> int | None:
    """Where the lower figure stands of which this one is the higher; None when it is alone.

    `5,6 kg` may be a range as well, or five and six tenths.

    Bare digits that begin a line may be a farmer's code, and are no part of a range.
    """
    mark = read[-1] if read else None
    is_comma = isinstance(mark, Break) and mark.text == "," and high.is_joined
    is_said = is_comma or (isinstance(mark, Word) and mark.text.lower() in RANGE)
    place = len(read) - 2 if is_said else len(read) - 1
    low = read[place] if place >= 0 else None
    if not isinstance(low, Figure) or (place == 0 and low.is_digits):
        return None
    is_glued = isinstance(mark, Word) and mark.is_joined and high.is_joined
    is_of_prices = is_said and low.is_price and high.is_price
    is_counted = not (high.is_bare or high.is_price)
    is_open = is_counted or is_glued or (isinstance(mark, Word) and mark.text.lower() == "to")
    if not (is_of_prices or (low.is_bare and is_open)):
        return None
    is_range = low.value < high.value <= low.value * TIMES_NEAR
    return place if is_range or is_comma else None
