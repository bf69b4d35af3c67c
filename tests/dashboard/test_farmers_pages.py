"""Farmers on the pages: found, shown, written in by whoever may."""

from time import perf_counter

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from ledger import people
from ledger.farmer_book import FarmersSought, farmers_sought
from ledger.people import NewParty, add_party
from ledger.roles import PartyRole
from locales.languages import LANGUAGES
from tests.dashboard.conftest import Here, bare, words_of
from tests.dashboard.farmer_desk import NEW, found


def test_the_list_has_everybody_with_what_he_is_owed_and_owes(as_staff: FlaskClient) -> None:
    page = words_of(as_staff.get("/farmers"))
    assert "3 farmers" in page
    assert "Murugan (F012) Nilakottai ₹5,450.62 ₹0.00" in page
    assert "Lakshmi (F015) Periyakulam ₹0.00 ₹2,000.00" in page
    assert "New farmer" not in page


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("12", ["F012"]),
        ("f-12", ["F012"]),
        ("F0", ["F012", "F015", "F031"]),
        ("murug", ["F012", "F031"]),
        ("MURUGAN", ["F012", "F031"]),
        ("urug", ["F012", "F031"]),
        ("முரு", ["F012", "F031"]),
        ("லட்சுமி", ["F015"]),
        ("murugan melur", ["F031"]),
        ("நிலக்", ["F012"]),
        ("periya", ["F015"]),
        ("moorugan", ["F012", "F031"]),
        ("nobody at all", []),
        ("100%", []),
    ],
)
def test_a_farmer_is_found_by_code_name_or_village_in_either_script(
    as_admin: FlaskClient, words: str, codes: list[str]
) -> None:
    assert found(as_admin, q=words) == codes


def test_a_phone_number_is_not_searched_for_and_stays_out_of_links(as_admin: FlaskClient) -> None:
    answer = as_admin.get("/farmers?q=9000000012")
    assert "not by a phone number" in words_of(answer)
    assert 'href="/farmers?q=' not in answer.text
    assert as_admin.get("/farmers?state=lost&page=-1&village=%00").status_code == 200


def test_names_that_only_sound_so_wait_for_the_button(as_admin: FlaskClient) -> None:
    typed = as_admin.get("/farmers?q=moorugan", headers={"HX-Request": "true"})
    assert "Nobody is written so yet." in words_of(typed)
    assert "these sound like it Farmer" in words_of(as_admin.get("/farmers?q=moorugan"))


def test_one_farmer_is_shown_with_everything_side_by_side(as_staff: FlaskClient) -> None:
    page = words_of(as_staff.get("/farmers/f012"))
    assert "Sold, not settled ₹5,450.62 Settled, not paid ₹0.00" in page
    assert "Advance out ₹0.00" in page
    assert "2 lots, ₹5,450.62 to the farmer" in page
    assert "5 %, the shop's" in page
    assert "Written into the list" in page
    links = as_staff.get("/farmers/F012").text
    for way in ("/lots?farmer=F012", "/reports/statement?farmer=F012", "/money/farmer?farmer=F012"):
        assert way in links


def test_staff_see_the_end_of_a_number_only_and_owners_all_of_it(
    as_staff: FlaskClient, as_admin: FlaskClient
) -> None:
    page = as_staff.get("/farmers/F012").text
    assert "···· 0012" in page
    assert "900000001" not in page
    assert "+919000000012" in as_admin.get("/farmers/F012").text


def test_there_is_no_page_of_who_is_no_farmer(as_admin: FlaskClient, as_staff: FlaskClient) -> None:
    for code in ("F999", "new ", "x" * 300):
        assert as_admin.get(f"/farmers/{code}").status_code == 404
    assert as_admin.get("/farmers/s01").location == "/people/S01"
    assert as_admin.get("/farmers/S01/edit").status_code == 404
    assert as_staff.get("/farmers/S01").status_code == 404


def test_the_pages_speak_every_language(shared: Here) -> None:
    browser = shared.client("A01")
    for language in LANGUAGES:
        for address in ("/farmers", "/farmers/F012", "/farmers/new", "/farmers/F012/edit"):
            assert browser.get(address, query_string={"lang": language}).status_code == 200


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"phone": "12345"}, "a phone has ten digits"),
        ({"phone": "9000000012"}, "belongs to another already"),
        ({"code": "F012"}, "F012 belongs to another already"),
        ({"code": "a b"}, "a code has up to 16"),
        ({"name_en": ""}, "Please fill this in."),
        ({"name_en": "கண்ணன்"}, "takes up to 60 English letters"),
        ({"name_ta": "Kannan"}, "takes up to 60 Tamil letters"),
        ({"commission_bp": "much"}, "such as 5 or 4.5"),
        ({"commission_bp": "101"}, "that percentage cannot be"),
        ({"recovery_cap_paise": "-5"}, "Rupees as a figure"),
        ({"cycle": "never"}, "choose from what is offered"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_filled_in_stays(
    shared: Here, wrong: dict[str, str], why: str
) -> None:
    answer = shared.client("A01").post("/farmers/new", data={**NEW, **wrong})
    assert answer.status_code == 422
    assert why in bare(answer.text)
    assert answer.text.count('aria-invalid="true"') == 1
    assert 'value="Theni"' in answer.text
    with shared.engine.begin() as tx:
        assert people.party(tx, "F032") is None


def test_staff_neither_write_farmers_in_nor_change_them(as_staff: FlaskClient) -> None:
    for address in ("/farmers/new", "/farmers/F012/edit"):
        assert as_staff.get(address).status_code == 403
        assert as_staff.post(address, data=NEW).status_code == 403
    page = as_staff.get("/farmers/F012").text
    assert "<form" not in page.partition("<main")[2]


def test_a_long_list_goes_on_and_is_quick_with_two_thousand(own: Here) -> None:
    with own.engine.begin() as tx:
        for number in range(100, 151):
            name = NewParty(code=f"F{number}", role=PartyRole.FARMER, name_en=f"Velu{number}")
            add_party(tx, name)
        tx.execute(
            text(
                "INSERT INTO party (code, role, name_en, name_ta, village_en, village_ta, language,"
                " notices, is_fast) SELECT 'G' || n, 'farmer', 'Nobody ' || n, 'யாரோ', '', '',"
                " 'ta', 'daily', false FROM generate_series(1, 2000) n"
            )
        )
    browser = own.client("A01")
    first = browser.get("/farmers?q=velu")
    assert "51 farmers" in words_of(first)
    assert "/farmers?q=velu&amp;page=2" in first.text
    assert found(browser, q="velu", page="2") == []
    assert "Velu150 (F150)" in words_of(browser.get("/farmers?q=velu&page=2"))
    begun = perf_counter()
    with own.engine.begin() as tx:
        farmers_sought(tx, FarmersSought(words="யாரோ nobody", is_active=True), limit=50)
    assert perf_counter() - begun < 0.2


def test_no_number_stands_in_a_title_or_an_address(as_admin: FlaskClient) -> None:
    page = as_admin.get("/farmers/F012").text
    title = page.partition("<title>")[2].partition("</title>")[0]
    assert "Murugan (F012)" in title
    links = [part.partition('"')[0] for part in page.split('href="')[1:]]
    assert not [link for link in links if "9000000012" in link]
