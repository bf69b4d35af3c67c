"""Words written together are cut apart: muruganmalli, முருகன்மல்லி, rlakshmi, anjukilo, malliratu.

Only a word that nothing explains is cut, and only into two that are known whole: a name and a
flower or a command, a flower and a command, an initial and a name that has it, a number and a unit.
Never a flower and a name: Rojamani and Thulasiraman are somebody.
"""

from collections.abc import Sequence
from functools import lru_cache

import regex

from bot.language.book import Book
from bot.language.flowers import Flowers
from bot.language.names import Names, is_letter_name
from bot.language.numbers import number_at
from bot.language.tokens import Kind, Token
from bot.language.words import Words

SHORTEST, SHORTEST_HALF = 6, 3
"""Letters of a word that is cut, and of a name, flower or command that is cut from it."""

MARK = regex.compile(r"\p{M}")
"""What belongs to the Tamil letter before it."""

COUNTED = frozenset({"kg", "gram", "rupee"})
SAID_OF_NAMES = frozenset({"rate", "balance", "advance", "kg"})


def parted(tokens: Sequence[Token], book: Book) -> list[Token]:
    """The tokens of a line, two for a word that is two."""
    read: list[Token] = []
    for token in tokens:
        place = _cut(token.word, book.names, book.flowers, book.words) if _is_long(token) else 0
        if not place:
            read.append(token)
            continue
        for text, start in ((token.text[:place], 0), (token.text[place:], place)):
            is_joined = token.is_joined or start > 0
            read.append(Token(Kind.WORD, text, text.lower(), is_joined, token.start + start))
    return read


def _is_long(token: Token) -> bool:
    return token.kind == Kind.WORD and len(token.word) >= SHORTEST


@lru_cache(maxsize=16_384)
def _cut(word: str, names: Names, flowers: Flowers, words: Words) -> int:
    """Where a word that nothing explains falls in two known ones; 0 for nowhere, or two places."""
    if _is_known(word, names, flowers, words):
        return 0
    places = [
        place
        for place in range(1, len(word) - SHORTEST_HALF + 1)
        if _are_two(word[:place], word[place:], names, flowers, words)
    ]
    near = names.near([word]) if len(places) == 1 else None
    return 0 if len(places) != 1 or (near and near.is_slip) else places[0]


def _are_two(left: str, right: str, names: Names, flowers: Flowers, words: Words) -> bool:
    if MARK.match(right):
        return False
    if is_letter_name(left) or (len(left) == 1 and left.isascii()):
        named = names.named([right])
        return len(right) > SHORTEST_HALF and bool(names.with_initials(named, [left]))
    if len(left) < SHORTEST_HALF:
        return False
    phrase = words.of_word(right)
    concepts = phrase.concepts if phrase else frozenset()
    if names.named([left]):
        return not concepts.isdisjoint(SAID_OF_NAMES) or _is_flower(right, flowers)
    if _is_flower(left, flowers):
        return not concepts.isdisjoint(SAID_OF_NAMES)
    return not concepts.isdisjoint(COUNTED) and number_at([_token(left)], 0) is not None


def _is_known(word: str, names: Names, flowers: Flowers, words: Words) -> bool:
    return bool(
        words.of_word(word)
        or names.named([word])
        or _is_flower(word, flowers)
        or names.of_village([word])
        or number_at([_token(word)], 0)
    )


def _is_flower(word: str, flowers: Flowers) -> bool:
    return flowers.at([_token(word)], 0) is not None


def _token(word: str) -> Token:
    return Token(Kind.WORD, word, word, is_joined=False)
