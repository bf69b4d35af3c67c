"""Something wrong in the books, and the queries that look for it."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

CHUNK = 2000
"""Rows held in memory."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in the books.

    Attributes:
        row: which row, as a person names it: `entry 104`, `payable:F012 posting 6`.
        fault: what is wrong with it.
    """

    row: str
    fault: str

    def __str__(self) -> str:
        return f"{self.row} {self.fault}"


def found_by(tx: Connection, *queries: str) -> Iterator[Finding]:
    """The rows that queries give: which is wrong, and what is wrong with it."""
    for query in queries:
        for row, fault in tx.execute(text(query)):
            yield Finding(row, fault)
