"""The readiness page says what is known, and that it is no proof."""

import re
from datetime import timedelta

from flask.testing import FlaskClient

from bot import outgoing
from bot.delivery_errors import Fault
from bot.outgoing import Kind, Outgoing
from dashboard.pages.readiness import STALE, Known, Look
from ledger import people, seals
from ledger.chain import Seal
from ledger.closing import close
from ledger.run_book import Run
from tests.books import shop
from tests.dashboard.conftest import NOW, Here, words_of

NOTHING = Known(
    balance_paise=0,
    seal=None,
    unsealed=0,
    closed=None,
    run=None,
    failed=0,
    going=None,
    coming=None,
)


def test_it_says_that_it_is_no_proof(as_admin: FlaskClient) -> None:
    page = words_of(as_admin.get("/readiness"))
    assert "it is no proof" in page
    assert "Its outcome is not kept yet." in page
    assert "All accounts together come to nought." in page
    assert "Never sealed yet. 5 entries wait for the next seal." in page
    assert "No day is closed yet." in page


def test_what_happened_is_shown(own: Here) -> None:
    seals.seal_all(own.engine)
    with own.engine.begin() as tx:
        owner = people.party(tx, "A01")
        assert owner is not None
        close(tx, shop.ON - timedelta(days=1), by=owner, at=NOW)
        for text in ("failed", "waits"):
            message = Outgoing("whatsapp:+91", None, Kind.NOTICE, "en", text)
            at = NOW - timedelta(minutes=30)
            outgoing.put_outbound(tx, message, inbound_id=None, line=None, at=at)
            if text == "failed":
                row = outgoing.claim_due(tx, now=NOW)
                assert row is not None
                outgoing.fail(tx, row, Fault.LATER)
    page = words_of(own.client("A01").get("/readiness"))
    assert "Last sealed" in page
    assert "wait for the next seal" not in page
    assert "23-11-2026 was closed at 24-11-2026, 6:40 am." in page
    assert "One message did not arrive" in page
    assert "A message waits since 24-11-2026, 6:10 am" in page


def test_every_state_has_its_look() -> None:
    looks = NOTHING.looks(NOW)
    assert looks["balance"] is Look.WELL
    assert looks["seal"] is Look.LOOK
    assert looks["audit"] is looks["run"] is looks["closed"] is Look.UNKNOWN
    wrong = Known(
        balance_paise=1, seal=sealed(STALE), unsealed=0, closed=None, run=run("a sum"),
        failed=1, going=None, coming=None,
    )  # fmt: skip
    assert wrong.looks(NOW)["balance"] is wrong.looks(NOW)["run"] is Look.WRONG
    assert wrong.looks(NOW)["seal"] is wrong.looks(NOW)["failed"] is Look.LOOK


def sealed(ago: timedelta) -> Seal:
    return Seal(1, 5, "", "", NOW - ago, b"", b"")


def run(*faults: str) -> Run:
    return Run(
        run_id=1, cut_off=shop.ON, approve=False, everyone=True, by=None, started_at=NOW,
        farmers=1, drafted=1, approved=0, skipped=0, failed=(), net_paise=0, faults=faults,
        finished_at=NOW,
    )  # fmt: skip


def test_staff_may_not_look(as_staff: FlaskClient) -> None:
    assert as_staff.get("/readiness").status_code == 403


def test_in_tamil_every_word_is_tamil(shared: Here) -> None:
    page = words_of(shared.client("A01").get("/readiness?lang=ta"))
    page = re.sub(r"Malar|A01|English|Tanglish|malar audit", "", page)
    assert re.findall(r"[A-Za-z]+", page) == []
