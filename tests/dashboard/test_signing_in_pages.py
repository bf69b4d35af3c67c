"""Signing in and out, as a browser does it."""

import re
from itertools import count

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from dashboard.access import codes, credentials, factors
from dashboard.app import create_office
from ledger import people
from ledger.people import Party
from tests.dashboard.access_desk import AT, PASSWORD, SECRET, anew, code_at
from tests.dashboard.conftest import NOW, Here, bare, words_of

NEW = "nine green parrots"


def the(here: Here, code: str) -> Party:
    with here.engine.begin() as tx:
        found = people.party(tx, code)
    assert found
    return found


CALLERS = count(1)
"""Each test calls from a place of its own, since tries are limited by where they come from."""


@pytest.fixture
def here(shared: Here) -> Here:
    """A01 has a password and a factor, S01 a password, A02 a password alone."""
    with shared.engine.begin() as tx:
        for code in ("A01", "A02", "S01"):
            party = people.party(tx, code)
            assert party
            anew(tx, party, has_factor=code == "A01")
    assert NOW == AT
    return shared


@pytest.fixture
def browser(here: Here) -> FlaskClient:
    browser = here.client(None)
    browser.environ_base["REMOTE_ADDR"] = f"127.0.1.{next(CALLERS)}"
    return browser


def enter(browser: FlaskClient, code: str, password: str = PASSWORD, to: str = "") -> TestResponse:
    return browser.post(f"/sign-in{to}", data={"code": code, "password": password})


def token_of(browser: FlaskClient) -> str | None:
    with browser.session_transaction() as cookie:
        return cookie.get("token")


def test_a_clerk_comes_in_by_his_password(browser: FlaskClient) -> None:
    assert browser.get("/account").location == "/sign-in?to=/account"
    assert enter(browser, "s01").location == "/"
    assert browser.get("/").status_code == 200
    assert "Selvi" in words_of(browser.get("/account"))


def test_he_comes_to_where_he_wanted_to_go(browser: FlaskClient) -> None:
    assert enter(browser, "S01", to="?to=/account").location == "/account"


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "/\t/evil.example"]
)
def test_nobody_is_led_away_from_us(browser: FlaskClient, to: str) -> None:
    assert browser.post("/sign-in", query_string={"to": to}, data={}).status_code == 422
    answer = browser.post(
        "/sign-in", query_string={"to": to}, data={"code": "S01", "password": PASSWORD}
    )
    assert answer.location == "/"


def test_an_admin_needs_the_code_as_well(browser: FlaskClient) -> None:
    assert enter(browser, "A01", to="?to=/account").location == "/sign-in/code?to=/account"
    assert browser.get("/").location.startswith("/sign-in")
    page = browser.get("/sign-in/code?to=/account").get_data(as_text=True)
    assert 'autocomplete="one-time-code"' in page
    assert 'class="menu"' not in page
    wrong = browser.post("/sign-in/code", data={"code": "000000"})
    assert wrong.status_code == 422
    half = token_of(browser)
    right = browser.post("/sign-in/code?to=/account", data={"code": code_at(NOW)})
    assert right.location == "/account"
    assert token_of(browser) != half
    assert "Meenakshi" in words_of(browser.get("/account"))


def test_a_recovery_code_does_instead_and_says_how_many_are_left(
    here: Here, browser: FlaskClient
) -> None:
    owner = the(here, "A01")
    with here.engine.begin() as tx:
        new = factors.start(tx, owner)
        kept = factors.confirm(tx, owner, code_at(NOW, new), at=NOW)
    assert kept
    enter(browser, "A01")
    assert "K7-ABCDE" in words_of(browser.get("/sign-in/recovery"))
    assert browser.post("/sign-in/recovery", data={"code": kept[0].lower()}).location == "/"
    assert "left: 9" in words_of(browser.get("/"))


def test_an_admin_without_a_factor_sets_one_up_before_he_sees_anything(
    here: Here, browser: FlaskClient
) -> None:
    assert enter(browser, "A02").location == "/sign-in/factor"
    assert browser.get("/").location.startswith("/sign-in")
    page = browser.get("/sign-in/factor").get_data(as_text=True)
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", page)
    assert shown
    assert "<svg" in page
    assert browser.get("/sign-in/factor").get_data(as_text=True).count(shown.group(1)) == 1
    secret = shown.group(1).replace(" ", "")
    assert browser.post("/sign-in/factor", data={"code": "000000"}).status_code == 422
    done = browser.post("/sign-in/factor", data={"code": code_at(NOW, secret)})
    given = re.findall(r"<code>([0-9A-Z]{2}-[0-9A-Z]{5}-[0-9A-Z]{5})</code>", done.text)
    assert len(given) == 10
    assert browser.get("/").status_code == 200
    assert browser.get("/sign-in/factor").location == "/sign-in"
    with here.engine.begin() as tx:
        assert credentials.recovery_left(tx, the(here, "A02").party_id) == 10


def test_who_has_a_factor_is_offered_no_new_one_on_the_way_in(
    here: Here, browser: FlaskClient
) -> None:
    with here.engine.begin() as tx:
        owner = people.party(tx, "A01")
        assert owner
        pending = factors.start(tx, owner)
    enter(browser, "A01")
    assert browser.get("/sign-in/factor").location == "/sign-in"
    tried = browser.post("/sign-in/factor", data={"code": code_at(NOW, pending)})
    assert tried.location == "/sign-in"
    assert browser.get("/").location.startswith("/sign-in")


def test_a_stranger_reads_one_answer_whatever_is_wrong(browser: FlaskClient) -> None:
    pages = {
        re.sub(
            r'name="(csrf_token|key)" value="[^"]*"|nonce="[^"]*"', "", enter(browser, *tried).text
        ).replace(f'value="{tried[0]}"', "")
        for tried in (("S01", "wrong"), ("S99", "wrong"), ("F012", PASSWORD), ("A02", "wrong"))
    }
    assert len(pages) == 1


