"""What the shop's everyday words stand for: commands, units, days, honorifics, noise.

Forms live in `locales/lexicon`, one list for each way of writing. They are found whole, token by
token, longest first, so that ரத்து (cancel) is never found inside ஆயிரத்து (thousand). English is
looked up as spelled, Tamil in either script also by sound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from bot.language.key import key
from bot.language.lexicon import forms, rows
from bot.language.tokens import Kind, Token, lines_of

LISTS = ("en", "ta", "tanglish")
LONGEST = 7
SHORTEST_SOUND = 3
"""A sound shorter than this is shared by too many words."""


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


def phrase_at(tokens: Sequence[Token], start: int) -> Phrase | None:
    """The longest known phrase that begins at a token.

    Example:
        >>> phrase_at(lines_of("kanakku mudi")[0], 0).concepts
        frozenset({'settlement'})
    """
    by_spelling, by_sound, firsts = _phrases()
    if tokens[start].word not in firsts and key(tokens[start].word) not in firsts:
        return None
    for length in range(min(LONGEST, len(tokens) - start), 0, -1):
        span = tokens[start : start + length]
        found = by_spelling.get(tuple(token.word for token in span))
        if not found and all(token.kind == Kind.WORD for token in span):
            found = by_sound.get(tuple(key(token.word) for token in span))
        if found:
            concepts = frozenset(concept for concept, _ in found)
            return Phrase(concepts, length, frozenset(source for _, source in found))
    return None


def is_english(word: str) -> bool:
    """Whether the English list has this word as spelled; such a word is not read by its sound."""
    found = _phrases()[0].get((word,), ())
    return any(source == "en" for _, source in found)


Phrases = dict[tuple[str, ...], set[tuple[str, str]]]


@cache
def _phrases() -> tuple[Phrases, Phrases, frozenset[str]]:
    by_spelling: Phrases = {}
    by_sound: Phrases = {}
    for source in LISTS:
        for concept, column in rows(source):
            for form in forms(column):
                tokens = lines_of(form)[0]
                spelled = tuple(token.word for token in tokens)
                by_spelling.setdefault(spelled, set()).add((concept, source))
                sounds = tuple(key(token.word) for token in tokens)
                if source != "en" and all(len(sound) >= SHORTEST_SOUND for sound in sounds):
                    by_sound.setdefault(sounds, set()).add((concept, source))
    firsts = frozenset(words[0] for words in (*by_spelling, *by_sound))
    return by_spelling, by_sound, firsts
