"""A real browser before the whole of Malar: door, workers, office and simulator as processes.

Without a Chromium on this machine the tests are skipped; MALAR_BROWSER_TESTS=required makes that a
failure.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import redis
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import Engine

from ledger import goods, journal, people, rates
from ledger.accounts import Till
from ledger.goods import NewFlower
from ledger.journal import Source
from ledger.people import NewParty
from ledger.register.people import known_party
from ledger.roles import PartyRole
from ledger.trade import cash_advance
from ops.embedded import Servers
from ops.environment import Ports, without_twilio
from ops.stack import running
from ops.whereabouts import free_ports
from tests.browser.signing import Desks, opened
from tests.dashboard.access_desk import given_access
from tests.databases import clone, connected

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

SHOP = (
    ("S01", PartyRole.STAFF, "Selvi", "செல்வி", "", "", "+919000000101"),
    ("F012", PartyRole.FARMER, "Murugan", "முருகன்", "Nilakottai", "நிலக்கோட்டை", "+919000000012"),
    ("F015", PartyRole.FARMER, "Lakshmi", "லட்சுமி", "Periyakulam", "பெரியகுளம்", "+919000000015"),
    ("F031", PartyRole.FARMER, "Srinivasan", "ஸ்ரீனிவாசன்", "Melur", "மேலூர்", "+919000000031"),
    ("A01", PartyRole.ADMIN, "Meenakshi", "மீனாட்சி", "", "", "+919000000201"),
    ("A02", PartyRole.ADMIN, "Chandran", "சந்திரன்", "", "", "+919000000202"),
)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        reason = f"no browser on the PATH, of {', '.join(NAMES)}: the pages are not tested"
        if os.environ.get("MALAR_BROWSER_TESTS") == "required":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that must not complain in its console."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    page.close()
    assert complaints == []


@pytest.fixture(scope="module")
def shop(
    test_servers: Servers, books: Engine, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ports]:
    """A small shop with everything running; whoever has access has `access_desk.PASSWORD`."""
    home = Path(tmp_path_factory.mktemp("home"))
    ports = free_ports(Ports(8710, 8711, 8712))
    with running(home, environ_of(test_servers, books), ports, log=home):
        yield ports


@pytest.fixture(scope="module")
def books(template_url: str) -> Iterator[Engine]:
    """The books of that shop."""
    with clone(template_url, "browser") as database_url, connected(database_url) as engine:
        _fill(engine)
        yield engine


@pytest.fixture
def desks(browser: Browser) -> Iterator[Desks]:
    """People at their desks, whose pages must not complain."""
    with opened(browser) as desks:
        yield desks
        assert desks.complaints == []


def environ_of(test_servers: Servers, books: Engine) -> dict[str, str]:
    """What the programs of a shop are told."""
    with redis.Redis.from_url(test_servers.redis_url) as store:
        store.flushdb()  # who signed in too often is forgotten
    return without_twilio(os.environ) | {
        "DATABASE_URL": books.url.render_as_string(hide_password=False),
        "REDIS_URL": test_servers.redis_url,
        "MALAR_ENVIRONMENT": "test",
    }


def _fill(engine: Engine) -> None:
    now = datetime.now(UTC)  # noqa: TID251 - the programs that run beside us read the clock too
    with engine.begin() as tx:
        for code, role, name_en, name_ta, village_en, village_ta, phone in SHOP:
            new = NewParty(
                code=code,
                role=role,
                name_en=name_en,
                name_ta=name_ta,
                village_en=village_en,
                village_ta=village_ta,
                language="en" if role is PartyRole.STAFF else "ta",
            )
            people.add_party(tx, new, [f"whatsapp:{phone}"])
            if role is not PartyRole.FARMER:
                given_access(tx, known_party(tx, code), has_factor=role is PartyRole.ADMIN)
        malli = NewFlower(code="malli", name_en="Malli", name_ta="மல்லிகை", aliases=("மல்லி",))
        goods.add_flower(tx, malli)
        rates.set_rate(tx, "malli", 850_00, at=now, by=None, key="rate")
        lent = cash_advance("F015", 2_000_00, till=Till.CASH, on=now.date())
        journal.post(tx, lent, key="lent", source=Source(None, "cli"))
