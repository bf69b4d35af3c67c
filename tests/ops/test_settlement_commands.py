"""The owner settles and pays from the command line."""

import pytest
from sqlalchemy import Engine

from ledger.people import party
from ledger.settlements import answer
from tests.books.shop import ON, open_shop
from tests.books.trading import lend, weigh
from tests.databases import connected
from tests.ops.shop_desk import Desk

BY = ("--by", "A01")
TODAY = ("--cut-off", f"{ON:%d-%m-%Y}")


@pytest.fixture
def books(desk: Desk) -> Engine:
    """A lot of Murugan's and one of Selvam's; ₹100.00 are lent to Murugan."""
    with connected(desk.database_url) as engine:
        with engine.begin() as tx:
            open_shop(tx)
            weigh(tx, "1")
            weigh(tx, "2", 20, farmer="F013")
            lend(tx, 100_00)
        return engine


@pytest.mark.usefixtures("books")
def test_a_week_is_settled_and_paid(desk: Desk) -> None:
    desk("fee", "add", "loading", "--name", "Loading", "--name-ta", "ஏற்றுக் கூலி",
         "--flat", "50", "--account", "fee:loading", *BY)  # fmt: skip
    assert desk("settlement", "run", *TODAY, "--everyone", *BY) == [
        "Settlements up to 24-11-2026: 2 drafted, 0 approved, 0 with nothing due, 0 left out.",
        "To be paid ₹0.00. The totals are proved.",
    ]
    assert desk("settlement", "list") == [
        "1  F012  24-11-2026  ₹800.00    draft",
        "2  F013  24-11-2026  ₹1,850.00  draft",
    ]
    assert desk("settlement", "approve", "--all", *BY) == [
        "SET-2026-11-001: F012 up to 24-11-2026, net ₹800.00, approved, ₹800.00 to pay.",
        "SET-2026-11-002: F013 up to 24-11-2026, net ₹1,850.00, approved, ₹1,850.00 to pay.",
    ]
    assert desk("settlement", "pay", "set-2026-11-001", "300", *BY) == [
        "Entry 6: ₹300.00 of SET-2026-11-001.",
        "F012 Murugan: to be paid ₹500.00, advances outstanding ₹0.00",
    ]
    assert desk("pay", "F012", "500", *BY)[0] == "Entry 7: ₹500.00 of SET-2026-11-001."
    shown = desk("settlement", "show", "SET-2026-11-001")
    assert shown[0] == "SET-2026-11-001 · F012 · 24-11-2026 to 24-11-2026 · paid"
    assert shown[1].startswith("approved 24-11-2026 05:40 · to be paid 26-11-2026 · code ")
    assert shown[2:] == [
        "24-11-2026  1  malli 10.000 kg × ₹100.00  ₹950.00",
        "               Loading                    -₹50.00",
        "gross of 1 lot            ₹1,000.00",
        "commission                  -₹50.00",
        "due                         ₹950.00",
        "fees                        -₹50.00",
        "advance recovered          -₹100.00",
        "net                         ₹800.00",
        "paid                        ₹800.00",
    ]


@pytest.mark.usefixtures("books")
def test_a_run_can_approve_and_says_when_nothing_waits(desk: Desk) -> None:
    first = desk("settlement", "run", *TODAY, "--everyone", "--approve", *BY)
    assert first[-1] == "To be paid ₹2,750.00. The totals are proved."
    again = desk("settlement", "run", *TODAY, "--everyone", "--approve", *BY)
    assert "0 approved, 2 with nothing due" in again[0]
    assert desk("settlement", "approve", "--all", *BY) == ["no drafts"]
    assert desk("settlement", "list", "f013", "--state", "approved", "--month", "2026-11-01") == [
        "SET-2026-11-002  F013  24-11-2026  ₹1,900.00  approved  ₹1,900.00 to pay"
    ]


@pytest.mark.usefixtures("books")
def test_a_settlement_is_taken_back_and_what_is_wrong_is_one_line(desk: Desk) -> None:
    desk("settlement", "draft", "F013", *TODAY, "--by", "S01")
    assert desk("settlement", "submit", "1", "--by", "S01") == [
        "1: F013 up to 24-11-2026, net ₹1,900.00, pending."
    ]
    assert desk.refused("settlement", "approve", "1", "--by", "S01") == (
        "not allowed to approve, pay or void settlements"
    )
    desk("settlement", "approve", "1", *BY)
    assert (
        desk.refused("settlement", "approve", "1", *BY) == "settlement SET-2026-11-001 is approved"
    )
    assert "more than the" in desk.refused("pay", "F013", "1900.01", *BY)
    assert desk("settlement", "void", "SET-2026-11-001", "--reason", "wrong week", *BY) == [
        "SET-2026-11-001: F013 up to 24-11-2026, net ₹1,900.00, void.",
        "F013 Selvam: to be paid ₹1,900.00, advances outstanding ₹0.00",
    ]
    assert "nothing to settle" in desk.refused(
        "settlement", "draft", "F013", "--cut-off", "2026-11-01", *BY
    )
    assert desk.refused("settlement", "show", "SET-2026-11-009") == "no settlement SET-2026-11-009"
    assert "yet to come" in desk.refused("settlement", "run", "--cut-off", "2026-11-25", *BY)


def test_a_farmers_question_is_listed_until_it_is_closed(desk: Desk, books: Engine) -> None:
    desk("settlement", "run", *TODAY, "--everyone", "--approve", *BY)
    with books.begin() as tx:
        murugan = party(tx, "F012")
        assert murugan is not None
        answer(tx, 1, by=murugan, accepted=False, words="one bag is missing", at=desk.at)
    books.dispose()
    (asked,) = desk("settlement", "questions")
    number, *told = asked.split("  ")
    assert told == ["SET-2026-11-001", "F012 Murugan", "24-11-2026 05:40", "one bag is missing"]
    closed = desk("settlement", "answer", number, "weighed again with him", "--by", "S01")
    assert closed == [f"Question {number} about SET-2026-11-001 is closed."]
    assert desk("settlement", "questions") == ["no open questions"]


def test_fees_are_kept_on_a_list(desk: Desk) -> None:
    assert desk("fee", "list") == ["no fees"]
    desk("fee", "add", "cess", "--name", "Cess", "--percent", "1", "--account", "fee:cess", *BY)
    assert desk("fee", "change", "cess", "--percent", "1.5", *BY) == [
        "cess  Cess  Cess  percent  1.5 %  fee:cess"
    ]
    assert desk("fee", "change", "cess", "--retired", *BY)[0].endswith("retired")
    for words, why in (
        (("add", "cess", "--name", "Cess", "--flat", "1", "--account", "fee:cess"), "is taken"),
        (("add", "x", "--flat", "1"), "a fee needs --account, --name"),
        (("change", "cess", "--flat", "1", "--percent", "1"), "not two of them"),
        (("add", "bag", "--name", "Bag", "--per-unit", "1", "--account", "fee:cess"), "no fee"),
        (("change", "toll", "--flat", "1"), "no fee toll"),
    ):
        assert why in desk.refused("fee", *words, *BY)
