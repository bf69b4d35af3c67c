"""Which farmer is meant: by code, name, nickname, initial, village. Never a guess.

A whole name that is exact beats one that is near and every longer name that contains it. A near
name counts only when it is long enough, near enough, and clearly nearer than any other farmer's.
Namesakes are told apart by initial or village; else all of them are candidates, and none is sure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from bot.language.endings import sounds_of
from bot.language.fold import fold
from bot.language.key import key, name_key
from bot.language.lexicon import forms, rows
from bot.language.near import MARGIN, NEAR, SHORTEST, is_slip, nearest
from bot.language.shop import FarmerName, Shop

CODE = regex.compile(r"([a-z]*)[\s-]*0*(\d+)")
PART = regex.compile(r"[\p{L}\p{M}]+")
ONE_LETTER = regex.compile(r"[a-z]|[\p{Tamil}]\p{M}?")


@dataclass(frozen=True, slots=True)
class Candidates:
    """Farmers who may be meant, in the shop's order.

    Attributes:
        is_sure: one farmer, and nothing speaks for another.
    """

    codes: tuple[str, ...]
    is_sure: bool


@dataclass(frozen=True, slots=True)
class _Name:
    code: str
    initials: tuple[str, ...]


class Names:
    """The farmers of a shop, indexed by sound, code, initial and village."""

    def __init__(self, farmers: Sequence[FarmerName]) -> None:
        self._order = {farmer.code: place for place, farmer in enumerate(farmers)}
        self._by_code = {farmer.code.lower(): farmer.code for farmer in farmers}
        self._by_figure: dict[int, set[str]] = {}
        self._whole: dict[str, set[_Name]] = {}
        self._part: dict[str, set[str]] = {}
        self._villages: dict[str, set[str]] = {}
        for farmer in farmers:
            self._add(farmer)
        self.code_letters = {_letters(farmer.code) for farmer in farmers} - {""}
        self._sounds = [sound for sound in self._whole if len(sound) >= SHORTEST]
        self._beginnings = {sound[:end] for sound in self._whole for end in range(1, len(sound))}
        self._village_heads = {sound[:2] for sound in self._villages}

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
        return self._sorted(name.code for name in self._named(words))

    def part(self, words: Sequence[str]) -> tuple[str, ...]:
        """Farmers of whose longer name these words are a part."""
        for sound in sounds_of(words, name_key):
            if codes := self._part.get(sound):
                return self._sorted(codes)
        return ()

    def near(self, words: Sequence[str]) -> Candidates | None:
        """Farmers whose name these words are near to; sure only of one clearly nearest."""
        scores: dict[str, float] = {}
        slips: set[str] = set()
        for sound in sounds_of(words, name_key):
            for name, score in nearest(sound, self._sounds):
                for code in {named.code for named in self._whole[name]}:
                    scores[code] = max(scores.get(code, 0), score)
                    slips.update({code} if is_slip(sound, name) else ())
        best = max(scores.values(), default=0)
        if best < NEAR:
            return None
        codes = self._sorted(code for code, score in scores.items() if score > best - MARGIN)
        return Candidates(codes, is_sure=len(codes) == 1 and codes[0] in slips)

    def with_initials(self, words: Sequence[str], initials: Sequence[str]) -> tuple[str, ...]:
        """Of those whom the words name whole, those with these initials."""
        typed = [initial_of(letter) for letter in initials]
        named = self._named(words)
        for exact in (True, False):
            fitting = [n.code for n in named if _fits(n.initials, typed, is_exact=exact)]
            if fitting:
                return self._sorted(fitting)
        return ()

    def without_initial(self, words: Sequence[str]) -> tuple[str, ...]:
        """Of those whom the words name whole, those whose name has no initial."""
        return self._sorted(name.code for name in self._named(words) if not name.initials)

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
        """A quick no for most words."""
        return name_key(word)[:2] in self._village_heads

    def _named(self, words: Sequence[str]) -> set[_Name]:
        for sound in sounds_of(words, name_key):
            if named := self._whole.get(sound):
                return named
        return set()

    def _sorted(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(set(codes), key=self._order.__getitem__))

    def _add(self, farmer: FarmerName) -> None:
        if match := CODE.fullmatch(farmer.code.lower()):
            self._by_figure.setdefault(int(match[2]), set()).add(farmer.code)
        for name in (farmer.name_en, farmer.name_ta, *farmer.aliases):
            initials, words = _parsed(name)
            sounds = [name_key(word) for word in words]
            if sound := "".join(sounds):
                self._whole.setdefault(sound, set()).add(_Name(farmer.code, initials))
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
