"""A report as an Excel workbook: a sheet a table, numbers to reckon with, text that stays text."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, time
from decimal import Decimal
from io import BytesIO

from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from locales.facts import Day, Money, Quantity
from locales.phrases import render
from papers.table import Cell, Report, Table, headings, shown

TEXTS_STAY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
FONT = "Noto Sans Tamil"
NAME_MAX = 31
"""Letters of a sheet's name. Source: Excel's own limits."""

WIDEST = 40
"""Letters; a longer cell is cut by the eye, not by the file."""

LAKH, CRORE = 100_000_00, 1_00_00_000_00


def report_xlsx(report: Report, language: str) -> bytes:
    """The workbook; the same report comes out in the same bytes."""
    written = BytesIO()
    book = Workbook(written, TEXTS_STAY)
    book.set_properties(
        {"title": shown(report.title, language), "created": datetime(2000, 1, 1, tzinfo=UTC)}
    )
    formats = _Formats(book)
    for name, table in _named(report, language):
        sheet = book.add_worksheet(name)
        _fill(sheet, report, table, formats, language)
    book.close()
    return written.getvalue()


class _Formats:
    """A workbook's formats, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}

    def of(self, pattern: str, *, is_bold: bool) -> Format:
        key = (pattern, is_bold)
        if key not in self._made:
            look = {"font_name": FONT, "bold": is_bold, "num_format": pattern, "top": int(is_bold)}
            self._made[key] = self._book.add_format(look)
        return self._made[key]


def _named(report: Report, language: str) -> Iterator[tuple[str, Table]]:
    """The tables with names that Excel takes, no two the same."""
    taken: set[str] = set()
    for number, table in enumerate(report.tables, start=1):
        name = re.sub(r"[\[\]:*?/\\']", " ", shown(table.title, language))[:NAME_MAX].strip()
        if name.casefold() in taken:
            name = f"{name[: NAME_MAX - 3]} {number}"
        taken.add(name.casefold())
        yield name, table


def _fill(sheet: Worksheet, report: Report, table: Table, formats: _Formats, language: str) -> None:
    text, heading = formats.of("@", is_bold=False), formats.of("@", is_bold=True)
    top = [report.title, *report.head]
    for row, said in enumerate(top):
        sheet.write_string(row, 0, shown(said, language), heading if row == 0 else text)
    first = len(top) + 1
    for place, name in enumerate(headings(table, language)):
        sheet.write_string(first, place, name, heading)
    for number, cells in enumerate(table.all_rows(), start=first + 1):
        is_total = table.totals is not None and number == first + len(table.rows) + 1
        for place, cell in enumerate(cells):
            _write(sheet, (number, place), cell, formats, language=language, is_bold=is_total)
    sheet.freeze_panes(first + 1, 0)
    _widen(sheet, table, language)


def _write(  # noqa: PLR0913 - a cell and how it looks
    sheet: Worksheet,
    at: tuple[int, int],
    cell: Cell,
    formats: _Formats,
    *,
    language: str,
    is_bold: bool,
) -> None:
    match cell:
        case None:
            sheet.write_blank(*at, None, formats.of("@", is_bold=is_bold))
        case Money(paise):
            value = Decimal(paise).scaleb(-2)
            sheet.write_number(*at, value, formats.of(_rupees(paise), is_bold=is_bold))
        case Quantity(milli, unit):
            named = render(f"unit.{unit}", {}, language)
            digits = "#,##0" if unit != "kg" and milli % 1000 == 0 else "#,##0.000"
            look = formats.of(f'{digits}" {named}"', is_bold=is_bold)
            sheet.write_number(*at, Decimal(milli).scaleb(-3), look)
        case Day(on):
            noon = datetime.combine(on, time.min)
            sheet.write_datetime(*at, noon, formats.of("dd-mm-yyyy", is_bold=is_bold))
        case int():
            sheet.write_number(*at, cell, formats.of("0", is_bold=is_bold))
        case _:
            sheet.write_string(*at, shown(cell, language), formats.of("@", is_bold=is_bold))


def _rupees(paise: int) -> str:
    """Grouped in lakhs: Excel has no such pattern for every size, so each size has its own."""
    size = abs(paise)
    groups = r"##\,##\,##\,##0" if size >= CRORE else r"##\,##\,##0" if size >= LAKH else "#,##0"
    return f'"₹"{groups}.00;-"₹"{groups}.00'


def _widen(sheet: Worksheet, table: Table, language: str) -> None:
    rows = [[shown(cell, language) for cell in row] for row in table.all_rows()]
    for place, name in enumerate(headings(table, language)):
        longest = max((len(row[place]) for row in rows), default=0)
        sheet.set_column(place, place, min(WIDEST, max(len(name), longest) + 2))
