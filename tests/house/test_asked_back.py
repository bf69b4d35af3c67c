"""Every question that is asked back stands in `docs/operations.md`, shown in each language."""

import re
from collections.abc import Iterator
from functools import cache

import pytest

from locales.languages import LANGUAGES
from tests.conversations.chat import SPOKEN
from tests.locales.test_phrases import ROOT, wordings
from tests.operations import CHATS, Line, lines

HEADING = "What is asked back"
COLUMNS = {"en": 2, "ta": 3, "tanglish": 4}
"""Where a language's conversations are named."""

ASKS = re.compile(r"\?|\b[Tt]ype\b")
"""What English wordings of questions have: a question mark, or what to type."""

NO_QUESTION = (
    "menu_",
    "notice.",
    "simulator.",
    "written_fast",
    "not_understood",
    "please_type",
    "language_set",
)
"""Wordings that have it too and leave nothing open: menus, notices, what is done or not read."""

PLACE = re.compile(r"\{(\w+)\}")
LISTS = {"options", "questions", "listed", "changes"}
"""Facts of several lines."""


def asked() -> set[str]:
    """The phrases that ask something back in chat; a page asks by its fields."""
    return {
        key
        for key, texts in wordings("en").items()
        if ASKS.search(texts[-1]) and not key.startswith(NO_QUESTION) and key not in of_pages()
    }


@cache
def of_pages() -> frozenset[str]:
    """The phrases of the pages."""
    files = (ROOT / "locales" / "en" / "pages").glob("*.po")
    phrases = "\n".join(file.read_text("utf-8") for file in files)
    return frozenset(re.findall(r'^msgid "(.+)"', phrases, re.MULTILINE))


def key_of(line: Line) -> str:
    return line.cells[1].strip("`")


@cache
def told_in(name: str) -> tuple[str, ...]:
    """What somebody is told in a conversation, message by message."""
    told: list[str] = []
    for text in (CHATS / f"{name}.chat").read_text("utf-8").splitlines():
        spoken = SPOKEN.fullmatch(text)
        if spoken is None or spoken["mark"] != "<":
            continue
        if spoken["label"]:
            told.append(spoken["text"])
        else:
            told[-1] += f"\n{spoken['text']}"
    return tuple(told)


def pattern(wording: str) -> re.Pattern[str]:
    """Every text that a wording can come to."""
    parts = PLACE.split(wording)
    return re.compile("".join(_worded(parts)))


def _worded(parts: list[str]) -> Iterator[str]:
    for place, part in enumerate(parts):
        if place % 2 == 0:
            yield re.escape(part)
        elif part == "amount":
            yield r"₹[\d,.]+"
        else:
            yield r"[\s\S]+?" if part in LISTS else ".+?"


def test_every_question_has_its_line() -> None:
    assert asked() <= {key_of(line) for line in lines(HEADING)}


def test_every_line_is_of_a_phrase_of_its_own() -> None:
    keys = [key_of(line) for line in lines(HEADING)]
    assert len(keys) == len(set(keys))
    assert set(keys) <= set(wordings("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_question_is_shown_in_each_language_where_its_line_says(language: str) -> None:
    worded = wordings(language)
    unseen = []
    for line in lines(HEADING):
        names = line.named_in(COLUMNS[language])
        assert names, line
        asks = pattern(worded[key_of(line)][-1])
        unseen += [
            f"{key_of(line)}: {name}"
            for name in names
            if not any(asks.search(text) for text in told_in(name))
        ]
    assert not unseen, "\n".join(unseen)
