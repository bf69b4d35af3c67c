"""What browsers are told, who is answered, and how often."""

import re
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from dashboard import limits
from dashboard.app import FORM_MAX, create_office
from dashboard.desk import Desk
from dashboard.forms import FieldError, Form
from dashboard.pages.today import room as today
from dashboard.room import Room
from ledger.register.people import deactivate, known_party
from tests.dashboard.conftest import Here

URL = "https://office.malar.example"
AWAY = "redis://127.0.0.1:1/0"
TEMPLATES = Path("dashboard/templates")

UNESCAPED = {
    "signing_in/picture.html": "the QR code's SVG, drawn by us from our own letters",
}
"""Where a template puts in what is HTML already, and why that is nobody's but ours."""


def opened(here: Here, **changes: object) -> Flask:
    """The same office, made otherwise."""
    return create_office(replace(here.office, **changes))  # type: ignore[arg-type]


@pytest.fixture
def at_home(shared: Here) -> FlaskClient:
    return opened(shared).test_client()


@pytest.fixture
def outside(shared: Here) -> FlaskClient:
    """Somebody far away; the proxy before the office speaks HTTPS with him."""
    browser = opened(shared, url=URL).test_client()
    browser.environ_base["REMOTE_ADDR"] = "127.0.0.1"
    browser.environ_base["HTTP_X_FORWARDED_FOR"] = "203.0.113.7"
    browser.environ_base["HTTP_X_FORWARDED_PROTO"] = "https"
    browser.environ_base["HTTP_HOST"] = URL.removeprefix("https://")
    return browser


def directives(policy: str) -> dict[str, list[str]]:
    parts = (part.split() for part in policy.split(";"))
    return {name: rest for name, *rest in parts}


@pytest.mark.parametrize("path", ["/sign-in", "/", "/nowhere", "/static/office.css"])
def test_every_answer_says_what_a_browser_may_do_with_it(at_home: FlaskClient, path: str) -> None:
    with at_home.get(path) as answer:
        headers = answer.headers
    policy = directives(headers["Content-Security-Policy"])
    assert policy["default-src"] == ["'none'"]
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["base-uri"] == ["'none'"]
    assert policy["form-action"] == ["'self'"]
    assert policy["style-src"] == ["'self'"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert "*" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Server" not in headers


def test_a_nonce_is_good_for_one_answer_and_is_the_pages_own(shared: Here) -> None:
    browser = shared.client("A01")
    seen = set()
    for _ in range(3):
        answer = browser.get("/")
        (source,) = directives(answer.headers["Content-Security-Policy"])["script-src"]
        found = re.fullmatch(r"'nonce-([\w-]{20,})'", source)
        assert found
        assert set(re.findall(r'nonce="([^"]*)"', answer.text)) <= {found[1]}
        seen.add(found[1])
    assert len(seen) == 3


def test_nothing_of_a_page_is_kept_but_its_own_files_are(shared: Here) -> None:
    browser = shared.client("A01")
    page = browser.get("/")
    assert page.headers["Cache-Control"] == "no-store"
    (style,) = re.findall(r'href="(/static/office.css[^"]*)"', page.text)
    with browser.get(style) as kept:
        assert "max-age=31536000" in kept.headers["Cache-Control"]


def test_https_is_for_ever_where_the_office_has_it(
    at_home: FlaskClient, outside: FlaskClient
) -> None:
    assert "Strict-Transport-Security" not in at_home.get("/sign-in").headers
    told = outside.get("/sign-in").headers["Strict-Transport-Security"]
    assert told == "max-age=31536000; includeSubDomains"


def test_the_cookie_is_for_this_host_alone_and_no_script_reads_it(outside: FlaskClient) -> None:
    cookie = outside.get("/sign-in?lang=ta").headers["Set-Cookie"]
    assert cookie.startswith("__Host-malar=")
    rest = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"secure", "httponly", "samesite=lax", "path=/"} <= rest
    assert not any(part.startswith("domain=") for part in rest)


