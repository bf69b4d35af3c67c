"""What the shop's everyday words stand for: commands, units, days, honorifics, noise.

Forms live in `locales/lexicon`, one list for each way of writing. They are found whole, token by
token, longest first, so that ரத்து (cancel) is never found inside ஆயிரத்து (thousand). English is
looked up as spelled, Tamil in either script also by sound: a listed form first, then a verb's, then
a listed noun with an ending of speech. A shop may have words of its own that mean the same as one
of ours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.language.bent import BENDABLE, LENT, without_clitic
from bot.language.fold import fold
from bot.language.key import key
from bot.language.lexicon import forms, rows
from bot.language.shop import Shop
from bot.language.tokens import Kind, Token, lines_of
from bot.language.verbs import verb_forms

LISTS = ("en", "ta", "tanglish")
OWN = "shop"
"""Where a shop's own words are listed; they tell nothing about the language."""

VERBS, BENT = "verbs", "bent"
"""Where the forms of verbs are listed, and nouns with an ending."""

LESSER = frozenset({OWN, VERBS, BENT})
"""A word from here stands in no name's place."""

REMEMBERED = 16_384
"""Words; more than a market's year of messages has."""

SHORTEST_SOUND = 3
"""A sound shorter than this is shared by too many words."""

TAKES_BACK, SHORTEST_TAKING_BACK = "undo", 4
"""அழி (take it back) sounds like அல்லி (a lily): so short a one is known as it is spelled."""


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


Meant = set[tuple[str, str]]
"""What a phrase may stand for, and the list that says so."""


class Words:
    """The words of the trade, and those of one shop."""

    def __init__(self, own: Mapping[str, str]) -> None:
        self._spelled: dict[tuple[str, ...], Meant] = {}
        self._sounding: dict[tuple[str, ...], Meant] = {}
        self._longest: dict[str, int] = {}
        for source in LISTS:
            for concept, column in rows(source):
                for form in forms(column):
                    self._add(form, {(concept, source)}, is_heard=source != "en")
        self._add_verbs()
        self._nouns = self._nouns_listed()
        self._bent: dict[str, Phrase | None] = {}
        for form, like in own.items():
            if not self.concepts_of(form):
                meant = {(concept, OWN) for concept in self.concepts_of(like)}
                self._add(fold(form), meant, is_heard=True)

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
        longest = max(self._longest.get(first, 0), self._longest.get(key(first), 0))
        for length in range(min(longest, len(tokens) - start), 0, -1):
            span = tokens[start : start + length]
            found = self._spelled.get(tuple(token.word for token in span))
            if not found and all(token.kind == Kind.WORD for token in span):
                found = self._sounding.get(tuple(key(token.word) for token in span))
            if found:
                concepts = frozenset(concept for concept, _ in found)
                return Phrase(concepts, length, frozenset(source for _, source in found))
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

    def is_english(self, word: str) -> bool:
        """Whether the English list has this word as spelled: it is not read by its sound."""
        return any(source == "en" for _, source in self._spelled.get((word,), ()))

    def _add(self, form: str, meant: Iterable[tuple[str, str]], *, is_heard: bool) -> None:
        tokens = lines_of(form)[0]
        self._index(self._spelled, tuple(token.word for token in tokens), meant)
        sounds = tuple(key(token.word) for token in tokens)
        takes_back = any(concept == TAKES_BACK for concept, _ in meant)
        shortest = SHORTEST_TAKING_BACK if takes_back else SHORTEST_SOUND
        if is_heard and all(len(sound) >= shortest for sound in sounds):
            self._index(self._sounding, sounds, meant)

    def _add_verbs(self) -> None:
        """Each form of each verb that is not listed as something else."""
        listed = frozenset(self._sounding)
        for form, concept in verb_forms():
            words = tuple(form.split())
            sounds = tuple(key(word) for word in words)
            is_long = all(len(sound) >= SHORTEST_SOUND for sound in sounds)
            if is_long and sounds not in listed:
                self._index(self._sounding, sounds, {(concept, VERBS)})

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
            if concepts := self._nouns.get(rest):
                return Phrase(concepts, 1, frozenset({BENT}))
        return None

    def _nouns_listed(self) -> dict[str, frozenset[str]]:
        """Single words that may take an ending, by their sound; an English -e is one then."""
        nouns = {}
        for words, meant in self._spelled.items():
            concepts = frozenset(concept for concept, _ in meant)
            bendable = BENDABLE if any(source != "en" for _, source in meant) else LENT
            if len(words) == 1 and not concepts.isdisjoint(bendable):
                nouns[key(words[0])] = concepts
                if words[0].endswith("e"):
                    nouns[key(f"{words[0]}n")[:-1]] = concepts
        return nouns

    def _index(
        self,
        where: dict[tuple[str, ...], Meant],
        words: tuple[str, ...],
        meant: Iterable[tuple[str, str]],
    ) -> None:
        where.setdefault(words, set()).update(meant)
        self._longest[words[0]] = max(len(words), self._longest.get(words[0], 0))


@cache
def trade_words() -> Words:
    """The words that every shop has."""
    return Words({})
