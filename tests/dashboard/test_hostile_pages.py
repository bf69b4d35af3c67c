"""Walks every page, link and form with what an enemy might have put there."""

import csv
import io
import re
from collections.abc import Iterator
from http import HTTPStatus
from urllib.parse import quote, quote_from_bytes, unquote, urlsplit

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from dashboard.room import Page
from ledger import people
from ledger.people import NewParty
from ledger.roles import PartyRole
from tests.dashboard.every_page import PAGES, Everything, Watched, everything_in
from tests.dashboard.page_reading import FormSeen, Seen
from tests.whole_shop import PEOPLE

EVIL = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"

GETS = [page for page in PAGES if page.method == "GET"]
POSTS = [page for page in PAGES if page.method == "POST"]

PHONES = [person[6].removeprefix("+91") for person in PEOPLE]
NAMES = [name for person in PEOPLE for name in (person[2], person[3])]

ODD = b"\x00\xed\xa0\x80\xe2\x80\xae<b>'\"{{7*7}}\\%s\xff"
"""A NUL, half a surrogate, letters from right to left, marks of HTML, SQL and Jinja, no UTF-8."""

WRONG = {
    "text": [ODD, b"x" * 5000],
    "search": [ODD, b"x" * 5000],
    "password": [ODD, b"x" * 5000],
    "hidden": [ODD, b"x" * 5000, b"-1", b"9" * 40],
    "select": [ODD, b"nothing of these"],
    "checkbox": [ODD],
    "radio": [ODD],
    "date": [ODD, b"9999-12-31", b"0001-01-01", b"2026-02-30"],
    "datetime-local": [ODD, b"9999-12-31T23:59", b"0001-01-01T00:00"],
    "time": [ODD, b"25:61", b"23:59:59.9+14:00"],
    "figure": [ODD, b"-1", b"9" * 40, b"NaN", b"1e999", b"0", "௧௨".encode()],
}
"""What is sent in a field of a type."""


def called(page: Page) -> str:
    return f"{page.method} {page.rule}"


COUNTED = {"credential", "access_event"}
"""What changes where a wrong proof is refused: it is counted."""


@pytest.fixture(scope="module")
def everything(template_url: str) -> Iterator[Everything]:
    """A shop in which every name, reason and message is an attack."""
    with everything_in(template_url, "hostile", EVIL) as everything:
        with everything.engine.begin() as tx:
            formula = NewParty(code="F066", role=PartyRole.FARMER, name_en="=1+1|'x'", name_ta="@அ")
            people.add_party(tx, formula, [])
        yield everything


@pytest.fixture(scope="module")
def shown(everything: Everything) -> dict[tuple[str, str], TestResponse]:
    """Every page that shows something, to the owner, to staff and at the door, by who and where."""
    browsers = {
        "A01": everything.here.client("A01"),
        "S01": everything.here.client("S01"),
        "S02": everything.here.client("S02"),
        "half in": everything.here.client("A01", is_whole=False),
        "half in, with no authenticator yet": everything.here.client("A03", is_whole=False),
        "nobody": everything.here.client(None),
    }
    found = {}
    for who, browser in browsers.items():
        for page in GETS:
            if not (page.is_open or len(who) == 3):
                continue
            for url in everything.urls(page)[: 4 if who == "A01" else 1]:
                answer = browser.get(url)
                if answer.mimetype != "text/html":
                    break
                found[who, url] = answer
    return found


@pytest.fixture(scope="module")
def seen(shown: dict[tuple[str, str], TestResponse]) -> dict[tuple[str, str], Seen]:
    return {where: Seen(answer.text) for where, answer in shown.items()}


def test_in_no_page_is_there_anything_that_runs(seen: dict[tuple[str, str], Seen]) -> None:
    assert {where: page.runs for where, page in seen.items() if page.runs} == {}
    assert not any("" in page.nonces for page in seen.values())


def test_what_people_wrote_is_shown_as_they_wrote_it(
    shown: dict[tuple[str, str], TestResponse],
) -> None:
    telling = [where for where, answer in shown.items() if "{{7*7}}" in answer.text]
    assert len({url for _code, url in telling}) > 10
    for where, answer in shown.items():
        assert "<script>alert" not in answer.text, where
        assert "&gt;49" not in answer.text, where


@pytest.mark.parametrize("language", ["ta", "tanglish"])
def test_nor_in_another_language(everything: Everything, language: str) -> None:
    browser = everything.here.client("A01")
    browser.get("/", query_string={"lang": language})
    for page in GETS:
        answer = browser.get(everything.url(page))
        if answer.mimetype == "text/html":
            assert Seen(answer.text).runs == []


def test_no_address_names_a_phone_or_a_person(seen: dict[tuple[str, str], Seen]) -> None:
    links = {unquote(link) for page in seen.values() for link in page.links}
    links |= {unquote(form.action) for page in seen.values() for form in page.forms}
    links = {link for link in links if not link.startswith("/static/")}  # these end in a digest
    assert len(links) > 50
    assert [link for link in links if re.search(r"\d{8,}", link.replace(" ", ""))] == []
    assert [link for link in links if any(said in link for said in (*PHONES, *NAMES))] == []


