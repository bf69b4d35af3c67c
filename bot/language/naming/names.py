"""Which farmer is meant: by code, name, nickname, initial, village. Never a guess.

A whole name that is exact beats one that is near and every longer name that contains it. A near
name counts only when it is long enough, near enough, and clearly nearer than any other farmer's.
Namesakes are told apart by initial or village; else all of them are candidates, and none is sure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from bot.language.shop import FarmerName, Shop
from bot.language.text.endings import sounds_of, spellings_of
from bot.language.text.fold import fold
from bot.language.text.key import key, name_key
from bot.language.text.lexicon import forms, rows
from bot.language.text.near import Known

CODE = regex.compile(r"([a-z]*)[\s-]*0*(\d+)")
PART = regex.compile(r"[\p{L}\p{M}]+")
SHORTEST_PART = 3
"""Letters by which a name of several words may begin."""

ONE_LETTER = regex.compile(r"[a-z]|[\p{Tamil}]\p{M}?")


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who bears a name, with the initials that it is written with."""

    code: str
    initials: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """Whose name some words are near to.

    Attributes:
        is_slip: it is their name misspelt, and no other's.
    """

    named: set[Named]
    is_slip: bool


class Names:
    """The farmers of a shop, indexed by sound, code, initial and village."""

    def __init__(self, farmers: Sequence[FarmerName]) -> None:
        self._order = {farmer.code: place for place, farmer in enumerate(farmers)}
        self._by_code = {farmer.code.lower(): farmer.code for farmer in farmers}
        self._by_figure: dict[int, set[str]] = {}
        self._whole: dict[str, set[Named]] = {}
        self._sounds_of: dict[str, set[str]] = {}
        self._spelled: dict[str, set[Named]] = {}
        self._part: dict[str, set[str]] = {}
        self._villages: dict[str, set[str]] = {}
        for farmer in farmers:
            self._add(farmer)
        self.code_width = max((_digits(farmer.code) for farmer in farmers), default=0)
        self.code_letters = {_letters(farmer.code) for farmer in farmers} - {""}
        self._known = Known(self._whole, self._spelled)
        self._beginnings = {
            sound[:end] for sound in self._whole for end in range(SHORTEST_PART, len(sound))
        }
        self._village_beginnings = {
            sound[:end] for sound in self._villages for end in range(SHORTEST_PART, len(sound))
        }

    @staticmethod
    @lru_cache(maxsize=4)
    def of(shop: Shop) -> "Names":
        """The index of a shop's farmers, made once."""
        return Names(shop.farmers)

    def by_code(self, letters: str, figure: str) -> str | None:
        """`f`, `012` → F012; leading zeros and the letters' case do not matter."""
        if exact := self._by_code.get(f"{letters}{figure}"):
            return exact
        codes = [
            c for c in self._by_figure.get(int(figure), ()) if not letters or _letters(c) == letters
        ]
        return codes[0] if len(codes) == 1 else None

    def whole(self, words: Sequence[str]) -> tuple[str, ...]:
        """Farmers whose whole name, initials apart, these words are; a case ending may follow."""
        return self.codes(self.named(words))

    def are_namesakes(self, one: str, others: Iterable[str]) -> bool:
        """Whether somebody bears a name that all of some others bear too."""
        shared = (self._sounds_of.get(code, set()) for code in (one, *others))
        return bool(set.intersection(*shared))

    def part(self, words: Sequence[str]) -> tuple[str, ...]:
        """Farmers of whose longer name these words are a part."""
        for sound in sounds_of(words, name_key):
            if codes := self._part.get(sound):
                return self._sorted(codes)
        return ()

    def near(self, words: Sequence[str]) -> Near | None:
        """Those whose name these words are near to; a slip only if clearly of one name."""
        groups, is_slip = self._known.near(sounds_of(words, name_key), spellings_of(words))
        named = {name for group in groups for name in group}
        everyone = self.codes(named)
        is_one = is_slip and all(self.codes(group) == everyone for group in groups)
        return Near(named, is_one) if named else None

    def with_initials(self, named: set[Named], initials: Sequence[str]) -> tuple[str, ...]:
        """Those of some namesakes who have these initials."""
        typed = [initial_of(letter) for letter in initials]
        for exact in (True, False):
            fitting = {n for n in named if _fits(n.initials, typed, is_exact=exact)}
            if fitting:
                return self.codes(fitting)
        return ()

    def without_initial(self, named: set[Named]) -> tuple[str, ...]:
        """Those of some namesakes whose name has no initial."""
        return self.codes({name for name in named if not name.initials})

    def codes(self, named: set[Named]) -> tuple[str, ...]:
        """Their codes, in the shop's order."""
        return self._sorted(name.code for name in named)

    def of_village(self, words: Sequence[str]) -> frozenset[str]:
        """Everyone of a village; nobody when it is none."""
        for sound in sounds_of(words, name_key):
            if codes := self._villages.get(sound):
                return frozenset(codes)
        return frozenset()

    def may_go_on(self, word: str) -> bool:
        """Whether a name can begin with this word and have more of them."""
        return name_key(word) in self._beginnings

    def may_begin_village(self, word: str) -> bool:
        """Whether a village is called so, or can begin with this word and have more of them."""
        return name_key(word) in self._village_beginnings or bool(self.of_village([word]))

    def named(self, words: Sequence[str]) -> set[Named]:
        """Whose whole name these words are; with an ending cut off, whoever may be left."""
        whole, *cut = sounds_of(words, name_key)
        if whole in self._whole:
            return self._whole[whole]
        return self._all(sound for sound in cut if sound in self._whole)

    def _all(self, sounds: Iterable[str]) -> set[Named]:
        return {name for sound in sounds for name in self._whole[sound]}

    def _sorted(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(codes), key=self._order.__getitem__))

    def _add(self, farmer: FarmerName) -> None:
        if match := CODE.fullmatch(farmer.code.lower()):
            self._by_figure.setdefault(int(match[2]), set()).add(farmer.code)
        for name in (farmer.name_en, farmer.name_ta, *farmer.aliases):
            initials, words = _parsed(name)
            sounds = [name_key(word) for word in words]
            if sound := "".join(sounds):
                self._whole.setdefault(sound, set()).add(Named(farmer.code, initials))
                self._sounds_of.setdefault(farmer.code, set()).add(sound)
                self._spelled.setdefault("".join(words), set()).add(Named(farmer.code, initials))
            if len(sounds) > 1:
                for part in sounds:
                    self._part.setdefault(part, set()).add(farmer.code)
        for village in (farmer.village_en, farmer.village_ta):
            if sound := "".join(name_key(word) for word in PART.findall(fold(village))):
                self._villages.setdefault(sound, set()).add(farmer.code)


