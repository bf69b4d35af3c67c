"""The shop's own people on the pages: who they are, written in, changed, leaving, coming back."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from dashboard.access import sessions
from ledger import approvals
from ledger.roles import PartyRole
from locales.languages import LANGUAGES
from tests.dashboard.conftest import NOW, Here, words_of
from tests.dashboard.farmer_desk import numbers, refused, send, who

NEW = {"role": "staff", "name_en": "Kavitha", "name_ta": "கவிதா", "language": "ta"}


def open_sessions(here: Here, code: str) -> int:
    party = who(here, code)
    with here.engine.begin() as tx:
        return len(sessions.sessions_of(tx, party.party_id, at=NOW))


def test_everybody_of_the_shop_is_shown_with_role_and_access(as_admin: FlaskClient) -> None:
    page = words_of(as_admin.get("/people"))
    assert "Meenakshi (A01) Owner English No None yet" in page
    assert "Selvi (S01) Staff English No None yet" in page
    assert "Murugan" not in page


def test_one_of_them_has_a_page_with_a_way_to_his_access(as_admin: FlaskClient) -> None:
    answer = as_admin.get("/people/s01")
    assert "Selvi (S01)" in words_of(answer)
    assert "+919000000101" in words_of(answer)
    assert "/people/S01/access" in answer.text
    title = answer.text.partition("<title>")[2].partition("</title>")[0]
    assert "9000000101" not in title


def test_a_farmer_is_shown_on_his_own_page_and_nobody_nowhere(as_admin: FlaskClient) -> None:
    assert as_admin.get("/people/F012").location == "/farmers/F012"
    assert as_admin.get("/people/X99").status_code == 404
    assert as_admin.get("/people/F012/edit").status_code == 404
    assert as_admin.post("/people/F012/leave", data={"key": "k", "reason": "x"}).status_code == 404


def test_the_pages_of_people_speak_every_language(shared: Here) -> None:
    browser = shared.client("A01")
    for language in LANGUAGES:
        for address in ("/people", "/people/S01", "/people/new", "/people/S01/edit"):
            assert browser.get(address, query_string={"lang": language}).status_code == 200


def test_staff_see_none_of_it(as_staff: FlaskClient) -> None:
    for address in ("/people", "/people/S01", "/people/new", "/people/S01/edit"):
        assert as_staff.get(address).status_code == 403
    for address in ("/people/new", "/people/S01/edit", "/people/A01/leave", "/people/S01/number"):
        assert as_staff.post(address, data={**NEW, "key": "k", "reason": "x"}).status_code == 403
    assert who_is_active(as_staff)


def who_is_active(browser: FlaskClient) -> bool:
    return browser.get("/").status_code == 200


def test_staff_and_owners_are_written_in_with_the_next_code_of_their_role(own: Here) -> None:
    browser = own.client("A01")
    page = send(browser, "/people/new", **NEW, phone="9000000177", is_fast="1")
    assert "Kavitha (S02) is in the list." in page
    added = who(own, "S02")
    assert (added.role, added.is_fast, added.language) == (PartyRole.STAFF, True, "ta")
    assert numbers(own, "S02") == ["+919000000177"]
    send(browser, "/people/new", **{**NEW, "role": "admin", "name_en": "Ravi"})
    assert who(own, "A03").role is PartyRole.ADMIN
    assert "belongs to another already" in refused(
        browser, "/people/new", **NEW, phone="9000000177"
    )
    assert "choose from what is offered" in refused(
        browser, "/people/new", **{**NEW, "role": "farmer"}
    )
    assert "a phone has ten digits" in refused(browser, "/people/new", **NEW, phone="1")


def test_what_is_written_changes_but_never_what_somebody_may_do(own: Here) -> None:
    browser = own.client("A01")
    page = send(browser, "/people/S01/edit", **{**NEW, "role": "admin"}, is_fast="on")
    assert "Name in English letters: Selvi → Kavitha" in page
    assert "Fast mode: No → Yes" in page
    changed = who(own, "S01")
    assert (changed.role, changed.is_fast, changed.name_ta) == (PartyRole.STAFF, True, "கவிதா")


def test_who_leaves_is_signed_out_everywhere(own: Here) -> None:
    clerk, browser = own.client("S01"), own.client("A01")
    assert open_sessions(own, "S01") == 1
    assert "Please fill this in." in refused(browser, "/people/S01/leave")
    page = send(browser, "/people/S01/leave", reason="works elsewhere now")
    assert "Has left" in page
    assert open_sessions(own, "S01") == 0
    assert clerk.get("/").status_code == 303
    send(browser, "/people/S01/return", reason="back again")
    assert who(own, "S01").is_active
    assert clerk.get("/").status_code == 303


def test_an_owner_takes_his_own_rights_from_nobody_but_another(own: Here) -> None:
    browser = own.client("A01")
    assert "this is you" in refused(browser, "/people/A01/leave", reason="tired")
    send(browser, "/people/A02/leave", reason="sold her share")
    assert "A01 is the only owner" in refused(browser, "/people/A01/leave", reason="tired")
    assert who(own, "A01").is_active
    assert open_sessions(own, "A01") == 1


def test_a_clerks_number_changes_by_two_owners(own: Here) -> None:
    browser = own.client("A01")
    send(browser, "/people/S01/number", number="9000000188", reason="a second phone")
    assert numbers(own, "S01") == ["+919000000101"]
    with own.engine.begin() as tx:
        (ask,) = approvals.open_asks(tx)
    send(own.client("A02"), f"/asks/{ask.ask_id}/grant")
    assert numbers(own, "S01") == ["+919000000101", "+919000000188"]


@pytest.mark.parametrize("act", ["new", "S01/edit", "S01/number", "S01/leave", "S01/return"])
def test_people_change_only_by_who_has_just_proved_himself(shared: Here, act: str) -> None:
    browser = shared.client("A01", is_fresh=False)
    answer = browser.post(f"/people/{act}", data={**NEW, "key": "k", "reason": "mine"})
    assert 'name="proof_password"' in answer.text
    with shared.engine.begin() as tx:
        assert tx.scalar(text("SELECT count(*) FROM party WHERE name_en = 'Kavitha'")) == 0
