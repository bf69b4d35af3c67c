"""Corrections on the pages: an entry is found, looked at, put right or taken back."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection

from ledger import approvals, goods, journal, payouts, people, queries, rates, settlements, trade
from ledger.accounts import Till
from ledger.entering import Entering
from ledger.goods import NewFlower
from ledger.journal import Source
from ledger.lot_entry import write_lots
from tests.books import shop
from tests.dashboard.conftest import NOW, Here, bare, words_of

MURUGANS = 1
LAKSHMIS_ADVANCE = 5
"""Entries of the shop in `conftest`."""


def wrong_lot(**more: str) -> dict[str, str]:
    """The form of Murugan's first lot as it stands, but for what is named."""
    stands = {"farmer": "F012", "flower": "malli", "quantity": "5.500", "rate": "850"}
    return {"key": "k1", "reason": "misread the scale", **stands, **more}


def yes_to(browser: FlaskClient, address: str, form: Mapping[str, str]) -> str:
    """Look at what a form comes to, say yes to it, and read the page to which that leads."""
    looked = browser.post(address, data={**form, "step": "look"})
    assert looked.status_code == 200, bare(looked.text)
    (seen,) = re.findall(r'name="seen" value="([^"]*)"', looked.text)
    written = browser.post(address, data={**form, "step": "write", "seen": seen})
    assert written.status_code == 303, bare(written.text)
    return words_of(browser.get(written.location))


def entries(here: Here) -> int:
    with here.engine.begin() as tx:
        return queries.latest_entries(tx, 1)[0].entry_id


def owed(here: Here, code: str) -> int:
    with here.engine.begin() as tx:
        return queries.owed_to(tx, code).owed_paise


def settle_and_pay(tx: Connection) -> None:
    """Murugan's lots are settled, and paid."""
    owner = people.party(tx, "A01")
    assert owner is not None
    source = Source(owner.party_id, "web")
    drafted = settlements.draft(tx, "F012", shop.ON, by=owner, at=NOW)
    number = drafted.settlement_id
    settlements.approve(tx, number, by=owner, at=NOW, source=source)
    entering = Entering(by=owner, at=NOW, key="paid", source=source, on=shop.ON)
    payouts.pay(tx, "F012", drafted.net_paise, entering, till=Till.CASH)


def sell_as(here: Here, code: str, key: str = "own") -> int:
    """Somebody of the shop writes a lot of Murugan's."""
    with here.engine.begin() as tx:
        who = people.party(tx, code)
        assert who is not None
        sold = shop.lot(1_000, 850_00)
        source = Source(who.party_id, "web")
        return journal.post(tx, trade.sale(sold), key=key, source=source, sale=sold).entry_id


def test_an_entry_is_found_by_its_number(shared: Here) -> None:
    browser = shared.client("A01")
    assert browser.post("/corrections", data={"entry": "1"}).location == "/entries/1"
    for number, says in (("99", "There is no entry of that number."), ("x", "A whole number")):
        refused = browser.post("/corrections", data={"entry": number})
        assert refused.status_code == 422
        assert says in bare(refused.text)


def test_the_start_lists_what_may_be_put_right_and_what_was(shared: Here) -> None:
    page = words_of(shared.client("A01").get("/corrections"))
    assert "1 · Lot sold · Murugan (F012) · Malli 5.500 kg" in page
    assert "2 · Sale" not in page
    assert "entry 2 → taken back" in page
    assert "twice" in page


def test_staff_see_what_they_wrote_today(own: Here) -> None:
    number = sell_as(own, "S01")
    page = words_of(own.client("S01").get("/corrections"))
    assert f"{number} · Lot sold" in page
    assert "1 · Lot sold · Murugan (F012) · Malli 5.500" not in page
    assert "wrong rate" not in page
    assert own.client("S01").get("/corrections/rate").status_code == 403


def test_an_entry_shows_its_postings_and_what_it_hangs_together_with(shared: Here) -> None:
    browser = shared.client("A01")
    page = words_of(browser.get("/entries/2"))
    assert "Entry 2: Lot sold" in page
    assert "Market sales receivable ₹1,700.00" in page
    assert "Key lot:2" in page
    assert "Taken back by entry 4" in page
    assert "It is taken back already." in page
    mirror = words_of(browser.get("/entries/4"))
    assert "Takes back entry 2" in mirror
    assert "It takes another entry back, and stays." in mirror
    assert browser.get("/entries/99").status_code == 404


