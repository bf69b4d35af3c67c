"""Case endings cut off a word: முருகனுக்கு → முருகன்.

Generate and test: every cut that an ending allows is offered, and the caller keeps the one whose
rest he knows. A stemmer would cut செல்வி down to செல்.
"""

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from bot.language.text.key import key
from bot.language.text.lexicon import rows

SHORTEST_REST = 3
KEPT = 65_536
"""Words whose cuts are remembered: more than a market's year of messages has."""


@lru_cache(maxsize=KEPT)
def without_ending(word: str) -> tuple[str, ...]:
    """The word itself, then what is left when an ending is cut, longest ending first.

    Example:
        >>> without_ending("malarku")
        ('malarku', 'malar')
    """
    rests = [word]
    longest, endings = _endings()
    for length in range(min(longest, len(word)), 0, -1):
        rests += (word[:-length] + instead for instead in endings.get(word[-length:], ()))
    return tuple(rest for rest in rests if len(rest) >= SHORTEST_REST or rest == word)


def sounds_of(words: Sequence[str], sound: Callable[[str], str] = key) -> tuple[str, ...]:
    """How some words sound together, the last of them whole and without its ending."""
    if len(words) == 1:
        return _sounds(words[0], sound)
    head = "".join(sound(word) for word in words[:-1])
    return tuple(head + rest for rest in _sounds(words[-1], sound))


def spellings_of(words: Sequence[str]) -> list[str]:
    """How some words are spelled together, the last of them whole and without its ending."""
    head = "".join(words[:-1])
    return [head + rest for rest in without_ending(words[-1])]


@lru_cache(maxsize=KEPT)
def _sounds(word: str, sound: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(sound(rest) for rest in without_ending(word)))


@cache
def _endings() -> tuple[int, dict[str, list[str]]]:
    """How long the longest ending is, and what stands in the place of each."""
    endings: dict[str, list[str]] = {}
    for ending, *instead in rows("endings"):
        endings.setdefault(ending, []).extend(instead or [""])
    return max(map(len, endings)), endings
