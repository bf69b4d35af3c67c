"""What the shop's everyday words stand for: commands, units, days, honorifics, noise.

Forms live in `locales/lexicon`, one list for each way of writing. They are found whole, token by
token, longest first, so that ரத்து (cancel) is never found inside ஆயிரத்து (thousand). English is
looked up as spelled, Tamil in either script also by sound: a listed form first, then a verb's, then
a listed noun with an ending of speech. A shop may have words of its own that mean the same as one
of ours.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import regex

from bot.language.shop import Shop
from bot.language.text.fold import fold
from bot.language.text.key import key
from bot.language.text.tokens import Kind, Token, lines_of
from bot.language.vocabulary.bent import without_clitic, without_glued
from bot.language.vocabulary.listed import (
    VERBS,
    Meant,
    linked,
    misspelt,
    nouns,
    sounds_of,
    trade_lists,
)

OWN = "shop"
"""Where a shop's own words are listed; they tell nothing about the language."""

BENT, MISSPELT = "bent", "misspelt"
"""Where a noun with an ending is found, and an English one with a slip."""

LESSER = frozenset({OWN, VERBS, BENT, MISSPELT})
"""A word from here stands in no name's place."""

DRAWN_OUT = regex.compile(r"(\p{L})\1{2,}")
"""Letters of a shout: nooo, yesss, sirrrr."""

REMEMBERED = 16_384
"""Words; more than a market's year of messages has."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A known phrase in a message.

    Attributes:
        concepts: what it may stand for: `balance`, `kg`, `period.today`; a word can be two things.
        length: how many tokens it took.
        lists: the word lists that have it.
    """

    concepts: frozenset[str]
    length: int
    lists: frozenset[str]


class Words:
    """The words of the trade, and those of one shop, of which none is known yet."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self._listed = trade_lists().copied() if own else trade_lists()
        self._bent: dict[str, Phrase | None] = {}
        for form, like in own.items():
            if not self.concepts_of(form):
                meant = {(concept, OWN) for concept in self.concepts_of(like)}
                self._listed.add(fold(form), meant, is_heard=True)
        self._bent.clear()

    @staticmethod
    @lru_cache(maxsize=4)
    def of(shop: Shop) -> "Words":
        """The words of a shop, indexed once."""
        return Words(shop.words) if shop.words else trade_words()

    def at(self, tokens: Sequence[Token], start: int) -> Phrase | None:
        """The longest known phrase that begins at a token.

        Example:
            >>> trade_words().at(lines_of("kanakku mudi")[0], 0).concepts
            frozenset({'settle'})
        """
        first = tokens[start].word
        listed = self._listed
        known = listed.longest
        longest = max(known.get(first, 0), known.get(key(first), 0), known.get(linked(first), 0))
        for length in range(min(longest, len(tokens) - start), 0, -1):
            span = tokens[start : start + length]
            found = listed.spelled.get(tuple(token.word for token in span))
            if not found and all(token.kind == Kind.WORD for token in span):
                found = listed.sounding.get(sounds_of([token.word for token in span]))
            if found:
                return _phrase(found, length)
        return self._bent_at(tokens[start])

    def concepts_of(self, text: str) -> frozenset[str]:
        """Everything that some words stand for together; nothing where one of them is not known.

        Example:
            >>> sorted(trade_words().concepts_of("paid cash"))
            ['pay', 'till.cash']
        """
        tokens = [token for line in lines_of(fold(text)) for token in line]
        concepts: frozenset[str] = frozenset()
        position = 0
        while position < len(tokens):
            phrase = self.at(tokens, position)
            if not phrase:
                return frozenset()
            concepts |= phrase.concepts
            position += phrase.length
        return concepts

    def of_word(self, word: str) -> Phrase | None:
        """What one word stands for by itself."""
        return self.at([Token(Kind.WORD, word, word, is_joined=False)], 0)

    def spelled(self, word: str) -> Meant:
        """What one word stands for exactly as it is listed, with no ending and no slip."""
        return self._listed.spelled.get((word,), frozenset())

    def heard(self, word: str) -> Meant:
        """What one word stands for that sounds like a listed one."""
        return self._listed.sounding.get((key(word),), frozenset())

    def is_english(self, word: str) -> bool:
        """Whether the English list has this word as spelled: it is not read by its sound."""
        return any(source == "en" for _, source in self._listed.spelled.get((word,), ()))

    def _bent_at(self, token: Token) -> Phrase | None:
        """A known noun with an ending of speech; what a word is found to be is remembered."""
        if token.kind != Kind.WORD:
            return None
        if token.word not in self._bent:
            if len(self._bent) >= REMEMBERED:
                self._bent.clear()
            self._bent[token.word] = self._straightened(token.word)
        return self._bent[token.word]

    def _straightened(self, word: str) -> Phrase | None:
        for rest in without_clitic(key(word)):
            if concepts := nouns().get(rest):
                return Phrase(concepts, 1, frozenset({BENT}))
        for rest in without_glued(word):
            if (phrase := self.of_word(rest)) and MISSPELT not in phrase.lists:
                return Phrase(phrase.concepts, 1, phrase.lists | {BENT})
        if DRAWN_OUT.search(word):
            shorter = (DRAWN_OUT.sub(letters, word) for letters in (r"\1\1", r"\1"))
            return next(filter(None, map(self.of_word, shorter)), None)
        concepts = misspelt(word)
        return Phrase(concepts, 1, frozenset({MISSPELT})) if concepts else None


@lru_cache(maxsize=REMEMBERED)
def _phrase(meant: Meant, length: int) -> Phrase:
    """What is found for a phrase, made once."""
    concepts = frozenset(concept for concept, _ in meant)
    return Phrase(concepts, length, frozenset(source for _, source in meant))


@cache
def trade_words() -> Words:
    """The words that every shop has."""
    return Words({})
