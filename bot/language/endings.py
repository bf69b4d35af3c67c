"""Case endings cut off a word: முருகனுக்கு → முருகன்.

Generate and test: every cut that an ending allows is offered, and the caller keeps the one whose
rest he knows. A stemmer would cut செல்வி down to செல்.
"""

from collections.abc import Iterator
from functools import cache

from bot.language.lexicon import rows

SHORTEST_REST = 3


def without_ending(word: str) -> Iterator[str]:
    """The word itself, then what is left when an ending is cut, longest ending first.

    Example:
        >>> list(without_ending("malarku"))
        ['malarku', 'malar']
    """
    yield word
    for ending, replacement in _endings():
        if word.endswith(ending) and len(word) - len(ending) + len(replacement) >= SHORTEST_REST:
            yield word[: len(word) - len(ending)] + replacement


@cache
def _endings() -> tuple[tuple[str, str], ...]:
    pairs = [(row[0], row[1] if len(row) > 1 else "") for row in rows("endings")]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))
