"""Number words of three ways of writing, and digits, read into exact values.

The grammar is [N crore] [N lakh] [N thousand] [hundreds] [tens] [unit] [fraction]. Tamil words
stand apart, are glued, or melt into each other (இருபத்து + ஐந்து → இருபத்தைந்து); `atoms` cuts
them. What the number counts, kilos or rupees, is told by `figures`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, Inexact, localcontext
from fractions import Fraction

from bot.language.atoms import Atom, atoms_of
from bot.language.fold import fold
from bot.language.tokens import Kind, Token, lines_of

TEN, HUNDRED = 10, 100

ROOM = {"hundred": HUNDRED, "ten": TEN}
"""What may still be added after a part: less than this; after units and teens, nothing."""

LONGEST = 12
"""Tokens that a number can have."""


@dataclass(frozen=True, slots=True)
class Number:
    """A value read from some tokens.

    Attributes:
        length: how many tokens it took.
        is_doubtful: the words may also be two numbers (`anju nooru`: 500, or 5 and 100).
        is_digits: it was typed as bare digits, as a code might be.
        is_tamil: Tamil words said it, in either script.
    """

    value: Fraction
    length: int
    is_doubtful: bool = False
    is_digits: bool = False
    is_tamil: bool = False


def number_at(tokens: Sequence[Token], start: int) -> Number | None:
    """The longest number that begins at a token, or None.

    Example:
        >>> from bot.language.tokens import lines_of
        >>> number_at(lines_of("irubathi anju kilo")[0], 0).value
        Fraction(25, 1)
    """
    run: list[Sequence[Atom]] = []
    for token in tokens[start : start + LONGEST]:
        atoms = atoms_of(token, is_after_number=bool(run))
        if atoms is None:
            break
        run.append(atoms)
    for length in range(len(run), 0, -1):
        summed = sum_of([atom for atoms in run[:length] for atom in atoms])
        if summed:
            first = tokens[start]
            is_digits = length == 1 and first.kind == Kind.NUMBER and first.text.isdecimal()
            is_tamil = any(a.kind != "digits" and not a.is_english for a in run[0])
            return Number(summed.value, length, summed.is_doubtful, is_digits, is_tamil)
    return None


def value_of(phrase: Sequence[Token]) -> Fraction | None:
    """The value of a phrase that is a number from end to end."""
    number = number_at(phrase, 0)
    return number.value if number and number.length == len(phrase) else None


def spoken_value(text: str) -> Decimal | None:
    """The value of a text that is one number in digits or words, else None.

    Example:
        >>> spoken_value("ரெண்டரை"), spoken_value("twelve hundred"), spoken_value("மல்லி")
        (Decimal('2.5'), Decimal('1200'), None)
    """
    lines = lines_of(fold(text))
    value = value_of(lines[0]) if len(lines) == 1 else None
    if value is None:
        return None
    with localcontext() as exactly:
        exactly.traps[Inexact] = True
        try:
            return Decimal(value.numerator) / Decimal(value.denominator)
        except Inexact:
            return None


@dataclass(frozen=True, slots=True)
class Sum:
    """What a run of atoms comes to."""

    value: Fraction
    is_doubtful: bool


def sum_of(atoms: Sequence[Atom]) -> Sum | None:
    """What atoms come to, all of them in an order that people say; else None."""
    total, position, is_doubtful = Fraction(0), 0, False
    scale_before = Fraction(10**9)
    while position < len(atoms):
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
        if group.value is None or group.is_open or group.value >= scale_before:
            return None
        decimals = _decimals(atoms[position:])
        return None if decimals is None else Sum(total + group.value + decimals, is_doubtful)
    return None if atoms[-1].is_open else Sum(total, is_doubtful)


def _decimals(atoms: Sequence[Atom]) -> Fraction | None:
    """`point five two` → 0.52; nothing → 0; anything else → None."""
    if not atoms:
        return Fraction(0)
    digits = [str(atom.value) for atom in atoms[1:]]
    if atoms[0].kind != "point" or not digits or not all(digit.isdecimal() for digit in digits):
        return None
    if len(digits) > 1 and not all(atom.kind == "unit" for atom in atoms[1:]):
        return None
    return Fraction(f"0.{''.join(digits)}")


class _Group:
    """What stands before a scale or the end: hundreds, tens, a unit, a fraction."""

    def __init__(self) -> None:
        self.value: Fraction | None = None
        self.room = Fraction(1000)
        self.last: Atom | None = None
        self.is_doubtful = self.has_joint = False

    @property
    def is_open(self) -> bool:
        return self.last is not None and self.last.is_open

    def takes(self, atom: Atom, following: Sequence[Atom]) -> bool:
        """Add an atom if it may stand here."""
        value = self.value
        if atom.kind == "with":
            self.has_joint = value is not None and self._joins(following)
            return self.has_joint
        if atom.kind in ("scale", "point"):
            return self._takes_hundred(atom)
        if value is None:
            self.value, self.room = atom.value, Fraction(ROOM.get(atom.kind, 0))
        elif atom.kind == "fraction":
            if value.denominator != 1:
                return False
            is_share = atom.is_english and value * atom.value < 1 and not self.has_joint
            self.value = value * atom.value if is_share else value + atom.value
            self.room, self.is_doubtful = Fraction(0), is_share and value == 1
        elif 0 < atom.value < self.room and atom.kind != "digits":
            self.value, self.room = value + atom.value, Fraction(ROOM.get(atom.kind, 0))
        elif not self._shifts(value, atom):
            return False
        self.last = atom
        return True

    def _joins(self, following: Sequence[Atom]) -> bool:
        """Five *and a* half, a hundred *and* five."""
        after = next((atom for atom in following if atom.kind != "with"), None)
        return after is not None and (after.kind == "fraction" or 0 < after.value < self.room)

    def _takes_hundred(self, atom: Atom) -> bool:
        """English says its hundreds as a scale, up to twelve hundred."""
        if atom.kind != "scale" or atom.value != HUNDRED:
            return False
        count = 1 if self.value is None else self.value
        if not 0 < count < HUNDRED:
            return False
        self.value, self.room, self.last = Fraction(count * HUNDRED), Fraction(HUNDRED), atom
        return True

    def _shifts(self, value: Fraction, atom: Atom) -> bool:
        """`four fifty` and `anju nooru`: hundreds by speech, or two numbers."""
        last = self.last
        if last is None or value != last.value or not 0 < value < TEN or value.denominator != 1:
            return False
        if atom.kind == "hundred" and atom.value == HUNDRED:
            self.value = value * HUNDRED
        elif atom.is_english and last.is_english and atom.kind in ("ten", "teen"):
            self.value = value * HUNDRED + atom.value
        else:
            return False
        self.room, self.is_doubtful = Fraction(ROOM.get(atom.kind, 0)), True
        return True
