"""Lending, moving the shop's money and putting entries right from the command line."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from ledger.db import engine_for
from tests.books.putting_right import priced_by_board, settle, weigh
from tests.books.shop import lot, open_shop
from tests.ops.shop_desk import Desk


@pytest.fixture
def books(desk: Desk) -> Iterator[Engine]:
    """The same books, for what no command writes: flowers that are weighed."""
    engine = engine_for(desk.database_url)
    with engine.begin() as tx:
        open_shop(tx)
    yield engine
    engine.dispose()


@pytest.fixture
def shop_desk(desk: Desk, books: Engine) -> Desk:
    """A desk at a shop with two farmers and jasmine."""
    assert str(books.url.database) in desk.database_url
    return desk


def test_an_advance_is_asked_for_allowed_paid_and_brought_back(shop_desk: Desk) -> None:
    desk = shop_desk
    asked = desk("advance", "request", "f012", "5,000", "--reason", "seed", "--by", "S01")
    assert asked == ["Advance 1: F012 Murugan, ₹5,000.00, seed, requested."]
    assert desk("advance", "list", "--open") == ["1  F012 Murugan  ₹5,000.00  seed  requested"]
    assert desk("advance", "approve", "1", "--by", "A01") == [
        "Advance 1: F012 Murugan, ₹5,000.00, seed, approved."
    ]
    (paid,) = desk("advance", "pay", "1", "--till", "upi", "--by", "S01")
    assert paid == (
        "Advance 1: F012 Murugan, ₹5,000.00, seed, paid. Entry 1."
        " F012 Murugan: to be paid ₹0.00, advances outstanding ₹5,000.00"
    )
    assert desk("advance", "repay", "F012", "1,000", "--by", "S01") == [
        "Entry 2. F012 Murugan: to be paid ₹0.00, advances outstanding ₹4,000.00"
    ]
    desk.wait(days=3)
    assert desk("advance", "list", "--aged") == ["F012  entry 1  24-11-2026  ₹4,000.00  3 days"]
    assert desk("advance", "show", "1") == [
        "Advance 1: F012 Murugan, ₹5,000.00, seed, paid.",
        "asked for by S01 Selvi, 24-11-2026 05:40",
        "decided by A01 Meena, 24-11-2026 05:40",
        "Entry 1",
        "F012 Murugan: to be paid ₹0.00, advances outstanding ₹4,000.00",
    ]


def test_an_advance_is_refused_with_a_reason(shop_desk: Desk) -> None:
    desk = shop_desk
    desk("advance", "request", "F012", "5000", "--reason", "seed", "--by", "S01")
    assert desk("advance", "reject", "1", "--reason", "too much", "--by", "A01") == [
        "Advance 1: F012 Murugan, ₹5,000.00, seed, rejected."
    ]
    assert desk("advance", "show", "1")[2] == ("decided by A01 Meena, 24-11-2026 05:40: too much")
    assert desk("advance", "list", "F012", "--open") == ["no advances"]
    assert desk("advance", "list", "--aged") == ["nothing is out"]


def test_above_the_farmers_limit_a_second_admin_is_asked(shop_desk: Desk) -> None:
    desk = shop_desk
    said = desk("advance", "request", "F012", "20000.50", "--reason", "well", "--by", "S01")
    assert said[1] == "That is ₹0.50 above the limit: to approve it takes two admins."
    why = desk.refused("advance", "approve", "1", "--reason", "dry", "--by", "A01")
    assert why.startswith("this needs a second person: asked as 1")
    assert desk("ask", "grant", "1", "--by", "A02") == ["1 is granted, and done."]
    assert desk("advance", "show", "1")[0].endswith("approved.")
    give = ("advance", "give", "F012", "100", "--reason", "bus", "--by", "A01")
    assert "asked as 2" in desk.refused(*give)
    assert desk("ask", "grant", "2", "--by", "A02") == [
        "2 is granted, A01 now does it with --ask 2."
    ]
    assert ", paid. Entry 1." in desk(*give, "--ask", "2")[0]


def test_the_shops_own_money_moves(shop_desk: Desk, books: Engine) -> None:
    desk = shop_desk
    with books.begin() as tx:
        weigh(tx)
    moves = {
        "capital 10,000 --till bank": "Entry 2. bank ₹10,000.00, capital ₹10,000.00",
        "buyers 1000 --till cash": "Entry 3. cash ₹1,000.00, market ₹575.00",
        "move 300 --to bank": "Entry 4. bank ₹10,300.00, cash ₹700.00",
        "spend 450 --for tea": "Entry 5. shop-expenses ₹450.00, cash ₹250.00",
        "draw 100": "Entry 6. drawings ₹100.00, cash ₹150.00",
        "writeoff 75 --reason gone": "Entry 7. write-off ₹75.00, market ₹500.00",
        "opening advance:F013 200": "Entry 8. opening-balances ₹200.00,"
        " F013 Selvam: to be paid ₹0.00, advances outstanding ₹200.00",
        "writeoff 50 --farmer f013 --reason died": "Entry 9. write-off ₹125.00,"
        " F013 Selvam: to be paid ₹0.00, advances outstanding ₹150.00",
        "opening payable:F013 70 --overpaid": "Entry 10. opening-balances ₹270.00,"
        " F013 Selvam: to be paid -₹70.00, advances outstanding ₹150.00",
    }
    said = {words: desk("money", *words.split(), "--by", "A01") for words in moves}
    assert said == {words: [line] for words, line in moves.items()}


def test_a_movement_far_back_is_asked_for_and_then_entered(shop_desk: Desk) -> None:
    desk = shop_desk
    words = ("money", "spend", "450", "--for", "tea", "--on", "20-11-2026", "--by", "A01")
    desk.refused(*words)
    assert desk("ask", "list")[0].endswith("tea")
    assert desk("ask", "grant", "1", "--by", "A02") == [
        "1 is granted, A01 now does it with --ask 1."
    ]
    assert desk(*words, "--ask", "1")[0].startswith("Entry 1.")


def test_a_lot_is_put_right_and_taken_back(shop_desk: Desk, books: Engine) -> None:
    desk = shop_desk
    with books.begin() as tx:
        weigh(tx)
    right = ("correct", "lot", "1", "--weight", "9.5", "--quality", "wet", "--reason", "scale")
    assert desk(*right, "--farmer", "f013", "--by", "A01") == [
        "Entry 2 takes back 1; 3 is in its place.",
        "F012 Murugan: to be paid ₹0.00, advances outstanding ₹0.00",
        "F013 Selvam: to be paid ₹1,218.37, advances outstanding ₹0.00",
    ]
    assert desk("reverse", "3", "--reason", "no lot at all", "--by", "A01") == [
        "Entry 4 takes back 3.",
        "F013 Selvam: to be paid ₹0.00, advances outstanding ₹0.00",
    ]


def test_a_rate_is_put_right_for_all_its_lots(shop_desk: Desk, books: Engine) -> None:
    desk = shop_desk
    with books.begin() as tx:
        priced_by_board(tx, 1_000, 0)
        priced_by_board(tx, 2_000, 20, "F013")
    words = ("correct", "rate", "malli", "140", "--from", "05:50", "--reason", "board")
    desk.wait(hours=1)
    assert desk(*words, "--until", "06:30", "--by", "A01") == [
        "Entry 3 takes back 2; 4 is in its place.",
        "F013 Selvam: to be paid ₹266.00, advances outstanding ₹0.00",
    ]
    assert desk(*words, "--by", "A01") == ["nothing was to be put right"]


def test_an_advance_is_put_right(shop_desk: Desk) -> None:
    desk = shop_desk
    desk("advance", "give", "F012", "1000", "--reason", "seed", "--by", "A01")
    words = ("correct", "advance", "1", "--amount", "100", "--reason", "one nought", "--by", "A01")
    assert desk(*words) == [
        "Entry 2 takes back 1; 3 is in its place.",
        "F012 Murugan: to be paid ₹0.00, advances outstanding ₹100.00",
    ]
    assert desk("advance", "show", "1")[3] == "Entry 1, put right by entry 3"


def test_after_its_settlement_is_paid_another_admin_puts_it_right(
    shop_desk: Desk, books: Engine
) -> None:
    desk = shop_desk
    with books.begin() as tx:
        weigh(tx)
        settle(tx, is_paid=True)
    why = desk.refused("correct", "lot", "1", "--weight", "9.5", "--reason", "scale", "--by", "A01")
    assert "second person: asked as 1" in why
    assert desk("ask", "grant", "1", "--by", "A02") == ["1 is granted, and done."]
    assert desk("balance", "F012")[1].endswith("-₹142.50")


REFUSED = (
    ("advance request F012 0 --reason seed --by S01", "₹0.00 is not between ₹0.01 and ₹500000.00"),
    ("advance request F999 10 --reason seed --by S01", "no farmer F999"),
    ("advance request F012 10 --by S01", "Missing option '--reason'"),
    ("advance request F012 1.234 --reason seed --by S01", "1.234 is no sum of rupees"),
    ("advance approve 9 --by A01", "no advance 9"),
    ("advance approve 1 --by S01", "not allowed to approve or reject an advance"),
    ("advance pay 1 --by S01", "advance 1 is not approved"),
    ("advance give F012 2000.01 --reason seed --by S01", "₹2000.01 is above the staff limit"),
    ("advance repay F012 1 --by S01", "₹1.00 is more than the ₹0.00 outstanding"),
    ("advance reject 1 --by A01", "Missing option '--reason'"),
    ("money spend 10 --for tea --by S01", "not allowed to enter the shop's own money"),
    ("money spend 10 --by A01", "Missing option '--for'"),
    ("money spend 10 --for tea --on 2026-11-25 --by A01", "25-11-2026 is yet to come"),
    ("money spend 500000.01 --for land --by A01", "₹500000.01 is not between"),
    ("money fee cess 10 --by A01", "₹10.00 is more than the ₹0.00 on fee:cess"),
    ("money fee milk 10 --by A01", "'milk' is not one of"),
    ("money move 10 --to cash --by A01", "the money is in cash already"),
    ("money writeoff 10 --reason gone --by A01", "₹10.00 is more than the ₹0.00 on market"),
    ("money opening nosuch 10 --by A01", "no account nosuch"),
    ("reverse 9 --reason x --by A01", "no entry 9"),
    ("reverse 9 --by A01", "Missing option '--reason'"),
    ("correct lot 9 --weight 9.5 --reason x --by A01", "no entry 9"),
    ("correct lot 9 --weight 9.5555 --reason x --by A01", "9.5555 is no weight such as"),
    ("correct lot 9 --quality dry --reason x --by A01", "no quality dry"),
    ("correct rate malli 10 --from 06:00 --reason x --by S01", "not allowed to correct any"),
)


def test_what_cannot_be_done_is_one_line(shop_desk: Desk) -> None:
    shop_desk("advance", "request", "F012", "10", "--reason", "seed", "--by", "S01")
    for words, why in REFUSED:
        assert why in shop_desk.refused(*words.split()), words


def test_an_entry_of_another_is_not_put_right_by_staff(shop_desk: Desk, books: Engine) -> None:
    with books.begin() as tx:
        weigh(tx, "A01", lot(9_000))
    why = shop_desk.refused("reverse", "1", "--reason", "x", "--by", "S01")
    assert why == "entry 1 is another's, of another day, or settled"
