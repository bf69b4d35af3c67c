"""What needs two people on the pages: told in figures, granted by another, done or left to him."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access import codes
from ledger import advances, approvals, people, queries, trade
from ledger.accounts import Till
from ledger.approvals import AskKind
from ledger.corrections import RightRate, correction_facts, rate_facts
from ledger.dating import back_date_facts
from ledger.entering import Doing
from ledger.journal import Source
from ledger.terms import set_term
from tests.books import shop
from tests.dashboard.conftest import NOW, Here, bare, words_of


def wish(here: Here, kind: AskKind, facts: Mapping[str, Any], by: str = "A01") -> int:
    """Somebody asks for a second person."""
    with here.engine.begin() as tx:
        who = people.party(tx, by)
        assert who is not None
        asked = approvals.ask(
            tx, kind, facts, by=who, at=NOW, reason="it was wrong", key=f"{facts}"
        )
    return asked.ask_id


def send(browser: FlaskClient, address: str, **fields: str) -> str:
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 303, bare(answer.text)
    return words_of(browser.get(answer.location))


def waits(here: Here) -> int:
    with here.engine.begin() as tx:
        return len(approvals.open_asks(tx))


BEFORE_AND_AFTER: list[tuple[AskKind, Mapping[str, Any], list[str]]] = [
    (
        AskKind.CHANGE_IDENTITY,
        {"code": "F012", "added": "+919000000099", "removed": "+919000000012"},
        ["Change the number of Murugan (F012)", "+919000000012 → +919000000099"],
    ),
    (
        AskKind.ADVANCE_OVER_LIMIT,
        {"farmer": "F015", "amount_paise": 30_000_00},
        [
            "Lakshmi (F015): advance of ₹30,000.00, above his limit",
            "Advance still out ₹2,000.00 → ₹32,000.00",
            "Room left within the limit ₹18,000.00 → -₹12,000.00",
        ],
    ),
    (
        AskKind.REVERSE_PAID,
        correction_facts(1),
        [
            "Take back entry 1",
            "Murugan (F012): the shop owes him less ₹4,441.25",
        ],
    ),
    (
        AskKind.REVERSE_PAID,
        correction_facts(1, quantity_milli=5_000, farmer="F015"),
        [
            "Murugan (F012): put lot 1 right",
            "Farmer Murugan (F012) → Lakshmi (F015)",
            "Weight 5.500 kg → 5.000 kg",
            "For the farmer ₹4,441.25 → ₹4,037.50",
            "Murugan (F012): the shop owes him less ₹4,441.25",
            "Lakshmi (F015): the shop owes him more ₹4,037.50",
        ],
    ),
    (
        AskKind.REVERSE_PAID,
        rate_facts(RightRate("malli", 800_00, shop.AT - timedelta(hours=1), NOW)),
        ["Malli at ₹800.00, 24-11-2026", "Lots that change 0", "Difference for the farmers ₹0.00"],
    ),
    (
        AskKind.BACK_DATE,
        back_date_facts(shop.bank_the_cash(on=date(2026, 11, 20))),
        ["dated 20-11-2026: 4 days back", "Cash comes in: ₹500.00"],
    ),
]


@pytest.fixture(scope="module")
def wished(shared: Here) -> Here:
    """Meenakshi wants all of it."""
    for kind, facts, _ in BEFORE_AND_AFTER:
        wish(shared, kind, facts)
    return shared


@pytest.mark.parametrize(("number", "says"), [(n, e[2]) for n, e in enumerate(BEFORE_AND_AFTER, 1)])
def test_an_ask_tells_the_very_figures(wished: Here, number: int, says: list[str]) -> None:
    browser = wished.client("A02")
    for page in (words_of(browser.get("/asks")), words_of(browser.get(f"/asks/{number}"))):
        assert [each for each in says if each not in page] == []
        assert "it was wrong" in page
        assert "Meenakshi (A01)" in page


def test_what_can_be_reckoned_no_more_is_still_listed(wished: Here) -> None:
    number = wish(wished, AskKind.VOID_PAID, {"settlement": 99})
    page = words_of(wished.client("A02").get(f"/asks/{number}"))
    assert "Voiding a settlement that was paid" in page
    assert "It cannot be reckoned any more" in page


def test_staff_see_no_whole_number(wished: Here) -> None:
    facts = {"code": "F012", "added": "+919000000099", "removed": None}
    number = wish(wished, AskKind.CHANGE_IDENTITY, facts)
    for address in ("/asks", f"/asks/{number}"):
        page = words_of(wished.client("S01").get(address))
        assert "none → ···· 0099" in page
        assert "90000000" not in page


def test_another_owners_yes_does_it_at_once(own: Here) -> None:
    with own.engine.begin() as tx:
        set_term(tx, "advance_limit_paise", 1_00, at=NOW - timedelta(days=1), by=None)
        staff = people.party(tx, "S01")
        assert staff is not None
        source = Source(staff.party_id, "web")
        doing = Doing(by=staff, at=NOW, key="a", source=source, reason="bus")
        advances.request(tx, "F012", 700_00, doing)
    first, second = own.client("A01"), own.client("A02")
    send(first, "/advances/1/approve", reason="trusted")
    assert "asked by you" in words_of(first.get("/asks"))
    assert "another owner must say yes" in words_of(first.get("/asks/1"))
    assert "With your yes it is done at once" in words_of(second.get("/asks/1"))
    assert "Granted and done." in send(second, "/asks/1/grant")
    assert "Approved · 24-11-2026, 6:40 am · Chandran (A02)" in words_of(second.get("/advances/1"))
    assert "Nothing waits." in words_of(first.get("/asks"))


def test_nobody_is_his_own_second_person(own: Here) -> None:
    wish(own, AskKind.REVERSE_PAID, correction_facts(1))
    first = own.client("A01")
    refused = first.post("/asks/1/grant", data={"key": "k"})
    assert (refused.status_code, waits(own)) == (422, 1)
    assert own.client("S01").post("/asks/1/grant", data={"key": "k"}).status_code == 403


def test_a_yes_to_what_can_no_longer_be_done_is_no_yes(own: Here) -> None:
    wish(own, AskKind.REVERSE_PAID, correction_facts(2))
    refused = own.client("A02").post("/asks/1/grant", data={"key": "k"})
    assert (refused.status_code, waits(own)) == (422, 1)


def test_a_yes_to_an_entry_dated_back_leads_whoever_asked_to_its_form(own: Here) -> None:
    entry = shop.lend(500_00, on=date(2026, 11, 20))
    wish(own, AskKind.BACK_DATE, back_date_facts(entry))
    first, second = own.client("A01"), own.client("A02")
    assert "whoever asked may enter it" in words_of(second.get("/asks/1"))
    assert "Granted. Whoever asked may enter it now." in send(second, "/asks/1/grant")
    page = first.get("/asks/1")
    assert "It is granted. Enter it now" in words_of(page)
    form = "/advances/give?farmer=F012&amp;paise=50000&amp;ask=1"
    assert form in page.text
    filled = first.get(form.replace("&amp;", "&")).text
    assert 'value="F012"' in filled
    assert 'value="500.00"' in filled
    send(
        first,
        "/advances/give",
        farmer="F012",
        amount="500",
        reason="bus",
        till="cash",
        on="2026-11-20",
        ask="1",
    )
    with own.engine.begin() as tx:
        assert queries.owed_to(tx, "F012").advance_paise == 500_00
        assert approvals.ask_of(tx, 1).is_used


def test_a_refusal_needs_a_reason_and_whoever_asked_withdraws_his_own(own: Here) -> None:
    for number in (1, 2):
        wish(own, list(AskKind)[number], {"farmer": "F012", "amount_paise": number}, by="S01")
    admin, staff = own.client("A01"), own.client("S01")
    assert admin.post("/asks/1/refuse", data={"key": "k"}).status_code == 422
    assert "Refused." in send(admin, "/asks/1/refuse", reason="no need")
    assert "Withdrawn." in send(staff, "/asks/2/refuse", reason="found another way")
    page = words_of(admin.get("/asks"))
    assert "Refused Meenakshi (A01)" in page
    assert "Withdrawn Selvi (S01)" in page


def test_staff_refuse_nothing_of_others(own: Here) -> None:
    wish(own, AskKind.REVERSE_PAID, correction_facts(1))
    refused = own.client("S01").post("/asks/1/refuse", data={"key": "k", "reason": "no"})
    assert (refused.status_code, waits(own)) == (403, 1)


def test_staff_read_nothing_of_the_owners_own_money(own: Here) -> None:
    drawn = trade.drawings(4_321_00, till=Till.CASH, on=NOW.date() - timedelta(days=9))
    wish(own, AskKind.BACK_DATE, back_date_facts(drawn))
    for browser, status, is_told in (
        (own.client("A02"), 200, True),
        (own.client("S01"), 403, False),
    ):
        assert ("4,321" in browser.get("/asks").text) == is_told
        assert browser.get("/asks/1").status_code == status


def test_an_ask_that_nobody_made_is_not_there(shared: Here) -> None:
    assert shared.client("A01").get("/asks/99").status_code == 404


@pytest.mark.parametrize(("hours", "status"), [(23, 422), (25, 303)])
def test_whoever_asks_is_not_the_second_person_by_way_of_somebody_whom_he_let_in(
    own: Here, hours: int, status: int
) -> None:
    wish(own, AskKind.CHANGE_IDENTITY, {"code": "F012", "added": "+919000000099", "removed": None})
    with own.engine.begin() as tx:
        asker, other = people.party(tx, "A01"), people.party(tx, "A02")
        assert asker is not None
        assert other is not None
        codes.give(tx, other, by=asker, at=NOW - timedelta(hours=hours))
    browser = own.client("A02")
    is_told = "You got your way into these pages from Meenakshi" in words_of(browser.get("/asks/1"))
    assert is_told == (status == 422)
    assert browser.post("/asks/1/grant", data={"key": "k"}).status_code == status
    assert waits(own) == is_told


def test_the_only_owner_is_offered_a_yes_to_himself_only_where_he_is_the_only_one(
    own: Here,
) -> None:
    wish(own, AskKind.REVERSE_PAID, correction_facts(1))
    with own.engine.begin() as tx:
        set_term(tx, "lone_admin_may", 1, at=NOW - timedelta(hours=1), by=None)
    assert "another owner must say yes" in words_of(own.client("A01").get("/asks/1"))


@pytest.mark.parametrize("language", ["ta", "tanglish"])
def test_the_pages_are_read_in_tamil_too(wished: Here, language: str) -> None:
    browser = wished.client("A02")
    for address in ("/asks", *(f"/asks/{n}" for n in range(1, len(BEFORE_AND_AFTER) + 1))):
        words = words_of(browser.get(f"{address}?lang={language}"))
        assert ("ஒப்புதல்" if language == "ta" else "approve") in words
