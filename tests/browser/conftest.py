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
from playwright.sync_api import Browser, Page, sync_playwright

from ledger import goods, journal, people, rates
from ledger.accounts import Till
from ledger.db import engine_for
from ledger.goods import NewFlower
from ledger.journal import Source
from ledger.people import NewParty
from ledger.roles import PartyRole
from ledger.trade import cash_advance
from ops.embedded import Servers
from ops.environment import Ports, without_twilio
from ops.stack import running
from ops.whereabouts import free_ports
from tests.databases import clone

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
    test_servers: Servers, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ports]:
    """A small shop with everything running."""
    home = Path(tmp_path_factory.mktemp("home"))
    ports = free_ports(Ports(8710, 8711, 8712))
    with clone(template_url, "browser") as database_url:
        _fill(database_url)
        environ = without_twilio(os.environ) | {
            "DATABASE_URL": database_url,
            "REDIS_URL": test_servers.redis_url,
            "MALAR_ENVIRONMENT": "test",
        }
        with running(home, environ, ports, log=home):
            yield ports


def _fill(database_url: str) -> None:
    engine = engine_for(database_url)
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
        malli = NewFlower(code="malli", name_en="Malli", name_ta="மல்லிகை", aliases=("மல்லி",))
        goods.add_flower(tx, malli)
        rates.set_rate(tx, "malli", 850_00, at=now, by=None, key="rate")
        lent = cash_advance("F015", 2_000_00, till=Till.CASH, on=now.date())
        journal.post(tx, lent, key="lent", source=Source(None, "cli"))
    engine.dispose()
