"""The word lists as tables: what is known as it is spelled, and what by its sound.

English is known as spelled, Tamil in either script also by sound: a listed form first, then a
verb's. Nouns that may take an ending are told apart (`bent`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

import regex
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.text.key import key
from bot.language.text.lexicon import forms, rows
from bot.language.text.tokens import lines_of
from bot.language.vocabulary.bent import BENDABLE, LENT
from bot.language.vocabulary.verbs import verb_forms

LISTS = ("en", "ta", "tanglish")
VERBS = "verbs"
"""Where the forms of verbs are listed."""

SHORTEST_SOUND = 3
"""A sound shorter than this is shared by too many words."""

TAKES_BACK, SHORTEST_TAKING_BACK = "undo", 4
"""அழி (take it back) sounds like அல்லி (a lily): so short a one is known as it is spelled."""

SHORTEST_MISSPELT = 6

LINKED = regex.compile(r"(?<=\w\p{M}?[^்])[கசதப]்$")
"""The letter doubled before the next word: எழுதிப் போடு."""

Phrased = tuple[str, ...]
Meant = frozenset[tuple[str, str]]
"""What a phrase may stand for, and the list that says so."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Phrases of one or more words.

    Attributes:
        spelled: by how they are written.
        sounding: by how they sound.
        longest: how many words begin with this word at most.
    """

    spelled: dict[Phrased, Meant] = field(default_factory=dict)
    sounding: dict[Phrased, Meant] = field(default_factory=dict)
    longest: dict[str, int] = field(default_factory=dict)

    def copied(self) -> "Listed":
        """The same again, to be added to."""
        return Listed(dict(self.spelled), dict(self.sounding), dict(self.longest))

    def add(self, form: str, meant: Iterable[tuple[str, str]], *, is_heard: bool) -> None:
        """Add a phrase, in any script."""
        tokens = lines_of(form)[0]
        meant = frozenset(meant)
        self.index(self.spelled, tuple(token.word for token in tokens), meant)
        sounds = sounds_of([token.word for token in tokens])
        takes_back = any(concept == TAKES_BACK for concept, _ in meant)
        shortest = SHORTEST_TAKING_BACK if takes_back else SHORTEST_SOUND
        if is_heard and all(len(sound) >= shortest for sound in sounds):
            self.index(self.sounding, sounds, meant)

    def index(self, where: dict[Phrased, Meant], words: Phrased, meant: Meant) -> None:
        """Note what words stand for, beside what they stand for already."""
        where[words] = where.get(words, frozenset()) | meant
        self.longest[words[0]] = max(len(words), self.longest.get(words[0], 0))


def sounds_of(words: Sequence[str]) -> Phrased:
    """How the words of a phrase sound, each but the last before the next.

    Example:
        >>> sounds_of(["எழுதிப்", "போடு"])
        ('eluti', 'potu')
    """
    return (*map(linked, words[:-1]), key(words[-1]))


@lru_cache(maxsize=16_384)
def linked(word: str) -> str:
    """How a word sounds before another one."""
    return key(LINKED.sub("", word))


@cache
def trade_lists() -> Listed:
    """The words of the trade, indexed once; nobody adds to them."""
    listed = Listed()
    for source in LISTS:
        for concept, column in rows(source):
            for form in forms(column):
                listed.add(form, {(concept, source)}, is_heard=source != "en")
    _add_verbs(listed)
    return listed


def _add_verbs(listed: Listed) -> None:
    """Each form of each verb that is not listed as something else."""
    others = frozenset(listed.sounding)
    for form, concepts in verb_forms():
        sounds = sounds_of(form.split())
        is_long = all(len(sound) >= SHORTEST_SOUND for sound in sounds)
        if is_long and sounds not in others:
            meant = frozenset((concept, VERBS) for concept in concepts)
            listed.index(listed.sounding, sounds, meant)


@cache
def nouns() -> dict[str, frozenset[str]]:
    """Single words that may take an ending, by their sound; an English -e is one then."""
    known = {}
    for words, meant in trade_lists().spelled.items():
        concepts = frozenset(concept for concept, _ in meant)
        bendable = BENDABLE if any(source != "en" for _, source in meant) else LENT
        if len(words) == 1 and not concepts.isdisjoint(bendable):
            known[key(words[0])] = concepts
            if words[0].endswith("e"):
                known[key(f"{words[0]}n")[:-1]] = concepts
    return known


def misspelt(word: str) -> frozenset[str]:
    """What an English noun of the trade stands for, typed with one slip of the finger.

    Example:
        >>> sorted(misspelt("advnace")), sorted(misspelt("mullaivanam"))
        (['advance'], [])
    """
    if len(word) < SHORTEST_MISSPELT or not word.isascii():
        return frozenset()
    known = _long_nouns().get(word[0], {})
    found = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=1, limit=2)
    meant = {known[noun] for noun, _, _ in found}
    return meant.pop() if len(meant) == 1 else frozenset()


@cache
def _long_nouns() -> dict[str, dict[str, frozenset[str]]]:
    """English nouns that are too long to be another word with one letter wrong, by their first."""
    known: dict[str, dict[str, frozenset[str]]] = {}
    for words, meant in trade_lists().spelled.items():
        concepts = frozenset(concept for concept, source in meant if source == "en")
        if len(words) == 1 and len(words[0]) >= SHORTEST_MISSPELT and concepts & LENT:
            known.setdefault(words[0][0], {})[words[0]] = concepts
    return known
