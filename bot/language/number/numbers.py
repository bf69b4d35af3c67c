"""Number words of three ways of writing, and digits, read into exact values.

The grammar is [N crore] [N lakh] [N thousand] [hundreds] [tens] [unit] [fraction]. Tamil words
stand apart, are glued, or melt into each other (இருபத்து + ஐந்து → இருபத்தைந்து); `atoms` cuts
them, `number_sums` adds them up. What the number counts, kilos or rupees, is told by `figures`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise, takewhile

from bot.language.number.atoms import atoms_of
from bot.language.number.number_sums import sum_of
from bot.language.number.number_words import Atom
from bot.language.text.tokens import Kind, Token

LONGEST = 16

SEVERAL = 2
"""So many digits behind a point, and the last may belong to the next number."""
"""Tokens that a number can have."""


@dataclass(frozen=True, slots=True)
class Number:
    """A value read from some tokens.

    Attributes:
        length: how many tokens it took.
        is_doubtful: the words may also be two numbers (`anju nooru`: 500, or 5 and 100).
        is_digits: it was typed as bare digits, as a code might be.
        is_tamil: Tamil words said it, in either script.
        is_price: it has the ending of a price (ஐநூறுக்கு).
    """

    value: Fraction
    length: int
    is_doubtful: bool = False
    is_digits: bool = False
    is_tamil: bool = False
    is_price: bool = False


def number_at(tokens: Sequence[Token], start: int) -> Number | None:
    """The longest number that begins at a token, or None.

    Example:
        >>> from bot.language.text.tokens import lines_of
        >>> number_at(lines_of("irubathi anju kilo")[0], 0).value
        Fraction(25, 1)
    """
    run = _run(tokens, start)
    for length in range(len(run), 0, -1):
        if not run[length - 1]:
            continue
        is_price = run[length - 1][-1].kind == "dative"
        atoms = [atom for atoms in run[:length] for atom in atoms if atom.kind != "dative"]
        if summed := sum_of(atoms):
            return Number(
                Fraction(summed.value),
                length,
                is_doubtful=summed.is_doubtful
                or _are_loose(run[:length])
                or _may_go_on(run, length),
                is_digits=length == 1 and tokens[start].text.isdecimal(),
                is_tamil=any(a.kind != "digits" and not a.is_english for a in run[0]),
                is_price=is_price,
            )
    return None


def _run(tokens: Sequence[Token], start: int) -> list[Sequence[Atom]]:
    """The atoms of each token from here on, up to what is no part of a number."""
    run: list[Sequence[Atom]] = []
    for position in range(start, min(start + LONGEST, len(tokens))):
        atoms = atoms_of(tokens[position], is_after_number=bool(run))
        if atoms is None and run and _is_hyphen(tokens, position):
            atoms = ()
        if atoms is None:
            break
        run.append(atoms)
        if atoms and atoms[-1].kind == "dative":
            break
    return run


def _is_hyphen(tokens: Sequence[Token], position: int) -> bool:
    """Whether a hyphen joins two words here: twenty-five, noothi-ambathu."""
    before, hyphen, *following = tokens[position - 1 : position + 2]
    return (
        hyphen.text == "-"
        and hyphen.is_joined
        and before.kind == Kind.WORD
        and any(after.kind == Kind.WORD and after.is_joined for after in following)
    )


def _may_go_on(run: Sequence[Sequence[Atom]], length: int) -> bool:
    """Whether the last digit said behind a point may begin the next number: 5.5 at 850, 5.58 at 50.

    That is so where several are said and a higher part follows: five point five eight fifty.
    """
    kinds = [atom.kind for atoms in run for atom in atoms]
    if "point" not in [atom.kind for atoms in run[:length] for atom in atoms]:
        return False
    behind = kinds[kinds.index("point") + 1 :]
    digits = len(list(takewhile(lambda kind: kind == "unit", behind)))
    is_higher = behind[digits : digits + 1] in (["teen"], ["ten"], ["hundred"], ["scale"])
    return digits >= SEVERAL and is_higher


def _are_loose(run: Sequence[Sequence[Atom]]) -> bool:
    """Whether words that are whole numbers by themselves stand side by side: nooru ambathu."""
    said = [atoms for atoms in run if atoms]
    return any(
        before[-1].kind in ("ten", "hundred")
        and not before[-1].is_open
        and not before[-1].is_english
        and after[0].kind in ("unit", "teen", "ten")
        for before, after in pairwise(said)
    )


def value_of(phrase: Sequence[Token]) -> Fraction | None:
    """The value of a phrase that is a number from end to end."""
    number = number_at(phrase, 0)
    return number.value if number and number.length == len(phrase) else None
