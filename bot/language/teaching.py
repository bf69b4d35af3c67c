"""Whether a shop may teach the bot a word or a further name: only what means nothing yet.

What can be read already keeps its meaning. Nobody can make `illa` a yes, a number of a weight,
somebody's name a command, or a command somebody's name; so no message changes its meaning because
of a word that was taught. A name that comes later beats a taught word (`reading`).
"""

from enum import StrEnum

from bot.language.naming.book import Book
from bot.language.naming.names import initial_of
from bot.language.parts import Farmer, Figure, Flower, Loose, Part, Word
from bot.language.reading import parts_of
from bot.language.shop import Shop
from bot.language.text.fold import fold
from bot.language.text.tokens import Kind, Token, lines_of
from bot.language.vocabulary.words import trade_words

LONGEST = 7
"""Words of a phrase that can be taught."""

TITLE = "honorific"
"""A word that may be a name too (தம்பி): before another name it is a title all the same."""


class Untaught(StrEnum):
    """Why something cannot be taught, as whoever teaches reads it."""

    NO_WORD = f"a word is letters only, and no more than {LONGEST} of them stand together"
    LETTER = "a single letter is somebody's initial"
    KNOWN = "Malar knows it already"
    NUMBER = "Malar reads a number in it"
    FARMER = "Malar reads a farmer's name in it"
    VILLAGE = "it is a farmer's village"
    FLOWER = "Malar reads a flower's name in it"
    UNKNOWN_MEANING = "Malar does not know that itself; name a word it knows: paid, balance, yes"


def untaught(name: str, means: str, shop: Shop) -> Untaught | None:
    """Why a word cannot be taught; None when it can.

    Names, flowers and numbers may stand nowhere in it: it would swallow them.

    Args:
        name: the new word, or a few of them.
        means: the known word that it is to mean, or a few of them.
        shop: whose farmers and flowers may be named.
    """
    tokens = _tokens(name)
    if len(tokens) > LONGEST or any(token.kind != Kind.WORD for token in tokens):
        return Untaught.NO_WORD
    if none := _no_word(tokens):
        return none
    book = Book.of(shop, None)
    parts = parts_of(tokens, book)
    if named := _named(parts, Farmer, Figure, Flower):
        return named
    if book.names.of_village([token.word for token in tokens]):
        return Untaught.VILLAGE
    if not _is_new(parts):
        return Untaught.KNOWN
    return None if trade_words().concepts_of(means) else Untaught.UNKNOWN_MEANING


def no_farmers_name(name: str, shop: Shop) -> Untaught | None:
    """Why a farmer cannot be called so beside his name; None when he can.

    Another farmer may be called the same: whoever says it is asked. No figure is part of what a
    farmer is called; it would be taken for a weight.
    """
    tokens = _tokens(name)
    if any(token.kind not in (Kind.WORD, Kind.SIGN) for token in tokens):
        return Untaught.NUMBER
    return _misread(tokens, shop, Figure, Flower)


def no_flowers_name(name: str, shop: Shop) -> Untaught | None:
    """Why a flower cannot be called so beside its name; None when it can.

    Another flower may be called the same: whoever says it is asked.
    """
    return _misread(_tokens(name), shop, Figure, Farmer)


def _misread(tokens: list[Token], shop: Shop, *others: type[Part]) -> Untaught | None:
    """As what else a whole name is read already; a new word in it makes it new."""
    if none := _no_word(tokens):
        return none
    parts = parts_of(tokens, Book.of(shop, None))
    if _is_new(parts):
        return None
    words = (part for part in parts if isinstance(part, Word) and _is_said(part))
    says = any(TITLE not in word.concepts for word in words)
    return _named(parts, *others) or (Untaught.KNOWN if says else None)


def _no_word(tokens: list[Token]) -> Untaught | None:
    words = [token.word for token in tokens if token.kind == Kind.WORD]
    if len(words) == 1 and initial_of(words[0]):
        return Untaught.LETTER
    return None if words else Untaught.NO_WORD


def _named(parts: list[Part], *kinds: type[Part]) -> Untaught | None:
    """What of these kinds is named; a figure that is written on a name belongs to it."""
    why = {Farmer: Untaught.FARMER, Flower: Untaught.FLOWER, Figure: Untaught.NUMBER}
    found = (part for part in parts if not (isinstance(part, Figure) and part.is_joined))
    return next((why[type(part)] for part in found if type(part) in kinds), None)


def _is_new(parts: list[Part]) -> bool:
    """Whether something in it means nothing yet, signs apart."""
    return any(isinstance(part, Loose) and _is_said(part) for part in parts)


def _is_said(part: Loose | Word) -> bool:
    """Whether it is a word, and no sign between two."""
    return part.text[0].isalpha()


def _tokens(text: str) -> list[Token]:
    return [token for line in lines_of(fold(text)) for token in line]
