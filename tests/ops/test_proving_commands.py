"""The owner seals the book, closes days, proves a root and a farmer's slip."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text

from tests.books.shop import ON, open_shop
from tests.books.tampering import unguard
from tests.books.trading import lend, loading_fee, weigh
from tests.databases import connected
from tests.ops.shop_desk import Desk

BY = ("--by", "A01")
TODAY = f"{ON:%d-%m-%Y}"


@pytest.fixture
def books(desk: Desk) -> Iterator[Engine]:
    """A lot of Murugan's and one of Selvam's; ₹100.00 are lent to Murugan."""
    with connected(desk.database_url) as engine:
        with engine.begin() as tx:
            open_shop(tx)
            weigh(tx, "1")
            weigh(tx, "2", 20, farmer="F013")
            lend(tx, 100_00)
        yield engine


@pytest.mark.usefixtures("books")
def test_what_was_written_is_sealed(desk: Desk) -> None:
    assert desk("audit") == ["3 entries, 8 postings: nothing is wrong."]
    sealed = desk("seal")
    assert sealed[0] == "3 entries sealed."
    assert sealed[1].startswith("Seal 1, root ")
    root = sealed[1].removeprefix("Seal 1, root ")
    assert desk("seal") == ["0 entries sealed.", f"Seal 1, root {root}"]
    assert desk("audit") == [
        "3 entries, 8 postings: nothing is wrong.",
        f"Sealed: 3 of them, root {root}.",
    ]


def test_an_empty_book_has_nothing_to_seal_or_to_prove(desk: Desk) -> None:
    assert desk("seal") == ["0 entries sealed."]
    assert desk("day", "list") == ["no day is closed"]
    assert desk("day", "show", TODAY) == ["24-11-2026 is open"]
    desk.wait(days=1)
    assert desk("day", "close", TODAY, *BY) == [
        "24-11-2026 is closed. Root none: the book is empty"
    ]


@pytest.mark.usefixtures("books")
def test_a_day_is_closed_and_its_root_proved(desk: Desk) -> None:
    assert desk.refused("day", "close", TODAY, *BY) == (
        "24-11-2026 is not over: the market is on until 18:00"
    )
    assert desk.refused("day", "close", "25-11-2026", *BY) == "25-11-2026 is yet to come"
    assert desk.refused("day", "close", TODAY, "--by", "S01") == "not allowed to close a day"
    desk.wait(days=1)
    said = desk("day", "close", TODAY, *BY)
    root = said[0].removeprefix("24-11-2026 is closed. Root ")
    assert len(root) == 64
    assert desk.refused("day", "close", TODAY, *BY) == "24-11-2026 is closed"
    assert desk.refused("money", "capital", "100", "--on", TODAY, *BY) == "24-11-2026 is closed"
    for words in (("list",), ("show", TODAY), ("show", "01-11-2026")):
        assert desk("day", *words) == [f"24-11-2026  closed 25-11-2026 05:40  by A01  {root}"]
    as_it_was = ["The book up to 24-11-2026 is as it was when that day was closed."]
    assert desk("day", "verify", root) == as_it_was
    assert desk("day", "verify", root[:16].upper()) == as_it_was
    assert "at least 16 letters" in desk.refused("day", "verify", root[:15])


def test_a_root_tells_that_the_book_was_changed(desk: Desk, books: Engine) -> None:
    desk.wait(days=1)
    root = desk("day", "close", TODAY, *BY)[0].removeprefix("24-11-2026 is closed. Root ")
    other = "0" * 64
    assert desk.fails("day", "verify", other) == [
        f"No closed day of this book has the root {other}."
    ]
    with books.begin() as tx:
        unguard(tx)
        tx.execute(text("UPDATE posting SET amount_paise = 2 * amount_paise"))
    (line,) = desk.fails("day", "verify", root)
    assert line.startswith("The book up to 24-11-2026 was changed: its root is now ")


@pytest.fixture
def slip(desk: Desk, books: Engine) -> str:
    """The check code of Murugan's approved settlement."""
    with books.begin() as tx:
        loading_fee(tx, 50_00)
    desk("settlement", "run", "--cut-off", TODAY, "--everyone", *BY)
    desk("settlement", "approve", "--all", *BY)
    return desk("settlement", "show", "SET-2026-11-001")[1].rpartition(" ")[2]


def test_a_slip_is_found_by_its_code_and_reckoned_anew(desk: Desk, slip: str) -> None:
    said = desk("verify-slip", slip)
    assert said[0] == "SET-2026-11-001 · F012 · 24-11-2026 to 24-11-2026 · approved"
    assert [line.split() for line in said if line.startswith("net")] == [["net", "₹800.00"]]
    assert said[-1] == "This slip is as the book says."
    assert desk("verify-slip", *slip.lower().split("-")) == said


@pytest.mark.usefixtures("slip")
def test_a_code_that_no_slip_bears_is_said(desk: Desk) -> None:
    assert desk.fails("verify-slip", "0000-0000") == [
        "No slip of this book bears the code 0000-0000."
    ]


def test_a_slip_that_was_taken_back_counts_no_more(desk: Desk, slip: str) -> None:
    desk("settlement", "void", "SET-2026-11-001", "--reason", "wrong week", *BY)
    assert desk.fails("verify-slip", slip)[-1] == (
        "SET-2026-11-001 was taken back: its slip does not count any more."
    )


def test_a_slip_tells_that_the_book_was_changed(desk: Desk, books: Engine, slip: str) -> None:
    with books.begin() as tx:
        unguard(tx)
        tx.execute(text("UPDATE settlement SET pay_on = pay_on + 1"))
    assert desk.fails("verify-slip", slip)[-1] == (
        "SET-2026-11-001 was changed after its slip was written: its digest does not fit."
    )
    named = desk.fails("audit")[0]
    assert named.startswith("settlement SET-2026-11-001: was changed after its slip was written")
