"""Every page of the office is guarded; made from the table of routes, so that none is forgotten."""

from collections.abc import Iterator
from http import HTTPStatus

import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import TestResponse

from dashboard.app import create_office
from dashboard.desk import Desk
from dashboard.pages.today import room as today
from dashboard.room import Page, Room
from ledger.policy import Act, may
from ledger.roles import PartyRole
from tests.dashboard.conftest import Here
from tests.dashboard.every_page import (
    FILES,
    PAGES,
    Everything,
    Watched,
    everything_in,
    nowhere,
    without_limits,
)

OPEN_ROOMS = {"signing_in"}
"""Whose pages may be open: one comes there before one is anybody."""

FRESH = {
    Act.GIVE_SMALL_ADVANCE: "money goes out",
    Act.DISBURSE_ADVANCE: "money goes out",
    Act.ENTER_PAYMENTS: "money goes out, or is said to have come in",
    Act.MOVE_MONEY: "money goes out, or is said to have come in",
    Act.DECIDE_ADVANCE: "money will go out",
    Act.APPROVE_SETTLEMENT: "money will go out",
    Act.CORRECT: "what stood in the book stands no longer",
    Act.REVERSE_OWN_TODAY: "what stood in the book stands no longer",
    Act.SECOND: "it is what the first person was not trusted with alone",
    Act.CHANGE_IDENTITY: "whose phone it is decides who is told, and who is believed",
    Act.KEEP_ACCESS: "it lets people in",
    Act.KEEP_REGISTER: "terms and roles decide about money",
    Act.CLOSE_DAY: "it cannot be undone",
}
"""What is not done from a desk that was left open: whoever does it has just proved himself."""

AT_ONCE = {
    Act.ENTER_LOTS: "done a hundred times a morning; the owner sees each, and it can be taken back",
    Act.SET_RATES: "done all morning; everybody sees the board, and its history says who",
    Act.REQUEST_ADVANCE: "the owner decides",
    Act.DRAFT_SETTLEMENT: "the owner approves",
    Act.ASK_SECOND: "another decides",
    Act.RESEND_MESSAGE: "the same words to the same person",
    Act.SEE_ANY_FARMER: "only looks",
    Act.SEE_REPORTS: "only looks",
    Act.READ_MESSAGES: "only looks",
    Act.EXCEED_LIMITS: "no page of its own: a lot's, said twice",
    Act.SEE_OWN_MONEY: "a farmer's, who has no pages",
    Act.ASK_ADVANCE: "a farmer's, who has no pages",
    Act.ANSWER_SETTLEMENT: "a farmer's, who has no pages",
}

NOT_EVEN_SO: dict[str, str] = {"corrections.find": "only looks for an entry"}
"""Pages with an act of `FRESH` that ask for no fresh proof, and why not."""

GETS = [page for page in PAGES if page.method == "GET"]
POSTS = [page for page in PAGES if page.method == "POST"]


def called(page: Page) -> str:
    return f"{page.method} {page.rule}"


every_page = pytest.mark.parametrize("page", PAGES, ids=called)
every_get = pytest.mark.parametrize("page", GETS, ids=called)
every_post = pytest.mark.parametrize("page", POSTS, ids=called)


@pytest.fixture(scope="module")
def everything(template_url: str) -> Iterator[Everything]:
    with everything_in(template_url, "guards") as everything:
        yield everything


@pytest.fixture(scope="module")
def hollow(everything: Everything) -> Here:
    """The same office, in which every page says that one came in and does nothing."""
    rooms = [Room(page.endpoint, [_hollow(page)]) for page in PAGES]
    office = everything.here.office
    return without_limits(create_office(office, rooms), office)


def _hollow(page: Page) -> Page:
    kept = {name: getattr(page, name) for name in ("endpoint", "rule", "method", "act")}
    return Page(**kept, is_open=page.is_open, view=lambda _desk, **_args: Response("came in"))


@pytest.fixture(scope="module")
def watched(everything: Everything) -> Watched:
    for code in ("A01", "S01"):
        for is_fresh in (True, False):
            visitor(everything.here, code, is_fresh=is_fresh)
    return Watched(everything.engine)


