"""Lines of parts → lots as they were stated: who, which flower, what figures belong together.

A new flower or farmer begins a new lot. A farmer named once carries on to the flowers after him, a
flower in a heading to the farmers after it; a bare number before the flower may be a farmer's
code. What the figures come to is told by `items`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

import regex

from bot.language.lots.beside import lots_alone
from bot.language.lots.clauses import SLOTS, clauses
from bot.language.lots.headings import Heading, head_and_body, pattern_of
from bot.language.lots.lot import Lot, doubt_clock, put, read_code
from bot.language.lots.shared import with_shared
from bot.language.measures.weights import UNITS
from bot.language.naming.names import Names
from bot.language.parts import (
    Farmer,
    Figure,
    Flower,
    Loose,
    Measure,
    Part,
    stands_for,
)

SHARING = regex.compile(r"lf|l(?:nf){2,}$")
"""A flower over several farmers: `malli murugan 5 selvi 3`, `malli 5 murugan 3 selvi`."""

QUANTITY_FIRST = regex.compile(r"f?(?:n+l)+")
"""Farmer, then figures before each flower: `murugan 5 malli 3 roja`."""


def lots_of(lines: Sequence[Sequence[Part]], names: Names) -> list[Lot]:
    """All lots of a message, in order."""
    heading = Heading()
    lots: list[Lot] = []
    alone = lots_alone(lines)
    for place, line in enumerate(alone):
        head, body = head_and_body(line, alone[place + 1 :])
        if head:
            if not heading.goes_on(head):
                _unused(heading, lots)
            heading.read(head, is_alone=not body)
        if body:
            style = _Style.of(body)
            stated = [
                lot for clause in clauses(body) for lot in _lots_in(clause, heading, style, names)
            ]
            lots.extend(with_shared(stated, body))
            heading.is_used = True
    _unused(heading, lots)
    return _with_last_rate([lot for lot in lots if not lot.is_empty or lot.loose])


def _with_last_rate(lots: list[Lot]) -> list[Lot]:
    """`sekar 5, mani 6, all 850 rate` under one flower: the rate said last is that of all.

    Of lots of several flowers it may be the last one's, and is doubtful.
    """
    *before, last = lots or [Lot()]
    has_name = (last.farmer and not last.is_carried) or (last.flower and not last.is_by_heading)
    has_rate = len(last.figures) == 1 and (last.figures[0].is_price or _is_of_one(before))
    if not before or has_name or not has_rate or last.loose:
        return _with_doubt(lots) if len(before) == 1 and not has_name else lots
    flowers = {lot.flower.codes if lot.flower else () for lot in before}
    is_doubtful = last.figures[0].is_doubtful or len(flowers) > 1
    rate = replace(last.figures[0], measure=Measure.RATE, is_doubtful=is_doubtful)
    for lot in before:
        if not any(figure.is_price for figure in lot.figures):
            lot.figures.append(rate)
    return before


def _with_doubt(lots: list[Lot]) -> list[Lot]:
    """A weight alone on its line, and one more figure below: another weight, or its rate."""
    last = lots[-1]
    is_bare = len(last.figures) == 1 and last.figures[0].is_bare
    if is_bare and lots[0].is_carried and len(lots[0].figures) == 1:
        last.figures = [replace(last.figures[0], is_doubtful=True)]
    return lots


def _is_of_one(lots: Sequence[Lot]) -> bool:
    """Whether a bare figure on a line of its own can only be the rate of the one lot before it."""
    figures = [figure for lot in lots for figure in lot.figures]
    return len(lots) == 1 and len(figures) == 1 and figures[0].measure == Measure.WEIGHT


def _unused(heading: Heading, lots: list[Lot]) -> None:
    """A heading that nothing followed was a lot without its weight."""
    if not heading.is_used:
        lots.append(Lot(farmer=heading.farmer, flower=heading.flower))
    heading.is_used = True


@dataclass(frozen=True, slots=True)
class _Style:
    """How a line is written.

    Attributes:
        is_leading: its first farmer stands before the first figure, so each begins a lot.
        shared: a flower over several farmers of the line: `malli murugan 5 selvi 3`.
    """

    is_leading: bool
    shared: Flower | None

    @classmethod
    def of(cls, line: Sequence[Part]) -> "_Style":
        pattern = pattern_of(line)
        flowers = [p for p in line if isinstance(p, Flower) and not p.is_generic]
        is_shared = SHARING.match(pattern) and pattern.count("f") > 1
        shared = flowers[0] if is_shared and len(flowers) == 1 else None
        return cls("f" in pattern.partition("n")[0], shared)


def _lots_in(
    clause: Sequence[Part], heading: Heading, style: _Style, names: Names
) -> Iterator[Lot]:
    is_quantity_first = bool(QUANTITY_FIRST.fullmatch(pattern_of(clause)))
    lot = _begun(heading, style)
    last: Part | None = None
    for place, part in enumerate(clause):
        if _begins_lot(lot, part, style, is_quantity_first=is_quantity_first):
            stray = _strays(lot, part, clause[:place])
            ended = _ended(lot, heading, names)
            lot = _begun(heading, style)
            lot.loose.extend((word, None) for word in stray)
            _doubt_code(ended, lot, last, names)
            yield ended
        following = clause[place + 1] if place + 1 < len(clause) else None
        is_counted = isinstance(part, Loose) and following and stands_for(following, *UNITS)
        put(lot, part, following if is_counted else last)
        last = part if not isinstance(part, Loose) else last
    if not lot.is_empty or lot.loose:
        yield _ended(lot, heading, names)


def _begun(heading: Heading, style: _Style) -> Lot:
    flower = style.shared or heading.flower
    farmer = heading.farmer if not style.shared else None
    return Lot(farmer, farmer is not None, flower, flower is not None)


def _begins_lot(lot: Lot, part: Part, style: _Style, *, is_quantity_first: bool) -> bool:
    has_own_flower = lot.flower is not None and not lot.is_by_heading and not lot.flower.is_generic
    match part:
        case Farmer():
            has_own = lot.farmer is not None and not lot.is_carried
            is_same = lot.farmer is not None and part.codes == lot.farmer.codes
            return bool(lot.figures) and not is_same and (has_own or style.is_leading)
        case Flower(is_generic=False, codes=codes):
            return has_own_flower and lot.flower is not None and codes != lot.flower.codes
        case Figure():
            return is_quantity_first and has_own_flower
        case _:
            return False


def _strays(lot: Lot, begins: Part, before: Sequence[Part]) -> list[str]:
    """Words nobody knows between a lot's figures and the next flower may name the next farmer."""
    if not isinstance(begins, Flower) or not lot.figures:
        return []
    stray = takewhile(lambda part: isinstance(part, Loose), reversed(before))
    return [part.text for part in stray if isinstance(part, Loose)][::-1]


