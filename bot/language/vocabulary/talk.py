"""Words of everyday talk, by which a message that names a flower is told from a lot.

They stay unknown words: whatever else stands beside them is asked about.
"""

from functools import cache

from bot.language.text.key import key
from bot.language.text.lexicon import forms, rows


def is_talk(word: str) -> bool:
    """Whether a word belongs to talk: as it is spelled, Tamil also as it sounds.

    Example:
        >>> is_talk("Wedding"), is_talk("கல்யாணம்"), is_talk("zubin")
        (True, True, False)
    """
    return word.lower() in _spelled() or key(word) in _sounding()


@cache
def _spelled() -> frozenset[str]:
    return frozenset(form for _, column in rows("talk") for form in forms(column))


@cache
def _sounding() -> frozenset[str]:
    tamil = (forms(column) for source, column in rows("talk") if source != "en")
    return frozenset(key(form) for column in tamil for form in column)
