"""Weighing in by page: looked at first, then written, by the rule that chat has."""

import re
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from ledger import approvals, queries
from ledger.board import MARKET_ZONE
from ledger.notices import notice_table
from ledger.queries import LotRow
from ledger.register.people import deactivate
from tests.books import shop
from tests.books.trading import who
from tests.dashboard.conftest import NOW, Here, bare, key_in, words_of

USUAL = {"farmer": "F015", "flower": "malli", "quantity": "4.5", "rate": ""}


def look(browser: FlaskClient, **filled: str) -> TestResponse:
    """A new form, filled and looked at."""
    key = key_in(browser.get("/lots/new"))
    return browser.post("/lots/new", data={**USUAL, "key": key, "step": "look", **filled})


def carried(answer: TestResponse) -> dict[str, str]:
    """What the form carries on from one step to the next."""
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.text)
    return dict(hidden)


def write(browser: FlaskClient, looked: TestResponse, **filled: str) -> TestResponse:
    """Yes to what was looked at."""
    data = {**USUAL, **carried(looked), **filled, "step": "write"}
    return browser.post("/lots/new", data=data)


def lots_of(here: Here, farmer: str = "F015", on: date = shop.ON) -> list[LotRow]:
    with here.engine.connect() as tx:
        return queries.lots_on(tx, on, farmer)


def test_a_lot_is_looked_at_and_then_written(own: Here) -> None:
    browser = own.client("S01")
    looked = look(browser)
    page = words_of(looked)
    assert "Lakshmi (F015) · Periyakulam Malli 4.500 kg" in page
    assert "Rate ₹850.00 a kg board's rate" in page
    assert "Gross ₹3,825.00 Commission 5 % -₹191.25 To the farmer ₹3,633.75" in page
    assert lots_of(own) == []
    written = write(browser, looked)
    assert written.headers["Location"] == "/lots/new?flower=malli"
    (lot,) = lots_of(own)
    assert (lot.worth.net_paise, lot.at) == (3_633_75, NOW)
    with own.engine.connect() as tx:
        entry = queries.entry_of(tx, lot.entry_id)
        selvi = who(tx, "S01").party_id
        noted = tx.scalars(select(notice_table.c.subject)).all()
    assert (entry.channel, entry.actor_id) == ("web", selvi)
    assert [subject["entries"] for subject in noted] == [[lot.entry_id]]
    again = browser.get(written.headers["Location"])
    assert f"Written, entry {lot.entry_id}: Lakshmi Malli 4.500 kg × ₹850.00" in words_of(again)
    assert '<option value="malli" selected>' in again.text
    assert 'value="F015" ' not in again.text.split("<datalist")[0]


def test_yes_twice_writes_once(own: Here) -> None:
    browser = own.client("S01")
    looked = look(browser)
    assert write(browser, looked).status_code == write(browser, looked).status_code == 303
    assert len(lots_of(own)) == 1


def test_who_goes_back_and_changes_the_lot_states_another_one(own: Here) -> None:
    browser = own.client("S01")
    looked = look(browser)
    assert write(browser, looked).status_code == 303
    changed = {**USUAL, **carried(looked), "quantity": "7", "step": "write"}
    again = browser.post("/lots/new", data=changed)
    assert "It has changed meanwhile" in words_of(again)
    assert write(browser, again, quantity="7").status_code == 303
    assert [lot.quantity_milli for lot in lots_of(own)] == [4_500, 7_000]


@pytest.mark.parametrize("filled", [{"quantity": "5"}, {"rate": "900"}, {"farmer": "F012"}])
def test_what_was_not_looked_at_is_not_written(own: Here, filled: dict[str, str]) -> None:
    browser = own.client("S01")
    answer = write(browser, look(browser), **filled)
    assert "It has changed meanwhile" in words_of(answer)
    assert lots_of(own) == []


