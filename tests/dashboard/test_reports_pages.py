"""Reports on screen and as files: the same figures, for those who may see them."""

import csv
import re
from contextlib import ExitStack
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from flask.testing import FlaskClient

from dashboard import drawing
from dashboard.drawing import AT_ONCE, PDF_MAX, SHORT, TooLongError, Wish, drawn
from ledger import queries
from ledger.reports.periods import Period
from locales.facts import Day, Money
from locales.phrases import money
from papers.forms import ReportForm
from papers.reports.catalogue import REPORTS
from papers.table import Column, Kind, Report, Table, shown
from papers.wording import phrase
from tests.books import shop
from tests.dashboard.conftest import Here, words_of
from tests.papers.patti import SHOP

TODAY = f"first={shop.ON}&last={shop.ON}"


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_says_on_screen_what_it_says_on_paper(
    as_admin: FlaskClient, shared: Here, name: str
) -> None:
    page = words_of(as_admin.get(f"/reports/{name}?{TODAY}"))
    with shared.engine.connect() as tx:
        first = shop.ON.replace(day=1) if name == "month" else shop.ON
        report = REPORTS[name](tx, Period(first, shop.ON))
    for table in report.tables:
        for row in table.all_rows():
            told = " ".join(words for words in (shown(each, "en") for each in row) if words)
            assert " ".join(told.split()) in page, name


def test_the_list_offers_every_report(as_admin: FlaskClient) -> None:
    page = as_admin.get("/reports").text
    for name in REPORTS:
        assert f'href="/reports/{name}?' in page
    assert 'href="/reports/statement"' in page


@pytest.mark.parametrize("form", ["pdf", "xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "ta"])
def test_a_report_is_taken_away_as_a_file(as_admin: FlaskClient, form: str, language: str) -> None:
    answer = as_admin.get(f"/reports/commission/file?form={form}&language={language}&{TODAY}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="malar-commission-2026-11-24.{form}"'
    )
    beginning = {"pdf": b"%PDF", "xlsx": b"PK", "csv": b"\xef\xbb\xbf"}[form]
    assert answer.data.startswith(beginning)


def test_the_files_hold_the_books_figures(as_admin: FlaskClient, shared: Here) -> None:
    with shared.engine.connect() as tx:
        lots = [lot for lot in queries.lots_on(tx, shop.ON) if not lot.is_reversed]
    earned = sum(lot.worth.commission_paise for lot in lots)
    written = as_admin.get(f"/reports/commission/file?form=csv&language=en&{TODAY}").data
    rows = list(csv.reader(StringIO(written.decode("utf-8-sig"))))
    assert rows[2][-1] == f"{earned / 100:.2f}"
    book = openpyxl.load_workbook(
        BytesIO(as_admin.get(f"/reports/commission/file?form=xlsx&language=en&{TODAY}").data)
    )
    cells = [cell for row in book.worksheets[0].values for cell in row]
    assert earned / 100 in cells


def test_a_statement_is_of_one_farmer_and_his_name_is_in_no_address(
    as_staff: FlaskClient, shared: Here
) -> None:
    answer = as_staff.get(f"/reports/statement?farmer=F012&{TODAY}")
    page = words_of(answer)
    with shared.engine.connect() as tx:
        owed = queries.owed_to(tx, "F012")
    assert money(owed.owed_paise) in page
    addresses = re.findall(r'href="([^"]+)"', answer.text)
    (pdf,) = [each for each in addresses if "form=pdf&amp;language=ta" in each]
    assert "Murugan" not in "".join(addresses)
    taken = as_staff.get(pdf.replace("&amp;", "&"))
    assert taken.data.startswith(b"%PDF")
    assert taken.headers["Content-Disposition"].endswith('"malar-statement-2026-11-24.pdf"')


def test_staff_see_statements_and_no_other_report(as_staff: FlaskClient) -> None:
    assert as_staff.get("/reports/statement").status_code == 200
    for address in ("/reports", "/reports/day", "/reports/day/file?form=csv"):
        assert as_staff.get(address).status_code == 403
    page = as_staff.get(f"/reports/statement?farmer=F012&{TODAY}").text
    assert 'href="/reports"' not in page


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("/reports/day?first=2026-11-24&last=2026-11-01", "The first day is after the last."),
        ("/reports/day?first=2020-01-01&last=2026-11-01", "At most 366 days at once."),
        ("/reports/day?last=soon", ""),
        ("/reports/statement?farmer=F999", "No farmer has this code."),
        ("/reports/statement?farmer=S01", "No farmer has this code."),
    ],
)
def test_what_cannot_be_reported_is_said(as_admin: FlaskClient, address: str, says: str) -> None:
    answer = as_admin.get(address)
    page = words_of(answer)
    assert 'role="alert"' in answer.text
    assert says in page


@pytest.mark.parametrize(
    "address",
    [
        "/reports/nothing",
        "/reports/nothing/file?form=pdf",
        "/reports/day/file?form=exe",
        "/reports/day/file",
        "/reports/day/file?form=pdf&last=soon",
        "/reports/statement/file?form=pdf",
        "/reports/day/file?form=pdf&language=fr",
    ],
)
def test_there_is_no_such_report(as_admin: FlaskClient, address: str) -> None:
    assert as_admin.get(address).status_code == 404


def test_a_third_drawing_is_told_to_come_again(as_admin: FlaskClient) -> None:
    address = f"/reports/day/file?form=csv&{TODAY}"
    with ExitStack() as taken:
        for _ in range(AT_ONCE):
            taken.enter_context(drawing.drawing())
        answer = as_admin.get(address)
        assert answer.status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        assert "try again in ten seconds" in answer.text
    assert as_admin.get(address).status_code == 200


def long_report(rows: int) -> Report:
    each = tuple((Day(date(2026, 11, 1)), Money(100_00), "=1+1") for _ in range(rows))
    columns = (Column("column_date", Kind.DAY), Column("column_net", Kind.MONEY))
    table = Table(
        title=phrase("report_lots"), columns=(*columns, Column("column_remark")), rows=each
    )
    return Report(phrase("report_lots"), (), (table,))


def test_a_long_one_is_drawn_apart_and_is_the_same() -> None:
    for form in (ReportForm.CSV, ReportForm.XLSX):
        wish = Wish(long_report(SHORT + 1), form, SHOP, "ta")
        assert drawn(wish) == wish.written()


def test_what_is_too_long_for_paper_is_no_pdf(as_admin: FlaskClient) -> None:
    with pytest.raises(TooLongError):
        drawn(Wish(long_report(PDF_MAX + 1), ReportForm.PDF, SHOP, "ta"))
    assert "form=pdf" in as_admin.get(f"/reports/day?{TODAY}").text


def test_in_tamil_every_word_is_tamil(shared: Here) -> None:
    browser = shared.client("A01")
    known = r"Malar|F\d+|[AS]\d+|English|Tanglish|PDF|Excel|CSV|UPI|whatsapp|twice"
    for address in ("/reports", f"/reports/day?{TODAY}", f"/reports/statement?farmer=F012&{TODAY}"):
        joined = "&" if "?" in address else "?"
        page = re.sub(known, "", words_of(browser.get(f"{address}{joined}lang=ta")))
        assert re.findall(r"[A-Za-z]+", page) == [], address