def _doubt_code(ended: Lot, begun: Lot, last: Part | None, names: Names) -> None:
    """`12 malli 5.5 15 roja 3`: among codes, a bare number before a flower may be the next one."""
    if not isinstance(last, Figure) or not ended.farmer or not ended.farmer.text.isdecimal():
        return
    code = names.by_code("", last.text) if last.is_digits and len(ended.figures) > 1 else None
    if code and last.is_bare:
        ended.figures[-1] = replace(ended.figures[-1], is_doubtful=True)
        begun.farmer = Farmer((*ended.farmer.codes, code), last.text, is_sure=False)


def _disown(lot: Lot) -> None:
    """An unknown word where a farmer would stand is another farmer, not the one further up."""
    if not lot.is_carried:
        return
    strange = [loose for loose in lot.loose if isinstance(loose[1], Flower | None)]
    if strange:
        text = " ".join(word for word, _ in strange)
        lot.farmer, lot.is_carried = Farmer((), text, is_sure=False), False
        lot.loose = [loose for loose in lot.loose if loose not in strange]


def _ended(lot: Lot, heading: Heading, names: Names) -> Lot:
    """The lot with its code read, if it has one; its farmer carries on unless a flower heads."""
    read_code(lot, names)
    doubt_clock(lot)
    _disown(lot)
    if heading.rate and lot.is_by_heading and not any(f.is_price for f in lot.figures):
        bare = sum(figure.is_bare for figure in lot.figures)
        lot.figures.extend([heading.rate] if bare < SLOTS else [])
    if lot.farmer and not lot.is_carried and not heading.flower:
        heading.farmer = lot.farmer
    return lot
