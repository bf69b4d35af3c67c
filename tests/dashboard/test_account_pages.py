"""One's own way in, as a browser sees it."""

import re
from itertools import count

import pytest
from flask.testing import FlaskClient

from dashboard.access import credentials, factors, proving, sessions
from ledger import people
from ledger.people import Party
from tests.dashboard.access_desk import AT, PASSWORD, SECRET, anew, code_at
from tests.dashboard.conftest import NOW, Here, bare, words_of

NEW = "nine green parrots"
CALLERS = count(1)


@pytest.fixture
def here(shared: Here) -> Here:
    with shared.engine.begin() as tx:
        for code in ("A01", "A02", "S01"):
            party = people.party(tx, code)
            assert party
            anew(tx, party, has_factor=code == "A01")
    return shared


def the(here: Here, code: str) -> Party:
    with here.engine.begin() as tx:
        found = people.party(tx, code)
    assert found
    return found


def browser_of(here: Here, code: str, *, is_fresh: bool = True) -> FlaskClient:
    browser = here.client(code, is_fresh=is_fresh)
    browser.environ_base["REMOTE_ADDR"] = f"127.0.3.{next(CALLERS)}"
    return browser


def open_sessions(here: Here, code: str) -> list[int]:
    with here.engine.begin() as tx:
        his = sessions.sessions_of(tx, the(here, code).party_id, at=AT)
    return sorted(each.session_id for each in his)


def test_he_sees_where_he_is_signed_in_and_ends_what_is_not_this(here: Here) -> None:
    first, browser = browser_of(here, "S01"), browser_of(here, "S01")
    page = browser.get("/account").text
    assert bare(page).count("This one") == 1
    (other,) = set(re.findall(r"/account/sessions/(\d+)/end", page))
    assert browser.post(f"/account/sessions/{other}/end").location == "/account"
    assert first.get("/account").status_code == 303
    assert browser.get("/account").status_code == 200


def test_he_ends_all_others_at_once(here: Here) -> None:
    browsers = [browser_of(here, "S01") for _ in range(3)]
    browsers[0].post("/account/sessions/end")
    assert [each.get("/account").status_code for each in browsers] == [200, 303, 303]


def test_nobody_ends_the_session_of_another_nor_his_own_by_that_way(here: Here) -> None:
    browser_of(here, "A01")
    browser = browser_of(here, "S01")
    (hers,), (own,) = open_sessions(here, "A01"), open_sessions(here, "S01")
    for number in (hers, own, 10**12):
        assert browser.post(f"/account/sessions/{number}/end").status_code == 404
    assert open_sessions(here, "A01") == [hers]


def test_he_changes_his_password_and_is_out_everywhere_else(here: Here) -> None:
    other, browser = browser_of(here, "S01"), browser_of(here, "S01", is_fresh=False)
    with browser.session_transaction() as cookie:
        before = cookie["token"]
    wrong = browser.post("/account/password", data={"password": "x", "new_password": NEW})
    assert wrong.status_code == 422
    weak = {"password": PASSWORD, "new_password": "selvi selvi 1"}
    answer = browser.post("/account/password", data=weak)
    assert answer.status_code == 422
    assert "selvi selvi 1" not in answer.text
    assert PASSWORD not in answer.text
    right = browser.post("/account/password", data={"password": PASSWORD, "new_password": NEW})
    assert right.location == "/account"
    with browser.session_transaction() as cookie:
        assert cookie["token"] != before
    assert browser.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    with here.engine.begin() as tx:
        assert proving.check_password(tx, "S01", NEW, at=AT) == the(here, "S01")


def test_a_clerk_takes_a_factor_and_gives_it_up(here: Here) -> None:
    browser = browser_of(here, "S01")
    assert browser.post("/account/factor/start").location == "/account/factor"
    shown = re.search(r"<code>([A-Z2-7 ]+)</code>", browser.get("/account/factor").text)
    assert shown
    assert browser.post("/account/factor", data={"code": "000000"}).status_code == 422
    secret = shown.group(1).replace(" ", "")
    done = browser.post("/account/factor", data={"code": code_at(NOW, secret)})
    assert len(re.findall(r"<li><code>", done.text)) == 10
    assert "Recovery codes left: 10" in words_of(browser.get("/account"))
    assert browser.post("/account/factor/remove").location == "/account"
    assert "Recovery codes left" not in words_of(browser.get("/account"))


def test_an_admin_is_not_offered_to_do_without_and_cannot(here: Here) -> None:
    browser = browser_of(here, "A01")
    assert "/account/factor/remove" not in browser.get("/account").text
    assert browser.post("/account/factor/remove").status_code == 422
    with here.engine.begin() as tx:
        assert factors.has_factor(tx, the(here, "A01"))


def test_new_recovery_codes_are_shown_once(here: Here) -> None:
    browser = browser_of(here, "A01")
    shown = re.findall(r"<li><code>([^<]+)</code>", browser.post("/account/recovery").text)
    assert len(shown) == 10
    assert shown[0] not in browser.get("/account").text
    assert browser_of(here, "S01").post("/account/recovery").status_code == 422


@pytest.mark.parametrize("act", ["factor/start", "factor/remove", "recovery"])
def test_who_has_not_proved_himself_lately_is_asked_first(here: Here, act: str) -> None:
    browser = browser_of(here, "A01", is_fresh=False)
    asked = browser.post(f"/account/{act}")
    assert asked.status_code == 200
    assert "proof_password" in asked.text
    with here.engine.begin() as tx:
        his = credentials.credential(tx, the(here, "A01").party_id)
    assert (his.totp_secret, his.totp_pending) == (SECRET, None)
    proved = {"proof_password": PASSWORD, "proof_code": code_at(NOW)}
    assert "proof_password" not in browser.post(f"/account/{act}", data=proved).text


def test_the_picture_is_not_shown_to_who_has_not_proved_himself_lately(here: Here) -> None:
    with here.engine.begin() as tx:
        secret = factors.start(tx, the(here, "A01"))
    answer = browser_of(here, "A01", is_fresh=False).get("/account/factor")
    assert answer.location == "/account"
    assert secret not in answer.text


def test_he_chooses_his_language_for_pages_and_messages(here: Here) -> None:
    browser = browser_of(here, "S01")
    assert browser.post("/account/language", data={"language": "hi"}).status_code == 422
    browser.post("/account/language", data={"language": "ta"})
    assert the(here, "S01").language == "ta"
    assert 'lang="ta"' in browser.get("/account").text
    browser.post("/account/language", data={"language": "en"})
    assert the(here, "S01").language == "en"


@pytest.mark.parametrize("language", ["en", "ta", "tanglish"])
def test_the_page_speaks_every_language(here: Here, language: str) -> None:
    assert browser_of(here, "A01").get(f"/account?lang={language}").status_code == 200
