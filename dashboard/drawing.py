"""Files are drawn a few at a time, long ones in a process of their own: pages go on being served.

A whole month's PDF takes the better part of a minute of a processor. In a thread of the office it
would slow every page, and be lost with none the wiser if the books' connection waited for it.
"""

import pickle
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore

from ledger.shop_profile import ShopProfile
from papers.forms import ReportForm, written
from papers.table import Report

AT_ONCE = 2
"""Drawings of one office; a third has to wait for its owner to ask again."""

RETRY_AFTER = 10
"""Seconds after which it is worth asking again."""

SHORT = 300
"""Rows that are drawn in about a second: a process of its own takes as long to start."""

PDF_MAX = 10_000
"""Rows of the longest PDF: about two hundred pages, which is no paper any more."""

PDF_MS = 4
"""Milliseconds a row of a PDF, measured on two cores with others at work: 3.8 to 6."""

TIME_MAX = 240
"""Seconds after which a drawing is given up."""

TYPES = {
    ReportForm.PDF: "application/pdf",
    ReportForm.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ReportForm.CSV: "text/csv; charset=utf-8",
}
"""As what a report can be taken away."""


class BusyError(Exception):
    """As many files are being drawn as may be, or one took too long."""


class TooLongError(Exception):
    """It is too long for a PDF."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be drawn, and how."""

    report: Report
    form: ReportForm
    shop: ShopProfile
    language: str

    def written(self) -> bytes:
        """The file, drawn here and now."""
        return written(self.report, self.form, shop=self.shop, language=self.language)


def drawn(wish: Wish) -> bytes:
    """The file.

    Raises:
        BusyError: too many others are being drawn.
        TooLongError: it has too many rows for a PDF.
    """
    rows = rows_of(wish.report)
    if wish.form is ReportForm.PDF and rows > PDF_MAX:
        raise TooLongError
    with drawing():
        return wish.written() if rows <= SHORT else _drawn_apart(wish)


@contextmanager
def drawing() -> Iterator[None]:
    """A place at which a file may be drawn.

    Raises:
        BusyError: all are taken.
    """
    if not _places.acquire(blocking=False):
        raise BusyError
    try:
        yield
    finally:
        _places.release()


def rows_of(report: Report) -> int:
    """How long a report is."""
    return sum(len(table.rows) for table in report.tables)


def seconds_of(report: Report) -> int:
    """About how long its PDF takes, in fives."""
    return -(-rows_of(report) * PDF_MS // 5000) * 5


HOUSE = Path(__file__).parents[1]

_places = BoundedSemaphore(AT_ONCE)


def _drawn_apart(wish: Wish) -> bytes:
    """The file, drawn by a process that knows nothing else: none of the office's secrets."""
    command = [sys.executable, "-m", "dashboard.draw_apart"]
    try:
        done = subprocess.run(  # noqa: S603 - this very Python, with a file of ours
            command,
            input=pickle.dumps(wish),
            stdout=subprocess.PIPE,
            env={"PYTHONPATH": str(HOUSE)},
            timeout=TIME_MAX,
            check=True,
        )
    except subprocess.TimeoutExpired as slow:
        raise BusyError from slow
    return done.stdout
