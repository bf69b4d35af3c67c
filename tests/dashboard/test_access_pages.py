"""What an admin does to the access of others, by the pages."""

import re

import pytest
from flask.testing import FlaskClient

from dashboard.access import codes, credentials
from dashboard.access.events import AccessEvent
from ledger import people
from ledger.people import Party
from locales.languages import LANGUAGES
from locales.phrases import catalog
from tests.dashboard.access_desk import AT, PASSWORD, anew, code_at, whats
from tests.dashboard.conftest import NOW, Here, bare, words_of

NEW = "nine green parrots"
ACTS = ("code", "lock-out", "unlock", "end", "factor")


@pytest.fixture
def here(shared: Here) -> Here:
    with shared.engine.begin() as tx:
        for code in ("A01", "A02", "S01"):
            party = people.party(tx, code)
            assert party
            anew(tx, party, has_factor=code != "S01")
    return shared


@pytest.fixture
def owner(here: Here) -> FlaskClient:
    return here.client("A01")


def the(here: Here, code: str) -> Party:
    with here.engine.begin() as tx:
        found = people.party(tx, code)
    assert found
    return found


def test_the_list_says_how_everybody_stands(owner: FlaskClient) -> None:
    page = words_of(owner.get("/access"))
    assert "Meenakshi (A01)" in page
    assert "Selvi (S01)" in page
    assert "Murugan" not in page


def test_a_code_is_given_shown_once_and_lets_him_in(here: Here, owner: FlaskClient) -> None:
    answer = owner.post("/people/S01/access/code")
    shown = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", answer.text)
    assert shown
    assert answer.headers["Cache-Control"] == "no-store"
    with here.engine.begin() as tx:
        assert codes.redeem(tx, "S01", shown.group(), NEW, at=AT) == the(here, "S01")
    page = words_of(owner.get("/people/S01/access"))
    assert "Was given a one-time code" in page
    assert shown.group() not in page


def test_he_is_locked_out_unlocked_signed_out_and_loses_his_factor(
    here: Here, owner: FlaskClient
) -> None:
    browser = here.client("A02")
    owner.post("/people/A02/access/end")
    assert browser.get("/").status_code == 303
    owner.post("/people/A02/access/lock-out")
    assert "Locked by an owner" in words_of(owner.get("/people/A02/access"))
    owner.post("/people/A02/access/unlock")
    assert "Locked by an owner" not in words_of(owner.get("/people/A02/access"))
    owner.post("/people/A02/access/factor")
    with here.engine.begin() as tx:
        assert credentials.credential(tx, the(here, "A02").party_id).totp_secret is None
        assert whats(tx, the(here, "A02"))[-4:] == [
            AccessEvent.SESSIONS_ENDED,
            AccessEvent.LOCKED_OUT,
            AccessEvent.UNLOCKED,
            AccessEvent.FACTOR_RESET,
        ]


def test_nobody_helps_himself(here: Here, owner: FlaskClient) -> None:
    page = owner.get("/people/A01/access").text
    assert "/people/A01/access/code" not in page
    for act in ("code", "lock-out", "unlock", "factor"):
        answer = owner.post(f"/people/A01/access/{act}")
        assert answer.status_code == 422
        assert "another owner does" in bare(answer.text)
    with here.engine.begin() as tx:
        assert credentials.credential(tx, the(here, "A01").party_id).totp_secret


@pytest.mark.parametrize("act", ACTS)
def test_who_has_not_proved_himself_lately_is_asked_first(here: Here, act: str) -> None:
    browser = here.client("A01", is_fresh=False)
    asked = browser.post(f"/people/S01/access/{act}")
    assert "proof_password" in asked.text
    with here.engine.begin() as tx:
        his = credentials.credential(tx, the(here, "S01").party_id)
    assert not his.is_locked_out
    proved = {"proof_password": PASSWORD, "proof_code": code_at(NOW)}
    assert "proof_password" not in browser.post(f"/people/S01/access/{act}", data=proved).text


@pytest.mark.parametrize("act", ACTS)
def test_a_clerk_keeps_nobodys_access(here: Here, act: str) -> None:
    browser = here.client("S01")
    assert browser.get("/access").status_code == 403
    assert browser.get("/people/A01/access").status_code == 403
    assert browser.post(f"/people/A01/access/{act}").status_code == 403


@pytest.mark.parametrize("code", ["F012", "S99", "x" * 300, "%00"])
def test_there_is_no_such_page_for_farmers_and_strangers(owner: FlaskClient, code: str) -> None:
    assert owner.get(f"/people/{code}/access").status_code == 404
    assert owner.post(f"/people/{code}/access/code").status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_event_is_worded(owner: FlaskClient, language: str) -> None:
    assert {f"access.event.{event}" for event in AccessEvent} <= catalog(language).keys
    assert owner.get(f"/people/S01/access?lang={language}").status_code == 200
    assert owner.get("/access?lang=en").status_code == 200
