"""The trail on the page: everything that was done, by whom, in one order."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from dashboard.access import events
from dashboard.access.events import AccessEvent
from dashboard.trail import Kind, Mark, steps
from ledger import approvals, people, seals, second_acts
from ledger.approvals import AskKind
from ledger.corrections import correction_facts, reverse_entry
from ledger.entering import Doing
from ledger.journal import Source
from ledger.people import Party
from ledger.register.flowers import change_flower
from ledger.register.people import change_party
from ledger.terms import change_term
from ledger.trail import Stretch
from tests.dashboard.conftest import NOW, Here, words_of


def who(tx: Connection, code: str) -> Party:
    found = people.party(tx, code)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def acted(shared: Here) -> Here:
    """Meenakshi changed things, took an entry back, and Chandran said yes to something."""
    with shared.engine.begin() as tx:
        owner, second = who(tx, "A01"), who(tx, "A02")
        source = Source(owner.party_id, "web")
        change_party(
            tx,
            people.farmer(tx, "F012").party_id,
            by=owner,
            at=NOW,
            commission_bp=450,
            cycle="daily",
        )
        change_flower(tx, "malli", by=owner, at=NOW, is_active=False)
        change_term(tx, "advance_limit_paise", 25_000_00, by=owner, at=NOW)
        doing = Doing(by=owner, at=NOW, key="back", source=source, reason="never weighed")
        reverse_entry(tx, 1, doing)
        facts = correction_facts(3)
        asked = approvals.ask(
            tx, AskKind.REVERSE_PAID, facts, by=owner, at=NOW, reason="a mistake", key="ask"
        )
        source = Source(second.party_id, "web")
        second_acts.grant(tx, asked.ask_id, by=second, at=NOW, source=source)
        events.note(tx, AccessEvent.WRONG_PASSWORD, party_id=second.party_id, at=NOW)
        events.note(tx, AccessEvent.CODE_GIVEN, party_id=second.party_id, at=NOW, by=owner.party_id)
    with shared.engine.begin() as tx:
        seals.seal(tx)
    return shared


def test_every_kind_of_act_stands_in_the_trail(acted: Here) -> None:
    page = words_of(acted.client("A01").get("/audit"))
    for says in (
        "Murugan (F012) 24-11-2026, 6:40 am · Meenakshi (A01)",
        "Commission nothing → 4.5 %",
        "Settled weekly → daily",
        "Flower Malli (malli)",
        "With the shop yes → no",
        "Term: Advance limit of a farmer",
        "Value ₹25,000.00",
        "Reversal of 1",
        "never weighed",
        "Asked: Take back entry 3",
        "Said yes: Take back entry 3",
        "Was given a one-time code · Chandran (A02)",
        "Wrong password",
        "Last seal 1 ·",
        "malar audit",
    ):
        assert says in page, says


@pytest.mark.parametrize(
    ("query", "has", "has_not"),
    [
        ("kind=register", "Commission nothing", "Lot sold"),
        ("kind=entry", "Lot sold", "Commission nothing"),
        ("kind=reversal", "never weighed", "Commission nothing"),
        ("kind=decided", "Said yes", "Asked:"),
        ("kind=access", "Wrong password", "Said yes"),
        ("person=A02", "Said yes", "Commission nothing"),
        ("person=a01", "Commission nothing", "Said yes"),
        ("kind=register&first=2098-01-01", "Nothing was done.", "Commission nothing"),
        ("kind=register&last=2000-01-01", "Nothing was done.", "Commission nothing"),
        ("kind=register&last=2026-11-24&first=2026-11-24", "Commission nothing", "Lot sold"),
    ],
)
def test_the_trail_is_cut_by_person_kind_and_days(
    acted: Here, query: str, has: str, has_not: str
) -> None:
    page = words_of(acted.client("A01").get(f"/audit?{query}"))
    assert has in page
    assert has_not not in page.partition("Prove the books")[0]


@pytest.mark.parametrize("query", ["kind=x", "person=F999", "first=soon", "after=a~b~c", "after=~"])
def test_what_cannot_be_sought_breaks_nothing(shared: Here, query: str) -> None:
    assert shared.client("A01").get(f"/audit?{query}").status_code == 200


def test_a_long_trail_goes_on_and_keeps_the_filter(own: Here) -> None:
    with own.engine.begin() as tx:
        party = who(tx, "S01").party_id
        for _ in range(51):
            events.note(tx, AccessEvent.SIGNED_OUT, party_id=party, at=NOW)
    browser = own.client("A01")
    first = browser.get("/audit?kind=access&person=S01").text
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = browser.get(older.replace("&amp;", "&")).text
    assert (first.count("Signed out"), second.count("Signed out")) == (50, 1)
    assert "kind=access" in older
    assert "person=S01" in older


def test_a_page_goes_on_exactly_where_the_one_before_ended(acted: Here) -> None:
    with acted.engine.begin() as tx:
        whole = steps(tx, (), Stretch(limit=1000))
        pieces = []
        mark = None
        while page := steps(tx, (), Stretch(limit=3), after=mark):
            pieces += page
            mark = page[-1].mark
    told = [(step.kind, step.number) for step in whole]
    assert [(step.kind, step.number) for step in pieces] == told
    assert len(set(told)) == len(told) > 20
    assert {kind for kind, _ in told} == set(Kind)
    assert [step.at for step in whole] == sorted((step.at for step in whole), reverse=True)


def test_a_mark_is_read_back_and_nothing_else_is() -> None:
    mark = Mark(datetime(2026, 11, 24, 1, 10, 0, 5, tzinfo=UTC), 2, 15)
    assert Mark.read(str(mark)) == mark
    far = Mark(mark.at + timedelta(days=1), 2, 2**70)
    for wrong in ("", "x", "2026-11-24T01:10:00~1~1", str(far), "2026-11-24T01:10:00+00:00~1"):
        assert Mark.read(wrong) is None


def test_staff_do_not_see_the_trail(shared: Here) -> None:
    assert shared.client("S01").get("/audit").status_code == 403


@pytest.mark.parametrize("language", ["ta", "tanglish"])
def test_the_trail_is_read_in_tamil_too(acted: Here, language: str) -> None:
    words = words_of(acted.client("A01").get(f"/audit?lang={language}"))
    assert ("முன்பண வரம்பு" if language == "ta" else "limit") in words
