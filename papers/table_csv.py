"""A report as CSV: numbers as programs read them, and no text that a spreadsheet would obey."""

import csv
from decimal import Decimal
from io import StringIO

from locales.facts import Money, Quantity
from locales.phrases import render
from papers.table import Cell, Column, Kind, Report, Table, headings, shown

BOM = "\ufeff"
"""Without it Excel takes Tamil for another alphabet."""

OBEYED = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is a formula to a spreadsheet. Source: OWASP, CSV injection."""


def report_csv(report: Report, language: str) -> bytes:
    """Every table of a report, with an empty line between two; a weight is two columns."""
    written = StringIO()
    rows = csv.writer(written, lineterminator="\r\n")
    for place, table in enumerate(report.tables):
        if place:
            rows.writerow([])
        if len(report.tables) > 1:
            rows.writerow([_harmless(shown(table.title, language))])
        rows.writerow(_headings(table, language))
        for row in table.all_rows():
            cells = zip(table.columns, row, strict=True)
            rows.writerow(
                [text for column, cell in cells for text in _texts(column, cell, language)]
            )
    return (BOM + written.getvalue()).encode()


def _headings(table: Table, language: str) -> list[str]:
    named = []
    for column, heading in zip(table.columns, headings(table, language), strict=True):
        named.append(heading)
        if column.kind is Kind.QUANTITY:
            named.append(render("column_unit", {}, language))
    return named


def _texts(column: Column, cell: Cell, language: str) -> list[str]:
    match cell:
        case Money(paise):
            return [str(Decimal(paise).scaleb(-2))]
        case Quantity(milli, unit):
            return [str(Decimal(milli).scaleb(-3)), render(f"unit.{unit}", {}, language)]
        case int():
            return [str(cell)]
        case None if column.kind is Kind.QUANTITY:
            return ["", ""]
        case _:
            return [_harmless(shown(cell, language))]


def _harmless(text: str) -> str:
    """The text, behind an apostrophe where a spreadsheet would obey it."""
    return f"'{text}" if text.startswith(OBEYED) else text
