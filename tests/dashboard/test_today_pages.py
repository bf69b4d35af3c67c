"""Today's page says what the books say, and what waits."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Row

from bot import outgoing
from bot.delivery_errors import Fault
from bot.outgoing import Outgoing
from dashboard.access import sessions
from ledger import advances, people, queries
from ledger.entering import Doing
from ledger.journal import Source
from locales.languages import LANGUAGES
from locales.phrases import catalog, money
from tests.books import shop
from tests.dashboard.conftest import NOW, Here, words_of

PHONE = "+919000000012"


def test_lots_totals_and_money_are_the_books(as_admin: FlaskClient, shared: Here) -> None:
    page = words_of(as_admin.get("/"))
    with shared.engine.connect() as tx:
        standing = [lot for lot in queries.lots_on(tx, shop.ON) if not lot.is_reversed]
        owed = queries.owed_to(tx, "F012")
        cash = queries.balance_of(tx, "cash")
    assert len(standing) == 2
    for lot in standing:
        assert money(lot.worth.net_paise) in page
    assert money(sum(lot.worth.gross_paise for lot in standing)) in page
    assert f"The shop owes farmers {money(owed.owed_paise)}" in page
    assert "Advances still out ₹2,000.00" in page
    assert f"Cash in the box {money(cash)}" in page
    assert "6.750 kg" in page
    assert "1 farmer has come" in page
    assert "Murugan (F012) 6.750 kg ₹5,450.62" in page


def test_a_lot_taken_back_is_shown_and_counted_nowhere(as_admin: FlaskClient) -> None:
    page = words_of(as_admin.get("/"))
    assert page.count("taken back") == 1
    assert "Today's lots 2" in page


def test_the_board_shows_since_when(as_staff: FlaskClient) -> None:
    assert "Malli ₹850.00 a kg 5:40 am" in words_of(as_staff.get("/"))


def test_in_tamil_every_word_is_tamil(shared: Here) -> None:
    reader = shared.client("A01")
    answer = reader.get("/?lang=ta")
    assert 'lang="ta"' in answer.text
    page = re.sub(r"Malar|F012|F015|A01|UPI|English|Tanglish", "", words_of(answer))
    assert re.findall(r"[A-Za-z]+", page) == []
    assert "முருகன் () 6.750 கிலோ ₹5,450.62" in page
    assert 'lang="ta"' in reader.get("/").text, "the choice is kept"


def test_a_page_is_in_its_readers_own_language_first(own: Here) -> None:
    with own.engine.begin() as tx:
        party = people.party(tx, "S01")
        assert party is not None
        people.set_language(tx, party.party_id, "ta")
        token = sessions.begin(tx, party, is_whole=True, agent="", at=NOW)
    reader = own.app.test_client()
    with reader.session_transaction() as cookie:
        cookie["token"] = token
    assert "விவசாயி" in words_of(reader.get("/", headers={"Accept-Language": "en"}))


def test_what_waits_is_counted(own: Here) -> None:
    with own.engine.begin() as tx:
        by = people.party(tx, "S01")
        assert by is not None
        doing = Doing(
            by=by, at=NOW, key="wish", source=Source(by.party_id, "web"), reason="school fees"
        )
        advances.request(tx, "F012", 500_00, doing)
    page = words_of(own.client("A01").get("/"))
    assert "1 advance is asked for" in page
    assert "settlements wait" not in page


def test_a_failed_message_says_why_and_what_to_do(own: Here) -> None:
    with own.engine.begin() as tx:
        party = people.party(tx, "F012")
        assert party is not None
        for to in (party.party_id, None):
            message = Outgoing(
                f"whatsapp:{PHONE}", to, outgoing.Kind.NOTICE, "ta", "உங்கள் பூ <b>வந்தது</b>"
            )
            outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=NOW)
            outgoing.fail(tx, claimed(tx), Fault.PERSON, 63024)
        old = Outgoing("whatsapp:+91", None, outgoing.Kind.REPLY, "en", "an old answer")
        outgoing.put_outbound(tx, old, inbound_id=None, line=None, at=NOW - timedelta(days=8))
        outgoing.fail(tx, claimed(tx), Fault.LATER)
    answer = own.client("A01").get("/")
    page = words_of(answer)
    assert "Murugan (F012) · Notice · 24-11-2026, 6:40 am" in page
    assert page.count("Check the number with the person. (63024)") == 2
    assert "A number not on the list" in page
    assert "&lt;b&gt;" in answer.text
    assert "an old answer" not in page


def claimed(tx: Connection) -> Row[Any]:
    """The message that is due, as the worker has it that sends it."""
    row = outgoing.claim_due(tx, now=NOW)
    assert row is not None
    return row


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_is_worded(language: str) -> None:
    assert {f"office.fault.{fault}" for fault in Fault} <= catalog(language).keys


def test_no_phone_number_stands_on_the_page(as_admin: FlaskClient) -> None:
    digits = re.sub(r"\D", "", words_of(as_admin.get("/")))
    assert PHONE.removeprefix("+91") not in digits


def test_where_nothing_waits_and_nothing_failed_it_says_so(as_admin: FlaskClient) -> None:
    page = words_of(as_admin.get("/"))
    for phrase in ("office.failed_none", "today.tasks_none"):
        assert catalog("en").translations.gettext(phrase) in page
