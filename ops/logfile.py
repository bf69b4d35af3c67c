"""Where programs and servers write their logs: files that do not grow for ever."""

from pathlib import Path
from typing import IO

LARGEST = 10_000_000
"""Bytes from which a log is put aside when its writer starts."""


def open_log(path: Path) -> IO[bytes]:
    """A log, to be written on; a large one becomes `….old` first, in place of the one before."""
    if path.exists() and path.stat().st_size > LARGEST:
        path.replace(path.with_name(f"{path.name}.old"))
    return path.open("ab")
