"""The number words of `locales/lexicon/numbers.tsv`: by sound, and English ones as spelled.

One table serves both scripts. A form such as `இரு~நூறு` stands for itself before every form of
நூறு, so that a new spelling of நூறு is known at once in all nine hundreds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

import regex

from bot.language.text.key import key
from bot.language.text.lexicon import forms, rows

FAMILY = "~"
ENDING = "ending"
"""A row of forms that are no number by themselves: the -பது of இருபது."""

BEGINNING = 2
"""Letters by which most words are known at once to be no number."""

STEM = "stem"
"""A row of what melts into a scale and is no word: the மூவ்- of மூவாயிரம்."""

NONE = "none"
"""A row of words that sound like numbers and are none: இருப்பது is no twenty."""

VOICED = str.maketrans(
    {"ஃ": "", "ா": "", "ண": "ன", "ற": "ர", "ஸ": "ச", "ீ": "ி", "ூ": "ு", "ே": "ெ", "ோ": "ொ"}
)
DOUBLED = regex.compile(r"(\p{L})்\1")
"""What voice typing writes one way or the other in an English word: ஃபிஃப்டி, பிப்டி."""


Value = int | Fraction
"""Exact; whole numbers are plain ones, which add up ten times as fast."""


@dataclass(frozen=True, slots=True)
class Atom:
    """A part of a number.

    Attributes:
        kind: `unit`, `teen`, `ten`, `hundred`, `thousand`, `scale`, `stem`, `fraction`, `digits`,
            `point`, `article` (ஒரு and "a", which add nothing to the half or the hundred after
            them), `with` (the "and" of five and a half) or `dative` (the -க்கு of a price).
        is_open: it stands only before something smaller (நூற்று-).
        is_english: English units may stand before tens, as hundreds: four fifty.
        digits: the figures as typed; 05 after a point is not 5.
    """

    value: Value
    kind: str
    is_open: bool = False
    is_english: bool = False
    digits: str = ""


@dataclass(frozen=True, slots=True)
class NumberWords:
    """Atoms by what they are looked up with.

    Attributes:
        closed: by sound, what may end a word.
        opened: by sound, what may not.
        tamil: the forms of both as spelled; no other English word is read by its sound.
        spelled: English, in Latin letters or as voice typing writes it in Tamil ones.
        voiced: the latter as `voiced` folds them.
        none: what only sounds like a number.
        beginnings: the first letters of `closed` and `opened`.
        longest: letters of the longest of them.
    """

    closed: dict[str, Atom]
    opened: dict[str, Atom]
    tamil: frozenset[str]
    spelled: dict[str, Atom]
    voiced: dict[str, Atom]
    none: frozenset[str]
    beginnings: frozenset[str]
    longest: int


@cache
def number_words() -> NumberWords:
    """The table, read once."""
    closed: dict[str, Atom] = {}
    opened: dict[str, Atom] = {}
    spelled: dict[str, Atom] = {}
    by_voice: dict[str, Atom] = {}
    tamil: set[str] = set()
    for value, kind, sounding, by_spelling in rows("numbers"):
        for form in _written(sounding) if kind not in (ENDING, NONE) else ():
            atom = Atom(exact(value), kind, is_open=form.endswith("-"))
            tamil.add(form if kind == STEM else form.removesuffix("-"))
            for sound in _sounds(form):
                (opened if atom.is_open else closed).setdefault(sound, atom)
        for form in forms(by_spelling):
            spelled[form] = Atom(exact(value), kind, is_english=True)
            if not form.isascii():
                by_voice[voiced(form)] = spelled[form]
    beginnings = frozenset(sound[:BEGINNING] for sound in (*closed, *opened))
    none = frozenset(form for row in rows("numbers") if row[1] == NONE for form in forms(row[2]))
    longest = max(len(sound) for sound in (*closed, *opened))
    return NumberWords(
        closed, opened, frozenset(tamil), spelled, by_voice, none, beginnings, longest
    )


def exact(figures: str) -> Value:
    """The value of figures as typed: 5, 2.5 or 3/4."""
    return int(figures) if figures.isdecimal() else Fraction(figures)


def voiced(word: str) -> str:
    """An English word in Tamil letters in one spelling; த and ட stay two: செவன்டி, செவந்தி."""
    return str(DOUBLED.sub(r"\1", word.translate(VOICED)))


def _written(column: str) -> Iterator[str]:
    """The forms of a column, those of a family each by itself, a script with its own."""
    for form in forms(column):
        head, tilde, first = form.partition(FAMILY)
        if not tilde:
            yield form
        else:
            tails = _families()[first]
            yield from (head + tail for tail in tails if tail.isascii() == head.isascii())


@cache
def _families() -> dict[str, list[str]]:
    """The forms of each row by the first of them."""
    columns = [forms(sounding) for _, _, sounding, _ in rows("numbers")]
    return {column[0]: column for column in columns if column}


def _sounds(form: str) -> set[str]:
    """A form's sound at the start of a word, and inside one, where an initial i is kept."""
    form = form.removesuffix("-")
    if key(form).startswith("m"):
        return {key(form)}
    inside = f"m{form}" if form.isascii() else f"ம்{form}"
    return {key(form), key(inside).removeprefix("m")}