def test_wrong_passwords_are_counted_though_the_page_shows_an_error(
    here: Here, browser: FlaskClient
) -> None:
    clerk = the(here, "S01")
    with here.engine.begin() as tx:
        credentials.write(tx, clerk.party_id, failures=credentials.TRIES - 2)
    for _ in range(2):
        assert enter(browser, "S01", "wrong").status_code == 422
    with here.engine.begin() as tx:
        assert credentials.credential(tx, clerk.party_id).is_locked(NOW)
    assert enter(browser, "S01").status_code == 422


def test_tries_are_limited_for_a_caller(here: Here) -> None:
    def tried_from_elsewhere(code: str) -> int:
        browser = here.client(None)
        browser.environ_base["REMOTE_ADDR"] = "127.0.2.1"
        return enter(browser, code, "wrong").status_code

    tried = [tried_from_elsewhere(f"S{n:02}") for n in range(12)]
    assert tried[:10] == [422] * 10
    assert tried[10:] == [429] * 2


def test_signing_in_gives_a_new_token_and_ends_the_one_before(browser: FlaskClient) -> None:
    enter(browser, "S01")
    first = token_of(browser)
    enter(browser, "S01")
    assert token_of(browser) != first
    with browser.session_transaction() as cookie:
        cookie["token"] = first
    assert browser.get("/").location.startswith("/sign-in")


def test_signing_out_ends_the_session_and_keeps_the_language(browser: FlaskClient) -> None:
    browser.get("/sign-in?lang=en")
    enter(browser, "S01")
    token = token_of(browser)
    assert browser.post("/sign-out").location == "/sign-in"
    assert "You are signed out" in words_of(browser.get("/sign-in"))
    assert token_of(browser) is None
    with browser.session_transaction() as cookie:
        cookie["token"] = token
    assert browser.get("/").location.startswith("/sign-in")


def test_a_one_time_code_sets_a_password_and_lets_in(here: Here, browser: FlaskClient) -> None:
    with here.engine.begin() as tx:
        owner, clerk = people.party(tx, "A01"), people.party(tx, "S01")
        assert owner
        assert clerk
        given = codes.give(tx, clerk, by=owner, at=NOW)
    form = {"code": "S01", "one_time": given.code, "new_password": NEW}
    assert 'autocomplete="new-password"' in browser.get("/sign-in/reset").text
    assert browser.post("/sign-in/reset", data=form | {"one_time": "AAAAAAAAAA"}).status_code == 422
    weak = browser.post("/sign-in/reset", data=form | {"new_password": "short"})
    assert weak.status_code == 422
    assert "12" in bare(weak.text)
    assert "short" not in weak.text
    assert browser.post("/sign-in/reset", data=form).location == "/"
    assert browser.get("/").status_code == 200
    browser.post("/sign-out")
    assert enter(browser, "S01", NEW).location == "/"


def test_a_one_time_code_does_not_open_what_a_second_factor_closes(
    here: Here, browser: FlaskClient
) -> None:
    with here.engine.begin() as tx:
        owner, other = people.party(tx, "A01"), people.party(tx, "A02")
        assert owner
        assert other
        given = codes.give(tx, owner, by=other, at=NOW)
    form = {"code": "A01", "one_time": given.code, "new_password": NEW}
    assert browser.post("/sign-in/reset", data=form).location == "/sign-in/code"
    assert browser.get("/").location.startswith("/sign-in")


def test_a_password_that_begins_with_a_space_is_that_password(
    here: Here, browser: FlaskClient
) -> None:
    with here.engine.begin() as tx:
        owner, clerk = people.party(tx, "A01"), people.party(tx, "S01")
        assert owner
        assert clerk
        given = codes.give(tx, clerk, by=owner, at=NOW)
    spaced = f" {NEW} "
    form = {"code": "S01", "one_time": given.code, "new_password": spaced}
    browser.post("/sign-in/reset", data=form)
    browser.post("/sign-out")
    assert enter(browser, "S01", NEW).status_code == 422
    assert enter(browser, "S01", spaced).location == "/"


def test_half_a_sign_in_is_over_after_ten_minutes(here: Here, browser: FlaskClient) -> None:
    enter(browser, "A01")
    with here.engine.begin() as tx:
        tx.execute(text("UPDATE web_session SET started_at = started_at - interval '11 min'"))
    assert browser.post("/sign-in/code", data={"code": code_at(NOW)}).location == "/sign-in"


def test_the_forms_of_signing_in_are_guarded_against_other_sites(here: Here) -> None:
    app = create_office(here.office)
    browser = app.test_client()
    for address in ("/sign-in", "/sign-in/code", "/sign-in/reset", "/sign-out"):
        assert browser.post(address, data={"code": "S01", "password": PASSWORD}).status_code == 400
    token = re.search(r'name="csrf_token" value="([^"]+)"', browser.get("/sign-in").text)
    assert token
    form = {"code": "S01", "password": PASSWORD, "csrf_token": token.group(1)}
    assert browser.post("/sign-in", data=form).location == "/"


@pytest.mark.parametrize("language", ["en", "ta", "tanglish"])
def test_the_pages_speak_every_language(browser: FlaskClient, language: str) -> None:
    for address in ("/sign-in", "/sign-in/reset"):
        assert browser.get(f"{address}?lang={language}").status_code == 200
    for address in ("/sign-in/code", "/sign-in/recovery"):
        enter(browser, "A01")
        assert browser.get(f"{address}?lang={language}").status_code == 200
    assert SECRET not in browser.get("/sign-in/code").text
