"""Keeps the servers of a home up while programs use them; `ops.supervisor` does it for programs."""

import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ops.embedded import ServerError, ensure_running

RETRY_SECONDS = 10.0
"""After a server would not start."""


@dataclass(slots=True)
class Upkeep:
    """The servers of one home, for one who uses them."""

    home: Path
    environ: Mapping[str, str]
    due_at: float = 0.0

    def look_after(self) -> None:
        """Start again what has ended; to be called every second or so.

        A server that will not start is said, and tried again after a while: what stands on it
        waits, and goes on when it is back.
        """
        if time.monotonic() < self.due_at:
            return
        try:
            for name in ensure_running(self.home, self.environ):
                print(f"malar: {name} had ended and was started again", file=sys.stderr)
        except ServerError as error:
            self.due_at = time.monotonic() + RETRY_SECONDS
            print(f"malar: {error}; again in {RETRY_SECONDS:.0f} s", file=sys.stderr)
