"""`docs/operations.md` is true of what the conversations show when they are played."""

import json
from collections import defaultdict

import pytest

from bot.language.meaning import Intent
from bot.language.shop import Shop
from bot.language.understanding import understand
from ledger.notices import NoticeKind
from ledger.roles import PartyRole
from locales.languages import formal
from tests.conversations.house import Seen
from tests.conversations.shop import SHOP
from tests.operations import Line, leaf_of, lines

NAMES = Shop.from_import(json.loads(SHOP.read_text("utf-8")))
COLUMNS = {"en": 4, "ta": 5}
"""Where a language's conversations are named; Tanglish is Tamil in Latin letters."""


def speaks(line: Line) -> PartyRole:
    return PartyRole.FARMER if line.cells[3] == "farmer" else PartyRole.STAFF


def meant(line: Line, language: str) -> Intent:
    """What the example words of a line mean."""
    words = line.cells[1 if language == "en" else 2].strip("`")
    return understand(words, NAMES, speaks(line)).intent


def intents(seen: Seen, language: str) -> set[tuple[PartyRole, Intent]]:
    """What is meant in a conversation by those who read a language."""
    roles = {
        text: PartyRole.FARMER if role is PartyRole.FARMER else PartyRole.STAFF
        for text, role, reads in seen.said
        if formal(reads) == language
    }
    return {(role, understand(text, NAMES, role).intent) for text, role in roles.items()}


@pytest.mark.parametrize("line", lines("By chat"), ids=lambda line: line.cells[0])
def test_the_example_words_mean_one_thing_in_both_languages(line: Line) -> None:
    assert meant(line, "en") is meant(line, "ta") is not Intent.UNKNOWN


def test_everything_that_can_be_meant_has_its_line() -> None:
    assert {meant(line, "en") for line in lines("By chat")} == set(Intent) - {Intent.UNKNOWN}


def test_each_conversation_shows_what_its_line_says_in_that_language(
    all_seen: dict[str, Seen],
) -> None:
    unseen = []
    for line in lines("By chat"):
        roles = (
            [PartyRole.FARMER, PartyRole.STAFF] if line.cells[3] == "everybody" else [speaks(line)]
        )
        for language, column in COLUMNS.items():
            wanted = {(role, meant(line, language)) for role in roles}
            assert line.named_in(column), line
            unseen += [
                f"{line.cells[0]}, {language}: {name}"
                for name in line.named_in(column)
                if wanted.isdisjoint(intents(all_seen[name], language))
            ]
    assert not unseen, "\n".join(unseen)


def test_whoever_hears_of_a_command_is_shown_hearing_of_it_in_both_languages(
    all_seen: dict[str, Seen],
) -> None:
    heard: dict[tuple[str, str], set[str]] = defaultdict(set)
    for name, seen in all_seen.items():
        for command, language in seen.heard:
            heard[leaf_of(command), formal(language)].add(name)
    wrong = []
    telling = {command for command, _ in heard}
    for line in lines("By command"):
        command = line.cells[1].strip("`").removeprefix("malar ")
        for language, column in COLUMNS.items():
            named = set(line.named_in(column))
            there = heard[command, language]
            if bool(named) != (command in telling) or not named <= there:
                wrong.append(f"{command}, {language}: {sorted(named)}, but {sorted(there)}")
    assert not wrong, "\n".join(wrong)


def test_every_kind_of_notice_has_its_line() -> None:
    named = sorted(line.cells[1].strip("`") for line in lines("What Malar tells"))
    assert named == sorted(NoticeKind)


def test_each_notice_is_told_where_its_line_says_in_that_language(
    all_seen: dict[str, Seen],
) -> None:
    untold = []
    for line in lines("What Malar tells"):
        kind = NoticeKind(line.cells[1].strip("`"))
        for language, column in {"en": 3, "ta": 4}.items():
            assert line.named_in(column), line
            untold += [
                f"{kind}, {language}: {name}"
                for name in line.named_in(column)
                if (kind, language) not in all_seen[name].told
            ]
    assert not untold, "\n".join(untold)
