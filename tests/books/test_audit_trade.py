"""Whatever is changed in settlements, payments, advances, rates and notices is found and named."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Connection, Engine, text

from ledger import trade
from ledger.accounts import Till
from ledger.advances import give
from ledger.goods import NewFlower, add_flower
from ledger.journal import post
from ledger.people import Party
from ledger.rates import set_rate
from tests.books.people import entering
from tests.books.shop import AT, ON, lot, open_shop
from tests.books.tampering import findings, found_after
from tests.books.trading import (
    CLI,
    DAY,
    loading_fee,
    open_office,
    paid,
    pay_on_account,
    settled,
    voided,
    weigh,
    who,
)
from tests.databases import clone, connected


@pytest.fixture(scope="module")
def books(template_url: str) -> Iterator[Engine]:
    """Every kind of settlement, in a superuser's hands.

    SET-2026-11-001 is void; 002 takes its lines again, with a fee and an advance, and is paid in
    part; 003 carries a negative due and its fee, which 004 takes in.
    """
    with clone(template_url, "traded") as url:
        with connected(url) as engine:
            write_everything(engine)
        with connected(url, role=None) as superuser:
            yield superuser


def write_everything(engine: Engine) -> None:
    with engine.begin() as tx:
        open_shop(tx)
        open_office(tx)
        add_flower(tx, NewFlower(code="mullai", name_en="Mullai", name_ta="முல்லை"))
        loading_fee(tx)
        rate = set_rate(tx, "malli", 150_00, at=AT, by=None, key="rate:1").rate_id
        set_rate(tx, "mullai", 150_00, at=AT, by=None, key="rate:2")
        board = replace(lot(), rate_id=rate)
        post(tx, trade.sale(board), key="wa:board:1", source=CLI, sale=board)
        lend(tx, who(tx))
        weigh(tx, "1")
    with engine.begin() as tx:
        voided(tx, settled(tx))
    with engine.begin() as tx:
        settled(tx)
        paid(tx, 100_00)
        pay_on_account(tx, 300_00, "on account", farmer="F013")
    with engine.begin() as tx:
        settled(tx, "F013")
    with engine.begin() as tx:
        weigh(tx, "2", 20, farmer="F013")
    with engine.begin() as tx:
        settled(tx, "F013", cut_off=ON + DAY, at=AT + DAY)


def lend(tx: Connection, by: Party) -> None:
    give(tx, "F012", 500_00, entering(by, "give", "seed"), till=Till.CASH)


@pytest.fixture
def behind(books: Engine) -> Iterator[Connection]:
    with books.connect() as tx:
        tx.execute(text("SET LOCAL session_replication_role = replica"))
        yield tx
        tx.rollback()


def test_honest_trade_has_no_findings(books: Engine) -> None:
    with books.begin() as tx:
        assert findings(tx) == []
        stamps = text("SELECT number, state FROM settlement ORDER BY settlement_id")
        assert [tuple(row) for row in tx.execute(stamps)] == [
            ("SET-2026-11-001", "void"),
            ("SET-2026-11-002", "approved"),
            ("SET-2026-11-003", "approved"),
            ("SET-2026-11-004", "approved"),
        ]


FIGURES = (
    *("starts_on", "lots", "gross_paise", "commission_paise", "carried_in_paise", "due_paise"),
    *("fees_paise", "fees_carried_paise", "recovered_paise", "advance_after_paise", "net_paise"),
    *("carried_paise", "cut_off", "revision", "pay_on"),
)


@pytest.mark.parametrize("column", FIGURES)
def test_a_change_of_any_figure_of_a_settlement_is_found(behind: Connection, column: str) -> None:
    drop_checks(behind, "settlement")
    for number in ("SET-2026-11-002", "SET-2026-11-003", "SET-2026-11-004"):
        change = f"UPDATE settlement SET {column} = {column} + 1 WHERE number = '{number}'"
        found = found_after(behind, change)
        assert any(line.startswith(f"settlement {number} ") for line in found), (number, found)


def drop_checks(tx: Connection, table: str) -> None:
    checks = text("""
        SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(:table)
        AND contype IN ('c', 'u')
    """)
    for name in tx.scalars(checks, {"table": table}).all():
        tx.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))


SECOND = "(SELECT settlement_id FROM settlement WHERE number = 'SET-2026-11-002')"


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE settlement SET entry_id = 1 WHERE number LIKE '%002'",
         "settlement SET-2026-11-002 disagrees with its entry"),
        ("UPDATE settlement SET entry_id = 1 WHERE number LIKE '%003'", "settlement SET-2026-11"),
        ("UPDATE settlement SET quantities = '{\"kg\": 1}'", "settlement SET-2026-11-004 was"),
        ("UPDATE settlement SET slip_digest = sha256(slip_digest)", "settlement SET-2026-11-002 "),
        ("UPDATE settlement SET code = code || 'X'", "settlement SET-2026-11-003 bears a"),
        ("UPDATE settlement SET number = 'SET-2026-11-009' WHERE number LIKE '%003'",
         "numbers of settlements of 2026-11 have gaps: 4 of 9 are there, the counter says 4"),
        ("UPDATE settlement SET number = 'SET-2026-11-009' WHERE number LIKE '%003'",
         "settlement SET-2026-11-009 was changed after its slip"),
        ("UPDATE settlement SET number = 'SET-2026-12-003' WHERE number LIKE '%003'",
         "settlement SET-2026-12-003 bears a number of another form, or of another month"),
        ("UPDATE settlement SET number = 'S3' WHERE number LIKE '%003'",
         "settlement S3 bears a number of another form"),
        ("UPDATE settlement_counter SET last = last + 1", "numbers of settlements of 2026-11 have"),
        ("DELETE FROM settlement_counter", "numbers of settlements of 2026-11 have gaps"),
        ("DELETE FROM settlement WHERE number LIKE '%004'", "numbers of settlements of 2026-11"),
        ("DELETE FROM settlement WHERE number LIKE '%004'", "entry [0-9]+ is a settlement's, and"),
        ("UPDATE settlement SET state = 'void' WHERE number LIKE '%003'",
         "settlement SET-2026-11-003 is void, and no step of it says so"),
        ("UPDATE settlement SET state = 'void' WHERE number LIKE '%003'",
         "entry [0-9]+ posting 1 is held by settlement SET-2026-11-003, which is void"),
        ("UPDATE settlement SET void_entry_id = 1 WHERE number LIKE '%001'",
         "settlement SET-2026-11-001 is voided by an entry that does not reverse its own"),
        ("UPDATE settlement SET approved_by = approved_by + 1 WHERE number LIKE '%003'",
         "settlement SET-2026-11-003 is approved, and no step of it says so"),
        ("DELETE FROM settlement_step WHERE step = 'approved'", "settlement SET-2026-11-002 is"),
        ("DELETE FROM settlement_step WHERE step = 'voided'", "settlement SET-2026-11-001 is void"),
        (f"DELETE FROM settlement_line WHERE settlement_id = {SECOND}",
         "settlement SET-2026-11-002 clears nothing"),
        (f"UPDATE settlement_line SET is_live = false WHERE settlement_id = {SECOND}",
         "entry [0-9]+ posting [0-9] is let go by settlement SET-2026-11-002, which is approved"),
        (f"UPDATE settlement_line SET settlement_id = {SECOND} + 1 WHERE settlement_id = {SECOND}",
         "settlement SET-2026-11-003 has a line that is not its farmer's"),
        ("DELETE FROM settlement_carry", "settlement SET-2026-11-004 disagrees with what was"),
        ("UPDATE settlement_carry SET is_live = false",
         "settlement SET-2026-11-004 holds what settlement 3 carried, and is approved"),
        ("UPDATE settlement_fee SET applied_paise = applied_paise - 1 WHERE applied_paise > 0",
         "settlement SET-2026-11-002 "),
        ("UPDATE settlement_fee SET asked_paise = asked_paise + 1", "settlement SET-2026-11-002 "),
        ("DELETE FROM settlement_fee", "settlement SET-2026-11-002 "),
        ("UPDATE payment_part SET amount_paise = 1", "entry [0-9]+ does not pay what its row says"),
        ("UPDATE payment_part SET farmer_id = farmer_id + 1", "entry [0-9]+ does not pay"),
        ("UPDATE payment_part SET settlement_id = NULL", "farmer F012 is paid 10000 paise more"),
        ("UPDATE payment_part SET settlement_id = 3", "settlement SET-2026-11-003 is paid 10000"),
        ("UPDATE payment_part SET settlement_id = 1", "settlement SET-2026-11-001 is paid 10000"),
        ("UPDATE payment_part SET entry_id = 1", "entry 1 does not pay what its row says"),
        ("DELETE FROM payment_part", "entry [0-9]+ pays a settlement, and no row says which"),
        ("UPDATE rate SET rate_paise = 1", "entry 1 says 15000 paise a unit, but rate 1 is 1"),
        ("UPDATE rate SET flower_id = flower_id + 1 WHERE flower_id = 1", "entry 1 takes the rate"),
        ("UPDATE rate SET in_force_from = in_force_from + '1 s'", "entry 1 takes rate 1, which"),
        ("DELETE FROM rate", "entry 1 names rate 1, which is missing"),
        ("UPDATE notice SET payable_paise = payable_paise + 1", "notice 1 says [0-9-]+ paise on"),
        ("UPDATE notice SET settled_paise = settled_paise + 1", "notice 1 says [0-9-]+ paise on"),
        ("UPDATE notice SET advance_paise = advance_paise + 1", "notice 1 says [0-9-]+ paise on"),
        ("UPDATE notice SET payable_seq = payable_seq + 1", "notice 1 .*payable"),
        ("UPDATE notice SET settled_seq = settled_seq + 9", "notice 1 sums 9 postings on settled"),
        ("UPDATE notice SET advance_seq = 0", "notice 1 says 50000 paise on advance, but the post"),
        ("UPDATE notice SET subject = '{\"entry\": 99}'", "notice 1 tells of entry 99, which is"),
        ("UPDATE notice SET subject = '{\"entries\": [1, 99]}'", "notice 1 tells of entry 99"),
        ("UPDATE notice SET subject = '{\"advance\": 9}'", "notice 1 tells of advance 9, which"),
        ("UPDATE notice SET subject = '{\"settlement\": 3}'", "notice 1 tells of settlement 3"),
    ],
)  # fmt: skip
def test_a_change_of_trade_is_found(behind: Connection, change: str, found: str) -> None:
    for table in ("settlement", "payment_part", "settlement_fee", "notice"):
        drop_checks(behind, table)
    named = found_after(behind, change.replace(":", "\\:"))
    assert any(re.match(found, line) for line in named), named


def test_a_posting_that_two_settlements_cleared_is_found(behind: Connection) -> None:
    found = found_after(
        behind,
        "DROP INDEX one_live_settlement_a_posting",
        "UPDATE settlement_line SET is_live = true WHERE settlement_id = 1",
    )
    assert "entry 1 posting 2 stands in more than one live settlement" in found


def test_a_carry_that_two_settlements_took_in_is_found(behind: Connection) -> None:
    found = found_after(
        behind,
        "DROP INDEX one_live_settlement_a_carry",
        "INSERT INTO settlement_carry (settlement_id, from_id) VALUES (2, 3)",
    )
    assert "settlement 3 is taken in by more than one live settlement" in found