def test_every_link_leads_somewhere(
    everything: Everything, seen: dict[tuple[str, str], Seen]
) -> None:
    for code in ("A01", "S01"):
        browser, dead = everything.here.client(code), {}
        known = {url for whose, url in seen if whose == code}
        where = {link: url for (whose, url), page in seen.items() if whose == code
                 for link in page.links}  # fmt: skip
        for link in {each for each in where if leads(everything, each)} - known:
            with browser.get(link) as answer:
                if answer.status_code >= HTTPStatus.BAD_REQUEST:
                    dead[link] = (where[link], answer.status_code)
        assert dead == {}, code


def leads(everything: Everything, link: str) -> bool:
    """Whether it is an address that one goes to; forms are sent elsewhere, slips are drawn long."""
    target = urlsplit(link)
    if target.scheme or not target.path or "lang=" in target.query or "/slip/" in target.path:
        return False
    ways = everything.app.url_map.bind("localhost").allowed_methods(target.path)
    return "POST" not in ways or "GET" in ways


def test_no_file_has_a_formula_in_it(
    everything: Everything, seen: dict[tuple[str, str], Seen]
) -> None:
    browser = everything.here.client("A01")
    links = {
        link for page in seen.values() for link in page.links if "csv" in link or "xlsx" in link
    }
    looked_at = 0
    for link in sorted(links):
        answer = browser.get(link)
        for cell in cells(answer):
            looked_at += 1
            assert not re.match(r"[=@\t\r]|[+-](?!\d[\d.,]*$)", cell), (link, cell)
    assert looked_at > 100


def cells(answer: TestResponse) -> Iterator[str]:
    """The words in a file; in a workbook those that are meant as formulas begin with `=`."""
    if answer.mimetype == "text/csv":
        for row in csv.reader(io.StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))):
            yield from row
    elif "spreadsheet" in (answer.mimetype or ""):
        book = openpyxl.load_workbook(io.BytesIO(answer.data))
        for sheet in book:
            for line in sheet.iter_rows():
                for cell in line:
                    if cell.data_type == "f":
                        yield str(cell.value)


@pytest.fixture(scope="module")
def forms(everything: Everything, seen: dict[tuple[str, str], Seen]) -> dict[str, list[FormSeen]]:
    """Every form that is sent, by the page that takes it; the one with most fields first."""
    found: dict[str, list[FormSeen]] = {}
    adapter = everything.app.url_map.bind("localhost")
    for page in seen.values():
        for form in page.forms:
            if form.method == "post":
                try:
                    endpoint, _args = adapter.match(urlsplit(form.action).path, method="POST")
                except HTTPException:
                    endpoint = f"nowhere: {form.action}"
                found.setdefault(endpoint, []).append(form)
    return {name: sorted(each, key=lambda form: -len(form.fields)) for name, each in found.items()}


NO_FORM: dict[str, str] = {}
"""Pages that are sent what no form of this shop's pages sends just now, and why."""


def test_every_page_that_does_something_has_a_form_that_leads_to_it(
    forms: dict[str, list[FormSeen]],
) -> None:
    assert [name for name in forms if name.startswith("nowhere")] == []
    lonely = {page.endpoint for page in POSTS} - set(forms)
    assert lonely == set(NO_FORM)


@pytest.mark.parametrize("page", POSTS, ids=called)
def test_whatever_is_sent_breaks_nothing(
    everything: Everything, forms: dict[str, list[FormSeen]], page: Page
) -> None:
    for form in forms.get(page.endpoint, [])[:1]:
        browser, books = everything.here.client("A01"), Watched(everything.engine)
        for name, wrong in hostile(form):
            answer = send(browser, form, name, wrong)
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, (name, wrong[:30])
            changed = books.changed() - (COUNTED if page.limit else set())
            assert not changed or answer.status_code < HTTPStatus.BAD_REQUEST, (name, wrong[:30])
            if answer.headers.get("Location", "").startswith("/sign-in"):
                browser = everything.here.client("A01")
                books = Watched(everything.engine)


@pytest.mark.parametrize("page", GETS, ids=called)
def test_whatever_is_asked_for_breaks_nothing(
    everything: Everything, seen: dict[tuple[str, str], Seen], page: Page
) -> None:
    browser, url = everything.here.client("A01"), everything.url(page).partition("?")[0]
    filters = {
        name
        for where in (("A01", each) for each in everything.urls(page))
        for form in (seen[where].forms if where in seen else [])
        for name in form.fields
        if form.method == "get"
    }
    names = sorted(filters | {"page", "after", "lang", "ask", "to"})
    for wrong in ODD, b"9" * 40, b"9999-12-31":
        for asked in (names, *([name] for name in sorted(filters))):
            query = "&".join(f"{quote(name)}={quote_from_bytes(wrong)}" for name in asked)
            with browser.get(f"{url}?{query}") as answer:
                assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, query
                assert (
                    answer.mimetype != "text/html" or Seen(answer.get_data(as_text=True)).runs == []
                )


def hostile(form: FormSeen) -> Iterator[tuple[str, bytes]]:
    """Field by field, what could be wrong with it."""
    for name in form.fields.keys() - {"csrf_token"}:
        for wrong in [ODD] if name == "key" else WRONG.get(form.types[name], WRONG["text"]):
            yield name, wrong


def send(browser: FlaskClient, form: FormSeen, name: str, wrong: bytes) -> TestResponse:
    """The form as somebody filled it, but for one field."""
    whole = {key: value.encode() for key, value in form.fields.items()} | {name: wrong}
    body = "&".join(f"{quote(key)}={quote_from_bytes(value)}" for key, value in whole.items())
    kind = "application/x-www-form-urlencoded"
    return browser.post(form.action, data=body, content_type=kind)
