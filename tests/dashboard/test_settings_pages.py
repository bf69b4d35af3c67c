"""The shop's terms, fees, head of papers and closed days on the pages."""

from dataclasses import asdict, fields

import pytest
from flask.testing import FlaskClient

from bot.messages import Approval
from dashboard.pages.term_fields import KINDS, as_typed, fact_of
from ledger import closing
from ledger.fee_kinds import fees
from ledger.fees import Basis
from ledger.shop_profile import shop_profile
from ledger.terms import Terms, terms
from locales.languages import LANGUAGES
from locales.phrases import render
from locales.templates import templates
from tests.dashboard.conftest import NOW, Here, bare, words_of

FEE = {
    "code": "cess",
    "name_en": "Market cess",
    "name_ta": "மார்க்கெட் செஸ்",
    "basis": "percent",
    "amount": "1.5",
    "unit": "",
    "account": "fee:cess",
}
HEAD = {
    "name_en": "Malar Flowers",
    "name_ta": "மலர் பூக்கடை",
    "place_en": "Mattuthavani, Madurai",
    "place_ta": "மாட்டுத்தாவணி, மதுரை",
}


def send(browser: FlaskClient, address: str, **fields: str) -> str:
    """Send a form that is taken, and read the page to which it leads."""
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 303, bare(answer.text)
    return words_of(browser.get(answer.location))


def refused(browser: FlaskClient, address: str, **fields: str) -> str:
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 422, answer.status
    return bare(answer.text)


def test_every_term_of_the_shop_is_on_the_page_with_its_words(as_admin: FlaskClient) -> None:
    names = [field.name for field in fields(Terms)]
    assert sorted(KINDS) == sorted(names)
    answer = as_admin.get("/settings")
    words = words_of(answer)
    for name in names:
        assert f'href="/settings/terms/{name}"' in answer.text
        assert render(f"settings.about.{name}", {}, "en") in words
        assert as_admin.get(f"/settings/terms/{name}").status_code == 200


def test_a_term_is_read_in_its_own_unit(as_admin: FlaskClient) -> None:
    words = words_of(as_admin.get("/settings"))
    for said in (
        "Commission of the shop : 5 %",
        "Largest lot : 500.000 kg",
        "Highest rate : ₹10,000.00",
        "The same lot again is asked about for : 10 minutes",
        "One person may date back by : 1 day",
        "A slip's link works for : 72 hours",
        "An only owner may be the second person : no",
    ):
        assert said in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_terms_value_has_its_words(language: str) -> None:
    for name, value in asdict(Terms()).items():
        assert render("settings.value", {"value": fact_of(name, value)}, language)


def test_a_changed_term_says_who_when_and_what_it_was(own: Here) -> None:
    browser = own.client("A01")
    assert 'value="5"' in browser.get("/settings/terms/commission_bp").text
    words = send(browser, "/settings/terms/commission_bp", value="4.5 %")
    assert "Commission of the shop: 4.5 % from now on." in words
    assert "5 % → 4.5 % · 24-11-2026, 6:40 am · Meenakshi (A01)" in words
    send(browser, "/settings/terms/commission_bp", value="6")
    words = words_of(browser.get("/settings/terms/commission_bp"))
    assert words.index("4.5 % → 6 %") < words.index("5 % → 4.5 %")
    send(browser, "/settings/terms/day_closes_at_night", value="0")
    with own.engine.begin() as tx:
        now = terms(tx, NOW)
    assert (now.commission_bp, now.day_closes_at_night) == (600, 0)


@pytest.mark.parametrize(
    ("address", "sent", "says"),
    [
        ("/settings/terms/commission_bp", {"value": "101"}, "that percentage cannot be"),
        ("/settings/terms/commission_bp", {"value": "5"}, "That is what it is now."),
        ("/settings/terms/rate_max_paise", {"value": "lots"}, "Rupees as a figure"),
        ("/settings/terms/pay_days", {"value": "61"}, "A whole number from 0 to 60"),
        ("/settings/terms/lone_admin_may", {"value": "2"}, "choose from what is offered"),
        ("/settings/shop", HEAD | {"place_ta": ""}, "Please fill this in"),
        ("/settings/fees", FEE | {"code": "a/b"}, "a code has"),
        ("/settings/fees", FEE | {"amount": "101"}, "that sum cannot be"),
        ("/settings/fees", FEE | {"basis": "per_unit"}, "needs its unit"),
        ("/settings/fees", FEE | {"account": "cash"}, "choose from what is offered"),
        ("/settings/days", {"on": "2026-11-25"}, "25-11-2026"),
        ("/settings/days", {"on": "2026-11-24"}, "6:00 pm"),
    ],
)
def test_what_cannot_be_is_said_where_it_was_typed(
    shared: Here, address: str, sent: dict[str, str], says: str
) -> None:
    assert says in refused(shared.client("A01"), address, **sent)


