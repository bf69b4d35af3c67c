r"""A folded message cut into lines of words, numbers, times, dates and signs.

Python's own `\w` breaks Tamil words at their vowel signs; the `regex` module does not. Joined
writing is cut where digits meet letters (`5kg800`), and each token knows whether a space stood
before it.
"""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import regex


class Kind(StrEnum):
    """What a token is made of; a muddle is figures that make no number: 5.5.5, 1e3."""

    SLIP = "slip"
    DATE = "date"
    MUDDLE = "muddle"
    TIME = "time"
    FRACTION = "fraction"
    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a line.

    Attributes:
        text: as typed.
        word: in lower case, for looking up.
        is_joined: nothing stood between it and the token before.
        start: where it begins in the folded text.
    """

    kind: Kind
    text: str
    word: str
    is_joined: bool
    start: int = 0


TOKEN = regex.compile(
    r"""
    (?<slip>(?<![\p{L}\p{M}\d])set[\s-]*\d{4}[\s-]+\d{2}[\s-]+\d{3,}(?!\d))
    |(?<fraction>(?:(?<![\d./])\d{1,4}(?:-|\ +))?(?<![\d.,/])(?:1/[248]|[357]/8|3/4)(?![\d/.])
        |(?<![\d./])\d{1,4}\.(?:1/[24]|3/4)(?![\d/.]))
    |(?<date>(?<![\d./])(?:\d{4}-\d{1,2}-\d{1,2}
        |\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{1,2}/\d{1,2}|\d{4}-(?:0\d|1[0-2]))(?![\d/-]|\.\d))
    |(?<muddle>(?<![\d.])\d+(?:(?:\.\d+){2,}|\.{2,}\d+|[a-fhijm-wyz]\d+)(?!\d))
    |(?<time>(?<![\d.:])(?:[01]?\d|2[0-3]):[0-5]\d(?!\d))
    |(?<number>(?:(?<![\p{L}\p{M}\d.)\]])-(?=\.?\d))?
        (?:\d{1,3}(?:,\d{2,3})*,\d{3}(?!\d)|\d+|(?<![\p{L}\p{M}\d.])(?=\.\d))(?:\.\d+)?)
    |(?<word>[\p{L}\p{M}]+(?:'[\p{L}\p{M}]+)?)
    |(?<sign>/-|/=|\S)
    """,
    regex.VERBOSE | regex.IGNORECASE,
)

KINDS = {kind.value: kind for kind in Kind}
LINE = regex.compile(r"[^\n\r]+")
LIST_MARK = regex.compile(
    r"^\s*(?:\(?\d{1,2}\)\s*(?=[\p{L}\d])|\d{1,2}\.(?:\s+(?=\d)|\s*(?=\p{L}))|\(?(?:[a-z]|i{1,3}|iv|vi{1,3}|ix)\)|[-+>]+\s*(?=\p{L}))"
)
"""`1)` before a line is its place in a list, no quantity."""


def lines_of(folded: str) -> list[list[Token]]:
    """The lines of a folded text that hold anything, as tokens.

    Example:
        >>> [[token.text for token in line] for line in lines_of("malli 5kg, 2) roja")]
        [['malli', '5', 'kg', ',', '2', ')', 'roja']]
    """
    return [list(tokens) for tokens in _lines(folded)]


@lru_cache(maxsize=8)
def _lines(folded: str) -> tuple[list[Token], ...]:
    """The lines of the messages that are just being read, since several rooms ask for them."""
    lines = (_tokens(line[0], line.start()) for line in LINE.finditer(folded))
    return tuple(tokens for tokens in lines if tokens)


def _tokens(line: str, offset: int) -> list[Token]:
    mark = LIST_MARK.match(line)
    tokens: list[Token] = []
    end = -1
    for match in TOKEN.finditer(line, mark.end() if mark else 0):
        kind = KINDS[match.lastgroup]
        is_joined = match.start() == end
        tokens.append(Token(kind, match[0], match[0].lower(), is_joined, offset + match.start()))
        end = match.end()
    return tokens
