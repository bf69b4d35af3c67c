"""A line of tokens → its parts: at each place the longest thing that is known.

Where two readings are equally long, a command word beats a name, a name beats a number, and a
number beats any other word; a flower that is also somebody's name carries both. A word that the
shop taught beats none of them. What is left is tried for misspelt names and flowers, and else stays
`Loose`.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import time
from fractions import Fraction

import regex

from bot.language.measures.doubts import without_doubt
from bot.language.measures.figures import CLOCK_LIKE
from bot.language.measures.periods import date_of
from bot.language.naming.book import Book
from bot.language.naming.joined import parted
from bot.language.naming.kin import of_kin
from bot.language.naming.people import farmer_at, near_farmer_at
from bot.language.number.number_words import number_words
from bot.language.number.numbers import Number, number_at
from bot.language.parts import (
    Break,
    Clock,
    Day,
    Farmer,
    Figure,
    Flower,
    Loose,
    Measure,
    Part,
    SlipNumber,
    Word,
    stands_for,
)
from bot.language.text.tokens import Kind, Token, lines_of
from bot.language.vocabulary.words import LESSER, Phrase

PICTURE = regex.compile(r"[\p{So}\p{Extended_Pictographic}→➤►»›√]")
"""A flower, a smile or an arrow that no list has: it says nothing."""

DATIVE = regex.compile(r"(?:க்கு|ku)$", regex.IGNORECASE)
"""Glued to the name of one who is given something."""

FIGURE = regex.compile(r"\d+(?:\.\d+)?")
SLIP_PIECE = regex.compile(r"[A-Z]+|\d+")

BREAKS = frozenset({",", ";", ":"})
UNITS = frozenset({"kg", "gram", "unit.piece", "unit.bunch", "unit.other", "rupee"})
COMMANDS = frozenset(
    {
        *(
            "rate",
            "balance",
            "entries",
            "statement",
            "settlement",
            "settle",
            "advance",
            "pay",
            "till.cash",
            "till.bank",
            "till.upi",
            "repay",
            "total",
            "ask",
        ),
        *("undo", "yes", "no", "wrong", "help", "language", "to.ta", "to.en", "to.tanglish"),
        *("fast", "notice"),
    }
)
"""Words that decide what a message wants; no name is read in their place."""


def parts_of(tokens: Sequence[Token], book: Book) -> list[Part]:
    """The parts of a line, in order, nothing left out."""
    tokens = parted(tokens, book)
    parts: list[Part] = []
    position = 0
    while position < len(tokens):
        part, length = _part_at(tokens, position, book)
        parts.append(part)
        position += length
    return of_kin(_with_near_names(without_doubt(parts), book))


def _part_at(tokens: Sequence[Token], start: int, book: Book) -> tuple[Part, int]:
    token = tokens[start]
    phrase = book.words.at(tokens, start)
    found = _plain(token, book) or _known_at(tokens, start, phrase, book)
    if found and not (phrase and _prefers_phrase(phrase, found)):
        return found
    quality = book.qualities.at(tokens, start)
    if quality and quality.length >= (phrase.length if phrase else 0):
        text = _text(tokens, start, quality.length)
        return Word(frozenset({f"adj.{quality.code}"}), text), quality.length
    if not phrase:
        if PICTURE.fullmatch(token.text):
            return Word(frozenset({"noise"}), token.text), 1
        return near_farmer_at(tokens, start, book) or (Loose(token.text), 1)
    text = _text(tokens, start, phrase.length)
    if "generic" in phrase.concepts:
        return Flower((), text, is_generic=True), phrase.length
    return Word(phrase.concepts, text, phrase.lists, token.is_joined), phrase.length


def _plain(token: Token, book: Book) -> tuple[Part, int] | None:
    """What a token is by its shape alone."""
    if token.kind == Kind.DATE:
        return Day(date_of(token.text, book.today), token.text), 1
    if token.kind == Kind.TIME:
        return Clock(time.fromisoformat(token.text.rjust(5, "0")), token.text), 1
    if token.kind == Kind.SLIP:
        return SlipNumber("-".join(SLIP_PIECE.findall(token.text.upper()))), 1
    if token.kind == Kind.MUDDLE:
        value = Fraction(FIGURE.findall(token.text)[0])
        return Figure(value, token.text, is_doubtful=True, is_joined=token.is_joined), 1
    return (Break(token.text), 1) if token.text in BREAKS else None


def _known_at(
    tokens: Sequence[Token], start: int, phrase: Phrase | None, book: Book
) -> tuple[Part, int] | None:
    """The longest farmer, flower or number here."""
    farmer, farmer_length = farmer_at(tokens, start, book) or (None, 0)
    flower = book.flowers.at(tokens, start)
    number = number_at(tokens, start)
    flower_length = flower.length if flower else 0
    number_length = number.length if number else 0
    is_nobody = farmer is not None and not farmer.codes
    if flower and (is_nobody or flower_length >= max(farmer_length, number_length)):
        namesake = farmer.codes if farmer and farmer_length == flower_length else ()
        text = _text(tokens, start, flower_length)
        return Flower(flower.codes, text, namesake=namesake), flower_length
    if farmer and farmer_length >= number_length:
        is_number = number and farmer_length == 1 and _counts(tokens, start, phrase, book)
        if not is_number:
            return farmer, farmer_length
    if number:
        return _figure(number, tokens, start), number_length
    return None


def _figure(number: Number, tokens: Sequence[Token], start: int) -> Figure:
    return Figure(
        number.value,
        _text(tokens, start, number.length),
        Measure.RATE if number.is_price else Measure.BARE,
        is_digits=number.is_digits,
        is_doubtful=number.is_doubtful,
        is_joined=tokens[start].is_joined,
        is_tamil=number.is_tamil,
    )


def _counts(tokens: Sequence[Token], start: int, phrase: Phrase | None, book: Book) -> bool:
    """Whether a word that is a name and a number stands where a number would.

    That is anywhere but at the start of a line, and before a unit.
    """
    if start > 0 or phrase:
        return True
    following = book.words.at(tokens, start + 1) if start + 1 < len(tokens) else None
    return following is not None and not following.concepts.isdisjoint(UNITS)


def _prefers_phrase(phrase: Phrase, found: tuple[Part, int]) -> bool:
    """Whether a known phrase beats the name, number or sign that begins with it."""
    part, length = found
    if phrase.length != length:
        return phrase.length > length
    if isinstance(part, Figure) and part.text.lower() in number_words().tamil:
        return False
    if isinstance(part, (Farmer, Flower)) and phrase.lists == {"en"} and "noise" in phrase.concepts:
        return True  # `send` is spelled as it is, and only sounds like a flower
    return phrase.lists.isdisjoint(LESSER) and not phrase.concepts.isdisjoint(COMMANDS)


def _has_farmer(parts: Sequence[Part]) -> bool:
    return any(isinstance(part, Farmer) for part in parts)


def _text(tokens: Sequence[Token], start: int, length: int) -> str:
    span = tokens[start : start + length]
    return "".join(t.text if t.is_joined else f" {t.text}" for t in span).strip()


def _with_near_names(parts: list[Part], book: Book) -> list[Part]:
    """Loose words that are near to a name or a flower, or a part of a name, are read as such."""
    read: list[Part] = []
    position = 0
    while position < len(parts):
        run = 0
        while position + run < len(parts) and isinstance(parts[position + run], Loose):
            run += 1
        length, part = _near_at([p.text for p in parts[position : position + run]], book)
        read.append(part or parts[position])
        position += length
    return [_settled(part, place, read, book) for place, part in enumerate(read)]


def _near_at(words: Sequence[str], book: Book) -> tuple[int, Part | None]:
    for length in range(min(3, len(words)), 0, -1):
        span = [word.lower() for word in words[:length]]
        text = " ".join(words[:length])
        if (flower := book.flowers.near(span)) and not book.names.near(span):
            return length, Flower(flower, text)
        if codes := book.names.part(span):
            return length, Farmer(codes, text, is_sure=False)
    return 1, None


def _settled(part: Part, place: int, line: Sequence[Part], book: Book) -> Part:
    """A part in the light of its line: மணி is a farmer or an hour, துளசி a farmer or a flower."""
    if isinstance(part, Farmer) and _tells_hour(part, place, line, book):
        return Word(frozenset({"oclock"}), part.text)
    if not isinstance(part, Flower) or not part.namesake or _has_farmer(line):
        return part
    is_paid = DATIVE.search(part.text) and any(stands_for(each, "pay", "advance") for each in line)
    if is_paid and sum(isinstance(each, Flower) for each in line) == 1:
        return Farmer(part.namesake, part.text, is_sure=len(part.namesake) == 1)
    following = line[place + 1] if place + 1 < len(line) else None
    if isinstance(following, Flower) and not following.is_generic:
        return Farmer(part.namesake, part.text, is_sure=len(part.namesake) == 1)
    return replace(part, namesake=())


def _tells_hour(part: Farmer, place: int, line: Sequence[Part], book: Book) -> bool:
    """Whether a farmer's name is o'clock here: after a figure, where another farmer is named.

    In `malli 5 mani 6` the figure before him is the weight of the flower before it.
    """
    before = line[place - 1] if place else None
    if not isinstance(before, (Figure, Clock)):
        return False
    phrase = book.words.at(lines_of(part.text)[0], 0)
    if not phrase or "oclock" not in phrase.concepts:
        return False
    is_day_part = place > 1 and stands_for(line[place - 2], "day.morning", "day.evening")
    is_weight = place > 1 and isinstance(line[place - 2], (Farmer, Flower))
    is_weight = is_weight and any(isinstance(other, Figure) for other in line[place + 1 :])
    has_other = sum(isinstance(other, Farmer) for other in line) > 1
    is_corrected = CLOCK_LIKE.fullmatch(before.text) and stands_for(line[0], "no", "wrong")
    if is_corrected and not any(isinstance(other, Flower) for other in line):
        return True
    return (has_other and not is_weight) or is_day_part or isinstance(before, Clock)
