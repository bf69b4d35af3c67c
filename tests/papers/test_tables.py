"""Reports as text, CSV, workbooks and pages: the same cells in each, and none that is obeyed."""

import csv
from datetime import date, datetime
from io import BytesIO, StringIO
from itertools import chain
from typing import Any

import openpyxl
import pypdfium2
import pytest

from locales.facts import Day, Money, Name, Quantity
from papers.forms import ReportForm, written
from papers.table import Column, Kind, Report, Table
from papers.wording import phrase
from tests.papers.patti import SHOP

COLUMNS = (
    Column("column_date", Kind.DAY),
    Column("column_entry", Kind.COUNT),
    Column("column_farmer"),
    Column("slip_quantity", Kind.QUANTITY),
    Column("column_amount", Kind.MONEY),
    Column("column_reason"),
)
ROWS = (
    (
        Day(date(2026, 11, 4)),
        7,
        Name("Murugan", "முருகன்"),
        Quantity(10_500, "kg"),
        Money(1_23_456_50),
        None,
    ),
    (
        Day(date(2026, 11, 5)),
        8,
        Name("Lakshmi", "லட்சுமி"),
        Quantity(12_000, "piece"),
        Money(-5),
        "=1+1",
    ),
)
TOTALS = (None, None, phrase("column_total"), None, Money(1_23_456_45), None)
TABLE = Table(title=phrase("report_lots"), columns=COLUMNS, rows=ROWS, totals=TOTALS)
REPORT = Report(phrase("report_lots"), (), (TABLE,))

TEXT = """\
Lots

Date        Entry  Farmer      Weight        Amount  Reason
----------  -----  -------  ---------  ------------  ------
04-11-2026      7  Murugan  10.500 kg  ₹1,23,456.50
05-11-2026      8  Lakshmi  12 pieces        -₹0.05  =1+1
----------  -----  -------  ---------  ------------  ------
                   Total               ₹1,23,456.45"""


def in_form(form: ReportForm, report: Report = REPORT, language: str = "en") -> bytes:
    return written(report, form, shop=SHOP, language=language)


def sheet_of(content: bytes) -> Any:  # noqa: ANN401 - openpyxl has no types
    return openpyxl.load_workbook(BytesIO(content)).active


def many_rows(count: int) -> Report:
    rows = tuple((*ROWS[0][:1], number, *ROWS[0][2:]) for number in range(count))
    table = Table(title=phrase("report_lots"), columns=COLUMNS, rows=rows)
    return Report(phrase("report_lots"), (), (table,))


def texts_of(document: bytes) -> list[str]:
    with pypdfium2.PdfDocument(document) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def test_text_stands_in_columns_with_numbers_at_the_right() -> None:
    assert in_form(ReportForm.TEXT).decode() == TEXT


def test_tamil_letters_take_one_place_with_their_signs() -> None:
    lines = in_form(ReportForm.TEXT, language="ta").decode().splitlines()
    first, second = lines[-4], lines[-3]
    assert first.index("10.500") - second.index("12") < len(first)
    assert "முருகன்" in first


def test_csv_has_plain_numbers_and_a_weight_in_two_columns() -> None:
    content = in_form(ReportForm.CSV)
    assert content.startswith("\ufeff".encode())
    rows = list(csv.reader(StringIO(content.decode("utf-8-sig"))))
    assert rows[0] == ["Date", "Entry", "Farmer", "Weight", "Unit", "Amount", "Reason"]
    assert rows[1] == ["04-11-2026", "7", "Murugan", "10.500", "kg", "123456.50", ""]
    assert rows[2][3:6] == ["12.000", "pieces", "-0.05"]
    assert rows[3] == ["", "", "Total", "", "", "123456.45", ""]


@pytest.mark.parametrize("text", ["=1+1", "+91 98", "-x", "@SUM(A1)", "\t=1", "=cmd|'/c calc'!A1"])
def test_no_text_is_a_formula(text: str) -> None:
    row = (None, 1, text, None, Money(-5), text)
    table = Table(title=phrase("report_lots"), columns=COLUMNS, rows=(row,))
    report = Report(phrase("report_lots"), (), (table,))
    cells = next(sheet_of(in_form(ReportForm.XLSX, report)).iter_rows(min_row=4, max_row=4))
    assert [cells[place].data_type for place in (2, 4, 5)] == ["s", "n", "s"]
    assert cells[2].value == text.strip()
    written_row = list(csv.reader(StringIO(in_form(ReportForm.CSV, report).decode("utf-8-sig"))))[1]
    assert written_row[2] == f"'{text.strip()}"
    assert written_row[5] == "-0.05"


