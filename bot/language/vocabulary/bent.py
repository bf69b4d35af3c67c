"""Nouns as they are spoken, with an ending glued on: rate-u, பாக்கியும், advance-nu, தமிழ்ல.

Only nouns and question words are bent. A short answer is not: சரியா asks where சரி says yes, and
no ending may turn one into the other.
"""

from collections.abc import Iterator
from functools import cache

from bot.language.text.key import key
from bot.language.text.lexicon import rows

LENT = frozenset(
    {
        *("rate", "balance", "entries", "entry", "statement", "settlement", "advance", "pay"),
        *("till.cash", "till.bank", "till.upi", "details", "language", "total", "weight"),
        *("to.ta", "to.en", "to.tanglish"),
    }
)
"""What an English word must stand for to take an ending."""

BENDABLE = LENT | {"ask", "want"}
"""What a Tamil word must stand for."""

SHORTEST_REST = 4
"""A shorter sound is a part of too many names: of pillai a bill."""


def without_glued(word: str) -> Iterator[str]:
    """What may be left of any word when what says nothing is cut off its end.

    Example:
        >>> list(without_glued("தந்தாச்சுன்னு"))[0]
        'தந்தாச்சு'
    """
    for ending, *instead in _glued():
        rest = word.removesuffix(ending) + "".join(instead)
        if word.endswith(ending) and len(rest) >= SHORTEST_REST:
            yield rest


@cache
def _glued() -> list[tuple[str, ...]]:
    return sorted(rows("glued"), key=lambda row: -len(row[0]))


def without_clitic(sound: str) -> Iterator[str]:
    """What may be left of a sound when a spoken ending is cut, longest ending first.

    Example:
        >>> next(without_clitic(key("பாக்கியும்")))
        'paki'
    """
    for ending, instead in _endings():
        if sound.endswith(ending):
            rest = sound[: len(sound) - len(ending)] + instead
            melted = rest + ending[0]  # தமிழ் + லயே: a doubled sound is one
            yield from (each for each in (rest, melted) if len(each) >= SHORTEST_REST)


@cache
def _endings() -> list[tuple[str, str]]:
    """As sounds: -e is one by itself, and not what ends a Latin word (malle for மல்லை)."""
    pairs = {(key(f"{row[0]}n")[:-1], row[1] if len(row) > 1 else "") for row in rows("clitics")}
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair))
