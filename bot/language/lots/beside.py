"""What stands beside the lots and is none: places in a list, numbers of pages and bills, totals.

`1 kathiravan 4.5` and `2 sekar 6` below it count lines when they count on; a single one might be a
weight or a code, and is left to those who ask.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.language.parts import Break, Farmer, Figure, Flower, Loose, Part, Word, stands_for

SHORTEST_LIST, SHORTEST_TAIL = 2, 3
"""Lines that make a list which begins with 1, or goes on from an earlier message."""


def lots_alone(lines: Sequence[Sequence[Part]]) -> list[list[Part]]:
    """The lines of a message without what only numbers or sums them."""
    bare = [_without_total(_without_places(_without_numbers(line))) for line in lines]
    places = [_place_in_list(line) for line in bare]
    counted = [place for place in places if place]
    if not _counts_on([place.number for place in counted]):
        return bare
    return [
        line[place.length :] if place else line for line, place in zip(bare, places, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Place:
    """A number before a line, and how many parts it takes with its hyphen or colon."""

    number: int
    length: int


def _place_in_list(line: Sequence[Part]) -> _Place | None:
    """Bare digits at the start of a line, before a name, with another figure to follow."""
    start = int(len(line) > 1 and _is_sign(line[0]))
    if len(line) <= start or not isinstance(first := line[start], Figure):
        return None
    has_more = any(isinstance(part, Figure) for part in line[start + 1 :])
    if not (first.is_digits and first.is_bare and has_more):
        return None
    length = start + 1
    while length < len(line) and _is_sign(line[length]):
        length += 1
    is_named = length < len(line) and isinstance(line[length], (Farmer, Loose))
    return _Place(int(first.value), length) if is_named else None


def _counts_on(numbers: Sequence[int]) -> bool:
    if not numbers or list(numbers) != list(range(numbers[0], numbers[0] + len(numbers))):
        return False
    return len(numbers) >= (SHORTEST_LIST if numbers[0] == 1 else SHORTEST_TAIL)


def may_count_lines(lines: Sequence[Sequence[Part]]) -> bool:
    """`1 malli 5`, `2 pichi 3` and no name: the lines are counted, or farmers 1 and 2 are meant."""
    if any(isinstance(part, Farmer) for line in lines for part in line):
        return False
    first = [line[0] for line in lines if len(line) > 1 and isinstance(line[1], Flower)]
    numbers = [part.value for part in first if isinstance(part, Figure) and part.is_digits]
    is_list = len(numbers) == len(lines) >= SHORTEST_LIST
    return is_list and numbers == list(range(1, len(numbers) + 1))


def _is_sign(part: Part) -> bool:
    return isinstance(part, Break) or (isinstance(part, Word) and not part.text.isalpha())


def _without_places(line: Sequence[Part]) -> list[Part]:
    """The line with the places of a list that goes on in it, `2) mani roja 3`, as commas."""
    places = [i for i in range(len(line)) if _is_inner_place(line[i : i + 3])]
    numbers = [int(part.value) for i in places if isinstance(part := line[i], Figure)]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return list(line)
    if numbers[0] not in (1, 2):
        return list(line)
    marks = {i + 1 for i in places}
    return [Break(",") if i in places else part for i, part in enumerate(line) if i not in marks]


def _is_inner_place(parts: Sequence[Part]) -> bool:
    match parts:
        case [Figure(is_digits=True, is_joined=False) as figure, Word() as mark, behind]:
            is_place = figure.is_bare and mark.is_joined and mark.text in (")", ".")
            return is_place and isinstance(behind, (Farmer, Flower, Loose))
        case _:
            return False


def _without_numbers(line: Sequence[Part]) -> list[Part]:
    """The line without `page 2`, `bill no: 12`: a word for numbering takes the figure behind it."""
    rest: list[Part] = []
    is_numbered = False
    for part in line:
        if is_numbered and isinstance(part, Figure) and part.is_bare:
            is_numbered = False
            continue
        is_numbered = stands_for(part, "numbering") or (is_numbered and _is_sign(part))
        rest.append(part)
    return rest


def _without_total(line: Sequence[Part]) -> list[Part]:
    """The line up to its total; a line that only sums up has nothing left.

    The total of one farmer's one flower is its weight: `murugan malli total 8 kg`.
    """
    place = next((i for i, part in enumerate(line) if stands_for(part, "total")), len(line))
    has_sum = any(isinstance(part, Figure) for part in line[place:])
    has_names = any(isinstance(part, (Farmer, Flower)) for part in line)
    is_sum = place < len(line) and not has_names and not any(isinstance(p, Loose) for p in line)
    if is_sum:
        return []
    names = {type(part) for part in line if isinstance(part, (Farmer, Flower))}
    if len(names) > 1 and not any(isinstance(part, Figure) for part in line[:place]):
        return list(line)
    return list(line[:place]) if has_sum or place == 0 else list(line)
