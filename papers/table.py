"""A report as typed cells, in no language yet; the writers beside it make text, pages and sheets.

A cell is a fact of `locales.facts`: money, a weight, a day, a name. What kind its column is of
decides on which side it stands and what a spreadsheet may reckon with.
"""

from dataclasses import dataclass
from enum import StrEnum

from locales.facts import Fact, Phrase
from locales.phrases import render


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    DAY = "day"
    COUNT = "count"
    MONEY = "money"
    QUANTITY = "quantity"

    @property
    def is_number(self) -> bool:
        """It stands at the right."""
        return self in {Kind.COUNT, Kind.MONEY, Kind.QUANTITY}


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its heading's phrase."""

    heading: str
    kind: Kind = Kind.TEXT


Cell = Fact | None
"""None stays empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under headings.

    Attributes:
        totals: one more row, at the end; None where there is nothing to add up.
    """

    title: Phrase
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...] | None = None

    def __post_init__(self) -> None:
        """Refuse a row that does not fit its columns."""
        for row in self.all_rows():
            if len(row) != len(self.columns):
                raise ValueError(row)

    def all_rows(self) -> tuple[tuple[Cell, ...], ...]:
        """The rows, and the totals after them."""
        return self.rows if self.totals is None else (*self.rows, self.totals)


@dataclass(frozen=True, slots=True)
class Report:
    """One or more tables under a title.

    Attributes:
        head: whose it is, and of which days.
    """

    title: Phrase
    head: tuple[Phrase, ...]
    tables: tuple[Table, ...]


def shown(cell: Cell, language: str) -> str:
    """A cell as people read it, on one line; free text stands as it was written."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split())
    return " ".join(render("fact", {"fact": cell}, language).split())


def headings(table: Table, language: str) -> list[str]:
    """What stands over the columns."""
    return [render(column.heading, {}, language) for column in table.columns]
