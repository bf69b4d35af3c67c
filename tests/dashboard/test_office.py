"""The owner's page says what the books say, to this machine only."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine, Row, text
from werkzeug.test import TestResponse

from bot import outgoing
from bot.delivery_errors import Fault
from bot.outgoing import Outgoing
from dashboard.app import create_office
from ledger import goods, journal, people, queries, rates
from ledger.db import READER, engine_for
from ledger.goods import NewFlower
from ledger.people import NewParty
from ledger.roles import PartyRole
from locales.languages import LANGUAGES
from locales.phrases import catalog, money
from tests.books import shop

NOW = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)
"""6:40 in the morning of the market."""

PHONE = "+919000000012"


@pytest.fixture
def books(fresh_database: str) -> Iterator[Engine]:
    """A farmer, a flower with a rate, three lots of which one was taken back, an advance."""
    engine = engine_for(fresh_database)
    with engine.begin() as tx:
        murugan = NewParty(code="F012", role=PartyRole.FARMER, name_en="Murugan", name_ta="முருகன்")
        people.add_party(tx, murugan, [f"whatsapp:{PHONE}"])
        goods.add_flower(tx, NewFlower(code="malli", name_en="Malli", name_ta="மல்லிகை"))
        rates.set_rate(tx, "malli", 850_00, at=NOW - timedelta(hours=1), by=None, key="rate")
        shop.sell(tx, "lot:1", shop.lot(5_500, 850_00))
        twice = shop.sell(tx, "lot:2", shop.lot(2_000, 850_00))
        shop.sell(tx, "lot:3", shop.lot(1_250, 850_00))
        journal.reverse(
            tx, twice.entry_id, on=shop.ON, reason="twice", key="undo", source=shop.CLERK
        )
        journal.post(tx, shop.lend(2_000_00), key="advance", source=shop.CLERK)
    yield engine
    engine.dispose()


@pytest.fixture
def office(books: Engine) -> Iterator[FlaskClient]:
    """The office over these books, reading with a reader's rights."""
    reader = engine_for(books.url.render_as_string(hide_password=False), role=READER)
    yield create_office(reader, clock=lambda: NOW).test_client()
    reader.dispose()


def test_lots_totals_and_balances_are_the_books(office: FlaskClient, books: Engine) -> None:
    page = words_of(office.get("/"))
    with books.connect() as tx:
        standing = [lot for lot in queries.lots_on(tx, shop.ON) if not lot.is_reversed]
        owed = queries.owed_to(tx, "F012")
    assert len(standing) == 2
    for lot in standing:
        assert money(lot.worth.net_paise) in page
    assert money(sum(lot.worth.gross_paise for lot in standing)) in page
    assert money(owed.owed_paise) in page
    assert money(owed.advance_paise) == "₹2,000.00"
    assert "6.750 kg" in page
    assert "Murugan (F012) ₹5,450.62 ₹2,000.00" in page


def test_a_lot_taken_back_is_shown_and_counted_nowhere(office: FlaskClient) -> None:
    page = words_of(office.get("/"))
    assert page.count("taken back") == 1
    assert "2 lots" in page


def test_the_board_shows_since_when(office: FlaskClient) -> None:
    assert "Malli ₹850.00 a kg 5:40 am" in words_of(office.get("/"))


def test_in_tamil_every_word_is_tamil(office: FlaskClient) -> None:
    answer = office.get("/?lang=ta")
    assert 'lang="ta"' in answer.text
    page = words_of(answer).replace("Malar", "").replace("F012", "")
    page = page.replace("English", "").replace("Tanglish", "")
    assert re.findall(r"[A-Za-z]+", page) == []
    assert "முருகன் () ₹5,450.62 ₹2,000.00" in page


def test_a_failed_message_says_why_and_what_to_do(office: FlaskClient, books: Engine) -> None:
    with books.begin() as tx:
        party = people.party(tx, "F012")
        assert party is not None
        for to in (party.party_id, None):
            message = Outgoing(
                f"whatsapp:{PHONE}", to, outgoing.Kind.NOTICE, "ta", "உங்கள் பூ <b>வந்தது</b>"
            )
            outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=NOW)
            outgoing.fail(tx, claimed(tx), Fault.PERSON, 63024)
    page = words_of(office.get("/"))
    assert "Murugan (F012) · Notice · 24-11-2026, 6:40 am" in page
    assert page.count("Check the number with the person. (63024)") == 2
    assert "A number not on the list" in page
    assert "&lt;b&gt;" in office.get("/").text


def test_a_failure_of_last_week_is_no_longer_shown(office: FlaskClient, books: Engine) -> None:
    with books.begin() as tx:
        message = Outgoing("whatsapp:+91", None, outgoing.Kind.REPLY, "en", "an old answer")
        outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=NOW - timedelta(days=8))
        outgoing.fail(tx, claimed(tx), Fault.LATER)
    assert "an old answer" not in office.get("/").text


def claimed(tx: Connection) -> Row[Any]:
    """The message that is due, as the worker has it that sends it."""
    row = outgoing.claim_due(tx, now=NOW)
    assert row is not None
    return row


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_fault_is_worded(language: str) -> None:
    assert {f"office.fault.{fault}" for fault in Fault} <= catalog(language).keys


def test_no_phone_number_stands_on_the_page(office: FlaskClient) -> None:
    digits = re.sub(r"\D", "", words_of(office.get("/")))
    assert PHONE.removeprefix("+91") not in digits


def test_an_empty_shop_says_what_to_do(fresh_database: str) -> None:
    engine = engine_for(fresh_database, role=READER)
    page = words_of(create_office(engine, clock=lambda: NOW).test_client().get("/"))
    engine.dispose()
    for phrase in ("lots_none", "rates_none", "balances_none", "failed_none"):
        assert catalog("en").translations.gettext(f"office.{phrase}") in page


@pytest.mark.parametrize("caller", ["192.168.1.7", "10.0.0.1", "2001:db8::1"])
def test_another_machine_is_refused(office: FlaskClient, caller: str) -> None:
    assert office.get("/", environ_base={"REMOTE_ADDR": caller}).status_code == 403


@pytest.mark.parametrize("host", ["malar.example", "192.168.1.7:8001", "127.0.0.1.evil.example"])
def test_another_name_is_refused(office: FlaskClient, host: str) -> None:
    assert office.get("/", headers={"Host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8001", "localhost:8001"])
def test_this_machine_is_let_in_by_each_of_its_names(office: FlaskClient, host: str) -> None:
    assert office.get("/", headers={"Host": host}).status_code == 200


def test_the_page_runs_no_script_and_loads_nothing_from_elsewhere(office: FlaskClient) -> None:
    answer = office.get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src" not in policy
    assert "<script" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    for address in re.findall(r'(?:href|src)="([^"]*)"', answer.text):
        assert address.startswith(("/static/", "#", "?"))
        if address.startswith("/static/"):
            with office.get(address) as loaded:
                assert loaded.status_code == 200


def test_the_office_cannot_write(fresh_database: str) -> None:
    reader = engine_for(fresh_database, role=READER)
    with reader.connect() as tx, pytest.raises(Exception, match="permission denied"):
        tx.execute(text("DELETE FROM outbound_message"))
    reader.dispose()


def words_of(answer: TestResponse) -> str:
    """What a person reads, on one line."""
    assert answer.status_code == 200
    body = answer.text.partition("<body>")[2]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())