def test_at_home_the_cookie_is_still_hidden_from_scripts(at_home: FlaskClient) -> None:
    cookie = at_home.get("/sign-in?lang=ta").headers["Set-Cookie"]
    assert cookie.startswith("malar=")
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "10.0.0.1"])
def test_by_another_name_the_office_does_not_answer(
    at_home: FlaskClient, outside: FlaskClient, host: str
) -> None:
    for browser in (at_home, outside):
        answer = browser.get("/sign-in", headers={"Host": host})
        assert answer.status_code == HTTPStatus.BAD_REQUEST
        assert "password" not in answer.text


def test_without_an_address_for_the_outside_only_this_machine_is_answered(
    at_home: FlaskClient,
) -> None:
    far = at_home.get("/sign-in", environ_overrides={"REMOTE_ADDR": "192.168.1.20"})
    assert far.status_code == HTTPStatus.FORBIDDEN
    near = at_home.get("/sign-in", environ_overrides={"REMOTE_ADDR": "::1"})
    assert near.status_code == HTTPStatus.OK


def test_what_a_stranger_says_about_himself_is_believed_of_a_proxy_only(
    at_home: FlaskClient,
) -> None:
    said = {"X-Forwarded-For": "127.0.0.1", "X-Forwarded-Proto": "https"}
    far = {"REMOTE_ADDR": "192.168.1.20"}
    answer = at_home.get("/sign-in", headers=said, environ_overrides=far)
    assert answer.status_code == HTTPStatus.FORBIDDEN
    assert "Strict-Transport-Security" not in answer.headers


def test_behind_the_proxy_each_caller_is_counted_for_himself(shared: Here, redis_url: str) -> None:
    app = opened(shared, url=URL, redis_url=redis_url)
    first, other = (
        [tried(app, f"203.0.113.{number}") for _ in range(how_often)]
        for number, how_often in ((7, 11), (8, 1))
    )
    assert first[-1] == HTTPStatus.TOO_MANY_REQUESTS
    assert other == [HTTPStatus.UNPROCESSABLE_ENTITY]
    made_up = tried(app, "203.0.113.7", before="198.51.100.1, ")
    assert made_up == HTTPStatus.TOO_MANY_REQUESTS


def tried(app: Flask, address: str | None = None, before: str = "") -> int:
    """Somebody tries to sign in, as nobody; what he is told."""
    app.config["WTF_CSRF_ENABLED"] = False
    headers = {"Host": "localhost"}
    if address is not None:
        headers["X-Forwarded-For"] = before + address
    form = {"code": "", "password": ""}
    return app.test_client().post("/sign-in", data=form, headers=headers).status_code


@pytest.mark.parametrize("redis", ["there", "away"])
def test_passwords_are_tried_ten_times_a_minute(shared: Here, redis_url: str, redis: str) -> None:
    app = opened(shared, redis_url=redis_url if redis == "there" else AWAY)
    answers = [tried(app) for _ in range(12)]
    assert answers[:10] == [HTTPStatus.UNPROCESSABLE_ENTITY] * 10
    assert answers[10:] == [HTTPStatus.TOO_MANY_REQUESTS] * 2


def test_two_processes_count_together(shared: Here, redis_url: str) -> None:
    one, other = (opened(shared, redis_url=redis_url) for _ in range(2))
    assert {tried(one) for _ in range(10)} == {HTTPStatus.UNPROCESSABLE_ENTITY}
    assert tried(other) == HTTPStatus.TOO_MANY_REQUESTS


def test_a_thousand_calls_a_minute_are_enough_for_anybody(shared: Here, redis_url: str) -> None:
    room = Room("quick")

    @room.get("/quick", None, is_open=True)
    def quick(_desk: Desk) -> Response:
        return Response("here")

    app = create_office(replace(shared.office, redis_url=redis_url), [room, today])
    browser = app.test_client()
    answers = [browser.get("/quick").status_code for _ in range(1001)]
    assert set(answers[:1000]) == {HTTPStatus.OK}
    assert answers[1000] == HTTPStatus.TOO_MANY_REQUESTS
    assert browser.get("/nowhere").status_code == HTTPStatus.NOT_FOUND
    other = app.test_client().get("/quick", environ_overrides={"REMOTE_ADDR": "127.0.0.2"})
    assert other.status_code == HTTPStatus.OK


