"""Flowers, slots, qualities and the shop's own words on the pages."""

from datetime import time

import pytest
from flask.testing import FlaskClient

from ledger import goods
from ledger.goods import Flower
from ledger.register.words import shop_words
from tests.dashboard.conftest import Here, bare, words_of

NEW = {"code": "arali", "name_en": "Arali", "name_ta": "அரளி", "unit": "kg"}
SLOT = {"code": "night", "name_en": "Night", "name_ta": "இரவு", "starts": "18:00", "ends": "20:00"}
QUALITY = {"code": "dust", "name_en": "Dusty", "name_ta": "தூசி", "percent": "-3", "side": "price"}


def send(browser: FlaskClient, address: str, **fields: str) -> str:
    """Send a form that is taken, and read the page to which it leads."""
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 303, bare(answer.text)
    return words_of(browser.get(answer.location))


def refused(browser: FlaskClient, address: str, **fields: str) -> str:
    answer = browser.post(address, data={"key": "k1", **fields})
    assert answer.status_code == 422, answer.status
    return bare(answer.text)


def flower(here: Here, code: str) -> Flower:
    with here.engine.begin() as tx:
        return next(each for each in goods.flowers(tx) if each.code == code)


def test_everything_that_is_sold_stands_on_one_page(as_staff: FlaskClient) -> None:
    words = words_of(as_staff.get("/flowers"))
    assert "Malli kilogram 5 %, the shop's" in words
    assert "04:00–06:00 Early morning" in words
    assert "-10 % Wet · the price, for both sides" in words
    assert "There is none yet." in words


def test_staff_look_and_change_nothing(as_staff: FlaskClient) -> None:
    assert "<form" not in as_staff.get("/flowers").text.partition("<main")[2]
    assert "<form" not in as_staff.get("/flowers/malli").text.partition("<main")[2]
    assert as_staff.post("/flowers", data={"key": "k", **NEW}).status_code == 403
    assert as_staff.post("/flowers/malli/sold", data={"is_sold": "no"}).status_code == 403


def test_a_flower_is_added_changed_rests_and_comes_back(own: Here) -> None:
    browser = own.client("A01")
    words = send(browser, "/flowers", **NEW, commission="4.5", aliases="sevvarali, kasthuri poo")
    assert "Arali is on the list." in words
    arali = flower(own, "arali")
    assert (arali.commission_bp, arali.aliases) == (450, ("kasthuri poo", "sevvarali"))
    assert 'name="commission" type="text" value="4.5"' in browser.get("/flowers/arali").text
    words = send(browser, "/flowers/arali/change", name_en="Red arali", name_ta="அரளி")
    assert "Red arali is changed." in words
    assert "5 %, the shop's" in words
    assert "no longer sold" in send(browser, "/flowers/arali/sold", is_sold="no")
    assert not flower(own, "arali").is_active
    send(browser, "/flowers/arali/sold", is_sold="yes")
    assert flower(own, "arali").is_active


def test_a_flower_is_called_more_and_no_longer_so(own: Here) -> None:
    browser = own.client("A01")
    assert "kundumalli" in send(browser, "/flowers/malli/names", aliases="kundumalli")
    assert "Malar reads a farmer" in refused(browser, "/flowers/malli/names", aliases="Lakshmi")
    assert flower(own, "malli").aliases == ("kundumalli",)
    words = send(browser, "/flowers/malli/names/remove", alias="kundumalli")
    assert "It has no other name." in words
    assert flower(own, "malli").aliases == ()


def test_slots_are_added_changed_and_taken_away_and_never_overlap(own: Here) -> None:
    browser = own.client("A01")
    assert "18:00–20:00 Night" in send(browser, "/slots", **SLOT)
    moved = {name: SLOT[name] for name in ("name_en", "name_ta", "starts")}
    words = refused(browser, "/slots/night/change", **moved | {"starts": "17:00"}, ends="20:00")
    assert "Evening" in words
    send(browser, "/slots/night/change", **moved, ends="21:30")
    with own.engine.begin() as tx:
        assert goods.time_slots(tx)[-1].ends == time(21, 30)
    assert "Night is no longer a part of the day." in send(browser, "/slots/night/remove")
    assert browser.get("/slots/night").status_code == 404


def test_a_slot_in_which_rates_were_set_can_go(own: Here) -> None:
    browser = own.client("A01")
    assert "Early morning is no longer" in send(browser, "/slots/early-morning/remove")
    assert "₹850.00" in words_of(browser.get("/rates"))


def test_a_quality_is_added_and_counts_otherwise_from_then_on(own: Here) -> None:
    browser = own.client("A01")
    assert "-3 % Dusty · the price" in send(browser, "/qualities", **QUALITY)
    changed = {name: QUALITY[name] for name in ("name_en", "name_ta", "side")}
    assert 'value="-3"' in browser.get("/qualities/dust").text
    assert "-2.5 % Dusty" in send(browser, "/qualities/dust", **changed, percent="-2.5")
    assert "Nothing was changed" in refused(browser, "/qualities", **QUALITY | {"percent": "-100"})
    assert browser.get("/qualities/nosuch").status_code == 404


def test_the_shop_teaches_its_words_but_none_that_means_something(own: Here) -> None:
    browser = own.client("A01")
    assert "“kaasu vettu” means “paid cash”" in send(
        browser, "/words", word="kaasu vettu", means="paid cash"
    )
    assert "Malar knows it already" in refused(browser, "/words", word="paid", means="balance")
    words = refused(browser, "/words", word="vettu", means="zzzq")
    assert "“zzzq”: Malar does not know that itself" in words
    assert "means nothing any more" in send(browser, "/words/forget", word="kaasu vettu")
    with own.engine.begin() as tx:
        assert shop_words(tx) == {}


@pytest.mark.parametrize(
    ("address", "fields", "says"),
    [
        ("/flowers", NEW | {"name_ta": "Arali"}, "Tamil letters"),
        ("/flowers", NEW | {"code": "a b"}, "a code has"),
        ("/flowers", NEW | {"name_en": "Malli"}, "Malli"),
        ("/flowers", NEW | {"unit": "sack"}, "choose from what is offered"),
        ("/flowers", NEW | {"commission": "120"}, "that percentage cannot be"),
        ("/flowers/malli/names", {"aliases": " , "}, "Please fill this in"),
        ("/flowers/malli/names/remove", {"alias": "nosuch"}, "Not done."),
        ("/slots", SLOT | {"ends": "17:00"}, "begins before it ends"),
        ("/qualities", QUALITY | {"side": "both"}, "choose from what is offered"),
    ],
)
def test_what_cannot_be_is_said_where_it_was_typed(
    shared: Here, address: str, fields: dict[str, str], says: str
) -> None:
    assert says in refused(shared.client("A01"), address, **fields)


def test_what_is_not_there_is_missing(as_admin: FlaskClient) -> None:
    for address in ("/flowers/nosuch", "/slots/nosuch", "/qualities/nosuch"):
        assert as_admin.get(address).status_code == 404
    assert as_admin.post("/flowers/nosuch/sold", data={"is_sold": "no"}).status_code == 404


@pytest.mark.parametrize("language", ["ta", "tanglish"])
@pytest.mark.parametrize(
    "path", ["/flowers", "/flowers/malli", "/slots/early-morning", "/qualities/wet"]
)
def test_the_pages_are_read_in_tamil_too(as_admin: FlaskClient, path: str, language: str) -> None:
    words = words_of(as_admin.get(f"{path}?lang={language}"))
    assert ("பூ" if language == "ta" else "ookkal") in words
    assert "flowers." not in words
