"""Whatever is changed behind the books' back is found, and its row is named."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import product

import pytest
from sqlalchemy import Connection, Engine, text

from ledger import trade
from ledger.accounts import Till
from ledger.advances import give
from ledger.audit import audit
from ledger.journal import Source, correct, post
from ledger.lots import Adjustment, Side
from ledger.people import NewParty, add_party
from ledger.rates import set_rate
from ledger.roles import PartyRole
from tests.books.people import entering, person
from tests.books.shop import AT, bank_the_cash, lend, lot, open_shop, sell
from tests.books.tampering import findings, found_after
from tests.databases import clone, connected

BONUS = Adjustment("bonus", 500, Side.SHOP)

OTHER = {
    "bigint": "coalesce({column} + 1000, 4)",
    "integer": "{column} + 1",
    "smallint": "{column} + 10",
    "text": "coalesce({column} || 'x', 'because')",
    "bytea": "sha256({column})",
    "date": "{column} - 1",
    "timestamp with time zone": "{column} + interval '1 microsecond'",
    "xid8": "'1'::xid8",
    "jsonb": """'[{{"bp": 1, "code": "wet", "side": "price"}}]'""",
}
"""Another value of a column of that type."""


@pytest.fixture(scope="module")
def books(template_url: str) -> Iterator[Engine]:
    """Entries of every shape, in a superuser's hands; each test takes back what it changes.

    1 a sale, 2 its reversal, 3 its replacement, 4 an advance, 5 and 6 without a farmer,
    7 and 8 sales with every column filled.
    """
    with clone(template_url, "audited") as url:
        with connected(url) as engine, engine.begin() as tx:
            write_everything(tx)
        with connected(url, role=None) as superuser:
            yield superuser


def write_everything(tx: Connection) -> None:
    open_shop(tx)
    clerk = add_party(tx, NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi"))
    rate = set_rate(tx, "malli", 150_00, at=AT, by=clerk.party_id, key="rate:1")
    source = Source(clerk.party_id, "whatsapp")
    right = replace(lot(9_500, adjustments=(BONUS,)), rate_id=rate.rate_id)
    sell(tx)
    correct(tx, 1, trade.sale(right), reason="scale", key="web:1", source=source, sale=right)
    post(tx, lend(), key="web:2", source=source)
    post(tx, bank_the_cash(), key="web:3", source=source)
    post(tx, bank_the_cash(), key="web:4", source=source)
    for key in ("wa:SM7:1", "wa:SM8:1"):
        post(tx, trade.sale(right), key=key, source=source, sale=right)


@pytest.fixture
def behind(books: Engine) -> Iterator[Connection]:
    """The books with every guard switched off that a superuser can switch off for himself."""
    with books.connect() as tx:
        tx.execute(text("SET LOCAL session_replication_role = replica"))
        yield tx
        tx.rollback()


def test_honest_books_have_no_findings(books: Engine) -> None:
    with books.begin() as tx:
        audited = audit(tx)
    assert audited.findings == []
    assert audited.is_clean
    assert (audited.entries, audited.postings) == (8, 24)


def test_the_reader_may_audit(books: Engine) -> None:
    with books.begin() as tx:
        tx.execute(text("SET LOCAL ROLE malar_reader"))
        assert audit(tx).is_clean


@pytest.mark.parametrize(
    ("table", "number"), [("journal_entry", "id"), ("posting", "entry_id"), ("lot", "entry_id")]
)
def test_a_change_of_any_column_of_any_row_is_found(
    behind: Connection, table: str, number: str
) -> None:
    drop_checks(behind, table)
    columns = behind.execute(COLUMNS, {"table": table}).all()
    rows = behind.execute(text(f"SELECT ctid::text, {number} FROM {table}")).all()
    assert len(columns) * len(rows) > 50
    for (column, kind), (place, entry) in product(columns, rows):
        other = OTHER[kind].format(column=column)
        found = found_after(behind, f"UPDATE {table} SET {column} = {other} WHERE ctid = '{place}'")
        assert any(line.startswith(f"entry {entry} ") for line in found), (column, entry, found)


COLUMNS = text("""
SELECT column_name, CASE data_type WHEN 'USER-DEFINED' THEN udt_name ELSE data_type END
FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :table
""")


def drop_checks(tx: Connection, table: str) -> None:
    """Some columns cannot be changed alone while the table's own checks stand."""
    checks = text("""
        SELECT conname FROM pg_constraint WHERE conrelid = to_regclass(:table) AND contype = 'c'
    """)
    for name in tx.scalars(checks, {"table": table}).all():
        tx.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name}"))


