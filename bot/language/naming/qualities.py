"""A shop's own words for its quality adjustments, beside those of the lexicon."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.language.shop import Shop
from bot.language.text.fold import fold
from bot.language.text.key import key
from bot.language.text.tokens import Kind, Token, lines_of

LONGEST = 3


@dataclass(frozen=True, slots=True)
class Quality:
    """An adjustment named by some tokens."""

    code: str
    length: int


class Qualities:
    """The adjustments of a shop, indexed by the sound of their words."""

    def __init__(self, adjustments: Mapping[str, Sequence[str]]) -> None:
        self._codes = {
            tuple(key(token.word) for token in lines_of(fold(form))[0]): code
            for code, forms in adjustments.items()
            for form in (code, *forms)
            if form.strip()
        }

    @staticmethod
    @lru_cache(maxsize=4)
    def of(shop: Shop) -> "Qualities":
        """The index of a shop's adjustments, made once."""
        return Qualities(shop.adjustments)

    def at(self, tokens: Sequence[Token], start: int) -> Quality | None:
        """The longest adjustment that begins at a token."""
        for length in range(min(LONGEST, len(tokens) - start), 0, -1):
            span = tokens[start : start + length]
            code = self._codes.get(tuple(key(token.word) for token in span))
            if code and span[0].kind == Kind.WORD:
                return Quality(code, length)
        return None
