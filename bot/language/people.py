"""Where in a line a farmer is named: [initial, title, village] name [initial, title, village].

`names` knows who exists; this room knows how people write them: மேலூர் மு. முருகன் அண்ணனுக்கு,
K Murugan, murugan.k; by code it is told by `codes`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from bot.language.book import Book
from bot.language.codes import code_at
from bot.language.endings import without_ending
from bot.language.names import initial_of
from bot.language.parts import Farmer
from bot.language.tokens import Kind, Token
from bot.language.words import Words

LONGEST_NAME, LONGEST_VILLAGE, LONGEST_PREFIX = 3, 2, 4


def farmer_at(tokens: Sequence[Token], start: int, book: Book) -> tuple[Farmer, int] | None:
    """The farmer named from a token on, and how many tokens name him; None for no whole name."""
    if tokens[start].kind != Kind.WORD:
        return None
    return code_at(tokens, start, book) or _name_at(tokens, start, book)


@dataclass(slots=True)
class _Around:
    """What stands around a name and tells namesakes apart."""

    initials: list[str] = field(default_factory=list)
    village: frozenset[str] = frozenset()


def _name_at(tokens: Sequence[Token], start: int, book: Book) -> tuple[Farmer, int] | None:
    around = _Around()
    position = start
    while not (length := _core_length(tokens, position, book)):
        taken = _taken(tokens, position, book, around)
        position += taken
        if not taken or position - start > LONGEST_PREFIX or position >= len(tokens):
            return None
    words = [token.word for token in tokens[position : position + length]]
    position += length
    while position < len(tokens):
        taken = _dative(tokens, position, book)
        if taken:
            position += taken
            break
        taken = _taken(tokens, position, book, around)
        if not taken:
            break
        position += taken
    codes, is_sure = _resolved(words, around, book)
    text = "".join(
        token.text if token.is_joined else f" {token.text}" for token in tokens[start:position]
    )
    return Farmer(codes, text.strip(), is_sure), position - start


def _core_length(tokens: Sequence[Token], start: int, book: Book) -> int:
    """How many tokens from here are a whole name; a title before another name is no name."""
    if start >= len(tokens) or tokens[start].kind != Kind.WORD:
        return 0
    longest = LONGEST_NAME if book.names.may_go_on(tokens[start].word) else 1
    for length in range(min(longest, len(tokens) - start), 0, -1):
        span = tokens[start : start + length]
        if all(token.kind == Kind.WORD for token in span) and book.names.whole(
            [t.word for t in span]
        ):
            is_title = length == 1 and _is_honorific(span[0].word, book.words)
            if is_title and _core_length(tokens, start + 1, book):
                return 0
            return length
    return 0


def _taken(tokens: Sequence[Token], start: int, book: Book, around: _Around) -> int:
    """Take an initial, a title or a village into account; how many tokens it was."""
    token = tokens[start]
    following = tokens[start + 1] if start + 1 < len(tokens) else None
    if token.text == "." and token.is_joined and following and following.kind == Kind.WORD:
        inner = _taken(tokens, start + 1, book, around)
        return inner + 1 if inner else 0
    if token.kind != Kind.WORD:
        return 0
    dot = int(following is not None and following.text == "." and following.is_joined)
    if dot and start + 2 < len(tokens) and tokens[start + 2].kind == Kind.NUMBER:
        return 0  # ரூ.2000
    if _is_initial(token, following, book):
        around.initials.append(initial_of(token.word))
        return 1 + dot
    if _is_honorific(token.word, book.words):
        return 1 + dot
    return _village(tokens, start, book, around)


def _is_initial(token: Token, following: Token | None, book: Book) -> bool:
    """A letter or its name; in Tamil script a known word (பூ, கி) is one only with its dot."""
    if not initial_of(token.word):
        return False
    if following and following.is_joined and following.kind == Kind.NUMBER:
        return False
    has_dot = following is not None and following.text == "." and following.is_joined
    return has_dot or token.word.isascii() or book.words.of_word(token.word) is None


def _village(tokens: Sequence[Token], start: int, book: Book, around: _Around) -> int:
    if not book.names.may_begin_village(tokens[start].word):
        return 0
    for length in range(min(LONGEST_VILLAGE, len(tokens) - start), 0, -1):
        words = [t.word for t in tokens[start : start + length] if t.kind == Kind.WORD]
        if len(words) == length and (village := book.names.of_village(words)):
            around.village = village
            return length
    return 0


def _resolved(words: list[str], around: _Around, book: Book) -> tuple[tuple[str, ...], bool]:
    everyone = book.names.whole(words)
    codes, fits = everyone, True
    if around.initials:
        fitting = book.names.with_initials(words, around.initials)
        codes, fits = fitting or everyone, bool(fitting)
    if around.village:
        near = tuple(code for code in codes if code in around.village)
        codes, fits = near or codes, fits and bool(near)
    elif not around.initials:
        codes = book.names.without_initial(words) or everyone
        codes = codes if len(codes) == 1 else everyone
    return codes, fits and len(codes) == 1


@lru_cache(maxsize=16_384)
def _is_honorific(word: str, words: Words) -> bool:
    phrases = (words.of_word(rest) for rest in without_ending(word))
    return any(phrase and "honorific" in phrase.concepts for phrase in phrases)


def _dative(tokens: Sequence[Token], start: int, book: Book) -> int:
    """`ku`, `-ku` or க்கு standing apart after a name."""
    skip = int(tokens[start].text == "-" and start + 1 < len(tokens))
    phrase = book.words.at(tokens, start + skip)
    return phrase.length + skip if phrase and "dative" in phrase.concepts else 0