def test_a_yes_without_a_look_is_a_look(own: Here) -> None:
    browser = own.client("S01")
    key = key_in(browser.get("/lots/new"))
    answer = browser.post("/lots/new", data={**USUAL, "key": key, "step": "write"})
    assert "It comes to" in words_of(answer)
    assert lots_of(own) == []


def test_a_yes_that_comes_too_late_is_looked_at_again(own: Here) -> None:
    browser = own.client("S01")
    looked = look(browser)
    sent = carried(looked)
    long_ago = (NOW - timedelta(hours=2)).astimezone(MARKET_ZONE).replace(tzinfo=None).isoformat()
    seen = sent["seen"].replace(sent["weighed_at"], long_ago)
    answer = write(browser, looked, weighed_at=long_ago, seen=seen)
    assert "It has changed meanwhile" in words_of(answer)
    assert lots_of(own) == []


def test_a_name_in_either_script_is_enough(own: Here) -> None:
    browser = own.client("S01")
    for name in ("லட்சுமி", "lakshmi", "15"):
        assert "Lakshmi (F015)" in words_of(look(browser, farmer=name))


def test_namesakes_are_told_apart_by_a_tap(own: Here) -> None:
    browser = own.client("S01")
    which = look(browser, farmer="Murugan")
    page = words_of(which)
    assert "Which farmer? Murugan (F012) Nilakottai Murugan (F031) Melur" in page
    data = {**USUAL, **carried(which), "farmer": "Murugan", "chosen": "F031"}
    looked = browser.post("/lots/new", data=data)
    assert "Murugan (F031) · Melur" in words_of(looked)
    assert write(browser, looked, farmer="Murugan").status_code == 303
    assert len(lots_of(own, "F031")) == 1


@pytest.mark.parametrize(
    ("filled", "said"),
    [
        ({"farmer": ""}, "Please fill this in."),
        ({"farmer": "ravi"}, "No farmer is called so"),
        ({"farmer": "S01"}, "No farmer is called so"),
        ({"flower": ""}, "Please fill this in."),
        ({"flower": "roja"}, "Please choose from what is offered."),
        ({"quantity": ""}, "Please fill this in."),
        ({"quantity": "a lot"}, "A weight or count"),
        ({"quantity": "-4"}, "A weight or count"),
        ({"quantity": "0"}, "The weight must be above zero"),
        ({"quantity": "500.001"}, "above the limit of 500.000 kg"),
        ({"rate": "x"}, "Rupees as a figure"),
        ({"rate": "0"}, "The rate must be above zero"),
        ({"rate": "10000.01"}, "above the limit of ₹10,000.00"),
        ({"quantity": "500", "rate": "9000"}, "above the limit of ₹5,00,000.00"),
        ({"quantity": "0.001", "rate": "0.01"}, "comes to nothing"),
        ({"quality": "mouldy"}, "Please choose from what is offered."),
        ({"on": "2026-11-23"}, "At what time was it weighed?"),
        ({"on": "2026-11-25", "time": "05:00"}, "That moment has not come yet."),
        ({"time": "06:41"}, "That moment has not come yet."),
        ({"on": "23-23-2026", "time": "05:00"}, "A day, such as"),
    ],
)
def test_what_cannot_be_is_said_and_the_form_stays_filled(
    shared: Here, filled: dict[str, str], said: str
) -> None:
    answer = look(shared.client("S01"), **filled)
    assert answer.status_code == 422
    assert said in bare(answer.text)
    for name, value in {**USUAL, **filled}.items():
        if name in ("quantity", "farmer"):
            assert f'name="{name}" type="text" value="{value}"' in answer.text


def test_without_a_rate_on_the_board_one_has_to_be_typed(own: Here) -> None:
    yesterday = {"on": "2026-11-23", "time": "05:00"}
    browser = own.client("S01")
    answer = look(browser, **yesterday)
    assert answer.status_code == 422
    assert "The board has no rate for Malli" in bare(answer.text)
    looked = look(browser, **yesterday, rate="700")
    assert "typed rate" in words_of(looked)
    assert write(browser, looked, **yesterday, rate="700").status_code == 303
    assert len(lots_of(own, on=date(2026, 11, 23))) == 1


