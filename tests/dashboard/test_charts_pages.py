"""The charts' page: pictures of what the books hold, and the same figures in tables."""

import re
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from dashboard.chart_figures import BARS_MAX, Artist
from ledger import advance_book, people, queries
from ledger.people import Party
from ledger.reports import tallies
from ledger.reports.periods import month_of
from ledger.roles import PartyRole
from locales.languages import LANGUAGES
from locales.phrases import money
from tests.books import shop
from tests.dashboard.conftest import Here, words_of


def test_the_figures_are_the_books(as_admin: FlaskClient, shared: Here) -> None:
    answer = as_admin.get("/charts")
    page = words_of(answer)
    with shared.engine.connect() as tx:
        owed = queries.owed_to_all(tx)
        aged = advance_book.aged(tx, shop.ON)
        earned = tallies.commission_posted(tx, month_of(shop.ON))
        (malli,) = tallies.arrivals(tx, month_of(shop.ON))
    in_all = sum(each.owed_paise for each in owed.values())
    assert f"Altogether {money(in_all)}." in page
    assert f"Altogether {money(earned)}." in page
    assert f"0–7 days 1 1 {money(aged[0].outstanding_paise)}" in page
    assert "5:00 am 2 6.750 kg" in page
    assert f"24-11 {malli.lots} 6.750 kg" in page
    drawn = {text for svg in pictures(answer.text) for text in svg}
    for figure in (money(in_all), "6.750 kg", money(aged[0].outstanding_paise), "₹850.00"):
        assert figure in drawn


def test_every_picture_stands_in_the_page_as_one_and_needs_no_leave(as_admin: FlaskClient) -> None:
    answer = as_admin.get("/charts")
    assert answer.text.count('role="img"') == answer.text.count("<svg") == 8
    assert "style=" not in answer.text
    assert "<style" not in answer.text
    ids = re.findall(r'\bid="([^"]+)"', answer.text)
    assert len(ids) == len(set(ids))


def test_another_day_and_month_show_theirs(as_admin: FlaskClient) -> None:
    page = words_of(as_admin.get("/charts?on=2026-10-05&flower=malli"))
    assert "This flower did not come on this day." in page
    assert "This flower did not come in this month." in page
    assert "01-10-2026 – 31-10-2026" in page
    assert "No commission in this month yet." in page


@pytest.mark.parametrize("query", ["on=someday", "flower=rose", "on=9999-99-99"])
def test_what_cannot_be_shown_is_said(as_admin: FlaskClient, query: str) -> None:
    answer = as_admin.get(f"/charts?{query}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


def test_staff_may_not_look(as_staff: FlaskClient) -> None:
    assert as_staff.get("/charts").status_code == 403


def test_in_tamil_every_word_is_tamil(shared: Here) -> None:
    answer = shared.client("A01").get("/charts?lang=ta")
    page = re.sub(r"Malar|F\d+|A01|English|Tanglish", "", words_of(answer))
    assert re.findall(r"[A-Za-z]+", page) == []
    drawn = " ".join(text for svg in pictures(answer.text) for text in svg)
    assert "6.750 கிலோ" in drawn
    assert re.findall(r"[A-Za-z]+", re.sub(r"F\d+", "", drawn)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_farmers_without_a_bar_are_a_sum_under_the_chart(language: str) -> None:
    known = {f"F{n:03}": somebody(f"F{n:03}") for n in range(1, 31)}
    owed = {code: 100_00 * n for n, code in enumerate(known, 1)}
    figure = Artist(language).people("owed", owed, known)
    assert len(figure.rows) == 30
    assert figure.rows[0][1] == money(30 * 100_00)
    drawn = [text for text in pictures(figure.chart or "")[0] if "₹" in text]
    assert len(drawn) == BARS_MAX
    others = sum(100_00 * n for n in range(1, 30 - BARS_MAX + 1))
    assert money(others) in (figure.note or "")
    assert money(sum(owed.values())) in (figure.note or "")


def test_who_was_paid_too_much_stands_below_nought() -> None:
    known = {code: somebody(code) for code in ("F001", "F002")}
    figure = Artist("en").people("owed", {"F001": -5_00, "F002": 10_00}, known)
    assert [row[1] for row in figure.rows] == ["₹10.00", "-₹5.00"]
    assert "-₹5.00" in pictures(figure.chart or "")[0]


def somebody(code: str) -> Party:
    return Party(
        code=code, role=PartyRole.FARMER, name_en="Murugan", name_ta="முருகன்", party_id=1,
        is_active=True,
    )  # fmt: skip


def pictures(page: str) -> list[list[str]]:
    """The words in each picture of a page."""
    found = re.findall(r"<svg.*?</svg>", page, flags=re.DOTALL)
    return [
        [each.text for each in ET.fromstring(svg).iter() if each.text and each.tag[-4:] == "text"]  # noqa: S314 - our own drawing
        for svg in found
    ]


def test_the_page_names_nobody_who_is_no_farmer(as_admin: FlaskClient, shared: Here) -> None:
    with shared.engine.connect() as tx:
        staff = people.party(tx, "S01")
    assert staff is not None
    assert staff.name_en not in words_of(as_admin.get("/charts"))
