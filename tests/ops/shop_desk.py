"""Commands of the owner, called in this process on a database of the test's own."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ops.cli import main
from ops.commands.here import REFUSED, Here

MORNING = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
"""05:40 at the market."""


@dataclass
class Desk:
    """Where the owner types; the clock stands still until it is moved."""

    database_url: str
    redis_url: str
    home: Path
    capsys: pytest.CaptureFixture[str]
    at: datetime = MORNING

    def wait(self, **time: int) -> None:
        """Let some time go by."""
        self.at += timedelta(**time)

    def __call__(self, *words: str) -> list[str]:
        """What a command says; it must succeed."""
        code, said, wrong = self._run(words)
        assert (code, wrong) == (0, ""), wrong
        return said.splitlines()

    def fails(self, *words: str) -> list[str]:
        """What a command says that found something wrong."""
        code, said, wrong = self._run(words)
        assert (code, wrong) == (1, ""), (code, wrong)
        return said.splitlines()

    def refused(self, *words: str) -> str:
        """The one line by which a command is refused; nothing else is said."""
        code, said, wrong = self._run(words)
        assert (code, said) == (REFUSED, ""), said
        assert wrong.startswith("malar: ")
        assert wrong.count("\n") == 1
        return wrong.removeprefix("malar: ").strip()

    def _run(self, words: tuple[str, ...]) -> tuple[int, str, str]:
        environ = {"DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}
        with pytest.raises(SystemExit) as ended:
            main(words, Here(self.home, environ, lambda: self.at))
        said = self.capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err
