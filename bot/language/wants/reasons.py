"""The reason at the end of a message, cut off before the rest is read: its words mean nothing else.

`advance 5000 school fees`: behind an advance's amount the first word that nothing explains begins
it. `reject 12 no money today`: behind a refusal or a question everything is it, whatever the
words are; they are somebody's own and go on as they were typed.
"""

from collections.abc import Iterable, Sequence
from itertools import chain

from bot.language.naming.book import Book
from bot.language.naming.people import farmer_at
from bot.language.number.numbers import number_at
from bot.language.parts import Part, stands_for
from bot.language.reading import UNITS
from bot.language.text.tokens import Kind, Token, lines_of

SPOKEN_FREELY = frozenset({"reject", "doubt"})
SUMMED = frozenset({"advance", "approve"})
ABOUT = frozenset({"advance", "settlement"})
BEFORE_IT = ABOUT | {"noise", "greeting", "honorific", "me", "yes", "and", "undo.tail"}
"""What may stand before a command, and between it and the number of what it is about."""

ASIDE = frozenset({"aside"})
"""Words that add nothing to a lot; to a reason they do."""

SUM_FROM = 100
"""Rupees; a smaller figure in a reason counts something else: fees for 2 children."""


def may_give_reason(spoken: Iterable[Part]) -> bool:
    """Whether a word that a reason may follow stands anywhere; most messages have none."""
    return any(stands_for(part, *SPOKEN_FREELY, *SUMMED) for part in spoken)


def without_reason(folded: str, book: Book, *, is_own: bool) -> tuple[str, str]:
    """A folded text cut in two: what it says, and the reason it gives; "" for none.

    Args:
        folded: a message.
        book: who and what may be named.
        is_own: the sender can only mean himself, so that a name belongs to the reason.
    """
    tokens = list(chain.from_iterable(lines_of(folded)))
    begins = _behind_command(tokens, book)
    if begins is None:
        begins = _behind_amount(tokens, book, is_own=is_own)
    if begins is None or begins == len(tokens):
        return folded, ""
    cut = tokens[begins].start
    return folded[:cut], folded[cut:].lstrip(":;, ").strip()


def _behind_command(tokens: Sequence[Token], book: Book) -> int | None:
    """Where the words behind `reject` or `question` begin, the number of what is meant apart.

    They go on as they were typed, `was it not 5 kg` whole; mere politeness is no reason.
    """
    begins, position, has_number = None, 0, False
    while position < len(tokens):
        phrase = book.words.at(tokens, position)
        concepts = phrase.concepts if phrase else frozenset()
        length = phrase.length if phrase else 1
        is_verb = begins is None and not concepts.isdisjoint(SPOKEN_FREELY)
        is_number = not has_number and _is_number(tokens, position, book)
        has_number = has_number or is_number
        if is_verb or (begins is not None and (is_number or not concepts.isdisjoint(ABOUT))):
            begins = position + length
        elif not is_number and concepts.isdisjoint(BEFORE_IT):
            break
        position += length
    return position if begins is not None and position == len(tokens) else begins


def _is_number(tokens: Sequence[Token], position: int, book: Book) -> bool:
    """Whether it numbers what is meant; `5 kg` belongs to the words."""
    if tokens[position].kind is Kind.NUMBER:
        behind = book.words.at(tokens, position + 1) if position + 1 < len(tokens) else None
        return behind is None or behind.concepts.isdisjoint(UNITS)
    return tokens[position].kind is Kind.SLIP


def _behind_amount(tokens: Sequence[Token], book: Book, *, is_own: bool) -> int | None:
    """Where the first unknown word behind an advance and its amount, or an approval, begins."""
    has_amount = has_word = False
    position = 0
    while position < len(tokens):
        phrase = book.words.at(tokens, position)
        if phrase and phrase.concepts == ASIDE:
            phrase = None
        number = number_at(tokens, position)
        farmer = None if is_own else farmer_at(tokens, position, book)
        if phrase and not phrase.concepts.isdisjoint(SUMMED):
            has_word = True
        has_amount = has_amount or number is not None
        known = max(
            phrase.length if phrase else 0,
            number.length if number else 0,
            farmer[1] if farmer else 0,
        )
        is_new = not known and tokens[position].kind == Kind.WORD
        if is_new and (is_own or not _names_somebody(tokens, position, book)):
            is_reason = has_amount and has_word and not _has_sum(tokens[position:])
            return position if is_reason else None
        position += known or 1
    return None


def _has_sum(tokens: Sequence[Token]) -> bool:
    """Whether another sum is named: which of the two is meant must be asked."""
    numbers = (number_at(tokens, position) for position in range(len(tokens)))
    return any(number is not None and number.value >= SUM_FROM for number in numbers)


def _names_somebody(tokens: Sequence[Token], position: int, book: Book) -> bool:
    """Whether a word may be a farmer misspelt, or a part of his name."""
    words = [tokens[position].word]
    return bool(book.names.near(words) or book.names.part(words))
