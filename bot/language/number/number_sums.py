"""What a run of atoms comes to: [N crore] [N lakh] [N thousand] [hundreds] [tens] [unit].

Every order that nobody says is refused: இருபது பத்து are two numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from bot.language.number.number_words import Atom, Value

TEN, HUNDRED, THOUSAND = 10, 100, 1000

ROOM = {"thousand": THOUSAND, "hundred": HUNDRED, "ten": TEN}
"""What may still be added after a part: less than this; after units and teens, nothing."""

BEYOND_SCALES = 10**9


@dataclass(frozen=True, slots=True)
class Sum:
    """What a run of atoms comes to.

    Attributes:
        is_doubtful: it may also be two numbers.
    """

    value: Value
    is_doubtful: bool


def sum_of(atoms: Sequence[Atom]) -> Sum | None:
    """What atoms come to, all of them in an order that people say; else None."""
    is_doubtful = any(_is_share(*pair) and pair[0].value == 1 for pair in pairwise(atoms))
    atoms = _settled(atoms)
    total: Value = 0
    position = 0
    scale_before: Value = BEYOND_SCALES
    while position < len(atoms):
        if total and _goes_on(atoms[position:]):
            position += 1
        group = _Group()
        while position < len(atoms) and group.takes(atoms[position], atoms[position + 1 :]):
            position += 1
        is_doubtful |= group.is_doubtful
        if position < len(atoms) and atoms[position].kind == "scale":
            scale = atoms[position].value
            if scale >= scale_before or (group.value is not None and group.value >= scale):
                return None
            total += (1 if group.value is None else group.value) * scale
            scale_before, position = scale, position + 1
            continue
        is_whole = position == len(atoms) and group.value is not None and not group.is_open
        if not is_whole or group.value is None or group.value >= scale_before:
            return None
        return Sum(total + group.value, is_doubtful)
    return None if not atoms or atoms[-1].is_open else Sum(total, is_doubtful)


def _goes_on(atoms: Sequence[Atom]) -> bool:
    """A thousand *and* five; what "a lakh and a half" comes to is not certain."""
    return atoms[0].kind == "with" and len(atoms) > 1 and atoms[1].kind != "fraction"


def _settled(atoms: Sequence[Atom]) -> list[Atom]:
    """The atoms with their articles, shares (three quarters) and decimals made plain."""
    settled: list[Atom] = []
    position = 0
    while position < len(atoms):
        atom = atoms[position]
        after = atoms[position + 1] if position + 1 < len(atoms) else None
        position += 1
        if atom.kind == "article":
            if after and _takes_article(after) and not (settled and settled[-1].kind in ROOM):
                continue
            atom = atom if atom.is_english else replace(atom, kind="unit")
        elif after and _is_share(atom, after):
            atom = replace(after, value=atom.value * after.value)
            position += 1
        elif atom.kind == "point":
            length, decimals = _decimals(atoms[position:])
            atom = replace(atom, value=decimals, kind="decimal") if length else atom
            position += length
        settled.append(atom)
    return settled


def _takes_article(atom: Atom) -> bool:
    """A half, a hundred, ஒரு லட்சம்."""
    return atom.kind in ("fraction", "scale") or (atom.kind == "hundred" and atom.value == HUNDRED)


def _is_share(atom: Atom, part: Atom) -> bool:
    """Three quarters, one quarter: English counts its parts."""
    is_english = atom.is_english and part.is_english
    is_part = atom.kind == "unit" and part.kind == "fraction"
    return is_english and is_part and atom.value * part.value < 1


def _decimals(atoms: Sequence[Atom]) -> tuple[int, Value]:
    """How many atoms after a point are its figures, and what they come to; 0 when they are none.

    Each is said by itself (`five two` → .52), or all as one number (`fifty two` → .52).
    """
    length = 0
    while length < len(atoms) and atoms[length].kind in ("unit", "digits", "teen", "ten"):
        length += 1
    said = atoms[:length]
    figures = [atom.digits or str(atom.value) for atom in said]
    if length and all(len(figure) == 1 for figure in figures):
        return length, Fraction(f"0.{''.join(figures)}")
    one = sum_of(said)
    whole = figures[0] if length == 1 else str(one.value) if one else ""
    return (length, Fraction(f"0.{whole}")) if whole.isdecimal() else (0, 0)


class _Group:
    """What stands before a scale or the end: hundreds, tens, a unit, a fraction."""

    def __init__(self) -> None:
        self.value: Value | None = None
        self.room = THOUSAND
        self.last: Atom | None = None
        self.is_doubtful = False

    @property
    def is_open(self) -> bool:
        return self.last is not None and self.last.is_open

    def takes(self, atom: Atom, following: Sequence[Atom]) -> bool:
        """Add an atom if it may stand here."""
        value = self.value
        if atom.kind == "with":
            return value is not None and self._joins(following)
        if atom.kind in ("scale", "point", "article"):
            return self._takes_hundred(atom)
        if value is None:
            self.value, self.room = atom.value, ROOM.get(atom.kind, 0)
        elif atom.kind in ("fraction", "decimal"):
            if value.denominator != 1 and not self.is_open:
                return False  # only காலே அரைக்கால் adds up
            self.value, self.room = value + atom.value, 0
        elif 0 < atom.value < self.room and atom.kind != "digits":
            self.value, self.room = value + atom.value, ROOM.get(atom.kind, 0)
        elif not self._shifts(value, atom):
            return False
        self.last = atom
        return True

    def _joins(self, following: Sequence[Atom]) -> bool:
        """Five *and* a half, a hundred *and* five."""
        after = following[0] if following else None
        return after is not None and (after.kind == "fraction" or 0 < after.value < self.room)

    def _takes_hundred(self, atom: Atom) -> bool:
        """English says its hundreds as a scale: twelve hundred."""
        if atom.kind != "scale" or atom.value != HUNDRED:
            return False
        count = 1 if self.value is None else self.value
        if not 0 < count < HUNDRED:
            return False
        self.value, self.room, self.last = count * HUNDRED, HUNDRED, atom
        return True

    def _shifts(self, value: Value, atom: Atom) -> bool:
        """`four fifty`, `twelve fifty` and `anju nooru`: hundreds by speech, or two numbers."""
        last = self.last
        if last is None or not 0 < value < HUNDRED or value.denominator != 1:
            return False
        if atom.kind == "hundred" and atom.value == HUNDRED and value == last.value < TEN:
            self.value = value * HUNDRED
        elif atom.is_english and last.is_english and self._is_count(value, atom):
            self.value = value * HUNDRED + atom.value
        else:
            return False
        self.room, self.is_doubtful = ROOM.get(atom.kind, 0), True
        return True

    @staticmethod
    def _is_count(value: Value, atom: Atom) -> bool:
        """Four fifty, four fifteen, twelve fifty, twenty five fifty; yet no ten fifty."""
        return (atom.kind == "ten" and (value < TEN or value % TEN != 0)) or (
            atom.kind == "teen" and value < TEN
        )
