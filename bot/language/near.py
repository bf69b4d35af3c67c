"""Which known sounds a misspelt word is near to, and whether it is a slip of one of them.

Nearness is `fuzz.ratio` on keys: the best of seven scorers tried on market names, the usual
WRatio the worst. A slip of the ear is one edit that leaves the sound's beginning, its last letter
and the order of its consonants; in a long one a consonant may be lost or added as well. A slip of
the finger is two letters swapped, a vowel lost, put in or confused, in a spelling. Kathirvan is
Kathiravan, but Vijayan is not Vijaya, nor Sivasamy Chinnasamy; those are asked about.
"""

from collections.abc import Sequence

import regex
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA, Indel

NEAR = 85
"""A ratio from which a sound counts as near."""

MARGIN = 8
"""How much nearer the nearest must be than the next, or both are meant."""

SHORTEST = 5
"""Shorter sounds are known exactly or not at all."""

LONG, LONGER = 7, 8
"""A sound so long may lose a consonant; one still longer may have two edits."""

HEAD = 2
"""Letters that a shorter sound must keep: malli and mullai differ in their first vowel."""

FEWEST_LETTERS, MANY_LETTERS = 5, 9
"""A spelling so long may have a slip of the finger; one still longer may lose a consonant."""

VOWELS = regex.compile("[aeiou]")
WEAK = frozenset("aeiou\u0bcd\u0bbe\u0bbf\u0bc0\u0bc1\u0bc2\u0bc6\u0bc7\u0bc8\u0bca\u0bcb")
"""Letters that get lost, put in or confused: vowels, and the signs of Tamil ones."""

ALIKE = frozenset(
    {"ae", "ei", "ou", "iy", *("\u0bbf\u0bc0", "\u0bc1\u0bc2", "\u0bc6\u0bc7", "\u0bca\u0bcb")}
)


def nearest(sound: str, known: Sequence[str]) -> list[tuple[str, float]]:
    """Known sounds near to this one or within the margin of that, best first.

    Example:
        >>> nearest("katirvan", ["katiravan", "murukan"])
        [('katiravan', 94.11764705882352)]
    """
    if len(sound) < SHORTEST:
        return []
    found = process.extract(
        sound, known, scorer=fuzz.ratio, processor=None, score_cutoff=NEAR - MARGIN, limit=None
    )
    return [(name, score) for name, score, _ in found]


def edits(typed: str, meant: str) -> int:
    """Letters lost, added, changed, or two of them swapped, between two sounds."""
    return int(OSA.distance(typed, meant))


def is_slip(typed: str, meant: str) -> bool:
    """Whether one is a misspelling of the other, and not another name."""
    length = len(meant)
    head = HEAD if length < LONG else 1
    if typed[:head] != meant[:head] or typed[-1] != meant[-1]:
        return False
    count = edits(typed, meant)
    lost = Indel.distance(VOWELS.sub("", typed), VOWELS.sub("", meant))
    if count > 1:
        return length >= LONGER and count == 2 and lost <= 1 and typed[:HEAD] == meant[:HEAD]  # noqa: PLR2004 - two edits
    is_swap = len(typed) == length and sorted(typed) == sorted(meant)
    return lost <= int(length >= LONG) or (is_swap and length >= LONG)


def spelled_like(spelling: str, known: Sequence[str]) -> list[tuple[str, int]]:
    """Known spellings that differ in two edits at most, with how many."""
    if len(spelling) < FEWEST_LETTERS - 1:
        return []
    found = process.extract(
        spelling, known, scorer=OSA.distance, processor=None, score_cutoff=2, limit=None
    )
    return [(name, int(count)) for name, count, _ in found]


def is_finger_slip(typed: str, meant: str) -> bool:
    """Whether one spelling, an edit from the other, is the same word typed in a hurry."""
    if len(meant) < FEWEST_LETTERS or typed[0] != meant[0] or typed[-1] != meant[-1]:
        return False
    if len(typed) == len(meant):
        pair = "".join(sorted(a + b for a, b in zip(typed, meant, strict=True) if a != b))
        return sorted(typed) == sorted(meant) or "".join(sorted(set(pair))) in ALIKE
    longer, shorter = sorted((typed, meant), key=len, reverse=True)
    place = next((i for i, letter in enumerate(shorter) if longer[i] != letter), len(shorter))
    return longer[place] in WEAK or len(meant) >= MANY_LETTERS
