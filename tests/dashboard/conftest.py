"""A small shop, its office, and who is signed in there.

Tests that only read share one shop a file (`office`, `as_admin`, `as_staff`); a test that writes
takes its own (`own_office`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Connection, Engine
from werkzeug.test import TestResponse

from dashboard.access import sessions
from dashboard.app import create_office
from dashboard.office import Office
from ledger import goods, journal, people, rates
from ledger.accounts import Till
from ledger.db import engine_for
from ledger.goods import NewFlower
from ledger.people import NewParty
from ledger.roles import PartyRole
from ledger.trade import cash_advance
from tests.books import shop
from tests.databases import clone

NOW = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)
"""6:40 in the morning of the market, on `shop.ON`."""

PEOPLE = (
    ("A01", PartyRole.ADMIN, "Meenakshi", "மீனாட்சி", "", "", "+919000000201"),
    ("A02", PartyRole.ADMIN, "Chandran", "சந்திரன்", "", "", "+919000000202"),
    ("S01", PartyRole.STAFF, "Selvi", "செல்வி", "", "", "+919000000101"),
    ("F012", PartyRole.FARMER, "Murugan", "முருகன்", "Nilakottai", "நிலக்கோட்டை", "+919000000012"),
    ("F015", PartyRole.FARMER, "Lakshmi", "லட்சுமி", "Periyakulam", "பெரியகுளம்", "+919000000015"),
    ("F031", PartyRole.FARMER, "Murugan", "முருகன்", "Melur", "மேலூர்", "+919000000031"),
)


@dataclass(frozen=True)
class Here:
    """An office, its books, and how to sign in there."""

    app: Flask
    office: Office

    @property
    def engine(self) -> Engine:
        return self.office.engine

    def client(
        self, code: str | None, *, is_fresh: bool = True, is_whole: bool = True
    ) -> FlaskClient:
        """Somebody's browser, signed in, wholly unless said; None: nobody's."""
        browser = self.app.test_client()
        if code is None:
            return browser
        at = self.office.clock()
        proved = at if is_fresh else at - timedelta(minutes=20)
        with self.engine.begin() as tx:
            party = people.party(tx, code)
            assert party is not None
            token = sessions.begin(tx, party, is_whole=is_whole, agent="test", at=proved)
        with browser.session_transaction() as cookie:
            cookie["token"] = token
            cookie["language"] = "en"
        return browser


@pytest.fixture(scope="module")
def shared(template_url: str) -> Iterator[Here]:
    """A shop that nobody writes in."""
    with clone(template_url, "office") as database_url:
        yield from opened(database_url)


@pytest.fixture
def own(fresh_database: str) -> Iterator[Here]:
    """A shop of this test's own."""
    yield from opened(fresh_database)


@pytest.fixture
def as_admin(shared: Here) -> FlaskClient:
    return shared.client("A01")


@pytest.fixture
def as_staff(shared: Here) -> FlaskClient:
    return shared.client("S01")


def opened(database_url: str) -> Iterator[Here]:
    """An office over a filled database, until the test has gone on."""
    engine = engine_for(database_url)
    with engine.begin() as tx:
        fill(tx)
    office = Office(engine=engine, session_key="a-key-of-tests", clock=lambda: NOW)
    app = create_office(office)
    app.config["WTF_CSRF_ENABLED"] = False  # the guard's tests switch it on
    yield Here(app, office)
    engine.dispose()


def fill(tx: Connection) -> None:
    """People, a flower with a rate, three lots of which one was taken back, an advance."""
    for code, role, name_en, name_ta, village_en, village_ta, phone in PEOPLE:
        new = NewParty(
            code=code,
            role=role,
            name_en=name_en,
            name_ta=name_ta,
            village_en=village_en,
            village_ta=village_ta,
            language="en" if role is not PartyRole.FARMER else "ta",
        )
        people.add_party(tx, new, [f"whatsapp:{phone}"])
    goods.add_flower(tx, NewFlower(code="malli", name_en="Malli", name_ta="மல்லிகை"))
    rates.set_rate(tx, "malli", 850_00, at=NOW - timedelta(hours=1), by=None, key="rate")
    shop.sell(tx, "lot:1", shop.lot(5_500, 850_00))
    twice = shop.sell(tx, "lot:2", shop.lot(2_000, 850_00))
    shop.sell(tx, "lot:3", shop.lot(1_250, 850_00))
    journal.reverse(tx, twice.entry_id, on=shop.ON, reason="twice", key="undo", source=shop.CLERK)
    lent = cash_advance("F015", 2_000_00, till=Till.CASH, on=shop.ON)
    journal.post(tx, lent, key="lent", source=shop.CLERK)


def words_of(answer: TestResponse) -> str:
    """The page as it is read: no tags, one space between words."""
    assert answer.status_code < 400, answer.status
    return bare(answer.get_data(as_text=True))


def bare(html: str) -> str:
    """The same, of any answer."""
    without = re.sub(r"<(script|style|svg)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", without)).split())


def key_in(answer: TestResponse) -> str:
    """The key of the first form on a page."""
    found = re.search(r'name="key" value="([^"]+)"', answer.get_data(as_text=True))
    assert found is not None
    return found.group(1)
