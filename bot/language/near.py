"""Which known sounds a misspelt word is near to, and whether it is a slip of one of them.

Nearness is `fuzz.ratio` on keys: the best of seven scorers tried on market names, the usual
WRatio the worst. A slip keeps the first letter, the last letter and the order of the consonants,
of which one inside may be lost or added: Kathirvan is Kathiravan, but Vijayan is not Vijaya, nor
Sivasamy Chinnasamy; those are asked about.
"""

from collections.abc import Sequence

import regex
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Indel

NEAR = 85
"""A ratio from which a sound counts as near."""

MARGIN = 8
"""How much nearer the nearest must be than the next, or both are meant."""

SHORTEST = 5
"""Shorter sounds are known exactly or not at all."""

VOWELS = regex.compile("[aeiou]")


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


def is_slip(typed: str, meant: str) -> bool:
    """Whether one is a misspelling of the other, and not another name."""
    has_same_ends = typed[0] == meant[0] and typed[-1] == meant[-1]
    return has_same_ends and Indel.distance(VOWELS.sub("", typed), VOWELS.sub("", meant)) <= 1
