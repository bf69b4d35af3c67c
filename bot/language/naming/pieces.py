"""What a part of a word written together may be, and what may stand behind what.

A part is known whole, by itself, as it is listed: no slip, no ending but that of a name. A flower
never stands before a name, nor a name before a name: Rojamani and Rajamani are somebody.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache

import regex

from bot.language.naming.book import Book
from bot.language.naming.flowers import Flowers
from bot.language.naming.names import is_letter_name
from bot.language.number.numbers import number_at
from bot.language.text.tokens import Kind, Token
from bot.language.vocabulary.listed import Meant
from bot.language.vocabulary.words import Words

SHORTEST_NAME, SHORTEST_WORD = 3, 4
"""Letters of a name, flower or number, and of any other word, that is cut from a word."""

COUNTED = frozenset({"kg", "gram", "rupee"})
WANTED = frozenset(
    {
        *("rate", "balance", "advance", "entries", "entry", "statement", "settlement", "settle"),
        *("pay", "till.cash", "till.bank", "till.upi", "total", "undo", "undo.last"),
        *("approve", "approvals", "reject", "help", "repay"),
    }
)
SAID_WITH_IT = frozenset({"put", "tell", "gave", "finish", "want", "undo.tail", "noise"})
TAKES_BACK = "undo"
"""In English only: irukkuradhu and pannuradhu end in radhu, and take nothing back."""

UNSAFE = frozenset({"no", "wrong", "ungiven", "honorific", "oclock", "generic", "notice", "goods"})
"""What changes everything, or is a part of names: such a word is never cut off."""

BROKEN = regex.compile(r"^\p{M}|^([b-df-hj-np-tv-z])\1|([b-df-hj-np-tv-z])\2$")
"""A part that begins inside a letter, or with one that is doubled: alli of malli, nnan of annan."""


class Piece(StrEnum):
    """What a part is; `command` is English, before which or after which a name may stand."""

    INITIAL = "initial"
    NAME = "name"
    FLOWER = "flower"
    COMMAND = "command"
    WANTED = "wanted"
    PERIOD = "period"
    ASKED = "asked"
    VERB = "verb"
    NUMBER = "number"
    UNIT = "unit"


_ORDERS = frozenset({Piece.COMMAND, Piece.WANTED})
_THINGS = frozenset({Piece.NAME, Piece.FLOWER})
_TAILS = frozenset({Piece.ASKED, Piece.VERB})

BEHIND: Mapping[Piece, frozenset[Piece]] = {
    Piece.INITIAL: frozenset({Piece.NAME}),
    Piece.NAME: _ORDERS | {Piece.FLOWER, Piece.PERIOD, Piece.NUMBER, Piece.UNIT},
    Piece.FLOWER: _ORDERS | {Piece.ASKED, Piece.NUMBER, Piece.UNIT},
    Piece.COMMAND: _ORDERS | _TAILS | _THINGS,
    Piece.WANTED: _ORDERS | _TAILS | {Piece.FLOWER},
    Piece.PERIOD: _ORDERS | _THINGS | {Piece.ASKED},
    Piece.ASKED: _ORDERS | _TAILS,
    Piece.VERB: _TAILS | {Piece.COMMAND},
    Piece.NUMBER: frozenset({Piece.UNIT}),
    Piece.UNIT: _ORDERS | _TAILS | _THINGS | {Piece.UNIT},
}
SEEN = _ORDERS | {Piece.FLOWER}
"""What may be told from an unknown name by its look."""

FIRST = frozenset(Piece)
LAST = frozenset(Piece) - {Piece.INITIAL, Piece.PERIOD, Piece.NUMBER}
TELLING = _ORDERS | _THINGS | {Piece.UNIT}
"""Without one of these a word is no message written together, but somebody or something else."""


@lru_cache(maxsize=65_536)
def pieces_of(part: str, book: Book) -> frozenset[Piece]:
    """Everything that a part of a word may be by itself."""
    if BROKEN.search(part):
        return frozenset()
    if is_initial(part):
        return frozenset({Piece.INITIAL})
    if len(part) < SHORTEST_NAME:
        return frozenset()
    named = {Piece.NAME} if book.names.named([part]) else set()
    counted = {Piece.NUMBER} if number_at([word_token(part)], 0) else set()
    return said_by(part, book) | named | counted


@lru_cache(maxsize=65_536)
def said_by(part: str, book: Book) -> frozenset[Piece]:
    """What a part may be that is no name and no number."""
    if len(part) < SHORTEST_NAME or BROKEN.search(part):
        return frozenset()
    flower = book.flowers.at([word_token(part)], 0)
    sold = {Piece.FLOWER} if flower and flower.codes else set()
    return frozenset(_words(part, book.words) | sold)


def is_initial(part: str) -> bool:
    """Whether a part may be an initial: r, எஸ்."""
    return is_letter_name(part) or (len(part) == 1 and part.isascii())


def is_unit(part: str, words: Words) -> bool:
    """Whether a part is a unit, however short, as it stands beside figures: kg, rs, ரூ."""
    return not COUNTED.isdisjoint(_concepts(words.spelled(part)))


def is_flower(word: str, flowers: Flowers) -> bool:
    """Whether a word is a flower by itself."""
    return flowers.at([word_token(word)], 0) is not None


def word_token(word: str) -> Token:
    """A word as it would stand alone."""
    return Token(Kind.WORD, word, word, is_joined=False)


def _words(part: str, words: Words) -> set[Piece]:
    """What a part may be that is no name, flower or number; by its sound it is a verb at most."""
    meant = words.spelled(part)
    concepts = _concepts(meant)
    said = concepts or _concepts(words.heard(part))
    if not said or not said.isdisjoint(UNSAFE):
        return set()
    is_long = len(part) >= SHORTEST_WORD
    is_english = any(source == "en" for _, source in meant)
    is_wanted = is_long and not concepts.isdisjoint(WANTED)
    told = {
        Piece.UNIT: not concepts.isdisjoint(COUNTED),
        Piece.COMMAND: is_wanted and is_english,
        Piece.WANTED: is_wanted and not is_english and TAKES_BACK not in concepts,
        Piece.PERIOD: is_long and any(concept.startswith("period.") for concept in concepts),
        Piece.ASKED: is_long and "ask" in concepts,
        Piece.VERB: is_long and not said.isdisjoint(SAID_WITH_IT),
    }
    return {piece for piece, is_so in told.items() if is_so}


def _concepts(meant: Meant) -> frozenset[str]:
    return frozenset(concept for concept, _ in meant)
