"""The owner prints slips, statements and reports, and says whose shop it is."""

import csv
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from sqlalchemy import Engine

from tests.books.shop import open_shop
from tests.books.trading import lend, settled, weigh
from tests.databases import connected
from tests.ops.shop_desk import Desk

BY = ("--by", "A01")
SLIP = "SET-2026-11-001"


@pytest.fixture
def books(desk: Desk) -> Engine:
    """Two lots of Murugan's, one settled, ₹100.00 lent."""
    with connected(desk.database_url) as engine:
        with engine.begin() as tx:
            open_shop(tx)
            weigh(tx, "1")
            lend(tx, 100_00)
            settled(tx)
            weigh(tx, "2", 20)
        return engine


@pytest.mark.usefixtures("books")
def test_a_slip_as_its_farmer_gets_it(desk: Desk) -> None:
    tamil = desk("slip", SLIP)
    assert tamil[1] == "கணக்குப் பட்டி"
    english = desk("slip", SLIP.lower(), "--language", "en")
    assert english[0] == "*Flower commission shop*, Flower market"
    assert "Malli 10.000 kg × ₹100.00 = ₹1,000.00" in english
    assert english[-3:-1] == ["*Net to be paid: ₹850.00*", "You get it by 26-11-2026"]


@pytest.mark.usefixtures("books")
def test_the_papers_of_who_reads_tanglish_are_tamil(desk: Desk) -> None:
    slip, statement = desk("slip", SLIP), desk("statement", "F012")
    desk("farmer", "change", "F012", "--language", "tanglish", *BY)
    assert desk("slip", SLIP) == slip
    assert desk("statement", "F012") == statement


@pytest.mark.usefixtures("books")
def test_a_slip_into_a_file(desk: Desk, tmp_path: Path) -> None:
    for form, start in (("pdf", b"%PDF"), ("png", b"\x89PNG")):
        file = tmp_path / f"slip.{form}"
        (said,) = desk("slip", SLIP, "--format", form, "-o", str(file))
        assert said == f"{file}: {file.stat().st_size:,} bytes"
        assert file.read_bytes().startswith(start)
    with Image.open(tmp_path / "slip.png") as picture:
        assert picture.width == 1080


@pytest.mark.usefixtures("books")
def test_a_page_needs_a_file(desk: Desk) -> None:
    assert desk.refused("slip", SLIP, "--format", "png").startswith("a png goes into a file")
    assert desk.refused("report", "day", "--format", "xlsx").startswith("a xlsx goes into a file")


@pytest.mark.usefixtures("books")
def test_what_is_not_there_is_refused(desk: Desk) -> None:
    assert desk.refused("slip", "SET-2026-11-099") == "no settlement SET-2026-11-099"
    assert desk.refused("statement", "F099") == "no farmer F099"
    backwards = desk.refused("statement", "F012", "--from", "24-11-2026", "--to", "23-11-2026")
    assert backwards == "23-11-2026 is before 24-11-2026"
    assert "2026-13 is no month" in desk.refused("report", "month", "--month", "2026-13")
    both = desk.refused("report", "day", "--on", "24-11-2026", "--month", "2026-11")
    assert both.startswith("--on, --month, and --from with --to")
    assert "'weather' is not one of" in desk.refused("report", "weather")


@pytest.mark.usefixtures("books")
def test_a_statement_of_this_month_or_of_some_days(desk: Desk) -> None:
    english = desk("statement", "f012", "--language", "en")
    assert english[:3] == ["Statement", "Murugan (F012)", "01-11-2026 to 24-11-2026"]
    assert english[-1].split() == ["After", "₹2,750.00", "₹0.00"]
    before = ("--from", "01-11-2026", "--to", "23-11-2026", "--language", "en")
    assert len(desk("statement", "F012", *before)) < len(english)


@pytest.mark.usefixtures("books")
def test_a_report_of_a_day_some_days_and_a_month(desk: Desk) -> None:
    assert desk("report", "rates")[1] == "24-11-2026"
    assert desk("report", "rates", "--on", "23-11-2026")[1] == "23-11-2026"
    assert desk("report", "rates", "--from", "01-11-2026")[1] == "01-11-2026 to 24-11-2026"
    assert desk("report", "rates", "--month", "2026-11")[1] == "01-11-2026 to 30-11-2026"
    total = desk("report", "commission", "--month", "2026-11")[-1]
    assert total.split() == ["Total", "2", "₹3,000.00", "₹150.00"]


def test_the_report_of_the_month_is_of_this_month_unless_another_is_named(desk: Desk) -> None:
    this_month = desk("report", "month")
    assert "01-11-2026" in this_month[1]
    assert this_month == desk("report", "month", "--month", "2026-11")
    assert this_month != desk("report", "month", "--on", "2026-11-24")


@pytest.mark.usefixtures("books")
def test_the_month_as_a_workbook(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "month.xlsx"
    desk("report", "month", "--month", "2026-11", "--format", "xlsx", "-o", str(file))
    book = openpyxl.load_workbook(BytesIO(file.read_bytes()))
    assert book.sheetnames == [
        "Arrivals", "Farmers", "Lots", "Advances outstanding", "Settlements",
    ]  # fmt: skip
    assert book["Settlements"]["A5"].value == SLIP


@pytest.mark.usefixtures("books")
def test_csv_on_the_terminal(desk: Desk) -> None:
    rows = list(csv.reader(desk("report", "trial-balance", "--format", "csv")))
    assert rows[-1][1:] == ["Total", rows[-1][2], rows[-1][2]]


@pytest.mark.usefixtures("books")
def test_the_owner_says_whose_shop_it_is(desk: Desk) -> None:
    said = desk("shop", "set", "--name-en", "Malar Flowers", "--phone", "0452 258 0000", *BY)
    assert said == ["Papers are headed Malar Flowers, Flower market."]
    assert desk("shop", "show")[0].split(maxsplit=1) == ["name-en", "Malar Flowers"]
    assert desk("slip", SLIP, "--language", "en")[0] == "*Malar Flowers*, Flower market"
    desk("shop", "set", "--phone", "", *BY)
    assert desk("shop", "show")[-1] == "phone"


@pytest.mark.usefixtures("books")
def test_a_shop_has_a_name_of_one_line_and_only_the_owner_gives_it(desk: Desk) -> None:
    assert desk.refused("shop", "set", "--name-en", " ", *BY) == (
        "name_en: is one line that is not empty"
    )
    refused = desk.refused("shop", "set", "--name-ta", "x", "--by", "S01")
    assert refused == "not allowed to change people, flowers, slots and settings"