def test_the_papers_get_another_head(own: Here) -> None:
    words = send(own.client("A01"), "/settings/shop", **HEAD)
    assert "Papers have this head from now on." in words
    with own.engine.begin() as tx:
        profile = shop_profile(tx)
    assert (profile.name_ta, profile.place_en) == ("மலர் பூக்கடை", "Mattuthavani, Madurai")
    assert profile.phone == ""


def test_a_fee_is_added_changed_retired_and_taken_again(own: Here) -> None:
    browser = own.client("A01")
    words = send(browser, "/settings/fees", **FEE)
    assert "Market cess · 1.5 % · percent of the gross Cess to hand on" in words
    assert 'value="1.5"' in browser.get("/settings/fees/cess").text
    flat = FEE | {"basis": "per_unit", "amount": "2", "unit": "kg"}
    assert "₹2.00 a kg" in send(browser, "/settings/fees/cess", **flat)
    assert "no longer taken" in send(browser, "/settings/fees/cess/taken", is_taken="no")
    send(browser, "/settings/fees/cess/taken", is_taken="yes")
    with own.engine.begin() as tx:
        (cess,) = fees(tx)
    assert (cess.basis, cess.amount, cess.unit, cess.is_active) == (Basis.PER_UNIT, 200, "kg", True)
    words = send(browser, "/settings/fees", **FEE | {"code": "van"}, farmer="F012")
    assert "Murugan (F012)" in words


def test_a_day_is_closed_by_hand_and_its_root_is_shown(own: Here) -> None:
    words = send(own.client("A01"), "/settings/days", on="2026-11-23")
    assert "23-11-2026 and every day before it are closed." in words
    assert "23-11-2026 · closed 24-11-2026, 6:40 am · Meenakshi (A01)" in words
    with own.engine.begin() as tx:
        (closed,) = closing.closed_days(tx, 5)
    assert closed.root is not None
    assert closed.root in words
    assert "23-11-2026" in refused(own.client("A01"), "/settings/days", on="2026-11-23")


def test_what_whatsapp_said_of_each_text_is_read(as_admin: FlaskClient) -> None:
    answer = as_admin.get("/settings/texts")
    assert "not handed in" in words_of(answer)
    assert answer.text.count("<blockquote") == sum(each.needs_approval for each in templates())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_approval_has_its_word(language: str) -> None:
    assert all(render(f"settings.approval.{each}", {}, language) for each in Approval)


def test_settings_are_the_owners(as_staff: FlaskClient) -> None:
    for address in ("/settings", "/settings/fees", "/settings/days"):
        assert as_staff.get(address).status_code == 403


def test_what_is_not_there_is_missing(as_admin: FlaskClient) -> None:
    assert as_admin.get("/settings/terms/nosuch").status_code == 404
    assert as_admin.get("/settings/fees/nosuch").status_code == 404
    assert as_admin.post("/settings/terms/nosuch", data={"value": "1"}).status_code == 404


def test_a_terms_value_is_typed_as_it_is_read() -> None:
    assert as_typed("rate_max_paise", 1_050) == "10.5"
    assert as_typed("quantity_max_milli", 500_000) == "500"
    assert as_typed("pay_days", 2) == "2"


@pytest.mark.parametrize("language", ["ta", "tanglish"])
@pytest.mark.parametrize(
    "path", ["", "/terms/commission_bp", "/terms/lone_admin_may", "/fees", "/days", "/texts"]
)
def test_the_settings_are_read_in_tamil_too(
    as_admin: FlaskClient, path: str, language: str
) -> None:
    words = words_of(as_admin.get(f"/settings{path}?lang={language}"))
    assert ("அமைப்பு" if language == "ta" else "ettings") in words
    assert "settings." not in words
