"""The rate board on the pages: read at any minute, rates put up together, a flower's history."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from ledger import goods, rates
from ledger.goods import NewFlower
from tests.dashboard.conftest import NOW, Here, bare, key_in, words_of


def put(browser: FlaskClient, key: str = "k1", **fields: str) -> str:
    """Send the form, which is taken, and read the page to which it leads."""
    answer = browser.post("/rates", data={"key": key, **fields})
    assert answer.status_code == 303, bare(answer.text)
    return words_of(browser.get(answer.location))


def refused(browser: FlaskClient, **fields: str) -> str:
    answer = browser.post("/rates", data={"key": "k1", **fields})
    assert answer.status_code == 422
    return bare(answer.text)


def on_board(here: Here) -> dict[str, int]:
    with here.engine.begin() as tx:
        return {rate.flower: rate.rate_paise for rate in rates.board(tx, NOW)}


@pytest.fixture
def two(own: Here) -> Here:
    """A shop that sells arali too, which has no rate yet, and lets kanakambaram rest."""
    with own.engine.begin() as tx:
        goods.add_flower(tx, NewFlower(code="arali", name_en="Arali", name_ta="அரளி"))
    return own


def test_the_board_has_a_row_a_flower_a_column_a_slot_and_says_which_rate_counts(
    as_admin: FlaskClient,
) -> None:
    answer = as_admin.get("/rates")
    words = words_of(answer)
    assert "Early morning 04:00–06:00 Morning peak 06:00–08:00" in words
    assert "Malli ₹850.00 in force 5:40 am · not known" in words
    assert 'data-label="Early morning"' in answer.text


def test_staff_read_the_board_and_cannot_set_it(as_staff: FlaskClient) -> None:
    assert "Malli ₹850.00 in force" in words_of(as_staff.get("/rates"))
    assert "Put on the board" not in as_staff.get("/rates").text
    assert as_staff.post("/rates", data={"key": "k", "rate-malli": "900"}).status_code == 403


def test_many_rates_are_put_up_at_once_and_what_is_empty_stays(two: Here) -> None:
    words = put(two.client("A01"), **{"rate-malli": "", "rate-arali": "120"})
    assert "1 rate stands on the board." in words
    assert on_board(two) == {"malli": 850_00, "arali": 120_00}
    words = put(two.client("A01"), "k2", **{"rate-malli": "900", "rate-arali": "130.50"})
    assert "2 rates stand on the board." in words
    assert "Malli ₹850.00 5:40 am · not known ₹900.00 in force 6:40 am · Meenakshi" in words
    assert on_board(two) == {"malli": 900_00, "arali": 130_50}


def test_one_press_counts_once(two: Here) -> None:
    browser = two.client("A01")
    for _press in range(2):
        put(browser, **{"rate-malli": "900"})
    with two.engine.begin() as tx:
        assert len(rates.moves_of(tx, "malli", NOW.date())) == 2


def test_far_from_the_present_rate_asks_first_and_puts_up_nothing_till_then(two: Here) -> None:
    browser = two.client("A01")
    words = refused(browser, **{"rate-malli": "85", "rate-arali": "120"})
    assert "Malli: ₹850.00 now, ₹85.00 typed." in words
    assert on_board(two) == {"malli": 850_00}
    put(browser, **{"rate-malli": "85", "rate-arali": "120", "is_sure": "1"})
    assert on_board(two) == {"malli": 85_00, "arali": 120_00}


def test_what_was_typed_stands_there_again_under_the_same_key(two: Here) -> None:
    answer = two.client("A01").post("/rates", data={"key": "mine", "rate-malli": "85"})
    assert 'value="85"' in answer.text
    assert key_in(answer) == "mine"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "No rate was filled in."),
        ({"rate-malli": "much"}, "Rupees as a figure"),
        ({"rate-malli": "0", "is_sure": "1"}, "that sum cannot be"),
        ({"rate-arali": "10000.01"}, "that sum cannot be"),
        ({"rate-malli": "900", "slot": "early-morning"}, "choose from what is offered"),
    ],
)
def test_what_cannot_stand_on_the_board_is_said(
    two: Here, fields: dict[str, str], says: str
) -> None:
    assert says in refused(two.client("A01"), **fields)
    assert on_board(two) == {"malli": 850_00}


def test_a_rate_of_a_later_slot_counts_from_its_beginning(two: Here) -> None:
    words = put(two.client("A01"), **{"rate-malli": "700", "slot": slot_at(two, "08:00")})
    assert "₹850.00 in force" in words
    assert "₹700.00 later 8:00 am · Meenakshi" in words
    assert on_board(two) == {"malli": 850_00}
    with two.engine.begin() as tx:
        at_ten = rates.in_force(tx, "malli", NOW + timedelta(hours=2))
    assert at_ten is not None
    assert at_ten.rate_paise == 700_00


def slot_at(here: Here, begins: str) -> str:
    with here.engine.begin() as tx:
        return next(s.code for s in goods.time_slots(tx) if f"{s.starts:%H:%M}" == begins)


def test_the_board_of_a_past_minute_is_read_back(two: Here) -> None:
    put(two.client("A01"), **{"rate-malli": "900"})
    browser = two.client("S01")
    words = words_of(browser.get("/rates?at=2026-11-24T06:00"))
    assert "The board as it stood at 24-11-2026, 6:00 am" in words
    assert "₹850.00 in force" in words
    assert "₹900.00" not in words
    assert "₹850.00" not in words_of(browser.get("/rates?at=2026-11-24T05:00"))
    assert "₹850.00" not in words_of(browser.get("/rates?at=2026-11-23T18:00"))
    assert browser.get("/rates?at=yesterday").status_code == 422


def test_the_history_goes_back_over_days_with_who_and_through_what(two: Here) -> None:
    put(two.client("A01"), **{"rate-malli": "900"})
    with two.engine.begin() as tx:
        for number in range(55):
            at = NOW - timedelta(days=2, minutes=number)
            rates.set_rate(tx, "malli", 500_00, at=at, by=None, key=f"wa:SM{number}:1")
    browser = two.client("S01")
    words = words_of(browser.get("/rates/malli"))
    assert "24-11-2026, 6:40 am Morning peak Meenakshi (A01) These pages ₹900.00 a kg" in words
    assert "WhatsApp ₹500.00 a kg" in words
    assert "Older" in words
    assert words_of(browser.get("/rates/malli?page=2")).count("₹500.00") == 7
    assert "This flower has had no rate yet." in words_of(browser.get("/rates/arali"))
    assert browser.get("/rates/nosuch").status_code == 404


@pytest.mark.parametrize("language", ["ta", "tanglish"])
@pytest.mark.parametrize("path", ["/rates", "/rates/malli"])
def test_the_board_is_read_in_tamil_too(shared: Here, path: str, language: str) -> None:
    words = words_of(shared.client("A01").get(f"{path}?lang={language}"))
    assert ("விலை" if language == "ta" else "ate") in words
    assert "rates." not in words
