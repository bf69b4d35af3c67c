"""What every command knows: where everything is kept, and what was set from outside."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import click
from sqlalchemy import Engine

from ledger.board import MARKET_ZONE
from ledger.db import engine_for
from ledger.migrate import migrate, require_present
from ops.embedded import servers
from ops.environment import home_of

REFUSED = 2
"""Exit code of everything that was refused, as of a wrong option."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Here:
    """The home, the environment and the clock of one call."""

    home: Path
    environ: Mapping[str, str]
    clock: Callable[[], datetime] = _now

    @property
    def today(self) -> date:
        """The business date."""
        return self.clock().astimezone(MARKET_ZONE).date()

    @classmethod
    def now(cls) -> "Here":
        """As we were called."""
        return cls(home_of(os.environ), dict(os.environ))

    @contextmanager
    def books(self, *, reading: bool = False) -> Iterator[Engine]:
        """The books at their present schema; servers that nothing else uses stop afterwards.

        Args:
            reading: a database that was given by URL is left as it is.

        Raises:
            SchemaError: they are not at it, and cannot be brought there.
        """
        is_left_alone = reading and bool(self.environ.get("DATABASE_URL"))
        with servers(self.home, self.environ) as found:
            (require_present if is_left_alone else migrate)(found.database_url)
            engine = engine_for(found.database_url)
            try:
                yield engine
            finally:
                engine.dispose()


pass_here = click.make_pass_decorator(Here)