def test_a_lot_is_looked_at_before_it_is_put_right(own: Here) -> None:
    browser = own.client("A01")
    form = wrong_lot(quantity="5.000")
    looked = browser.post("/entries/1/lot", data={**form, "step": "look"})
    page = words_of(looked)
    assert "Weight 5.500 kg → 5.000 kg" in page
    assert "For the farmer ₹4,441.25 → ₹4,037.50" in page
    assert "Murugan (F012): the shop owes him less ₹403.75" in page
    assert 'value="misread the scale"' in looked.text
    assert entries(own) == LAKSHMIS_ADVANCE
    before = owed(own, "F012")
    page = yes_to(browser, "/entries/1/lot", form)
    assert "Entry 1 is put right; entry 7 stands in its place." in page
    assert "Stands in place of entry 1" in page
    assert owed(own, "F012") - before == -403_75
    assert "In its place stands entry 7" in words_of(browser.get("/entries/1"))


def test_a_yes_without_a_look_is_a_look(own: Here) -> None:
    answer = own.client("A01").post("/entries/1/lot", data=wrong_lot(rate="800", step="write"))
    assert "Look again before you say yes." in words_of(answer)
    assert entries(own) == LAKSHMIS_ADVANCE


def test_a_yes_sent_twice_puts_right_once(own: Here) -> None:
    browser = own.client("A01")
    form = wrong_lot(rate="800")
    yes_to(browser, "/entries/1/lot", form)
    again = browser.post("/entries/1/lot", data={**form, "step": "write", "seen": "x"})
    assert (again.status_code, entries(own)) == (303, 7)


def test_a_lot_goes_to_another_farmer_with_his_commission_and_its_qualities(own: Here) -> None:
    form = wrong_lot(farmer="Lakshmi", quality="wet")
    looked = own.client("A01").post("/entries/1/lot", data={**form, "step": "look"})
    page = words_of(looked)
    assert "Farmer Murugan (F012) → Lakshmi (F015)" in page
    assert "Quality none → Wet" in page
    yes_to(own.client("A01"), "/entries/1/lot", form)
    assert owed(own, "F015") > 0


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "says that already"),
        ({"quantity": "0"}, "weighs more than zero"),
        ({"rate": "much"}, "Rupees as a figure"),
        ({"flower": "rose"}, "Please choose"),
        ({"quality": "muddy"}, "Please choose"),
        ({"commission": "200"}, ""),
        ({"farmer": "F999"}, "No farmer is called so."),
        ({"quantity": "5", "reason": " "}, "Please fill this in."),
    ],
)
def test_what_cannot_be_put_right_is_said(shared: Here, fields: dict[str, str], says: str) -> None:
    refused = shared.client("A01").post("/entries/1/lot", data=wrong_lot(**fields, step="look"))
    assert refused.status_code == 422
    assert says in bare(refused.text)


def test_staff_put_right_their_own_of_today_and_nothing_else(own: Here) -> None:
    number = sell_as(own, "S01")
    staff = own.client("S01")
    assert "Ask the owner." in words_of(staff.get("/entries/1/lot"))
    refused = staff.post("/entries/1/reverse", data={"key": "k", "reason": "not mine"})
    assert refused.status_code == 422
    form = {**wrong_lot(), "quantity": "1.500"}
    assert f"Entry {number} is put right" in yes_to(staff, f"/entries/{number}/lot", form)


def test_an_entry_is_taken_back_with_a_reason(own: Here) -> None:
    browser = own.client("A01")
    page = words_of(browser.get("/entries/1/reverse"))
    assert "Murugan (F012): the shop owes him less ₹4,441.25" in page
    assert browser.post("/entries/1/reverse", data={"key": "k"}).status_code == 422
    answer = browser.post("/entries/1/reverse", data={"key": "k", "reason": "brought back"})
    assert "Entry 1 is taken back by entry 6." in words_of(browser.get(answer.location))
    again = browser.post("/entries/1/reverse", data={"key": "k2", "reason": "brought back"})
    assert again.status_code == 422