def test_a_workbook_holds_numbers_and_days_that_can_be_reckoned_with() -> None:
    sheet = sheet_of(in_form(ReportForm.XLSX))
    rows = list(sheet.iter_rows(min_row=3))
    assert [cell.value for cell in rows[0]] == [
        *("Date", "Entry", "Farmer", "Weight", "Amount", "Reason"),
    ]
    assert rows[1][0].value == datetime(2026, 11, 4)  # noqa: DTZ001 - a sheet's day has no zone
    assert [cell.value for cell in rows[1][1:5]] == [7, "Murugan", 10.5, 123456.5]
    assert rows[1][3].number_format == '#,##0.000" kg"'
    assert rows[2][3].number_format == '#,##0" pieces"'
    assert rows[1][4].number_format == r'"₹"##\,##\,##0.00;-"₹"##\,##\,##0.00'
    assert rows[2][5].data_type == "s"
    assert rows[3][4].value == 123456.45
    assert rows[3][4].font.bold


@pytest.mark.parametrize(
    ("paise", "pattern"),
    [
        (99_999_99, "#,##0.00"),
        (-1_00_000_00, r"##\,##\,##0.00"),
        (1_00_00_000_00, r"##\,##\,##\,##0.00"),
    ],
)
def test_every_size_of_money_is_grouped_in_lakhs(paise: int, pattern: str) -> None:
    table = Table(
        title=phrase("report_lots"),
        columns=(Column("column_amount", Kind.MONEY),),
        rows=((Money(paise),),),
    )
    sheet = sheet_of(in_form(ReportForm.XLSX, Report(phrase("report_lots"), (), (table,))))
    assert sheet["A4"].number_format == f'"₹"{pattern};-"₹"{pattern}'


def test_a_report_of_several_tables_has_a_sheet_for_each_and_a_title_over_each() -> None:
    report = Report(phrase("report_month"), (), (TABLE, TABLE))
    book = openpyxl.load_workbook(BytesIO(in_form(ReportForm.XLSX, report)))
    assert book.sheetnames == ["Lots", "Lots 2"]
    assert in_form(ReportForm.TEXT, report).decode().count("\nLots\n") == 2
    assert in_form(ReportForm.CSV, report).decode("utf-8-sig").startswith("Lots\r\nDate,")
    assert [text.count("Lots") for text in texts_of(in_form(ReportForm.PDF, report))] == [1, 1]


def test_pages_repeat_the_headings_and_lose_no_row() -> None:
    texts = texts_of(in_form(ReportForm.PDF, many_rows(150)))
    assert len(texts) == 3
    assert all("Farmer" in text for text in texts)
    assert [f"{number} / 3" in text for number, text in enumerate(texts, 1)] == [True] * 3
    words = set(chain.from_iterable(text.split() for text in texts))
    assert {str(number) for number in range(150)} <= words


def test_a_long_text_is_wrapped_and_not_cut() -> None:
    reason = "the scale was not zeroed after the last farmer and nobody saw it " * 6
    row = (*ROWS[0][:5], reason.strip())
    report = Report(
        phrase("report_lots"),
        (),
        (Table(title=phrase("report_lots"), columns=COLUMNS, rows=(row,)),),
    )
    (text,) = texts_of(in_form(ReportForm.PDF, report))
    assert " ".join(text.split()).count("nobody saw it") == 6


@pytest.mark.parametrize("form", ReportForm)
def test_a_report_without_rows_is_a_report(form: ReportForm) -> None:
    assert in_form(form, many_rows(0))


@pytest.mark.parametrize("form", ReportForm)
def test_the_same_report_comes_out_in_the_same_bytes(form: ReportForm) -> None:
    assert in_form(form, language="ta") == in_form(form, language="ta")


def test_a_row_that_does_not_fit_its_columns_is_a_fault() -> None:
    with pytest.raises(ValueError, match="Money"):
        Table(title=phrase("report_lots"), columns=COLUMNS, rows=((Money(1),),))
