"""Which language a message is in: `ta`, `en`, or `tanglish`, Tamil in Latin letters or mixed.

Names, flowers, figures and units tell nothing. Where English words make up most of a sentence, a
Tamil noun in it does not turn it; a Tamil verb does.
"""

from collections.abc import Sequence

import regex

from bot.language.parts import Figure, Loose, Part, Word
from bot.language.vocabulary.listed import VERBS
from bot.language.vocabulary.words import BENT

TAMIL = regex.compile(r"\p{Tamil}")
LATIN = regex.compile(r"\p{Latin}")
WORDS = regex.compile(r"[\p{L}\p{M}]+")

OF_TAMIL = frozenset({"ta", "tanglish", VERBS, BENT})
"""Lists whose words are Tamil, in whatever letters they are typed."""

CARRYING = frozenset(
    {
        *("ask", "want", "put", "came", "give_me", "gave", "tell", "finish", "change", "no"),
        *("undo", "undo.tail", "repay", "question", "yes"),
    }
)
"""What a Tamil sentence ends in, besides its verbs."""

UNITS = frozenset({"kg", "gram", "unit.piece", "unit.bunch", "unit.other", "per", "at"})

SPOKEN_ENDING = regex.compile(
    r".{3,}(?:nga|nge|chu|ttu|tu|ren|rom|kken|ken|dhu|thu|ndhu|kku|uku|num|nnu|laam|ala|ama|ula|oda)",
    regex.IGNORECASE,
)
"""How Tamil words in Latin letters end that no list has; few English ones do."""


def language_of(folded: str, parts: Sequence[Part]) -> str:
    """The language of a text.

    Args:
        folded: all of it.
        parts: what its words were read as, before figures took their units.
    """
    words = WORDS.findall(folded)
    tamil = sum(1 for word in words if TAMIL.match(word))
    if tamil > sum(1 for word in words if LATIN.match(word)):
        return "ta"
    kinds = [_kind(part) for part in parts]
    is_tamil = "verb" in kinds or 0 < kinds.count("tamil") >= kinds.count("english")
    return "tanglish" if is_tamil else "en"


def _kind(part: Part) -> str:
    """What a part tells: a Tamil `verb`, another `tamil` word, an `english` one; "" for nothing."""
    match part:
        case Figure(is_tamil=True):
            return "tamil"
        case Loose(text) if LATIN.search(text):
            return "tamil" if SPOKEN_ENDING.fullmatch(text) else "english"
        case Loose(text) if TAMIL.search(text):
            return "tamil"
        case Word(concepts=concepts) if concepts.isdisjoint(UNITS):
            return _kind_of_word(part)
        case _:
            return ""


def _kind_of_word(word: Word) -> str:
    is_tamil = "en" not in word.lists and not word.lists.isdisjoint(OF_TAMIL)
    if VERBS in word.lists or (is_tamil and not word.concepts.isdisjoint(CARRYING)):
        return "verb"
    if is_tamil or TAMIL.search(word.text):
        return "tamil"
    return "english" if LATIN.search(word.text) else ""
