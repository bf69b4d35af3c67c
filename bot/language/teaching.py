"""Whether a shop may teach the bot a word: one that is free, for one that is known.

A word that means something already keeps its meaning. Nobody can make `illa` a yes, a number of a
weight, or somebody's name a command.
"""

from enum import StrEnum

from bot.language.book import Book
from bot.language.fold import fold
from bot.language.numbers import number_at
from bot.language.people import farmer_at
from bot.language.shop import Shop
from bot.language.tokens import Kind, lines_of
from bot.language.words import LONGEST, trade_words


class Untaught(StrEnum):
    """Why a word cannot be taught."""

    NO_WORD = "no word"
    KNOWN = "known already"
    NUMBER = "a number"
    FARMER = "a farmer's name"
    FLOWER = "a flower's name"
    UNKNOWN_MEANING = "its meaning is not known"


def untaught(name: str, means: str, shop: Shop) -> Untaught | None:
    """Why a word cannot be taught; None when it can.

    Args:
        name: the new word, or a few of them.
        means: the known word that it is to mean.
        shop: whose farmers and flowers may be named.
    """
    lines = lines_of(fold(name))
    if len(lines) != 1 or len(lines[0]) > LONGEST:
        return Untaught.NO_WORD
    tokens = lines[0]
    if any(token.kind != Kind.WORD for token in tokens):
        return Untaught.NO_WORD
    book = Book.of(shop, None)
    known = book.words.at(tokens, 0)
    if known and known.length == len(tokens):
        return Untaught.KNOWN
    number, farmer = number_at(tokens, 0), farmer_at(tokens, 0, book)
    flower = book.flowers.at(tokens, 0)
    for why, length in (
        (Untaught.NUMBER, number.length if number else 0),
        (Untaught.FARMER, farmer[1] if farmer else 0),
        (Untaught.FLOWER, flower.length if flower else 0),
    ):
        if length == len(tokens):
            return why
    return None if _is_known(means) else Untaught.UNKNOWN_MEANING


def _is_known(means: str) -> bool:
    lines = lines_of(fold(means))
    if len(lines) != 1:
        return False
    known = trade_words().at(lines[0], 0)
    return known is not None and known.length == len(lines[0])
