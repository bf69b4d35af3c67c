"""A correction said alone: `no, 6 kg`, `5 kilo illa 6 kilo`, `malli illa mullai`, `6 kg not 5.5`.

It holds what stands; what was wrong is left out of it. `not` says no to what follows it, every
other no to what was said before. What it corrects is not in the message.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from bot.language.measures.figures import measured
from bot.language.naming.book import Book
from bot.language.parts import (
    Break,
    Clock,
    Farmer,
    Figure,
    Flower,
    Loose,
    Part,
    Word,
    stands_for,
)
from bot.language.text.key import key
from bot.language.vocabulary.talk import is_talk
from bot.language.wants.message import Message
from bot.language.wants.tongue import SPOKEN_ENDING

BESIDE = (
    *(
        "no",
        "not",
        "wrong",
        "sorry",
        "yes",
        "noise",
        "aside",
        "honorific",
        "and",
        "undo.tail",
        "oclock",
    ),
    *("rate", "at", "per", "each", "dative", "rupee", "am", "pm", "day.morning", "day.evening"),
    *("kg", "gram", "unit.piece", "unit.bunch", "unit.other", "becomes", "change", "weight"),
)
"""What may stand in a correction beside names and figures; any other word makes it none."""

LONGEST_NAME = 2
"""Unknown words that may be somebody's name."""


def correction_in(message: Message, book: Book) -> Message | None:
    """What stands of a correction, as a message of its own; None where it is none."""
    said = message.spoken
    places = [i for i, part in enumerate(said) if stands_for(part, "no", "not", "wrong")]
    if not places:
        return None
    before, after = said[: places[-1]], said[places[-1] + 1 :]
    if stands_for(said[places[-1]], "not") and not (after and isinstance(after[0], Break)):
        stands = measured(before[max(places[:-1], default=-1) + 1 :], book.today)
        stands = (
            stands if any(map(_is_held, stands)) else _without_first(measured(after, book.today))
        )
    else:
        stands = measured(after, book.today)
    stands = _with_village(stands, book)
    is_lot = any(isinstance(p, Loose) for p in stands) and any(isinstance(p, Figure) for p in said)
    is_clear = _holds_one(stands) and not is_lot and all(_is_of_lot(part) for part in said)
    return replace(message, lines=[stands]) if is_clear else None


def _without_first(parts: Sequence[Part]) -> list[Part]:
    """`not 5, 6`: of two things that `not` says no to, it says so to the first."""
    held = [i for i, part in enumerate(parts) if _is_held(part)]
    return list(parts[held[1] :]) if len(held) > 1 else []


def _is_held(part: Part) -> bool:
    return isinstance(part, (Farmer, Flower, Figure, Clock, Loose)) or _is_quality(part)


def _is_quality(part: Part) -> bool:
    return isinstance(part, Word) and any(each.startswith("adj.") for each in part.concepts)


def _is_of_lot(part: Part) -> bool:
    is_number = isinstance(part, Word) and any(each.startswith("lot.") for each in part.concepts)
    if isinstance(part, Loose):
        return not (is_talk(part.text) or SPOKEN_ENDING.fullmatch(key(part.text)))
    is_known = isinstance(part, Break) or _is_held(part) or is_number
    return is_known or stands_for(part, *BESIDE)


def _holds_one(parts: Sequence[Part]) -> bool:
    """Whether it names something, and no more than one lot has; unknown words are one name."""
    kinds = [type(part) for part in parts if _is_held(part)]
    loose = [part.text for part in parts if isinstance(part, Loose)]
    runs = sum(is_loose for is_loose, _ in groupby(isinstance(part, Loose) for part in parts))
    is_name = runs <= 1 and len(loose) <= LONGEST_NAME
    is_one = all(kinds.count(kind) <= 1 for kind in (Farmer, Flower, Clock))
    return bool(kinds) and is_name and is_one and not (loose and {Farmer, Figure} & set(kinds))


def _with_village(parts: Sequence[Part], book: Book) -> list[Part]:
    """The parts with a village alone as those who live there: `no, melur`."""
    words = [part.text.lower() for part in parts if isinstance(part, Loose)]
    codes = book.names.of_village(words) if words else frozenset()
    if not codes:
        return list(parts)
    rest = [part for part in parts if not isinstance(part, Loose)]
    return [*rest, Farmer(tuple(sorted(codes)), " ".join(words), is_sure=len(codes) == 1)]
