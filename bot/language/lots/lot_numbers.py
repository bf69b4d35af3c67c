"""Which of the lots that were shown is meant: `2nd lot`, `lot 2`, `second lot`, ரெண்டாவது, 2வது.

They number a lot and weigh nothing; `2nd` alone is a day, and `lot 2 kg` a weight.
"""

from collections.abc import Sequence

from bot.language.measures.weights import UNITS
from bot.language.parts import Break, Figure, Part, Word, stands_for

NAMED = "lot."
"""A word that numbers a lot stands for this, and its number behind it."""

MARKS = ("lot", "nth", "ordinal")
HIGHEST = 99


def with_lot_numbers(parts: Sequence[Part]) -> list[Part]:
    """The parts with every number of a lot made one word."""
    if not any(stands_for(part, *MARKS) for part in parts):
        return list(parts)
    read: list[Part] = []
    position = 0
    while position < len(parts):
        numbered, length = _lot_at(parts, position)
        read.append(numbered or parts[position])
        position += length
    return read


def lot_number(parts: Sequence[Part]) -> int | None:
    """The number of the one lot that is named; None for none, or two."""
    concepts = {concept for part in parts if isinstance(part, Word) for concept in part.concepts}
    numbers = [concept for concept in concepts if concept.startswith(NAMED)]
    return int(numbers[0].removeprefix(NAMED)) if len(numbers) == 1 else None


def _lot_at(parts: Sequence[Part], start: int) -> tuple[Word | None, int]:
    """The lot's number that begins here, and how many parts it takes."""
    behind = [*parts[start + 1 : start + 4], *[Break("")] * 3][:3]
    match parts[start], behind:
        case Figure() as figure, [Word() as mark, *_] if stands_for(mark, "nth"):
            return _numbered(figure, mark), 2
        case Figure() as figure, [Word() as mark, Word() as lot, *_]:
            is_lot = stands_for(mark, "ordinal") and stands_for(lot, "lot")
            return (_numbered(figure, lot), 3) if is_lot else (None, 1)
        case Word() as lot, [Figure() as figure, after, *_] if stands_for(lot, "lot"):
            is_weight = not figure.is_bare or stands_for(after, *UNITS)
            return (None, 1) if is_weight else (_numbered(figure, lot), 2)
        case _:
            return None, 1


def _numbered(figure: Figure, lot: Word) -> Word | None:
    is_number = figure.is_digits and figure.value.denominator == 1 and 0 < figure.value <= HIGHEST
    if not is_number:
        return None
    return Word(frozenset({f"{NAMED}{figure.value}"}), f"{figure.text} {lot.text}", lot.lists)
