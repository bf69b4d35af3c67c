"""Words written together are cut apart: muruganmalli, முருகன்மல்லி, rlakshmi, muruganbalanceevlo.

Only a word that nothing explains is cut, and only where every part of it is known (`pieces`): into
the fewest parts, the longest first. Whose name is in it must be the same in every way of cutting
it. Where the script changes or a capital stands (ramuMalli), a flower or a command is told from an
unknown name, who is asked about.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

import regex

from bot.language.naming.book import Book
from bot.language.naming.flowers import Flowers
from bot.language.naming.names import Names
from bot.language.naming.pieces import (
    BEHIND,
    FIRST,
    LAST,
    SEEN,
    TELLING,
    Piece,
    is_flower,
    is_initial,
    is_unit,
    pieces_of,
    said_by,
    word_token,
)
from bot.language.number.numbers import number_at
from bot.language.text.tokens import Kind, Token
from bot.language.vocabulary.words import Words

SHORTEST, SHORTEST_COUNTED, LONGEST = 6, 4, 48
"""Letters of a word that is cut, and of one that is written on to a figure: 5kgmalli."""

MOST = 6
"""Parts of a word."""

SHORTEST_INITIALLED = 4
"""Letters of a name that an initial may be written on to."""

SEAM = regex.compile(
    r"(?<=\p{L}{2,}\p{Ll})(?=\p{Lu})|(?<=[a-zA-Z]{3,})(?=\p{Tamil})|(?<=[\p{Tamil}]{3,})(?=[a-zA-Z])"
)
"""Where one word ends and another begins for the eye."""

Cut = tuple[tuple[str, Piece], ...]
"""The parts of a word, and what each is."""

Places = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Glued:
    """A word as it stands in a line.

    Attributes:
        text: as typed.
        word: in lower case.
        is_after_figure: it is written on to a number before it.
        is_before_figure: a number is written on to it.
    """

    text: str
    word: str
    is_after_figure: bool
    is_before_figure: bool


def parted(tokens: Sequence[Token], book: Book) -> list[Token]:
    """The tokens of a line, several for a word that is several."""
    read: list[Token] = []
    for position, token in enumerate(tokens):
        shortest = SHORTEST_COUNTED if token.is_joined else SHORTEST
        is_one = token.kind != Kind.WORD or not shortest <= len(token.word) <= LONGEST
        if is_one or _is_known(token.word, book.names, book.flowers, book.words):
            read.append(token)
        else:
            read.extend(_apart(token, _places(_glued(tokens, position), book)))
    return read


def _glued(tokens: Sequence[Token], position: int) -> _Glued:
    token = tokens[position]
    before, after = tokens[position - 1 : position], tokens[position + 1 : position + 2]
    is_after_figure = token.is_joined and any(t.kind == Kind.NUMBER for t in before)
    is_before_figure = any(t.kind == Kind.NUMBER and t.is_joined for t in after)
    return _Glued(token.text, token.word, is_after_figure, is_before_figure)


def _apart(token: Token, places: Places) -> Iterator[Token]:
    for start, end in zip((0, *places), (*places, len(token.text)), strict=True):
        text = token.text[start:end]
        is_joined = token.is_joined or start > 0
        yield Token(Kind.WORD, text, text.lower(), is_joined, token.start + start)


@lru_cache(maxsize=16_384)
def _places(glued: _Glued, book: Book) -> Places:
    """Where a word that nothing explains falls in known ones; nowhere if that is not certain."""
    ways = _cuts(glued, 0, (), book) if _is_promising(glued, book) else ()
    cuts = [cut for cut in ways if _is_whole(cut, book)]
    if not cuts:
        return _at_seam(glued, book)
    best = _best(cuts)
    others = {_named(cut, book) for cut in cuts if _ends(cut) != _ends(best)}
    near = book.names.near([glued.word])
    is_certain = others <= {_named(best, book)} and not (near and near.is_slip)
    return _ends(best)[:-1] if is_certain else ()


def _is_promising(glued: _Glued, book: Book) -> bool:
    """A quick no for most words: they end in nothing known, and no name stands at their end."""
    word = glued.word
    if glued.is_after_figure or glued.is_before_figure:
        return True
    halves = [(word[:place], word[place:]) for place in range(1, len(word))]
    if any(said_by(right, book) for _, right in halves):
        return True
    return any(
        book.names.named([right])
        for left, right in halves
        if is_initial(left) or book.words.spelled(left)
    )


def _at_seam(glued: _Glued, book: Book) -> Places:
    """Where by its look another word begins behind somebody unknown, and what follows it."""
    for seam in SEAM.finditer(glued.text):
        start = seam.start()
        cuts = [
            cut
            for cut in _cuts(glued, start, (), book)
            if cut[0][1] in SEEN and cut[-1][1] in LAST and not _named(cut, book)
        ]
        if cuts:
            return (start, *(start + end for end in _ends(_best(cuts))[:-1]))
    return ()


def _best(cuts: Sequence[Cut]) -> Cut:
    return min(cuts, key=lambda cut: (len(cut), [-len(part) for part, _ in cut]))


def _cuts(glued: _Glued, start: int, cut: Cut, book: Book) -> Iterator[Cut]:
    """Every way to go on cutting a word from a place, behind the parts before it."""
    if start == len(glued.word):
        yield cut
        return
    allowed = BEHIND[cut[-1][1]] if cut else FIRST
    for end in range(len(glued.word), start, -1) if len(cut) < MOST else ():
        for kind in _kinds(glued, start, end, book) & allowed:
            yield from _cuts(glued, end, (*cut, (glued.word[start:end], kind)), book)


def _kinds(glued: _Glued, start: int, end: int, book: Book) -> frozenset[Piece]:
    part = glued.word[start:end]
    is_beside = (start == 0 and glued.is_after_figure) or (
        end == len(glued.word) and glued.is_before_figure
    )
    kinds = pieces_of(part, book)
    return kinds | {Piece.UNIT} if is_beside and is_unit(part, book.words) else kinds


def _is_whole(cut: Cut, book: Book) -> bool:
    """Whether the parts are several that say something together; an initial must be his."""
    kinds = [kind for _, kind in cut]
    if len(cut) == 1 or kinds[-1] not in LAST or TELLING.isdisjoint(kinds):
        return False
    if kinds[0] is not Piece.INITIAL:
        return True
    name = cut[1][0]
    is_his = book.names.with_initials(book.names.named([name]), [cut[0][0]])
    return len(name) >= SHORTEST_INITIALLED and bool(is_his)


def _named(cut: Cut, book: Book) -> tuple[str, ...]:
    """Who is named in a word so cut."""
    name = next((part for part, kind in cut if kind is Piece.NAME), None)
    return book.names.whole([name]) if name else ()


def _ends(cut: Cut) -> Places:
    """Where each part ends."""
    return tuple(accumulate(len(part) for part, _ in cut))


@lru_cache(maxsize=16_384)
def _is_known(word: str, names: Names, flowers: Flowers, words: Words) -> bool:
    return bool(
        words.of_word(word)
        or names.named([word])
        or is_flower(word, flowers)
        or names.of_village([word])
        or number_at([word_token(word)], 0)
    )
