"""Which flower is meant: by code, name, alias, or the trade's other words for it.

A shop's flower takes every form that the trade has for what it names (`flowers.tsv`). A form that
the shop keeps apart (paneer roja) is its own; a known flower that the shop does not sell is known
to be one, and found as nobody's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

import regex

from bot.language.shop import FlowerName, Shop
from bot.language.text.endings import sounds_of, spellings_of
from bot.language.text.key import key
from bot.language.text.lexicon import forms, rows
from bot.language.text.near import Known
from bot.language.text.tokens import Kind, Token

LONGEST = 4
HEAD = 2
"""Letters by which most words are known at once to begin no flower."""

FIGURE = regex.compile(r"\d")
PIECE = regex.compile(r"\d+|[^\W\d_]+")
BETWEEN = ("-", "_")
GLUED_FLOWER = ("pukal", "pu")
GLUED_SPELLING = regex.compile("(?<=..)(?:poo|pu|ப்பூ|பூ)$")
"""-ப்பூ, -poo and -பூக்கள் glued to a name say nothing more."""

ASKED = regex.compile("(?<=[aeiou])[yv]a$")
"""The -ஆ of a question, as it sounds: மல்லியா, rojava."""


@dataclass(frozen=True, slots=True)
class FlowerSpan:
    """Some tokens that name a flower; no codes when the shop does not sell it."""

    codes: tuple[str, ...]
    length: int


class Flowers:
    """The flowers of a shop, indexed by sound."""

    def __init__(self, flowers: Sequence[FlowerName]) -> None:
        self.units = {flower.code: flower.unit for flower in flowers}
        self._order = {flower.code: place for place, flower in enumerate(flowers)}
        self._own: dict[str, set[str]] = {}
        self._numbered: dict[tuple[str, ...], set[str]] = {}
        for flower in sorted(flowers, key=_has_numbers):
            self._add(flower)
        self._trade = self._trade_names()
        self._known = Known({**self._trade, **self._own}, self._spellings(flowers))
        known = (*self._own, *self._trade)
        self._beginnings = {sound[:end] for sound in known for end in range(1, len(sound) + 1)}
        self._heads = {sound[:HEAD] for sound in known}
        self._first_pieces = {pieces[0] for pieces in self._numbered}

    @staticmethod
    @lru_cache(maxsize=4)
    def of(shop: Shop) -> "Flowers":
        """The index of a shop's flowers, made once."""
        return Flowers(shop.flowers)

    def _add(self, flower: FlowerName) -> None:
        """Index a flower; a code with figures in it is no other way to say the word before them."""
        for name in (flower.code, flower.name_en, flower.name_ta, *flower.aliases):
            is_numbered = FIGURE.search(name) is not None
            sound = _sound(name)
            if sound and not (is_numbered and sound in self._own):
                self._own.setdefault(sound, set()).add(flower.code)
            if is_numbered:
                pieces = tuple(PIECE.findall(name.lower()))
                self._numbered.setdefault(pieces, set()).add(flower.code)

    def at(self, tokens: Sequence[Token], start: int) -> FlowerSpan | None:
        """The longest flower name that begins at a token; figures of a code are written on it."""
        first = tokens[start].word
        if key(first)[:HEAD] not in self._heads and first not in self._first_pieces:
            return None
        goes_on = key(first) in self._beginnings or first in self._first_pieces
        for length in range(min(LONGEST if goes_on else 1, len(tokens) - start), 0, -1):
            span = tokens[start : start + length]
            if all(token.is_joined for token in span[1:]):
                pieces = tuple(token.word for token in span if token.text not in BETWEEN)
                if numbered := self._numbered.get(pieces):
                    return FlowerSpan(self._sorted(numbered), length)
            if any(token.kind != Kind.WORD for token in span):
                continue
            codes = self._exact([token.word for token in span])
            if codes is not None:
                return FlowerSpan(codes, length)
        return None

    def near(self, words: Sequence[str]) -> tuple[str, ...]:
        """The flower of which a word is a slip; nothing when unsure."""
        sounds = {_bare(sound) for sound in sounds_of(words)}
        spellings = {GLUED_SPELLING.sub("", spelling) for spelling in spellings_of(words)}
        groups, is_slip = self._known.near(sounds, spellings)
        is_one = is_slip and all(group == groups[0] for group in groups)
        return self._sorted(groups[0]) if is_one else ()

    def _exact(self, words: Sequence[str]) -> tuple[str, ...] | None:
        for sound in sounds_of(words):
            for name in (sound, _bare(sound), ASKED.sub("", sound)):
                if name in self._own or name in self._trade:
                    return self._codes(name)
        return None

    def _codes(self, sound: str) -> tuple[str, ...]:
        return self._sorted(self._own.get(sound) or self._trade.get(sound, set()))

    def _sorted(self, codes: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(codes, key=self._order.__getitem__))

    def _trade_names(self) -> dict[str, set[str]]:
        """The trade's forms → the shop's flowers that are meant by them, perhaps none."""
        concepts = {
            row[0]: (row[1], [_sound(form) for form in forms(row[2])]) for row in rows("flowers")
        }
        sold = {concept: self._sold(sounds) for concept, (_, sounds) in concepts.items()}
        return {
            sound: sold[concept] or sold.get(wider, set())
            for concept, (wider, sounds) in concepts.items()
            for sound in sounds
        }

    def _spellings(self, flowers: Iterable[FlowerName]) -> dict[str, set[str]]:
        """Every form as it is spelled → the flowers that are meant by it."""
        own = (n for f in flowers for n in (f.name_en, f.name_ta, *f.aliases))
        names = chain(own, *(forms(row[2]) for row in rows("flowers")))
        return {"".join(_words(name.lower())): set(self._codes(_sound(name))) for name in names}

    def _sold(self, sounds: Iterable[str]) -> set[str]:
        return {code for sound in sounds for code in self._own.get(sound, ())}


def _sound(name: str) -> str:
    return _bare("".join(key(word) for word in _words(name)))


def _words(name: str) -> list[str]:
    return name.replace("-", " ").replace("_", " ").split()


def _has_numbers(flower: FlowerName) -> bool:
    return FIGURE.search(flower.code) is not None


def _bare(sound: str) -> str:
    for ending in GLUED_FLOWER:
        if sound.endswith(ending) and len(sound) > len(ending) + 2:
            return sound.removesuffix(ending)
    return sound