@pytest.fixture
def books(watched: Watched) -> Watched:
    """The database, of which nothing may change from here on; everybody is signed in."""
    watched.changed()
    return watched


def visitor(
    here: Here, code: str | None, *, is_fresh: bool = True, is_whole: bool = True
) -> FlaskClient:
    """Somebody's browser, the same one all the time."""
    known: dict[object, FlaskClient] = here.app.extensions.setdefault("tests.browsers", {})
    whose = (code, is_fresh, is_whole)
    if whose not in known:
        known[whose] = here.client(code, is_fresh=is_fresh, is_whole=is_whole)
        known[whose].get("/")  # the first click is noted
    return known[whose]


def send(browser: FlaskClient, page: Page, url: str, **form: str) -> TestResponse:
    return browser.open(url, method=page.method, data=form or None)


def unguarded(app: Flask) -> list[str]:
    """Routes that no page of the table stands for, and pages that anybody may see."""
    pages = app.extensions["malar.pages"]
    found = []
    for rule in app.url_map.iter_rules():
        page = pages.get(rule.endpoint)
        if rule.endpoint == "static":
            continue
        if page is None or page.rule != rule.rule:
            found.append(f"{rule.rule}: no page")
        elif page.is_open and rule.endpoint.partition(".")[0] not in OPEN_ROOMS:
            found.append(f"{rule.rule}: open")
    return found


def test_every_route_is_a_page_of_a_room_and_only_signing_in_is_open(
    everything: Everything,
) -> None:
    assert unguarded(everything.app) == []
    served = {rule.endpoint for rule in everything.app.url_map.iter_rules()} - {"static"}
    assert served == {page.endpoint for page in PAGES}


def test_a_route_beside_the_rooms_and_an_open_page_would_be_found(everything: Everything) -> None:
    room = Room("loose")

    @room.get("/loose", None, is_open=True)
    def seen(_desk: Desk) -> Response:
        return Response("anybody")

    app = create_office(everything.here.office, [room])
    app.add_url_rule("/beside", "beside", lambda: "anybody")
    assert sorted(unguarded(app)) == ["/beside: no page", "/loose: open"]
    assert app.test_client().get("/beside").text == app.test_client().get("/loose").text


def test_every_address_is_one_pages_alone() -> None:
    addresses = [(page.method, page.rule) for page in PAGES]
    assert len(addresses) == len(set(addresses))
    assert len({page.endpoint for page in PAGES}) == len(PAGES)


@every_page
def test_nobody_comes_in_without_signing_in(
    hollow: Here, everything: Everything, page: Page
) -> None:
    answer = send(visitor(hollow, None), page, everything.url(page))
    assert_let_in(answer, is_let_in=page.is_open)


@every_page
def test_a_password_alone_opens_nothing(hollow: Here, everything: Everything, page: Page) -> None:
    answer = send(visitor(hollow, "A01", is_whole=False), page, everything.url(page))
    assert_let_in(answer, is_let_in=page.is_open)


@every_page
def test_a_farmer_comes_in_nowhere(hollow: Here, everything: Everything, page: Page) -> None:
    answer = send(visitor(hollow, "F012"), page, everything.url(page))
    assert_let_in(answer, is_let_in=page.is_open)


def assert_let_in(answer: TestResponse, *, is_let_in: bool) -> None:
    """Either in, or at the door, where one signs in."""
    if is_let_in:
        assert (answer.status_code, answer.text) == (HTTPStatus.OK, "came in")
    else:
        assert answer.status_code == HTTPStatus.SEE_OTHER
        assert answer.headers["Location"].partition("?")[0] == "/sign-in"


@every_page
@pytest.mark.parametrize("code", ["A01", "S01"])
def test_who_is_signed_in_comes_in_exactly_where_the_policy_says(
    hollow: Here, everything: Everything, page: Page, code: str
) -> None:
    role = PartyRole.ADMIN if code == "A01" else PartyRole.STAFF
    answer = send(visitor(hollow, code), page, everything.url(page))
    if page.is_open or page.act is None or may(role, page.act):
        assert (answer.status_code, answer.text) == (HTTPStatus.OK, "came in")
    else:
        assert role is PartyRole.STAFF, "an admin may go everywhere"
        assert answer.status_code == HTTPStatus.FORBIDDEN
        assert "came in" not in answer.text
        assert answer.text.count("<h1>") == 1


