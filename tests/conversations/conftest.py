"""Collects the `.chat` files: each is a test for every player, compared as a whole file."""

from collections.abc import Iterator
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

import pytest

from ledger.board import MARKET_ZONE
from ledger.db import engine_for
from ops.rehearsal import Rehearsal
from ops.rehearse_books import MemoryBooks
from tests.conversations import shop
from tests.conversations.chat import played
from tests.conversations.house import HousePlayer
from tests.conversations.player import Player

OPENING = datetime(2026, 11, 24, 4, 0, tzinfo=MARKET_ZONE)
"""Where the clock stands until a transcript moves it."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--rewrite-transcripts",
        action="store_true",
        help="write what the bot says now into the .chat files",
    )


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    if file_path.suffix == ".chat":
        return Transcript.from_parent(parent, path=file_path)
    return None


class Transcript(pytest.File):
    """One `.chat`, played by every player."""

    def collect(self) -> Iterator[pytest.Function]:
        def core_plays_it(core: Player, pytestconfig: pytest.Config) -> None:
            is_rewritten = pytestconfig.getoption("--rewrite-transcripts", default=False)
            _compare(self.path, core, is_rewritten=is_rewritten)

        def house_plays_it(house: Player) -> None:
            _compare(self.path, house, is_rewritten=False)

        yield pytest.Function.from_parent(self, name="core", callobj=core_plays_it)
        yield pytest.Function.from_parent(self, name="house", callobj=house_plays_it)


@pytest.fixture
def core() -> Player:
    """The machine and the pure rules over books in memory."""
    people = [party for party, _ in shop.everybody()]
    return Rehearsal(MemoryBooks(people, shop.flowers()), OPENING)


@pytest.fixture
def house(fresh_database: str, redis_url: str) -> Iterator[Player]:
    """The door, Postgres, Redis and the workers' own turns."""
    engine = engine_for(fresh_database)
    yield HousePlayer(engine, redis_url, OPENING)
    engine.dispose()


def _compare(path: Path, player: Player, *, is_rewritten: bool) -> None:
    expected = path.read_text(encoding="utf-8")
    happened = played(expected, player)
    if is_rewritten:
        path.write_text(happened, encoding="utf-8")
        return
    if happened != expected:
        diff = unified_diff(
            expected.splitlines(), happened.splitlines(), "in the file", "as it went", lineterm=""
        )
        pytest.fail("\n".join(["it went differently:", *diff]), pytrace=False)
