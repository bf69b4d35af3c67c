"""The message pages: found, told whole, sent again; staff see no whole number."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection

from bot import outgoing
from bot.delivery_errors import Fault
from bot.messages import Handled, Inbound, mark_handled, record_inbound
from bot.outgoing import Kind, Outgoing
from ledger import people
from ledger.consents import Via, stop
from tests.dashboard.conftest import NOW, Here, key_in, opened, words_of
from tests.databases import clone

MURUGAN = "whatsapp:+919000000012"
STRANGER = "whatsapp:+919111111234"
TEXT = "மல்லி <b>5.500</b> கிலோ"


def write(tx: Connection, *, to: str | None = "F012", kind: Kind = Kind.NOTICE) -> int:
    party = None if to is None else people.party(tx, to)
    party_id = None if party is None else party.party_id
    address = STRANGER if to is None else people.addresses_of(tx, party_id or 0)[0]
    message = Outgoing(address, party_id, kind, "ta", TEXT)
    return outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=NOW)


def fail(tx: Connection) -> None:
    row = outgoing.claim_due(tx, now=NOW)
    assert row is not None
    outgoing.fail(tx, row, Fault.PERSON, 63024)


def hear(tx: Connection, sender: str = MURUGAN, body: str = "balance") -> int:
    form = {"Body": body}
    message = Inbound(f"SM{sender}{body}", sender, None, "whatsapp:+91", body, 0, form)
    number = record_inbound(tx, message, lambda: NOW - timedelta(hours=1))
    assert number is not None
    party = people.party_at(tx, sender)
    done = Handled(None if party is None else party.party_id, None, "answered")
    mark_handled(tx, number, done, at=NOW)
    return number


def play(tx: Connection) -> None:
    """Murugan asked for his balance and a notice to him failed; a stranger's waits."""
    hear(tx)
    write(tx)
    fail(tx)
    write(tx, to=None)


@pytest.fixture(scope="module")
def told(template_url: str) -> Iterator[Here]:
    """The shop after that, for whoever only reads."""
    with clone(template_url, "told") as database_url:
        for here in opened(database_url):
            with here.engine.begin() as tx:
                play(tx)
                answer = Outgoing(MURUGAN, None, Kind.REPLY, "ta", "₹5,450.62")
                outgoing.put_outbound(tx, answer, inbound_id=1, line=1, at=NOW)
                hear(tx, STRANGER, "யார் இது")
            yield here


@pytest.fixture
def mine(own: Here) -> Here:
    """The same, of a test's own."""
    with own.engine.begin() as tx:
        play(tx)
    return own


def test_the_list_shows_both_ways_and_what_came_of_them(told: Here) -> None:
    page = words_of(told.client("A01").get("/messages"))
    assert "Did not arrive (1)" in page
    assert "Waiting (2)" in page
    assert "Murugan (F012) Did not arrive Notice · 24-11-2026, 6:40 am" in page
    assert "Murugan (F012) Answered Came in · 24-11-2026, 5:40 am" in page
    assert "balance" in page
    assert "Check the number with the person. (63024)" in page


def test_a_tab_and_a_filter_show_only_what_is_sought(told: Here) -> None:
    browser = told.client("A01")
    assert "Came in ·" not in words_of(browser.get("/messages?state=failed"))
    his = words_of(browser.get("/messages?person=f012"))
    assert "A number not on the list" not in his
    assert his.count("Murugan (F012)") >= 2
    assert "No such message." in words_of(browser.get("/messages?contains=nowhere"))
    assert "No such message." in words_of(browser.get("/messages?first=2026-11-25"))


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("person=F999", "Nobody has this code."),
        ("contains=90000+00012", "Do not search for a phone number"),
        ("state=lost", ""),
        ("first=tomorrow", ""),
        ("after=x-y-z", ""),
    ],
)
def test_what_cannot_be_sought_is_said_and_breaks_nothing(
    told: Here, query: str, says: str
) -> None:
    answer = told.client("A01").get(f"/messages?{query}")
    assert answer.status_code == 200
    assert says in words_of(answer)


