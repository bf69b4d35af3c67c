"""What the office is made of: handed in by `wsgi`, so that a test hands in its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the edge of a web app reads the clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Everything that the pages stand on.

    Attributes:
        engine: of the books; the pages write, so its role is the app's.
        session_key: signs the cookie; a new one signs everybody out.
        redis_url: where calls are counted; None counts in this process.
        url: how people reach the pages from outside, `https://…`; None: from this machine only.
        is_practice: demo and tests, whose pages say so.
        clock: tells the moment, aware.
    """

    engine: Engine
    session_key: str
    redis_url: str | None = None
    url: str | None = None
    is_practice: bool = False
    clock: Callable[[], datetime] = _now

    @property
    def is_encrypted(self) -> bool:
        """Whether browsers reach it by HTTPS; cookies and HSTS follow."""
        return self.url is not None and self.url.startswith("https://")
