"""Which known name a misspelt word is near to, and whether it is a slip of it and of no other.

Nearness is `fuzz.ratio` on keys: the best of seven scorers tried on market names, the usual
WRatio the worst. A slip of the ear is one edit that leaves the sound's beginning, its last letter
and the order of its consonants; in a long one a consonant may be lost or added as well. A slip of
the finger is two letters swapped, a vowel lost, put in or confused, in a spelling. Kathirvan is
Kathiravan, but Vijayan is not Vijaya, nor Sivasamy Chinnasamy; those are asked about.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

import regex
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

NEAR = 85
"""A ratio from which a sound counts as near."""

MARGIN = 8
"""How much nearer the nearest must be than the next, or both are meant."""

SHORTEST = 5
"""Shorter sounds and spellings are known exactly or not at all."""

LONG, LONGER = 7, 8
"""A sound so long may lose a consonant; one still longer may have two edits."""

HEAD = 2
"""Letters that a shorter sound must keep: malli and mullai differ in their first vowel."""

TWO = 2
"""Edits from which a spelling is another one altogether."""

MANY_LETTERS = 9
"""A spelling so long may lose a consonant."""

VOWELS = regex.compile("[aeiou]")
WEAK = frozenset("aeiou்ாிீுூெேைொோ")
"""Letters that get lost, put in or confused: vowels, and the signs of Tamil ones."""

ALIKE = frozenset({"ae", "ei", "ou", "iy", "ிீ", "ுூ", "ெே", "ொோ"})
"""Letters typed for each other."""

Borne = TypeVar("Borne")


@dataclass(frozen=True, slots=True)
class _Like(Generic[Borne]):
    """A known name that is like what was typed: who or what bears it, and how much it differs."""

    borne_by: set[Borne]
    edits: int
    score: float
    is_slip: bool


class Known(Generic[Borne]):
    """Names by sound and by spelling, each with who or what bears it."""

    def __init__(
        self, sounds: Mapping[str, set[Borne]], spellings: Mapping[str, set[Borne]]
    ) -> None:
        self._sounds = {name: whose for name, whose in sounds.items() if len(name) >= SHORTEST}
        self._spellings = {n: whose for n, whose in spellings.items() if len(n) >= SHORTEST}
        self._sounds_by_first = _by_first(self._sounds)
        self._spellings_by_first = _by_first(self._spellings)

    def near(
        self, sounds: Iterable[str], spellings: Iterable[str]
    ) -> tuple[list[set[Borne]], bool]:
        """Who or what bears each name that a word is near to, and whether it is a slip.

        Args:
            sounds: how the word may sound, with and without an ending.
            spellings: likewise, as typed.
        """
        heard, seen = list(self._heard(sounds)), list(self._seen(spellings))
        slips = [each for each in (*heard, *seen) if each.is_slip]
        if slips:
            rivals = seen if any(each.is_slip for each in seen) else heard
            fewest = min(each.edits for each in slips)
            meant = [*slips, *(each for each in rivals if each.edits <= fewest + 1)]
        else:
            best = max((each.score for each in heard), default=0)
            meant = [each for each in heard if best >= NEAR and each.score > best - MARGIN]
        return [each.borne_by for each in meant], bool(slips)

    def _heard(self, sounds: Iterable[str]) -> Iterator[_Like[Borne]]:
        for sound in sounds:
            for name, score in _nearest(sound, self._sounds_by_first.get(sound[:1], [])):
                count, is_meant = int(OSA.distance(sound, name)), is_slip(sound, name)
                yield _Like(self._sounds[name], count, score, is_slip=is_meant)

    def _seen(self, spellings: Iterable[str]) -> Iterator[_Like[Borne]]:
        for spelling in spellings:
            for name, count in _spelled_like(
                spelling, self._spellings_by_first.get(spelling[:1], [])
            ):
                is_meant = count == 1 and is_finger_slip(spelling, name)
                yield _Like(self._spellings[name], count, 0, is_slip=is_meant)


def is_slip(typed: str, meant: str) -> bool:
    """Whether one sound is the other misheard, and not another name."""
    length = len(meant)
    head = HEAD if length < LONG else 1
    if typed[:head] != meant[:head] or typed[-1] != meant[-1]:
        return False
    count = OSA.distance(typed, meant)
    lost = Indel.distance(VOWELS.sub("", typed), VOWELS.sub("", meant))
    if count > 1:
        return length >= LONGER and count == TWO and lost <= 1 and typed[:HEAD] == meant[:HEAD]
    is_swap = len(typed) == length and sorted(typed) == sorted(meant)
    return lost <= int(length >= LONG) or (is_swap and length >= LONG)


def is_finger_slip(typed: str, meant: str) -> bool:
    """Whether one spelling, an edit from the other, is the same word typed in a hurry."""
    if len(meant) < SHORTEST or typed[0] != meant[0] or typed[-1] != meant[-1]:
        return False
    if len(typed) == len(meant):
        changed = {a for a, b in zip(typed, meant, strict=True) if a != b}
        changed |= {b for a, b in zip(typed, meant, strict=True) if a != b}
        return sorted(typed) == sorted(meant) or "".join(sorted(changed)) in ALIKE
    longer, shorter = sorted((typed, meant), key=len, reverse=True)
    place = next((i for i, letter in enumerate(shorter) if longer[i] != letter), len(shorter))
    return longer[place] in WEAK or len(meant) >= MANY_LETTERS


def _by_first(names: Iterable[str]) -> dict[str, list[str]]:
    """Names by their first letter: it is seldom mistaken, and leaves few to be held against."""
    by_first: dict[str, list[str]] = {}
    for name in names:
        by_first.setdefault(name[0], []).append(name)
    return by_first


def _nearest(sound: str, known: list[str]) -> list[tuple[str, float]]:
    """Known sounds near to this one or within the margin of that."""
    if len(sound) < SHORTEST:
        return []
    found = process.extract(
        sound, known, scorer=fuzz.ratio, processor=None, score_cutoff=NEAR - MARGIN, limit=None
    )
    return [(name, score) for name, score, _ in found]


def _spelled_like(spelling: str, known: list[str]) -> list[tuple[str, int]]:
    """Known spellings that differ in two edits at most, with how many."""
    if len(spelling) < SHORTEST - 1:
        return []
    found = process.extract(
        spelling, known, scorer=OSA.distance, processor=None, score_cutoff=TWO, limit=None
    )
    return [(name, int(count)) for name, count, _ in found]
