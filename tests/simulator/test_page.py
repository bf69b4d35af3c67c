"""The page's people and book, and what it remembers over a restart."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.messages import Inbound, record_inbound
from bot.whatsapp import Free
from ledger import journal
from ledger.db import engine_for
from ops.simulator.journal import Book
from tests.books import shop
from tests.simulator.stage import CALLBACK, eventually, stage
from workers.clock import now

MURUGAN = "+919801200000"


@pytest.fixture
def books(fresh_database: str) -> Iterator[Engine]:
    engine = engine_for(fresh_database)
    with engine.begin() as tx:
        shop.open_shop(tx)
        sold = shop.sell(tx)
        journal.reverse(
            tx, sold.entry_id, on=shop.ON, reason="wrong farmer", key="undo", source=shop.CLERK
        )
        journal.post(tx, shop.lend(), key="lent", source=shop.CLERK)
    yield engine
    engine.dispose()


def test_entries_read_as_a_book_newest_first(books: Engine, fresh_database: str) -> None:
    del books
    lent, reversal, sold = Book(fresh_database).latest(10, "en")
    assert [row["title"] for row in (lent, reversal, sold)] == [
        "Advance paid out",
        f"Reversal of {sold['id']}",
        "Lot sold",
    ]
    assert sold["is_reversed"]
    assert sold["note"] == "Murugan (F012) · Malli 10.500 kg × ₹150.00"
    assert reversal["note"] == "wrong farmer"
    assert sold["postings"] == [
        {"account": "Market sales receivable", "debit": "1,575.00", "credit": ""},
        {"account": "Murugan · payable", "debit": "", "credit": "1,496.25"},
        {"account": "Commission", "debit": "", "credit": "78.75"},
    ]


def test_a_book_of_a_limit_shows_no_more(books: Engine, fresh_database: str) -> None:
    del books
    assert len(Book(fresh_database).latest(1, "ta")) == 1


def test_everyone_with_a_phone_is_there(books: Engine, fresh_database: str) -> None:
    del books
    people = Book(fresh_database).people()
    assert [(person.code, person.number) for person in people] == [
        ("F012", MURUGAN),
        ("F013", "+919801300000"),
    ]


def test_a_window_outlives_the_simulator(books: Engine, fresh_database: str) -> None:
    address = f"whatsapp:{MURUGAN}"
    with books.begin() as tx:
        record_inbound(tx, Inbound("SM1", address, None, "", "balance", 0, {}), now)
    with stage(database_url=fresh_database) as played:
        played.twilio.send(address, Free("You are owed ₹0.00"), CALLBACK)
        eventually(lambda: played.status_of_last(MURUGAN) == "read")


def test_without_a_database_the_page_is_empty_and_stands() -> None:
    with stage() as played:
        assert played.get_as_us("/").status_code == 200
