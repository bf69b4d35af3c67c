"""What reading looks things up in: a shop's farmers, flowers, qualities and words, and the day."""

from dataclasses import dataclass
from datetime import date

from bot.language.naming.flowers import Flowers
from bot.language.naming.names import Names
from bot.language.naming.qualities import Qualities
from bot.language.shop import Shop
from bot.language.vocabulary.words import Words


@dataclass(frozen=True, slots=True)
class Book:
    """The indexes of a shop, and the day if there is one."""

    names: Names
    flowers: Flowers
    qualities: Qualities
    words: Words
    today: date | None

    @classmethod
    def of(cls, shop: Shop, today: date | None) -> "Book":
        """The indexes, each made once for a shop."""
        return cls(Names.of(shop), Flowers.of(shop), Qualities.of(shop), Words.of(shop), today)
