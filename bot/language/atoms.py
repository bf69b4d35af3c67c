"""Number words cut into atoms by their sound: இருபத்தைந்தாயிரம் → 20, 5, thousand.

One table (`locales/lexicon/numbers.tsv`) serves both scripts. When words melt, the first loses
its last vowel to the second: இருபத்து + ஐந்து. 90 and 900 are atoms of their own: தொண்ணூறு is no
multiple of நூறு, nor தொள்ளாயிரம் of ஆயிரம்.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from itertools import pairwise

from bot.language.key import key
from bot.language.lexicon import forms, rows
from bot.language.tokens import Kind, Token
from bot.language.words import trade_words

VOWELS = "aeiou"
SHORTEST_GLUED = 5
BEGINNING = 2
"""Letters by which most words are known at once to be no number."""

LETTER_SCALES = {"k": 1000, "l": 100_000}
"""Glued to digits: 5k, 2l."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a number.

    Attributes:
        kind: `unit`, `teen`, `ten`, `hundred`, `scale`, `stem`, `fraction`, `digits`, `point`,
            or `with` (the "and" of five and a half).
        is_open: it stands only before something smaller (நூற்று-).
        is_english: English units may stand before tens, as hundreds: four fifty.
    """

    value: Fraction
    kind: str
    is_open: bool = False
    is_english: bool = False


def atoms_of(token: Token, *, is_after_number: bool) -> tuple[Atom, ...] | None:
    """The atoms that one token holds; None when it is no part of a number."""
    if token.kind == Kind.NUMBER:
        return (Atom(Fraction(token.text.replace(",", "")), "digits"),)
    if token.kind == Kind.FRACTION:
        whole, _, part = token.text.replace("-", " ").rpartition(" ")
        return (Atom(Fraction(whole.strip() or "0") + Fraction(part), "digits"),)
    if is_after_number and token.is_joined and token.word in LETTER_SCALES:
        return (Atom(Fraction(LETTER_SCALES[token.word]), "scale"),)
    return _worded(token.word) if token.kind == Kind.WORD else None


def _worded(word: str) -> tuple[Atom, ...] | None:
    """The atoms of a word; an English word that only sounds like a number (`are`) has none."""
    table = _table()
    if english := table.english.get(word):
        return (english,)
    if word not in table.spelled and trade_words().is_english(word):
        return None
    return cut(key(word))


@lru_cache(maxsize=16_384)
def cut(sound: str) -> tuple[Atom, ...] | None:
    """A number word's sound as its atoms; None when it is no number word.

    Example:
        >>> [int(atom.value) for atom in cut(key("இருபத்தைந்தாயிரம்"))]
        [20, 5, 1000]
    """
    table = _table()
    if whole := table.closed.get(sound) or table.opened.get(sound):
        return (whole,)
    if sound[:BEGINNING] not in table.beginnings:
        return None
    if sound.endswith(("e", "ai")) and (unit := table.closed.get(_stripped_e(sound))):
        return (Atom(unit.value, unit.kind, is_open=True),)  # onne mukkaal
    if len(sound) < SHORTEST_GLUED:
        return None
    return next((atoms for atoms in _cuts(sound) if _is_sayable(atoms)), None)


def _stripped_e(sound: str) -> str:
    return sound.removesuffix("e").removesuffix("ai") + "u"


def _is_sayable(atoms: tuple[Atom, ...]) -> bool:
    """Whether each part is smaller than the one before it, or a scale of it."""
    for atom, following in pairwise(atoms):
        is_scale = following.kind == "scale" and following.value > atom.value
        has_room = atom.kind in ("ten", "hundred", "scale") and following.value < atom.value
        is_part = following.kind == "fraction" and atom.kind not in ("fraction", "stem")
        if not (is_scale or (has_room and following.kind != "fraction") or is_part):
            return False
        if atom.kind == "ten" and following.kind not in ("unit", "scale", "fraction"):
            return False
        if atom.kind == "stem" and not is_scale:
            return False
    return True


def _cuts(rest: str) -> Iterator[tuple[Atom, ...]]:
    table = _table()
    for last in (table.closed.get(rest), table.opened.get(rest)):
        if last:
            yield (last,)
    for length in range(len(rest) - 1, 1, -1):
        for atom, tail in _heads(rest[:length], rest[length:]):
            for following in _cuts(tail):
                yield (atom, *following)


def _heads(head: str, tail: str) -> Iterator[tuple[Atom, str]]:
    """A first atom, whole or without its last vowel, and what is left after it."""
    table = _table()
    if whole := table.opened.get(head) or table.closed.get(head):
        yield whole, tail
        if tail[0] == "y" and tail[1:2] in VOWELS:
            yield whole, tail[1:]
    if tail[0] in VOWELS:
        for vowel in "ui":
            if melted := table.opened.get(head + vowel) or table.closed.get(head + vowel):
                yield melted, tail
                if tail[0] == "e" and table.closed.get(tail[1:], melted).kind == "fraction":
                    yield melted, tail[1:]  # onr-e-kal


@dataclass(frozen=True, slots=True)
class _Table:
    """Atoms by sound, those that may end a word and those that may not; English by spelling."""

    closed: dict[str, Atom]
    opened: dict[str, Atom]
    english: dict[str, Atom]
    spelled: frozenset[str]
    beginnings: frozenset[str]


@cache
def _table() -> _Table:
    closed: dict[str, Atom] = {}
    opened: dict[str, Atom] = {}
    english: dict[str, Atom] = {}
    for value, kind, tamil, by_spelling in rows("numbers"):
        for form in forms(tamil):
            atom = Atom(Fraction(value), kind, is_open=form.endswith("-"))
            for sound in _sounds(form):
                (opened if atom.is_open else closed).setdefault(sound, atom)
        for form in forms(by_spelling):
            english[form] = Atom(Fraction(value), kind, is_english=True)
    spelled = frozenset(form for row in rows("numbers") for form in forms(row[2]))
    beginnings = frozenset(sound[:BEGINNING] for sound in (*closed, *opened))
    return _Table(closed, opened, english, spelled, beginnings)


def _sounds(form: str) -> set[str]:
    """A form's sound at the start of a word, and inside one, where an initial i is kept."""
    inside = f"m{form}" if form.isascii() else f"ம்{form}"
    return {key(form), key(inside).removeprefix("m")}
