"""A shop of as many farmers as a market has, made from a seed: namesakes, initials, villages.

Their names and villages are real ones in both scripts (`names.tsv`, `villages.tsv`); who bears
which is thrown. Half of them have an initial, in Tamil as the letter's name (எம்.) or as the
father's first letter (மு.); some names are borne by many, as in life.
"""

from dataclasses import replace
from functools import cache
from importlib import resources
from random import Random

import regex

from bot.language.shop import FarmerName, Shop
from bot.language.text.lexicon import forms, rows
from ops.corpus.cases import shop

SEED = 2026
LARGE = 2000
"""Farmers of a large market's commission shop."""

LETTER = regex.compile(r"\X")
POPULAR, POPULAR_SHARE = 40, 0.4
"""So many names are borne by so large a share of all."""


def crowd(size: int = LARGE, seed: int = SEED) -> Shop:
    """The corpus' shop with other farmers: F001, F002, …; the same for the same seed."""
    throw = Random(seed)  # noqa: S311 - made-up people, not a secret
    farmers = tuple(_farmer(f"F{number:03}", throw) for number in range(1, size + 1))
    return replace(shop(), farmers=farmers)


def _farmer(code: str, throw: Random) -> FarmerName:
    names, villages = pairs("names"), pairs("villages")
    borne = names[:: len(names) // POPULAR] if throw.random() < POPULAR_SHARE else names
    name_en, name_ta = throw.choice(borne)
    village_en, village_ta = throw.choice(villages)
    if throw.random() < 0.5:  # noqa: PLR2004 - every second
        father_en, father_ta = throw.choice(names)
        first = LETTER.findall(father_ta)[0]
        letter = _letter_names()[father_en[0].lower()]
        name_en = f"{father_en[0]}. {name_en}"
        name_ta = f"{throw.choice((first, letter))}. {name_ta}"
    return FarmerName(code, name_en, name_ta, village_en, village_ta)


@cache
def pairs(name: str) -> tuple[tuple[str, str], ...]:
    """English and Tamil of every `names` or `villages`, in order."""
    text = resources.files("ops.bench").joinpath(f"{name}.tsv").read_text("utf-8")
    lines = (line.split("\t") for line in text.splitlines() if not line.startswith("#"))
    return tuple((english, tamil) for english, tamil in lines)


@cache
def _letter_names() -> dict[str, str]:
    return {letter: forms(column)[0] for letter, column in rows("initials")}
