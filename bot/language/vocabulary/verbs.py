"""Tamil verbs in every form that is spoken: a stem and its endings, குடு: குடுத்தாச்சு, kuduthutten.

Stems and endings are data; a form is heard, so that one spelling serves both scripts and all the
ways to write it. Negative forms are not among them: what was not given must not look like a gift.
"""

from collections.abc import Iterator
from functools import cache
from itertools import product

from bot.language.text.lexicon import forms, rows

BARE = "-"
"""The ending of a stem that stands by itself."""

HELPED = "+"
"""What stands before the name of a helping verb's forms."""


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
    listed = {kind: forms(column) for kind, column in rows("verb_endings")}
    return {
        kind: [whole for ending in endings for whole in _whole(ending, listed)]
        for kind, endings in listed.items()
    }


def _whole(ending: str, listed: dict[str, list[str]]) -> list[str]:
    """An ending, or one with each form of its helping verb, written together and apart."""
    begun, helped, helping = ending.removeprefix(BARE).partition(HELPED)
    between = ("", " ") if helped else ("",)
    return [begun + space + form for space in between for form in listed.get(helping, [""])]
