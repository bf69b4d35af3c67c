"""Number words cut into atoms by their sound: இருபத்தைந்தாயிரம் → 20, 5, thousand.

When words melt, the first loses its last vowel to the second: இருபத்து + ஐந்து. 90 and 900 are
atoms of their own: தொண்ணூறு is no multiple of நூறு, nor தொள்ளாயிரம் of ஆயிரம். The words are in
`number_words`; what atoms come to is told by `numbers`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache

from bot.language.number.number_words import BEGINNING, Atom, exact, number_words, voiced
from bot.language.text.key import key
from bot.language.text.tokens import Kind, Token
from bot.language.vocabulary.words import trade_words

VOWELS = "aeiou"
SHORTEST_SOUND = 5
"""A shorter sound is shared by too many words: எட்டு is 8, எது which, எடு take."""

LONGEST_WORD = 200
"""Longer than any number that is written as one word."""

LETTER_SCALES = {"k": 1000, "l": 100_000}
"""Glued to digits: 5k, 2l."""

HARDENED = ("க்", "ச்", "த்", "ப்")
"""What a word takes before the next one's first letter: நூற்றுப் பத்து."""

BEFORE_PART = (("ே", "ு"), ("ே", "்"), ("ae", "u"), ("ey", "u"), ("e", "u"), ("e", ""))
"""How a number ends before கால் and முக்கால், and what it is without: onne mukkaal → onnu."""

DATIVES = ("க்கு", "ற்கு", "kku", "ku")
DATIVE = Atom(0, "dative")

SPOKEN = ("ன்னு", "னு", "ங்க", "தான்", "nnu", "nu", "nga", "thaan", "than")
"""What speech puts behind a number without changing it: எண்ணூறுன்னு போடுங்க."""


def atoms_of(token: Token, *, is_after_number: bool) -> tuple[Atom, ...] | None:
    """The atoms that one token holds; None when it is no part of a number."""
    if token.kind == Kind.NUMBER:
        figures = token.text.replace(",", "")
        return (Atom(exact(figures), "digits", digits=figures),)
    if token.kind == Kind.FRACTION:
        whole, _, part = token.text.replace("-", " ").replace(".", " ").rpartition(" ")
        return (Atom(Fraction(whole.strip() or "0") + Fraction(part), "digits"),)
    if is_after_number and token.is_joined and token.word in LETTER_SCALES:
        return (Atom(LETTER_SCALES[token.word], "scale"),)
    return worded(token.word) if token.kind == Kind.WORD else None


@lru_cache(maxsize=16_384)
def worded(word: str) -> tuple[Atom, ...] | None:
    """The atoms of a word; an English word that only sounds like a number (`are`) has none.

    Example:
        >>> [int(atom.value) for atom in worded("இருபத்தைந்தாயிரம்")]
        [20, 5, 1000]
    """
    if len(word) > LONGEST_WORD:
        return None
    words = number_words()
    if english := words.spelled.get(word):
        return (english,)
    if word not in words.tamil and (word in words.none or trade_words().is_english(word)):
        return None
    return _tamil(word) or _english(word) or _priced(word) or _bent(word)


def _tamil(word: str) -> tuple[Atom, ...] | None:
    atoms = cut(word)
    return cut(word[:-2]) if atoms is None and word.endswith(HARDENED) else atoms


def _english(word: str) -> tuple[Atom, ...] | None:
    """English written as one word (`fiftyfive`), or by voice in Tamil letters (ஃபிப்டி)."""
    words = number_words()
    if word.isascii():
        return _joined(word, words.spelled)
    if whole := words.voiced.get(voiced(word)):
        return (whole,)
    return _joined(voiced(word), words.voiced)


def _joined(text: str, atoms: Mapping[str, Atom]) -> tuple[Atom, ...] | None:
    """A text as two or more words of a list, each but the first smaller or a scale."""
    for length in range(len(text) - 2, 1, -1):
        first, rest = atoms.get(text[:length]), text[length:]
        if first is None or first.kind in ("with", "point", "article"):
            continue
        last = atoms.get(rest)
        following = (last,) if last else _joined(rest, atoms)
        if following and _may_follow(first, following[0]):
            return (first, *following)
    return None


def _priced(word: str) -> tuple[Atom, ...] | None:
    """A number with the ending of a price: ஐநூறுக்கு, aayirathukku."""
    for ending in DATIVES:
        if word.endswith(ending) and (atoms := _known(word.removesuffix(ending))):
            return (*atoms[:-1], replace(atoms[-1], is_open=False), DATIVE)
    return None


def _bent(word: str) -> tuple[Atom, ...] | None:
    """A number with an ending of speech."""
    for ending in SPOKEN:
        rest = word.removesuffix(ending)
        if rest != word and (atoms := _known(rest) or _priced(rest)):
            return atoms
    return None


def cut(word: str) -> tuple[Atom, ...] | None:
    """A Tamil number word as its atoms; None when it is no number word."""
    if atoms := _known(word):
        return atoms
    for ending, sign in BEFORE_PART:
        if word.endswith(ending) and (atoms := _known(word.removesuffix(ending) + sign)):
            return (*atoms[:-1], replace(atoms[-1], is_open=True))
    return None


def _known(word: str) -> tuple[Atom, ...] | None:
    words, sound = number_words(), key(word)
    if len(sound) < SHORTEST_SOUND and word not in words.tamil:
        return None
    if whole := words.closed.get(sound) or words.opened.get(sound):
        return (whole,)
    if len(sound) < SHORTEST_SOUND or sound[:BEGINNING] not in words.beginnings:
        return None
    return next(_cuts(sound, None), None)


def _may_follow(atom: Atom, following: Atom) -> bool:
    """Whether, in one word, a part is smaller than the one before it, or a scale of it."""
    if following.kind == "scale" and following.value > atom.value:
        return True
    if following.kind == "fraction":
        return atom.kind not in ("fraction", "stem")
    if atom.kind == "ten" and following.kind not in ("unit", "article"):
        return False
    return atom.kind in ("ten", "hundred", "thousand", "scale") and following.value < atom.value


def _cuts(rest: str, before: Atom | None) -> Iterator[tuple[Atom, ...]]:
    words = number_words()
    for last in (words.closed.get(rest), words.opened.get(rest)):
        if last and (before is None or _may_follow(before, last)):
            yield (last,)
    for length in range(min(len(rest) - 1, words.longest), 1, -1):
        for atom, tail in _heads(rest[:length], rest[length:]):
            if before is None or _may_follow(before, atom):
                for following in _cuts(tail, atom):
                    yield (atom, *following)


def _heads(head: str, tail: str) -> Iterator[tuple[Atom, str]]:
    """A first atom, whole or without its last vowel, and what is left after it."""
    words = number_words()
    if whole := words.opened.get(head) or words.closed.get(head):
        yield whole, tail
        if tail[0] == "y" and tail[1:2] in VOWELS:
            yield whole, tail[1:]
    if tail[0] in VOWELS:
        for vowel in "ui":
            if melted := words.opened.get(head + vowel) or words.closed.get(head + vowel):
                yield melted, tail
                if tail[0] == "e" and words.closed.get(tail[1:], melted).kind == "fraction":
                    yield melted, tail[1:]  # onr-e-kal