@pytest.mark.parametrize("table", ["journal_entry", "posting", "lot"])
def test_a_deleted_row_is_found(behind: Connection, table: str) -> None:
    number = "id" if table == "journal_entry" else "entry_id"
    for place, entry in behind.execute(text(f"SELECT ctid::text, {number} FROM {table}")).all():
        found = found_after(behind, f"DELETE FROM {table} WHERE ctid = '{place}'")
        assert any(f"entry {entry} " in line for line in found), (entry, found)


@pytest.mark.parametrize(
    ("entry", "named"),
    [
        (1, "payable:F012 posting 1 is missing, before entry 2"),
        (2, "payable:F012 posting 2 is missing, after entry 1, before entry 3"),
        (3, "payable:F012 posting 3 is missing, after entry 2, before entry 7"),
        (4, "advance:F012 posting 1 is missing"),
        (5, "house entry 1 is missing, before entry 6"),
        (6, "house entry 2 is missing, after entry 5"),
        (7, "payable:F012 posting 4 is missing, after entry 3, before entry 8"),
        (8, "payable:F012 posting 5 is missing, after entry 7"),
    ],
)
def test_an_entry_that_was_deleted_with_all_its_rows_is_named(
    behind: Connection, entry: int, named: str
) -> None:
    assert named in found_after(behind, *deletion(entry))


def deletion(entry: int) -> list[str]:
    whole = [
        f"DELETE FROM posting WHERE entry_id = {entry}",
        f"DELETE FROM journal_entry WHERE id = {entry}",
    ]
    return whole if entry in {2, 4, 5, 6} else [f"DELETE FROM lot WHERE entry_id = {entry}", *whole]


def test_an_empty_book_that_was_not_empty_is_found(behind: Connection) -> None:
    found = found_after(
        behind, "DELETE FROM lot", "DELETE FROM posting", "DELETE FROM journal_entry"
    )
    assert "payable:F012 postings 1 to 5 is missing" in found


def test_balanced_postings_added_to_an_old_entry_are_found(behind: Connection) -> None:
    found = found_after(
        behind,
        """INSERT INTO posting (entry_id, line, account_id, amount_paise)
        SELECT 5, 3 + (code = 'upi')::int, id, CASE code WHEN 'upi' THEN 5 ELSE -5 END
        FROM account WHERE code IN ('upi', 'bank')""",
    )
    assert "entry 5 was changed after it was written: its digest does not fit" in found


def test_a_lot_added_to_what_is_no_sale_is_found(behind: Connection) -> None:
    found = found_after(
        behind,
        """INSERT INTO lot SELECT 5, farmer_id, flower_id, quantity_milli, rate_paise, rate_id,
        adjustments, commission_bp, sale_paise, gross_paise, commission_paise, net_paise,
        weighed_at FROM lot WHERE entry_id = 1""",
    )
    assert "entry 5 has a lot but is no sale" in found


def test_a_copied_entry_is_found(behind: Connection) -> None:
    found = found_after(
        behind,
        """INSERT INTO journal_entry SELECT 99, idem_key || 'x', request_digest, kind,
        business_date, recorded_at, created_xid, actor_id, channel, reason, reverses_id,
        replaces_id, house_seq, digest FROM journal_entry WHERE id = 7""",
        """INSERT INTO posting SELECT 99, line, account_id, amount_paise, account_seq + 2
        FROM posting WHERE entry_id = 7""",
    )
    assert any(line.startswith("entry 99 ") for line in found)
    assert any(line.startswith("balance of payable:F012 ") for line in found)