def test_what_is_paid_is_taken_back_by_two(own: Here) -> None:
    with own.engine.begin() as tx:
        settle_and_pay(tx)
    first, second = own.client("A01"), own.client("A02")
    assert "which is paid: another owner must say yes." in words_of(first.get("/entries/1/reverse"))
    answer = first.post("/entries/1/reverse", data={"key": "k", "reason": "never came"})
    assert answer.location == "/asks"
    with own.engine.begin() as tx:
        (waiting,) = approvals.open_asks(tx)
    assert (waiting.facts, waiting.reason) == ({"entry": 1}, "never came")
    second.post("/asks/1/grant", data={"key": "k"})
    with own.engine.begin() as tx:
        assert queries.entry_of(tx, 1).reversed_by is not None


def test_an_advance_is_put_right(own: Here) -> None:
    browser = own.client("A01")
    page = browser.get("/entries/5/advance")
    assert 'value="2000.00"' in page.text
    form = {"key": "k", "farmer": "F015", "amount": "1500", "till": "upi", "reason": "miscounted"}
    answer = browser.post("/entries/5/advance", data=form)
    assert "Entry 5 is put right" in words_of(browser.get(answer.location))
    with own.engine.begin() as tx:
        assert queries.owed_to(tx, "F015").advance_paise == 1_500_00
    assert browser.get("/entries/1/advance").status_code == 404
    assert browser.get("/entries/5/lot").status_code == 404


@pytest.fixture
def board_was_wrong(own: Here) -> Here:
    """Two lots of arali took ₹500 from the board; one was typed at that."""
    with own.engine.begin() as tx:
        goods.add_flower(tx, NewFlower(code="arali", name_en="Arali"))
        at = NOW - timedelta(minutes=30)
        rates.set_rate(tx, "arali", 500_00, at=at, by=None, key="arali")
        board = rates.in_force(tx, "arali", NOW)
        assert board is not None
        owner = people.party(tx, "A01")
        assert owner is not None
        for place, (farmer, rate_id) in enumerate(
            (("F012", board.rate_id), ("F015", board.rate_id), ("F012", None))
        ):
            sold = replace(
                shop.lot(2_000, 500_00, farmer=farmer, at=NOW), flower="arali", rate_id=rate_id
            )
            entering = Entering(
                by=owner,
                at=NOW,
                key=f"arali:{place}",
                source=Source(owner.party_id, "web"),
                on=shop.ON,
            )
            write_lots(tx, {f"arali:{place}": sold}, entering)
    return own


def test_a_wrong_rate_is_put_right_for_every_lot_that_took_it(board_was_wrong: Here) -> None:
    browser = board_was_wrong.client("A01")
    form = {
        "key": "k",
        "flower": "arali",
        "rate": "550",
        "on": "2026-11-24",
        "since": "06:00",
        "until": "07:00",
        "reason": "the slate said 550",
    }
    page = words_of(browser.post("/corrections/rate", data={**form, "step": "look"}))
    assert "Lots that change 2 Difference for the farmers ₹190.00" in page
    assert entries(board_was_wrong) == LAKSHMIS_ADVANCE + 3
    assert "2 lots are put right." in yes_to(browser, "/corrections/rate", form)
    assert owed(board_was_wrong, "F015") == 1_045_00
    none = browser.post("/corrections/rate", data={**form, "since": "05:00", "until": "06:00"})
    assert "No lot took another rate" in words_of(none)
    backwards = browser.post("/corrections/rate", data={**form, "until": "05:00"})
    assert backwards.status_code == 422
    assert "It must end after it begins." in bare(backwards.text)


@pytest.mark.parametrize("language", ["ta", "tanglish"])
@pytest.mark.parametrize(
    "address",
    ["/corrections", "/corrections/rate", "/entries/1", "/entries/1/lot", "/entries/1/reverse"],
)
def test_the_pages_are_read_in_tamil_too(shared: Here, address: str, language: str) -> None:
    words = words_of(shared.client("A01").get(f"{address}?lang={language}"))
    assert (
        "திருத்த" if language == "ta" else "hirutha" if "reverse" not in address else ""
    ) in words
