"""What stands around a farmer's name and tells namesakes apart: initials, villages, titles.

An initial is a letter or its Tamil name (எம்), a village any that a farmer comes from. Signs and
little words may part them from the name: murugan.k, Selvam (Melur), melur-la selvam, selvam from
melur. What does not belong to the name is left to whoever reads on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from bot.language.naming.book import Book
from bot.language.naming.codes import code_at
from bot.language.naming.names import Named, Names, initial_of, is_letter_name
from bot.language.text.endings import without_ending
from bot.language.text.tokens import Kind, Token
from bot.language.vocabulary.words import Words

LONGEST_VILLAGE = 2
CLOSING = {"(": ")", "[": "]"}
AND = ("um", "ும்")
"""Glued to a name it counts one more person; a title has it with its name."""

PARTING = frozenset({",", "-", "/"})


@dataclass(frozen=True, slots=True)
class Piece:
    """What some tokens beside a name say about whose it is; a title says nothing.

    Attributes:
        length: how many tokens, with the signs and little words that part it from the name.
        village: everyone who lives in the village that it names, or whose code it is.
        is_soft: the initial may as well be another word, and counts only if it fits: எஸ், என்.
        is_doubtful: it is more often that word (பா, பூ): whom it would point to is asked about.
    """

    length: int
    initial: str = ""
    village: frozenset[str] = frozenset()
    is_soft: bool = False
    is_doubtful: bool = False


def resolved(
    named: set[Named], pieces: Sequence[Piece], book: Book
) -> tuple[tuple[str, ...], bool]:
    """Who is meant of those who bear a name, and whether that is one and everything fits."""
    certain = [piece for piece in pieces if not piece.is_doubtful]
    codes, is_one = _told_apart(named, certain, book)
    if len(certain) == len(pieces):
        return codes, is_one
    others, _ = _told_apart(named, pieces, book)
    return tuple(dict.fromkeys((*codes, *others))), is_one and codes == others


def _told_apart(
    named: set[Named], pieces: Sequence[Piece], book: Book
) -> tuple[tuple[str, ...], bool]:
    everyone = book.names.codes(named)
    codes, fits = everyone, True
    initials = [piece.initial for piece in pieces if piece.initial]
    villages = [piece.village for piece in pieces if piece.village]
    if initials:
        fitting = book.names.with_initials(named, initials)
        codes, fits = fitting or everyone, bool(fitting)
    for village in villages:
        near = tuple(code for code in codes if code in village)
        codes, fits = near or codes, fits and bool(near)
    if not (initials or villages):
        codes = book.names.without_initial(named) or everyone
        codes = codes if len(codes) == 1 else everyone
    return codes, fits and len(codes) == 1


def fits(piece: Piece, named: set[Named], book: Book) -> bool:
    """Whether somebody who bears the name has this initial; a village or a title always fits."""
    return not piece.initial or bool(book.names.with_initials(named, [piece.initial]))


def may_stand_before(word: str, names: Names, words: Words) -> bool:
    """Whether a word can be an initial, a title, or the beginning of a village."""
    return bool(initial_of(word)) or _is_title(word, words) or names.may_begin_village(word)


def piece_before(tokens: Sequence[Token], start: int, book: Book) -> Piece | None:
    """What stands before a name, up to the name: `K.`, `melur-la`, `(Melur)`, `sir`."""
    closing = CLOSING.get(tokens[start].text)
    piece = _piece_at(tokens, start + 1 if closing else start, book)
    if not piece:
        return None
    end = start + piece.length
    if closing:
        return replace(piece, length=end + 2 - start) if _is(tokens, end + 1, closing) else None
    if piece.village:
        end += _link(tokens, end, book)
    sign = tokens[end] if end < len(tokens) else None
    is_parted = sign is not None and sign.text in PARTING
    if is_parted and (piece.village or (piece.initial and _is(tokens, end, "-", is_joined=True))):
        end += 1
    return replace(piece, length=end - start)


def piece_after(tokens: Sequence[Token], start: int, named: set[Named], book: Book) -> Piece | None:
    """What stands behind a name: ` K`, `.K`, ` (Melur)`, `, Melur`, ` from melur`, ` annan`."""
    text = tokens[start].text
    if text in CLOSING:
        piece = _code_at(tokens, start + 1, named, book) or _piece_at(tokens, start + 1, book)
        end = start + 1 + piece.length if piece else start
        is_closed = piece and _is(tokens, end, CLOSING[text])
        return replace(piece, length=end + 1 - start) if piece and is_closed else None
    sign = int(text in PARTING or (text == "." and tokens[start].is_joined))
    link = sign or _link(tokens, start, book)
    if piece := _code_at(tokens, start + link, named, book):
        return replace(piece, length=link + piece.length)
    piece = _piece_at(tokens, start + link, book)
    if not piece:
        return None
    is_glued = all(token.is_joined for token in tokens[start : start + link + 1])
    is_told = bool(piece.village) or (text in {".", "-"} and is_glued)
    if link and not is_told and not (sign and piece.initial and fits(piece, named, book)):
        return None
    if piece.is_soft and not fits(piece, named, book):
        return None
    end = start + link + piece.length
    end += _link(tokens, end, book) if piece.village else 0
    return replace(piece, length=end - start)


def title_at(tokens: Sequence[Token], position: int, book: Book) -> bool:
    """Whether a title stands here: annan, அக்காவுக்கு."""
    return tokens[position].kind == Kind.WORD and _is_title(tokens[position].word, book.words)


def dative(tokens: Sequence[Token], start: int, book: Book) -> int:
    """How many tokens are a `ku`, `-ku` or க்கு that stands apart behind a name."""
    skip = int(tokens[start].text == "-" and start + 1 < len(tokens))
    phrase = book.words.at(tokens, start + skip)
    return phrase.length + skip if phrase and "dative" in phrase.concepts else 0


def _piece_at(tokens: Sequence[Token], start: int, book: Book) -> Piece | None:
    if start >= len(tokens) or tokens[start].kind != Kind.WORD:
        return None
    word = tokens[start].word
    dot = int(_is(tokens, start + 1, ".", is_joined=True))
    following = tokens[start + 1 + dot] if start + 1 + dot < len(tokens) else None
    is_number = following is not None and following.kind == Kind.NUMBER
    if dot and is_number:
        return None  # ரூ.2000
    if initial_of(word) and _begins_phrase(tokens, start, book):
        return None  # a/c
    if initial_of(word) and not (is_number and following and following.is_joined):
        is_known = not dot and not word.isascii() and book.words.of_word(word) is not None
        is_doubtful = is_known and not is_letter_name(word)
        return Piece(1 + dot, initial_of(word), is_soft=is_known, is_doubtful=is_doubtful)
    if _is_title(word, book.words):
        return Piece(1 + dot)
    return _village_at(tokens, start, book)


def _begins_phrase(tokens: Sequence[Token], start: int, book: Book) -> bool:
    """Whether a known word of several pieces begins with this letter."""
    phrase = book.words.at(tokens, start)
    return phrase is not None and phrase.length > 1 and not phrase.concepts & {"honorific"}


def _code_at(tokens: Sequence[Token], start: int, named: set[Named], book: Book) -> Piece | None:
    """The code of one who bears the name: it tells him apart as a village would."""
    if start >= len(tokens) or tokens[start].kind != Kind.WORD:
        return None
    coded, length = code_at(tokens, start, book) or (None, 0)
    is_theirs = coded and set(coded.codes) & set(book.names.codes(named))
    return Piece(length, village=frozenset(coded.codes)) if coded and is_theirs else None


def _village_at(tokens: Sequence[Token], start: int, book: Book) -> Piece | None:
    if not book.names.may_begin_village(tokens[start].word):
        return None
    for length in range(min(LONGEST_VILLAGE, len(tokens) - start), 0, -1):
        words = [t.word for t in tokens[start : start + length] if t.kind == Kind.WORD]
        if len(words) == length and (village := book.names.of_village(words)):
            return Piece(length, village=village)
    return None


def _link(tokens: Sequence[Token], start: int, book: Book) -> int:
    """How many tokens are a little word between a village and a name: `la`, `-la`, `from`."""
    if start >= len(tokens):
        return 0
    skip = int(tokens[start].text == "-" and start + 1 < len(tokens))
    phrase = book.words.at(tokens, start + skip)
    return phrase.length + skip if phrase and "village" in phrase.concepts else 0


def _is(tokens: Sequence[Token], position: int, text: str, *, is_joined: bool = False) -> bool:
    if position >= len(tokens) or tokens[position].text != text:
        return False
    return tokens[position].is_joined or not is_joined


@lru_cache(maxsize=16_384)
def _is_title(word: str, words: Words) -> bool:
    if word.endswith(AND):
        return False
    phrases = (words.of_word(rest) for rest in without_ending(word))
    return any(phrase and "honorific" in phrase.concepts for phrase in phrases)
