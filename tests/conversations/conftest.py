"""Collects the `.chat` files: each is a test, played by the house and compared as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from difflib import unified_diff
from pathlib import Path

import pytest

from ledger.board import MARKET_ZONE
from ledger.db import engine_for
from ops.commands.here import Here
from tests.conversations.chat import played
from tests.conversations.house import House, Seen
from tests.databases import clone

CHATS = Path(__file__).parent

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks at all transcripts comes after them, and so need not play them again."""
    items.sort(key=lambda item: "all_seen" in getattr(item, "fixturenames", ()))


class Transcript(pytest.File):
    """One `.chat`."""

    def collect(self) -> Iterator[pytest.Function]:
        def house_plays_it(
            house: House, seen: dict[str, Seen], pytestconfig: pytest.Config
        ) -> None:
            is_rewritten = pytestconfig.getoption("--rewrite-transcripts", default=False)
            _compare(self.path, house, is_rewritten=is_rewritten)
            seen[self.path.stem] = house.seen()

        yield pytest.Function.from_parent(self, name="played", callobj=house_plays_it)


@pytest.fixture
def house(fresh_database: str, redis_url: str, tmp_path: Path) -> Iterator[House]:
    """The door, Postgres, Redis and the workers' own turns."""
    with opened(Here(tmp_path, {"DATABASE_URL": fresh_database, "REDIS_URL": redis_url})) as house:
        yield house


@pytest.fixture(scope="session")
def seen() -> dict[str, Seen]:
    """What the transcripts of this run have shown, each by its name."""
    return {}


@pytest.fixture
def all_seen(
    seen: dict[str, Seen], template_url: str, redis_url: str, tmp_path: Path
) -> dict[str, Seen]:
    """What every transcript shows; those not yet played are played now."""
    for path in sorted(CHATS.glob("*.chat")):
        if path.stem not in seen:
            with clone(template_url, "seen") as url:
                urls = {"DATABASE_URL": url, "REDIS_URL": redis_url}
                with opened(Here(tmp_path, urls)) as house:
                    played(path.read_text(encoding="utf-8"), house)
                    seen[path.stem] = house.seen()
    return seen


@contextmanager
def opened(here: Here) -> Iterator[House]:
    """A house in a database and a Redis of its own."""
    engine = engine_for(here.environ["DATABASE_URL"])
    try:
        yield House(engine, here, OPENING)
    finally:
        engine.dispose()


def _compare(path: Path, house: House, *, is_rewritten: bool) -> None:
    expected = path.read_text(encoding="utf-8")
    happened = played(expected, house)
    if is_rewritten:
        path.write_text(happened, encoding="utf-8")
        return
    if happened != expected:
        diff = unified_diff(
            expected.splitlines(), happened.splitlines(), "in the file", "as it went", lineterm=""
        )
        pytest.fail("\n".join(["it went differently:", *diff]), pytrace=False)
