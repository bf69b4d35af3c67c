"""A report as text in columns, for a terminal."""

from collections.abc import Iterator, Sequence

import regex

from papers.table import Report, Table, headings, shown

GAP = "  "


def report_text(report: Report, language: str) -> str:
    """Every table of a report, one below the other."""
    lines = [shown(report.title, language), *(shown(each, language) for each in report.head)]
    for table in report.tables:
        title = [shown(table.title, language)] if len(report.tables) > 1 else []
        lines += ["", *title, *_table(table, language)]
    return "\n".join(lines)


def _table(table: Table, language: str) -> Iterator[str]:
    """Headings, rows, and a line above the totals."""
    rows = [[shown(cell, language) for cell in row] for row in table.all_rows()]
    cells = [headings(table, language), *rows]
    widths = [max(_width(row[place]) for row in cells) for place in range(len(table.columns))]
    rule = GAP.join("-" * width for width in widths)
    for place, row in enumerate(cells):
        if place == 1 or (table.totals is not None and place == len(cells) - 1):
            yield rule
        yield _line(table, row, widths)


def _line(table: Table, row: Sequence[str], widths: Sequence[int]) -> str:
    padded = []
    for column, text, width in zip(table.columns, row, widths, strict=True):
        blank = " " * (width - _width(text))
        padded.append(blank + text if column.kind.is_number else text + blank)
    return GAP.join(padded).rstrip()


def _width(text: str) -> int:
    """Letters with their signs: as many places as a terminal gives a text."""
    return len(regex.findall(r"\X", text))
