"""What every command knows: where everything is kept, and what was set from outside."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import click
from sqlalchemy import Engine

from ledger.db import engine_for
from ledger.migrate import migrate
from ops.embedded import servers
from ops.environment import home_of


@dataclass(frozen=True, slots=True)
class Here:
    """The home and the environment of one call."""

    home: Path
    environ: Mapping[str, str]

    @classmethod
    def now(cls) -> "Here":
        """As we were called."""
        return cls(home_of(os.environ), dict(os.environ))

    @contextmanager
    def books(self) -> Iterator[Engine]:
        """The books at their present schema; servers that nothing else uses stop afterwards."""
        with servers(self.home, self.environ) as found:
            migrate(found.database_url)
            engine = engine_for(found.database_url)
            try:
                yield engine
            finally:
                engine.dispose()


pass_here = click.make_pass_decorator(Here)
