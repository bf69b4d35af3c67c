"""Advances on the pages: found, asked for, decided, paid out, brought back."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from ledger import advance_book, advances, approvals, people, queries
from ledger.advance_book import AdvanceState
from ledger.entering import Doing
from ledger.journal import Source
from ledger.terms import set_term
from tests.dashboard.conftest import NOW, Here, bare, words_of


def ask(tx: Connection, farmer: str = "F012", paise: int = 1_500_00, by: str = "S01") -> int:
    """Somebody asks for an advance for a farmer."""
    who = people.party(tx, by)
    assert who is not None
    doing = Doing(
        by=who,
        at=NOW,
        key=f"ask:{farmer}:{paise}",
        source=Source(who.party_id, "web"),
        reason="school fees",
    )
    return advances.request(tx, farmer, paise, doing).advance_id


@pytest.fixture
def asked(own: Here) -> Here:
    """Murugan waits for ₹1,500."""
    with own.engine.begin() as tx:
        assert ask(tx) == 1
    return own


@pytest.fixture(scope="module")
def waits(shared: Here) -> Here:
    """The same, for whoever only looks."""
    with shared.engine.begin() as tx:
        ask(tx)
    return shared


def stands(here: Here, advance_id: int = 1) -> AdvanceState:
    with here.engine.begin() as tx:
        return advance_book.advance_of(tx, advance_id).state


def send(browser: FlaskClient, address: str, **fields: str) -> str:
    """Send a form that is taken, and read the page to which it leads."""
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 303, bare(answer.text)
    return words_of(browser.get(answer.location))


def test_what_waits_stands_first_and_what_is_out_has_its_age(waits: Here) -> None:
    page = words_of(waits.client("A01").get("/advances"))
    assert "To be decided 1 · ₹1,500.00" in page
    assert "Murugan (F012) school fees" in page
    assert "Lakshmi (F015) 24-11-2026 · 0 days ₹2,000.00" in page


def test_a_farmer_is_found_by_name_and_only_his_code_stands_in_the_address(waits: Here) -> None:
    browser = waits.client("A01")
    answer = browser.post("/advances", data={"key": "k", "farmer": "லட்சுமி"})
    assert answer.location.endswith("?farmer=F015")
    assert "₹2,000.00" in words_of(browser.get(answer.location))
    several = browser.post("/advances", data={"key": "k", "farmer": "Murugan"})
    assert several.status_code == 422
    assert "Several farmers fit: F012, F031. Type the code." in bare(several.text)
    nobody = browser.post("/advances", data={"key": "k", "farmer": "F999"})
    assert "No farmer is called so." in bare(nobody.text)


def test_the_list_shows_one_state_or_one_farmer(waits: Here) -> None:
    browser = waits.client("A01")
    assert "Murugan (F012) school fees" in words_of(browser.get("/advances?state=requested"))
    assert "school fees" not in words_of(browser.get("/advances?state=paid"))
    assert "school fees" not in words_of(browser.get("/advances?farmer=F015"))
    assert browser.get("/advances?state=lost&farmer=%00&page=-1").status_code == 200


def test_a_long_list_goes_on(own: Here) -> None:
    with own.engine.begin() as tx:
        admin = people.party(tx, "A01")
        assert admin is not None
        for number in range(51):
            ask(tx, paise=1_00 + number)
            advances.reject(tx, number + 1, by=admin, at=NOW, reason="no")
    first = own.client("A01").get("/advances?state=rejected").text
    (older,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = own.client("A01").get(older.replace("&amp;", "&")).text
    assert (first.count("/advances/"), 'rel="next"' in second) == (53, False)
    assert ">₹1.00<" in second


def test_an_advance_is_asked_for_approved_and_paid_out(own: Here) -> None:
    staff, admin = own.client("S01"), own.client("A01")
    asked_for = {"farmer": "f12", "amount": "1,500", "reason": "school fees"}
    assert "₹1,500.00 is asked for, for Murugan." in send(staff, "/advances/new", **asked_for)
    assert "Asked for · 24-11-2026, 6:40 am · Selvi (S01) · on these pages school fees" in words_of(
        admin.get("/advances/1")
    )
    assert "is approved" in send(admin, "/advances/1/approve")
    page = send(staff, "/advances/1/pay", till="cash")
    assert "₹1,500.00 is paid out" in page
    assert "Paid out · 24-11-2026 · Cash · Selvi (S01)" in page
    with own.engine.begin() as tx:
        assert queries.owed_to(tx, "F012").advance_paise == 1_500_00


def test_a_form_sent_twice_asks_once(own: Here) -> None:
    staff = own.client("S01")
    for _ in range(2):
        send(staff, "/advances/new", farmer="F012", amount="700", reason="seed")
    with own.engine.begin() as tx:
        assert len(advance_book.open_advances(tx)) == 1


def test_a_rejection_needs_a_reason(asked: Here) -> None:
    admin = asked.client("A01")
    empty = admin.post("/advances/1/reject", data={"key": "k"})
    assert (empty.status_code, stands(asked)) == (422, AdvanceState.REQUESTED)
    assert "Please fill this in." in bare(empty.text)
    assert "too soon" in send(admin, "/advances/1/reject", reason="too soon")
    assert stands(asked) is AdvanceState.REJECTED
    again = admin.post("/advances/1/approve", data={"key": "k"})
    assert "advance no. 1 was refused already" in bare(again.text)


def test_above_the_limit_a_second_person_is_asked(asked: Here) -> None:
    with asked.engine.begin() as tx:
        set_term(tx, "advance_limit_paise", 1_000_00, at=NOW - timedelta(days=1), by=None)
    admin = asked.client("A01")
    assert "That is ₹500.00 above the farmer's limit" in words_of(admin.get("/advances/1"))
    silent = admin.post("/advances/1/approve", data={"key": "k"})
    assert silent.status_code == 422
    answer = admin.post("/advances/1/approve", data={"key": "k", "reason": "trusted"})
    assert (answer.status_code, stands(asked)) == (303, AdvanceState.REQUESTED)
    with asked.engine.begin() as tx:
        (waiting,) = approvals.open_asks(tx)
    assert waiting.facts == {"farmer": "F012", "amount_paise": 1_500_00}
    assert waiting.reason == "trusted"


def test_staff_give_up_to_their_limit_and_no_more(own: Here) -> None:
    staff = own.client("S01")
    page = send(staff, "/advances/give", farmer="F012", amount="2000", reason="bus", till="cash")
    assert "Murugan has been given ₹2,000.00." in page
    more = {"key": "k2", "farmer": "F012", "amount": "2000.01", "reason": "bus", "till": "cash"}
    refused = staff.post("/advances/give", data=more)
    assert refused.status_code == 422
    assert "₹2,000.00" in bare(refused.text)
    assert 'value="2000.01"' in refused.text


def test_lent_cash_comes_back_and_never_more_than_is_out(own: Here) -> None:
    staff = own.client("S01")
    assert "Still to bring back ₹2,000.00" in words_of(staff.get("/advances/repay?farmer=F015"))
    page = send(staff, "/advances/repay", farmer="F015", amount="500", till="upi")
    assert "Lakshmi brought back ₹500.00; ₹1,500.00 is still out." in page
    much = {"key": "k2", "farmer": "F015", "amount": "1500.01", "till": "cash"}
    refused = staff.post("/advances/repay", data=much)
    assert refused.status_code == 422
    assert "more than his outstanding advance of ₹1,500.00" in bare(refused.text)


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"farmer": "", "amount": "5"}, "Please fill this in."),
        ({"farmer": "F012", "amount": "five"}, "Rupees as a figure"),
        ({"farmer": "F012", "amount": "0"}, "Not written"),
        ({"farmer": "F012", "amount": "5", "till": "pocket"}, "Please choose"),
        ({"farmer": "F012", "amount": "5", "on": "2026-11-25"}, "is yet to come"),
        ({"farmer": "S01", "amount": "5"}, "No farmer is called so."),
    ],
)
def test_what_cannot_be_lent_is_said(shared: Here, fields: dict[str, str], says: str) -> None:
    sent = {"key": "k", "reason": "seed", "till": "cash", **fields}
    refused = shared.client("A01").post("/advances/give", data=sent)
    assert refused.status_code == 422
    assert says in bare(refused.text)


def test_staff_decide_nothing(waits: Here) -> None:
    staff = waits.client("S01")
    assert "The owner decides about it." in words_of(staff.get("/advances/1"))
    assert staff.post("/advances/1/approve", data={"key": "k"}).status_code == 403
    assert stands(waits) is AdvanceState.REQUESTED


def test_an_advance_that_nobody_asked_for_is_not_there(shared: Here) -> None:
    admin = shared.client("A01")
    assert admin.get("/advances/99").status_code == 404
    assert admin.get("/advances/99999999999999999999").status_code == 404
    assert admin.post("/advances/99/approve", data={"key": "k"}).status_code in (404, 422)


@pytest.mark.parametrize("language", ["ta", "tanglish"])
@pytest.mark.parametrize("path", ["", "/new", "/give?farmer=F015", "/repay", "/out"])
def test_the_pages_are_read_in_tamil_too(shared: Here, path: str, language: str) -> None:
    mark = "&" if "?" in path else "?"
    answer = shared.client("A01").get(f"/advances{path}{mark}lang={language}")
    words = words_of(answer)
    assert ("முன்பணம்" if language == "ta" else "dvance") in words