def test_while_redis_is_away_pages_still_answer(shared: Here) -> None:
    app = opened(shared, redis_url=AWAY)
    browser = Here(app, shared.office).client("A01")
    assert [browser.get("/").status_code for _ in range(3)] == [HTTPStatus.OK] * 3


def test_too_often_is_said_in_words(shared: Here) -> None:
    app = opened(shared)
    for _ in range(10):
        tried(app)
    form = {"code": "", "password": ""}
    answer = app.test_client().post("/sign-in?lang=ta", data=form)
    assert answer.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert 'lang="ta"' in answer.text
    assert answer.text.count("<h1>") == 1


def test_the_limits_are_the_shops() -> None:
    assert limits.EVERYBODY == "1000 per minute"
    assert limits.TIGHT.startswith("10 per minute")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_form_that_is_too_large_is_not_read(own: Here, kind: str) -> None:
    form = {"language": "x" * (FORM_MAX + 1)}
    answer = own.client("A01").post("/account/language", data=form, content_type=kind)
    assert answer.status_code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    assert answer.text.count("<h1>") == 1


@pytest.mark.parametrize("asked", ["de", "../ta", "<script>", "", "%00", "TA", "x" * 3000])
def test_a_language_that_there_is_not_is_not_taken(as_admin: FlaskClient, asked: str) -> None:
    for _ in range(2):
        answer = as_admin.get("/", query_string={"lang": asked})
        assert answer.status_code == HTTPStatus.OK
        assert '<html lang="en' in answer.text
        assert "<script>" not in answer.text


def test_nothing_is_put_into_a_page_unescaped_but_what_we_draw() -> None:
    found = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", path.read_text("utf-8"))
    }
    assert found == set(UNESCAPED)


def test_templates_have_neither_style_nor_script_in_them() -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)")
    found = [
        f"{path.relative_to(TEMPLATES)}: {match[0]}"
        for path in TEMPLATES.rglob("*.html")
        for match in inline.finditer(path.read_text("utf-8"))
    ]
    assert found == []


def test_every_script_names_the_nonce() -> None:
    scripts = [
        (path.name, tag)
        for path in TEMPLATES.rglob("*.html")
        for tag in re.findall(r"<script[^>]*>", path.read_text("utf-8"))
    ]
    assert [each for each in scripts if 'nonce="{{ nonce() }}"' not in each[1]] == []


def test_whoever_left_the_shop_is_out_with_his_next_click(own: Here) -> None:
    browser = own.client("S01")
    assert browser.get("/").status_code == HTTPStatus.OK
    with own.engine.begin() as tx:
        leaving, owner = known_party(tx, "S01"), known_party(tx, "A01")
        deactivate(tx, leaving.party_id, by=owner, at=own.office.clock())
    assert browser.get("/").status_code == HTTPStatus.SEE_OTHER


def test_the_address_to_which_a_form_is_sent_shows_the_form(as_admin: FlaskClient) -> None:
    asked = as_admin.get("/entries/1/reverse?lang=ta&_external=1&_scheme=javascript")
    assert asked.status_code == HTTPStatus.OK
    sent = as_admin.get("/people/S01/leave?lang=en&_external=1&_scheme=javascript")
    assert (sent.status_code, sent.location) == (HTTPStatus.SEE_OTHER, "/people/S01?lang=en")
    assert as_admin.get("/sign-out").status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert as_admin.put("/people/S01/leave").status_code == HTTPStatus.METHOD_NOT_ALLOWED


def test_words_are_kept_as_they_are_read() -> None:
    typed = "\u202eevil\u202c \x00\u2066m\u2069alli\r\n க்\u200cஷ"
    assert Form(MultiDict({"name": typed})).text("name") == "evil malli\n க்\u200cஷ"


@pytest.mark.parametrize("wrong", ["0001-01-01", "9999-12-31", "1989-12-31", "2026-02-30"])
def test_a_day_that_no_shop_writes_is_none(wrong: str) -> None:
    form = Form(MultiDict({"on": wrong, "at": f"{wrong}T06:00"}))
    with pytest.raises(FieldError):
        form.day("on")
    with pytest.raises(FieldError):
        form.moment("at")
