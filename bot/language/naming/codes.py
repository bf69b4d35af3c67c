"""Where in a line a farmer is named by his code: F012, f 7, எஃப் 7, f zero zero seven."""

from collections.abc import Sequence

from bot.language.naming.book import Book
from bot.language.naming.names import initial_of
from bot.language.number.atoms import atoms_of
from bot.language.number.numbers import number_at
from bot.language.parts import Farmer
from bot.language.text.tokens import Kind, Token

LONGEST_LETTERS = 3
"""Letters that a code begins with; a longer word may be one only where a line begins."""

UNITS = frozenset({"kg", "gram", "unit.piece", "unit.bunch", "unit.other"})
MARKS = UNITS | {"at", "per", "rupee"}
"""What stands beside a figure and is no letter of a code: x320, 5 g."""


SIGNS = frozenset({"-", ".", "#", "_", ":"})
"""What may stand between the letters of a code and its digits."""


def code_at(tokens: Sequence[Token], start: int, book: Book) -> tuple[Farmer, int] | None:
    """A code: letters, perhaps a hyphen, and digits in figures or words.

    Letters that no farmer's code has are kept with their digits and name nobody: S02 is somebody
    of the shop, and never F002.
    """
    letters = initial_of(tokens[start].word) or tokens[start].word
    is_ours = letters in book.names.code_letters
    if not is_ours and not _may_be_letters(tokens, start, letters):
        return None
    position = start + 1
    while position < len(tokens) and tokens[position].text in SIGNS:
        position += 1
    first = position
    digits, position = _figure_of_code(tokens, first, book)
    if not digits or not (is_ours or _is_foreign_code(tokens, start, first, position, book)):
        return None
    if position < len(tokens) and tokens[position].is_joined and len(tokens[position].word) == 1:
        is_ours = is_ours and tokens[position].kind != Kind.WORD
        position += tokens[position].kind == Kind.WORD
    code = book.names.by_code(letters, digits) if is_ours else None
    text = "".join(token.text for token in tokens[start:position])
    return Farmer((code,) if code else (), text, is_sure=code is not None), position - start


def _may_be_letters(tokens: Sequence[Token], start: int, letters: str) -> bool:
    """Whether a code that is not ours may begin here at all; a quick no for most words."""
    if start == 0 and len(letters) == 1:
        return True
    is_glued = start + 1 < len(tokens) and tokens[start + 1].is_joined
    return is_glued and (start == 0 or len(letters) <= LONGEST_LETTERS)


def _is_foreign_code(tokens: Sequence[Token], start: int, first: int, end: int, book: Book) -> bool:
    """Whether letters that no farmer has begin a code: S02, ADM01; at a line's start `s 02 …`.

    Args:
        tokens: the line.
        start: where the letters stand.
        first: where the digits begin.
        end: where they have ended.
        book: who has which code.
    """
    token = tokens[start]
    if token.is_joined and start and tokens[start - 1].kind == Kind.NUMBER:
        return False
    phrase = book.words.of_word(token.word)
    if phrase and any(concept.startswith("month.") for concept in phrase.concepts):
        return False
    is_glued = all(after.is_joined for after in tokens[start + 1 : first + 1])
    if len(initial_of(token.word) or token.word) > 1:
        is_word = phrase is not None and "ordinal" not in phrase.concepts
        is_long = len(token.word) <= LONGEST_LETTERS or len(tokens[first].text) > 1
        return is_glued and is_long and not is_word and not book.names.whole([token.word])
    if start == 0:
        is_number = tokens[first].kind == Kind.NUMBER or end - first > 1
        return is_glued or (is_number and _goes_on(tokens, end, book))
    return is_glued and not (phrase and phrase.concepts & MARKS)


def _goes_on(tokens: Sequence[Token], end: int, book: Book) -> bool:
    """Whether a name follows, so that the number before it was no weight and no choice."""
    if end >= len(tokens) or tokens[end].kind != Kind.WORD:
        return False
    phrase = book.words.at(tokens, end)
    return not (phrase and phrase.concepts & MARKS)


def _figure_of_code(tokens: Sequence[Token], first: int, book: Book) -> tuple[str, int]:
    """The digits of a code, "" for none, and where they end.

    Said one by one, `zero zero seven`, they are no more than a code has, and what stands before a
    unit is a weight: `f seven five kilo`.
    """
    if first >= len(tokens):
        return "", first
    token = tokens[first]
    if token.kind == Kind.NUMBER and token.text != "0":
        return (token.text, first + 1) if token.text.isdecimal() else ("", first)
    digits: list[str] = []
    for following in tokens[first : first + book.names.code_width]:
        digit = _digit(following)
        if digit is None:
            break
        digits.append(digit)
    end = first + len(digits)
    phrase = book.words.at(tokens, end) if end < len(tokens) else None
    if len(digits) > 1 and phrase and phrase.concepts & UNITS:
        return "".join(digits[:-1]), end - 1
    number = None if digits else number_at(tokens, first)
    if number and number.value.denominator == 1:
        return str(number.value), first + number.length
    return "".join(digits), end


def _digit(token: Token) -> str | None:
    if token.kind == Kind.NUMBER:
        return token.text if len(token.text) == 1 else None
    atoms = atoms_of(token, is_after_number=False)
    if atoms and len(atoms) == 1 and atoms[0].kind == "unit" and not atoms[0].is_open:
        return str(atoms[0].value)
    return None