def test_a_long_list_has_an_older_page_that_keeps_the_filter(own: Here) -> None:
    with own.engine.begin() as tx:
        for _ in range(51):
            write(tx)
    browser = own.client("A01")
    page = browser.get("/messages?direction=out").text
    (older,) = re.findall(r'rel="next" href="([^"]+)"', page)
    assert "direction=out" in older
    second = browser.get(older.replace("&amp;", "&"))
    assert second.text.count("<blockquote>") == 1
    assert 'rel="next"' not in second.text
    assert page.count("<blockquote>") == 50


def test_a_failed_message_says_why_and_its_way(told: Here) -> None:
    answer = told.client("A01").get("/messages/out/1")
    page = words_of(answer)
    assert "To +919000000012" in page
    assert "Written 24-11-2026, 6:40 am" in page
    assert "Last try 24-11-2026, 6:40 am" in page
    assert "Given up (63024)" in page
    assert "Check the number with the person." in page
    assert "&lt;b&gt;" in answer.text


def test_what_came_in_shows_its_answers(told: Here) -> None:
    page = words_of(told.client("S01").get("/messages/in/1"))
    assert "Message from Murugan (F012)" in page
    assert "balance" in page
    assert "₹5,450.62" in page


@pytest.mark.parametrize("address", ["/messages", "/messages/out/1", "/messages/in/1"])
def test_staff_see_the_last_four_digits_and_no_more(told: Here, address: str) -> None:
    seen = words_of(told.client("S01").get(address))
    seen_whole = words_of(told.client("A01").get(address))
    assert "9000000012" not in seen.replace(" ", "")
    assert "9111111234" not in seen.replace(" ", "")
    assert "···· " in seen
    assert "···· " not in seen_whole


def test_no_address_of_a_page_names_a_number_or_a_person(told: Here) -> None:
    page = told.client("A01").get("/messages").text
    for address in re.findall(r'href="([^"]+)"', page):
        assert not re.search(r"\d{7}", re.sub(r"\?v=\w+|after=\d+", "", address)), address
        assert "Murugan" not in address


@pytest.mark.parametrize("who", ["A01", "S01"])
def test_a_press_sends_it_again_once_and_shows_the_copy(mine: Here, who: str) -> None:
    browser = mine.client(who)
    key = key_in(browser.get("/messages/out/1"))
    first = browser.post("/messages/out/1/again", data={"key": key})
    assert first.status_code == 303
    assert first.headers["Location"].endswith("/messages/out/3")
    page = words_of(browser.get(first.headers["Location"]))
    assert "It is being sent again." in page
    assert "had it sent again." in page
    again = browser.post("/messages/out/1/again", data={"key": key})
    assert again.headers["Location"] == first.headers["Location"]
    assert 'action="/messages/out/1/again"' not in browser.get("/messages/out/1").text
    assert "Did not arrive (1)" not in words_of(browser.get("/messages"))


def test_what_may_not_be_sent_again_says_why(mine: Here) -> None:
    with mine.engine.begin() as tx:
        stop(tx, people.farmer(tx, "F012").party_id, NOW, Via("whatsapp"))
    answer = mine.client("A01").post("/messages/out/1/again", data={"key": "k"})
    assert answer.status_code == 422
    assert "this person has stopped notices" in answer.text
    waits = mine.client("A01").post("/messages/out/2/again", data={"key": "k"})
    assert waits.status_code == 422
    assert "on its way" in waits.text


@pytest.mark.parametrize(
    "address", ["/messages/out/99", "/messages/in/99", f"/messages/out/{2**70}"]
)
def test_a_message_that_never_was_is_missing(told: Here, address: str) -> None:
    assert told.client("A01").get(address).status_code == 404


def test_in_tamil_every_word_is_tamil(told: Here) -> None:
    browser = told.client("A01")
    for address in ("/messages", "/messages/out/1", "/messages/in/1"):
        page = words_of(browser.get(f"{address}?lang=ta"))
        page = re.sub(r"Malar|F012|A01|English|Tanglish|balance|</?b>", "", page)
        assert re.findall(r"[A-Za-z]+", page) == [], address
