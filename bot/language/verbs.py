"""Tamil verbs in every form that is spoken: a stem and its endings, குடு: குடுத்தாச்சு, kuduthutten.

Stems and endings are data; a form is heard, so that one spelling serves both scripts and all the
ways to write it. Negative forms are not among them: what was not given must not look like a gift.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

from bot.language.lexicon import forms, rows

BARE = "-"
"""The ending of a stem that stands by itself."""


def verb_forms() -> Iterator[tuple[str, frozenset[str]]]:
    """Each form of each verb, with what it stands for.

    Example:
        >>> ("neekkidunga", frozenset({"undo"})) in set(verb_forms())
        True
    """
    for concepts, kinds, stems in rows("verbs"):
        endings = [ending for kind in kinds.split() for ending in _endings()[kind]]
        for stem, ending in product(forms(stems), endings):
            yield stem + ending, frozenset(concepts.split())


@cache
def _endings() -> dict[str, list[str]]:
    listed = rows("verb_endings")
    return {kind: [e.removeprefix(BARE) for e in forms(column)] for kind, column in listed}
