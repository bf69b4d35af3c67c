"""Taking an entry back: what may be undone at once, what is only described, what is no wish at all.

A bare `undo` acts on the last lot, so nothing else may look like one: every word beside it must be
known to add nothing. An entry that is named by farmer, flower or weight is shown before it goes.
"""

from fractions import Fraction

from bot.language.parts import Break, Clock, Farmer, Figure, Flower, Part, Word, stands_for
from bot.language.wants.message import Message

ADDS_NOTHING = frozenset({"undo", "undo.tail", "undo.last", "wrong", "honorific", "thanks"})
IN_A_LOT = frozenset(
    {"entry", "put", "came", "aside", "noise", "and", "dative", "rate", "per", "at", "rupee"}
)
"""What may stand beside the names of an entry; it is shown before it goes."""

REFUSALS = ("no", "ask", "question", "all")


def speaks_of_undoing(message: Message) -> bool:
    """Whether it says a word for taking back, whatever else it says."""
    is_wrong_entry = message.says("wrong") and message.says("entry", "entries", "undo.last")
    return message.says("undo") or is_wrong_entry


def undoes(message: Message) -> bool:
    """Whether it wants one entry undone: bare, by its number, or described."""
    if not speaks_of_undoing(message) or message.says(*REFUSALS):
        return False
    is_named = bool(message.farmers or message.flowers)
    numbers = 0 if is_named else sum(figure.is_bare for figure in message.figures)
    is_of_many = numbers > 1 or (numbers == 1 and message.says("undo.last"))
    return not is_of_many and all(_is_explained(p, is_named=is_named) for p in message.parts)


def _is_explained(part: Part, *, is_named: bool) -> bool:
    match part:
        case Break() | Figure():
            return True
        case Farmer(codes=codes) | Flower(codes=codes):
            return bool(codes)
        case Clock():
            return is_named
        case Word(concepts=concepts):
            is_quality = any(concept.startswith("adj.") for concept in concepts)
            adds_nothing = not concepts.isdisjoint(ADDS_NOTHING)
            is_of_lot = is_quality or not concepts.isdisjoint(IN_A_LOT)
            return adds_nothing or (is_named and is_of_lot)
        case _:
            return False


def entry_figure(message: Message, largest: Fraction) -> Figure | None:
    """The figure that is an entry's number: alone, beside `undo`, or too large for a weight."""
    whole = [figure for figure in message.figures if _may_be_number(figure)]
    if len(message.figures) == 1 and not (message.farmers or message.flowers):
        return whole[0] if whole else None
    for figure in whole:
        if figure.value > largest or (not message.flowers and _is_beside_undo(figure, message)):
            return figure
    return None


def _may_be_number(figure: Figure) -> bool:
    is_whole = figure.value.denominator == 1 and figure.value >= 0
    return figure.is_bare and is_whole and not figure.is_doubtful


def _is_beside_undo(figure: Figure, message: Message) -> bool:
    place = next(i for i, part in enumerate(message.parts) if part is figure)
    before, after = message.parts[:place], message.parts[place + 1 :]
    return _begins_with_undo(before[::-1]) or _begins_with_undo(after)


def _begins_with_undo(parts: list[Part]) -> bool:
    """Whether `undo` comes first, words that add nothing apart."""
    for part in parts:
        if stands_for(part, "undo"):
            return True
        if not isinstance(part, Break) and not stands_for(part, "undo.tail"):
            return False
    return False
