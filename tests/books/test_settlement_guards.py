"""Postgres itself refuses a settlement that is not true, whoever writes."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from ledger import accounts, trade
from ledger.accounts import Till
from ledger.entries import EntryKind, entry
from ledger.journal import post
from ledger.settlements import draft
from tests.books.shop import AT, ON
from tests.books.trading import (
    CLI,
    loading_fee,
    open_office,
    paid,
    pay_on_account,
    settled,
    voided,
    weigh,
    who,
)


@pytest.fixture
def office(shop: Connection) -> Connection:
    open_office(shop)
    loading_fee(shop, 50_00)
    weigh(shop, "1")
    return shop


@pytest.fixture
def owner(owner_engine: Engine) -> Iterator[Connection]:
    """A settled shop, with the rights of the tables' owner; rolled back."""
    with owner_engine.connect() as tx:
        open_office(tx)
        loading_fee(tx, 50_00)
        weigh(tx, "1")
        pay_on_account(tx, 10_00, "pay", "F013")
        settled(tx)
        settled(tx, "F013")
        paid(tx, 100_00)
        yield tx
        tx.rollback()


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO settlement_line VALUES (1, 1, 1, true)",
        "UPDATE settlement_line SET is_live = false",
        "UPDATE settlement_carry SET is_live = false",
        "INSERT INTO settlement_counter VALUES ('2026-12-01', 7)",
        "UPDATE settlement_counter SET last = 7",
        "UPDATE settlement SET number = 'SET-2026-11-007'",
        "UPDATE settlement SET farmer_id = farmer_id",
        "INSERT INTO settlement (state) VALUES ('approved')",
        "DELETE FROM settlement",
        "UPDATE payment_part SET amount_paise = 1",
        "UPDATE settlement_step SET words = 'x'",
    ],
)
def test_the_app_has_no_right_to(office: Connection, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), office.begin_nested():
        office.execute(text(statement))


SECOND_LINE = """
INSERT INTO settlement_line
SELECT 2, entry_id, line, true FROM settlement_line WHERE settlement_id = 1
"""


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE settlement SET net_paise = net_paise - 1, fees_paise = 5001", "is approved"),
        ("UPDATE settlement SET state = 'draft', number = NULL", "is approved"),
        ("UPDATE settlement SET code = 'AAAA-AAAA' WHERE entry_id IS NOT NULL", "is approved"),
        ("DELETE FROM settlement_line", "append-only"),
        ("UPDATE settlement_line SET is_live = false", "append-only"),
        ("UPDATE settlement_line SET line = line + 1", "append-only"),
        ("UPDATE settlement_fee SET applied_paise = 0", "append-only"),
        ("TRUNCATE settlement_step", "append-only"),
        ("UPDATE payment_part SET amount_paise = 1", "append-only"),
        ("UPDATE fee_kind SET amount = 0", "append-only"),
        ("DELETE FROM settlement_carry", "append-only"),
        ("INSERT INTO settlement_fee VALUES (1, 9, 1, NULL, 1, 1)", "is sealed"),
        (SECOND_LINE, "one_live_settlement_a_posting"),
    ],
)  # fmt: skip
def test_not_even_the_owner_may(owner: Connection, statement: str, why: str) -> None:
    with pytest.raises(IntegrityError, match=why):
        owner.execute(text(statement))


APPROVE = text("""
    UPDATE settlement SET state = 'approved', approved_on = :on, approved_at = now(),
        pay_on = :on, entry_id = :entry, slip_digest = sha256('x'), code = 'AAAA-AAAA'
    WHERE settlement_id = :which
""")


@pytest.mark.parametrize(
    ("change", "posted", "why"),
    [
        ("due_paise = due_paise + 1, net_paise = net_paise + 1", 951_00, "with its lines"),
        ("fees_paise = 0, net_paise = net_paise + fees_paise, fees_carried_paise = fees_paise",
         950_00, "with its fees"),
        ("carried_in_paise = -1", 950_00, "with what was carried over"),
    ],
)  # fmt: skip
def test_figures_that_are_not_the_books_are_refused_at_commit(
    office: Connection, change: str, posted: int, why: str
) -> None:
    which = draft(office, "F012", ON, by=who(office), at=AT).settlement_id
    office.execute(text(f"UPDATE settlement SET {change} WHERE settlement_id = {which}"))
    by_hand = entry(
        EntryKind.SETTLEMENT, ON,
        (accounts.payable("F012").code, posted), (accounts.settled("F012").code, -posted),
    )  # fmt: skip
    entry_id = post(office, by_hand, key="hand", source=CLI).entry_id
    office.execute(APPROVE, {"on": ON, "entry": entry_id, "which": which})
    refused_at_commit(office, why)


def test_an_entry_that_is_not_the_settlements_is_refused_at_commit(office: Connection) -> None:
    which = draft(office, "F012", ON, by=who(office), at=AT).settlement_id
    other = trade.cash_advance("F012", 1_00, till=Till.CASH, on=ON)
    entry_id = post(office, other, key="hand", source=CLI).entry_id
    office.execute(APPROVE, {"on": ON, "entry": entry_id, "which": which})
    office.execute(
        text("INSERT INTO settlement_fee SELECT :which, 1, 1, NULL, 5000, 5000 WHERE false"),
        {"which": which},
    )
    refused_at_commit(office, "disagrees with its")


def test_a_settlements_entry_comes_from_an_approval_only(office: Connection) -> None:
    by_hand = entry(
        EntryKind.SETTLEMENT, ON,
        (accounts.payable("F012").code, 1_00), (accounts.settled("F012").code, -1_00),
    )  # fmt: skip
    post(office, by_hand, key="hand", source=CLI)
    refused_at_commit(office, "belongs to no settlement")


def test_what_pays_a_settlement_names_it(office: Connection) -> None:
    settled(office)
    by_hand = trade.settlement_payment("F012", 1_00, till=Till.CASH, on=ON)
    post(office, by_hand, key="hand", source=CLI)
    refused_at_commit(office, "belongs to no settlement")


def test_a_void_settlement_is_over(office: Connection) -> None:
    gone = voided(office, settled(office))
    with pytest.raises(IntegrityError, match="is void"), office.begin_nested():
        office.execute(
            text("UPDATE settlement SET state = 'draft' WHERE settlement_id = :which"),
            {"which": gone.settlement_id},
        )


def refused_at_commit(tx: Connection, why: str) -> None:
    with pytest.raises(IntegrityError, match=why):
        tx.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    tx.rollback()
