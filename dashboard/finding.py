"""Which farmers are meant by what somebody typed: a code, a name in either script, a village.

Names are held together by their sound, so that murugan finds முருகன். Whoever fits wholly comes
alone; else whoever begins so; else whose name is nearly that. Nobody is guessed: whoever asks sees
who was found.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.language.naming.names import Names
from bot.language.shop import FarmerName
from bot.language.text.fold import fold
from bot.language.text.key import name_key
from ledger.people import Party

CODE = re.compile(r"([a-z]*)[\s-]*0*(\d+)")
NAMES_KEPT = 2**14
"""Names whose sound is remembered: those of some thousand farmers and their villages."""

WORD = re.compile(r"[^\s.,()·/-]+")


def farmers_meant(farmers: Iterable[Party], typed: str) -> list[Party]:
    """The farmers that are meant; several where more than one fits."""
    known = list(farmers)
    words = fold(typed).lower()
    by_code = [each for each in known if each.code.lower() == typed.strip().lower()]
    by_code = by_code or _by_figure(known, words)
    if by_code or CODE.fullmatch(words.strip()):
        return by_code  # a code that nobody has sounds like no name
    parts = WORD.findall(words)
    if not parts:
        return []
    borne = {each.code: _borne(each) for each in known}
    whole = [each for each in known if all(_sound(part) in borne[each.code] for part in parts)]
    if whole:
        return whole
    begun = [each for each in known if all(_begins(part, borne[each.code]) for part in parts)]
    return begun or _near(known, parts)


def _by_figure(farmers: Sequence[Party], words: str) -> list[Party]:
    """`12`, `f12` and `F-012` are F012."""
    typed = CODE.fullmatch(words.strip())
    if typed is None:
        return []
    letters, figure = typed.groups()
    split = {each.code: CODE.fullmatch(each.code.lower()) for each in farmers}
    return [
        each
        for each in farmers
        if (code := split[each.code]) and code[2] == figure and letters in ("", code[1])
    ]


def _sound(word: str) -> str:
    """How a word sounds; what has figures in it stands for itself."""
    is_name = not any(letter.isdigit() for letter in word)
    return (name_key(word) if is_name else "") or word


def _borne(farmer: Party) -> set[str]:
    """His names and his village, word by word: how they sound, and how they are spelled."""
    names = (farmer.name_en, farmer.name_ta, *farmer.aliases, farmer.village_en, farmer.village_ta)
    return set().union(*map(_heard, names))


@lru_cache(maxsize=NAMES_KEPT)
def _heard(name: str) -> frozenset[str]:
    """A name, word by word; how it sounds is slow to find, and it is asked at every search."""
    words = WORD.findall(fold(name).lower())
    return frozenset((*words, *map(_sound, words)))


def _begins(typed: str, borne: set[str]) -> bool:
    return any(each.startswith((typed, _sound(typed))) for each in borne)


def _near(farmers: Sequence[Party], words: Sequence[str]) -> list[Party]:
    """Whose name is nearly that, as chat finds them too."""
    names = Names(
        [
            FarmerName(
                code=each.code,
                name_en=each.name_en,
                name_ta=each.name_ta,
                village_en=each.village_en,
                village_ta=each.village_ta,
                aliases=each.aliases,
            )
            for each in farmers
        ]
    )
    near = names.near(words)
    codes = () if near is None else names.codes(near.named)
    return [each for each in farmers if each.code in codes]