@every_get
@pytest.mark.parametrize("code", ["A01", "S01"])
def test_what_is_shown_changes_nothing(
    everything: Everything, books: Watched, page: Page, code: str
) -> None:
    browser = visitor(everything.here, code)
    for url in everything.urls(page)[: 1 if page.endpoint in FILES else 4]:
        answer = send(browser, page, url)
        assert answer.status_code in (HTTPStatus.OK, HTTPStatus.FORBIDDEN, HTTPStatus.SEE_OTHER)
        assert answer.status_code != HTTPStatus.FORBIDDEN or code != "A01"
    assert books.changed() == set()


@every_page
def test_what_is_not_there_is_missing_and_breaks_nothing(
    everything: Everything, books: Watched, page: Page
) -> None:
    browser = visitor(everything.here, "A01")
    for url in nowhere(everything, page):
        answer = send(browser, page, url)
        wrong = {HTTPStatus.NOT_FOUND}
        if page.method == "POST":
            wrong |= {HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.METHOD_NOT_ALLOWED}
        assert answer.status_code in wrong, url
    assert books.changed() == set()


@every_post
def test_a_form_that_is_not_ours_does_nothing(
    everything: Everything, books: Watched, page: Page
) -> None:
    everything.app.config["WTF_CSRF_ENABLED"] = True
    try:
        browser = visitor(everything.here, "A01")
        for token in ({}, {"csrf_token": "made-up"}):
            answer = send(browser, page, everything.url(page), **token)
            assert answer.status_code == HTTPStatus.BAD_REQUEST
            assert answer.text.count("<h1>") == 1
    finally:
        everything.app.config["WTF_CSRF_ENABLED"] = False
    assert books.changed() == set()


@every_post
def test_what_matters_asks_again_who_it_is_and_does_nothing_till_then(
    everything: Everything, books: Watched, page: Page
) -> None:
    if not page.is_fresh:
        assert page.act not in FRESH or page.endpoint in NOT_EVEN_SO, (
            f"{page.endpoint}: is_fresh=True, for {FRESH.get(page.act)}"
        )
        return
    browser = visitor(everything.here, "A01", is_fresh=False)
    answer = send(browser, page, everything.url(page), reason="of mine", key="of-mine")
    assert answer.status_code == HTTPStatus.OK
    assert 'name="proof_password"' in answer.text
    assert 'name="reason" value="of mine"' in answer.text
    assert books.changed() == set()


def test_of_every_act_it_is_said_whether_it_asks_again() -> None:
    assert set(FRESH) | set(AT_ONCE) == set(Act)
    assert set(FRESH) & set(AT_ONCE) == set()
    assert set(NOT_EVEN_SO) <= {page.endpoint for page in POSTS}


@every_page
def test_there_is_no_other_way_to_ask_for_it(
    everything: Everything, books: Watched, page: Page
) -> None:
    browser, url = visitor(everything.here, "A01"), everything.url(page)
    both = {*everything.app.url_map.bind("localhost").allowed_methods(url.partition("?")[0])}
    assert both <= {"GET", "HEAD", "POST"}
    for method in {"GET", "POST", "PUT", "DELETE", "OPTIONS"} - both:
        answer = browser.open(url, method=method)
        if method == "GET" and answer.status_code == HTTPStatus.SEE_OTHER:
            assert answer.headers["Location"].startswith("/")  # to the page that has the form
        else:
            assert answer.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    if page.endpoint in FILES:
        return
    head = browser.head(url)
    if "GET" in both:
        assert (head.status_code, head.data) in ((HTTPStatus.OK, b""), (HTTPStatus.SEE_OTHER, b""))
    else:
        assert head.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert books.changed() == set()


def test_a_page_that_only_shows_cannot_write(everything: Everything) -> None:
    room = Room("shows")

    @room.get("/writes", None)
    def writes(desk: Desk) -> Response:
        desk.tx.execute(text("DELETE FROM web_session"))
        return Response("written")

    here = Here(create_office(everything.here.office, [room, today]), everything.here.office)
    browser = here.client("A01")
    books = Watched(everything.engine)
    assert browser.get("/writes").status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert books.changed() == set()