RESIGN = """
UPDATE journal_entry e SET digest = entry_digest(e,
    (SELECT array_agg(p ORDER BY line) FROM posting p WHERE p.entry_id = e.id),
    (SELECT l FROM lot l WHERE l.entry_id = e.id))
"""


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE posting SET amount_paise = amount_paise * 2 WHERE entry_id = 4", "advance:F012"),
        ("UPDATE posting SET amount_paise = amount_paise + 1 WHERE entry_id = 5", "trial balance"),
        ("UPDATE posting SET amount_paise = amount_paise + 1 WHERE entry_id = 5", "entry 5 does"),
        ("UPDATE posting SET amount_paise = amount_paise * 2 WHERE entry_id = 2", "entry 2 is not"),
        ("UPDATE lot SET quantity_milli = quantity_milli * 2 WHERE entry_id = 7", "entry 7 has"),
        ("UPDATE lot SET adjustments = '[1]' WHERE entry_id = 7", "entry 7 has"),
        ("UPDATE lot SET farmer_id = farmer_id + 1 WHERE entry_id = 7", "entry 7 has"),
        ("UPDATE journal_entry SET reverses_id = 77 WHERE id = 2", "entry 2 names entry 77"),
        ("UPDATE journal_entry SET replaces_id = 8 WHERE id = 7", "entry 7 replaces entry 8"),
        (
            "UPDATE posting SET account_id = 777 WHERE entry_id = 5 AND line = 1",
            "entry 5 posting 1",
        ),
        ("UPDATE posting SET account_seq = NULL WHERE entry_id = 4", "entry 4 posting 1"),
        ("UPDATE journal_entry SET house_seq = 9 WHERE id = 4", "entry 4 is not numbered"),
        ("UPDATE journal_entry SET house_seq = NULL WHERE id = 6", "entry 6 is not numbered"),
    ],
)
def test_a_change_that_is_signed_anew_contradicts_its_neighbours(
    behind: Connection, change: str, named: str
) -> None:
    found = found_after(behind, change, RESIGN)
    assert any(named in line for line in found), found
    assert not any("digest" in line for line in found)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("UPDATE farmer_balance SET balance_paise = balance_paise + 1", "balance of payable:F012"),
        ("UPDATE farmer_balance SET postings = postings + 1", "payable:F012 posting 6 is missing"),
        ("UPDATE farmer_balance SET postings = 1", "payable:F012"),
        ("UPDATE farmer_balance SET last_entry_id = 1", "balance of payable:F012"),
        ("DELETE FROM farmer_balance", "balance of payable:F012 is missing"),
        ("UPDATE house_book SET entries = 7", "house entry 3 is missing, after entry 6"),
        ("UPDATE house_book SET last_entry_id = 7", "house book says its last entry is 7"),
        ("DELETE FROM house_book", "house book has 0 rows"),
        ("UPDATE account SET code = 'payable:F777' WHERE code = 'payable:F012'", "payable:F777"),
        ("DELETE FROM account WHERE code = 'settled:F013'", "farmer F013"),
    ],
)
def test_what_stands_beside_the_postings_is_compared_with_them(
    behind: Connection, change: str, named: str
) -> None:
    found = found_after(behind, change)
    assert any(named in line for line in found), found


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (
            "UPDATE advance SET amount_paise = 1",
            "advance {0.advance_id} is paid by entry",
        ),
        (
            "UPDATE advance SET farmer_id = farmer_id + 1",
            "advance {0.advance_id} is paid by entry",
        ),
        (
            "UPDATE advance_payment SET entry_id = 4",
            "entry {0.entry_id} pays advance",
        ),
        (
            "DELETE FROM advance_payment",
            "entry {0.entry_id} pays advance",
        ),
        (
            "UPDATE advance_decision SET is_approved = false",
            "advance {0.advance_id} is paid, and nobody",
        ),
        ("DELETE FROM advance_decision", "advance {0.advance_id} is paid, and"),
        (
            "UPDATE farmer_balance SET balance_paise = balance_paise * -1 - 1",
            "balance of advance:F012 stands beyond zero",
        ),
    ],
)
def test_what_stands_about_advances_is_compared_with_the_postings(
    behind: Connection, change: str, named: str
) -> None:
    who = person(behind, "A01")
    given = give(behind, "F012", 1_00, entering(who, "give", "seed"), till=Till.CASH)
    assert findings(behind) == []
    found = found_after(behind, change)
    assert any(line.startswith(named.format(given)) for line in found), found


def test_books_that_are_written_meanwhile_are_seen_at_one_moment(shop_engine: Engine) -> None:
    with shop_engine.begin() as tx:
        sell(tx)
    with shop_engine.begin() as looking:
        before = audit(looking)
        with shop_engine.begin() as tx:
            sell(tx, "wa:SM2:1")
        assert audit(looking) == before
    assert before.is_clean
    assert before.entries == 1