def initial_of(word: str) -> str:
    """The Latin letter that an initial stands for: `K`, கே and மு. are k, k and m; "" for none."""
    if word in _letter_names():
        return _letter_names()[word]
    if ONE_LETTER.fullmatch(word):
        return word if word.isascii() else key(word)[:1]
    return ""


def _digits(code: str) -> int:
    """How many figures a code has, its noughts counted."""
    return sum(letter.isdecimal() for letter in code)


def is_letter_name(word: str) -> bool:
    """Whether a word is what Tamil calls a Latin letter: எஸ், என்."""
    return word in _letter_names()


def _parsed(name: str) -> tuple[tuple[str, ...], list[str]]:
    """A name as its initials and its words."""
    parts = PART.findall(fold(name).lower())
    words = [part for part in parts if not initial_of(part)]
    if not words:
        return (), parts
    return tuple(initial_of(part) for part in parts if initial_of(part)), words


def _fits(initials: Sequence[str], typed: Sequence[str], *, is_exact: bool) -> bool:
    if is_exact:
        return bool(initials) and set(typed) <= set(initials)
    return bool(initials) and {key(t) or t for t in typed} <= {key(i) or i for i in initials}


def _letters(code: str) -> str:
    match = CODE.fullmatch(code.lower())
    return match[1] if match else ""


@cache
def _letter_names() -> dict[str, str]:
    return {form: letter for letter, column in rows("initials") for form in forms(column)}