def test_a_rate_far_from_the_boards_and_a_twin_are_said_before_the_yes(own: Here) -> None:
    browser = own.client("S01")
    first = look(browser, rate="400")
    assert "₹400.00 is far from the board's ₹850.00." in words_of(first)
    assert write(browser, first, rate="400").status_code == 303
    (lot,) = lots_of(own)
    second = look(browser, rate="400")
    page = words_of(second)
    assert f"The same lot was written just now: entry {lot.entry_id}." in page
    assert "Yes, one more: write it" in page
    assert write(browser, second, rate="400").status_code == 303
    assert len(lots_of(own)) == 2


def test_a_twin_written_between_the_look_and_the_yes_is_said(own: Here) -> None:
    browser, other = own.client("S01"), own.client("A01")
    looked = look(browser)
    assert write(other, look(other)).status_code == 303
    answer = write(browser, looked)
    assert "It has changed meanwhile" in words_of(answer)
    assert len(lots_of(own)) == 1
    assert write(browser, answer).status_code == 303
    assert len(lots_of(own)) == 2


def test_only_the_owner_goes_above_the_limit_and_says_that_he_is_sure(own: Here) -> None:
    heavy = {"quantity": "501", "is_sure": "1"}
    clerk, owner = own.client("S01"), own.client("A01")
    assert look(clerk, **heavy).status_code == 422
    assert "above the limit, and right" not in clerk.get("/lots/new").text
    looked = look(owner, **heavy)
    assert "It is above the shop's limit." in words_of(looked)
    assert write(owner, looked, quantity="501").status_code == 422
    assert lots_of(own) == []
    assert write(owner, looked, **heavy).status_code == 303
    assert [lot.quantity_milli for lot in lots_of(own)] == [501_000]


def test_a_day_long_past_takes_a_second_person(own: Here) -> None:
    browser, other = own.client("S01"), own.client("A02")
    old = {"on": "2026-11-20", "time": "05:00", "rate": "700", "reason": "the book was wet"}
    looked = look(browser, **old)
    assert "needs a second person's yes" in words_of(looked)
    assert write(browser, looked, **{**old, "reason": ""}).status_code == 422
    assert write(browser, looked, **old).headers["Location"] == "/asks"
    assert lots_of(own, on=date(2026, 11, 20)) == []
    with own.engine.begin() as tx:
        (ask,) = approvals.open_asks(tx)
        approvals.grant(tx, ask.ask_id, by=who(tx, "A02"), at=NOW)
    allowed = {**old, "ask": str(ask.ask_id)}
    assert write(browser, look(browser, **allowed), **allowed).status_code == 303
    (lot,) = lots_of(own, on=date(2026, 11, 20))
    assert lot.rate_paise == 700_00
    assert "20-11-2026" in words_of(other.get(f"/lots/{lot.entry_id}"))


def test_a_farmer_who_left_is_not_found(own: Here) -> None:
    with own.engine.begin() as tx:
        deactivate(tx, who(tx, "F031").party_id, by=who(tx, "A01"), at=NOW)
    assert look(own.client("S01"), farmer="F031").status_code == 422


def test_qualities_count_and_are_named(own: Here) -> None:
    browser = own.client("S01")
    key = key_in(browser.get("/lots/new"))
    wet = {**USUAL, "key": key, "step": "look", "quality": ["wet", "bonus"]}
    page = words_of(browser.post("/lots/new", data=wet))
    assert "-10 %" in page
    assert "Gross ₹3,614.63" in page
    assert "Of it the shop's gift ₹172.13" in page


def test_farmers_names_and_the_boards_rates_are_offered(shared: Here) -> None:
    page = shared.client("S01").get("/lots/new").text
    assert '<option value="F031">Murugan · Melur</option>' in page
    assert "Malli · ₹850.00 a kg" in page
