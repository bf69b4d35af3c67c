"""Where in a line a farmer is named: [initial, title, village] name [initial, title, village].

`names` knows who exists; this room knows how people write them: மேலூர் மு. முருகன் அண்ணனுக்கு,
K Murugan, murugan.k, Selvam (Melur), செல்வம் மேலூர்ல; by code it is told by `codes`. What stands
around a name is read by `around`.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from bot.language.naming.around import (
    Piece,
    dative,
    fits,
    may_stand_before,
    piece_after,
    piece_before,
    resolved,
    title_at,
)
from bot.language.naming.book import Book
from bot.language.naming.codes import code_at
from bot.language.naming.names import Named, Names
from bot.language.number.numbers import number_at
from bot.language.parts import Farmer
from bot.language.text.tokens import Kind, Token
from bot.language.vocabulary.words import Words

LONGEST_NAME, LONGEST_PREFIX = 3, 6
OPENING = frozenset({"(", "["})
BETWEEN = frozenset({"-", ",", ":", "."})
"""What may stand between a code and the name of whose it is."""

Core = tuple[int, set[Named], bool]
"""How many tokens are a name, who bears it, and whether it is theirs for sure."""


def farmer_at(tokens: Sequence[Token], start: int, book: Book) -> tuple[Farmer, int] | None:
    """The farmer named from a token on, and how many tokens name him; None for no whole name."""
    if tokens[start].kind != Kind.WORD:
        is_open = tokens[start].text in OPENING and start + 1 < len(tokens)
        return _name_at(tokens, start, book, _whole_at) if is_open else None
    if found := code_at(tokens, start, book):
        return _with_name(tokens, start, found, book)
    if not _may_lead(tokens[start].word, book.names, book.words):
        return None
    return _name_at(tokens, start, book, _whole_at)


def _with_name(
    tokens: Sequence[Token], start: int, found: tuple[Farmer, int], book: Book
) -> tuple[Farmer, int]:
    """A code with his own name behind it; which of some namesakes he is, the code has told."""
    coded, length = found
    end = start + length
    end += int(end < len(tokens) and tokens[end].text in BETWEEN)
    core = _whole_at(tokens, end, book)
    if not core or not coded.codes or coded.codes[0] not in book.names.codes(core[1]):
        return found
    end += core[0]
    return replace(coded, text=_text(tokens, start, end)), end - start


@lru_cache(maxsize=16_384)
def _may_lead(word: str, names: Names, words: Words) -> bool:
    """Whether a name, or what stands before one, can begin with this word; most cannot."""
    is_name = bool(names.named([word])) or names.may_go_on(word)
    return is_name or may_stand_before(word, names, words)


def near_farmer_at(tokens: Sequence[Token], start: int, book: Book) -> tuple[Farmer, int] | None:
    """The farmer whose misspelt name stands here, if nothing else explains it."""
    if tokens[start].kind != Kind.WORD:
        return None
    return _name_at(tokens, start, book, _near_at)


def _name_at(
    tokens: Sequence[Token],
    start: int,
    book: Book,
    core_at: Callable[[Sequence[Token], int, Book], Core | None],
) -> tuple[Farmer, int] | None:
    pieces: list[Piece] = []
    position = start
    while not (core := core_at(tokens, position, book)):
        piece = piece_before(tokens, position, book)
        position += piece.length if piece else 0
        if not piece or position - start > LONGEST_PREFIX or position >= len(tokens):
            return None
        pieces.append(piece)
    length, named, is_sure = core
    if any(piece.is_soft and not fits(piece, named, book) for piece in pieces):
        return None
    position += length
    while position < len(tokens) and not (ku := dative(tokens, position, book)):
        piece = piece_after(tokens, position, named, book)
        if not piece or _leads_to_another(tokens, position, piece, book):
            break
        pieces.append(piece)
        position += piece.length
    else:
        position += ku if position < len(tokens) else 0
    codes, is_one = resolved(named, pieces, book)
    text = _text(tokens, start, position)
    return Farmer(codes, text, is_sure and is_one), position - start


def _leads_to_another(tokens: Sequence[Token], position: int, piece: Piece, book: Book) -> bool:
    """Whether what stands apart by a sign belongs to the name after it: murugan, melur selvam."""
    is_apart = tokens[position].kind == Kind.SIGN and tokens[position].text not in OPENING
    return is_apart and _whole_at(tokens, position + piece.length, book) is not None


def _whole_at(tokens: Sequence[Token], start: int, book: Book) -> Core | None:
    """A whole name here; a title before another name is no name."""
    if start >= len(tokens) or tokens[start].kind != Kind.WORD:
        return None
    longest = LONGEST_NAME if book.names.may_go_on(tokens[start].word) else 1
    for length in range(min(longest, len(tokens) - start), 0, -1):
        words = _words(tokens, start, length)
        if words and (named := book.names.named(words)):
            is_title = length == 1 and title_at(tokens, start, book)
            if is_title and _whole_at(tokens, start + 1, book):
                return None
            return length, named, True
    return None


def _near_at(tokens: Sequence[Token], start: int, book: Book) -> Core | None:
    """Words that nothing explains and that are near to a name, and not to a flower."""
    for length in range(min(LONGEST_NAME, len(tokens) - start), 0, -1):
        words = _words(tokens, start, length)
        if not words or any(_is_known(tokens, start + place, book) for place in range(length)):
            continue
        near = book.names.near(words)
        if near and not book.flowers.near(words):
            return length, near.named, near.is_slip
    return None


def _text(tokens: Sequence[Token], start: int, end: int) -> str:
    span = tokens[start:end]
    return "".join(t.text if t.is_joined else f" {t.text}" for t in span).strip()


def _words(tokens: Sequence[Token], start: int, length: int) -> list[str]:
    span = tokens[start : start + length]
    return [t.word for t in span] if all(t.kind == Kind.WORD for t in span) else []


def _is_known(tokens: Sequence[Token], position: int, book: Book) -> bool:
    return bool(
        book.words.at(tokens, position)
        or book.flowers.at(tokens, position)
        or number_at(tokens, position)
        or _whole_at(tokens, position, book)
        or book.names.of_village([tokens[position].word])
    )
