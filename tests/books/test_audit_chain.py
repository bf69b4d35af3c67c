"""Whatever is changed in the chain of seals is found; a book written anew differs from its root."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, text

from ledger import closing, seals
from ledger.audit import audit
from ledger.audit.chain import root_as_of
from ledger.journal import post
from tests.books.shop import AT, CLERK, ON, bank_the_cash, open_shop, sell
from tests.books.tampering import findings, found_after
from tests.databases import clone, connected


@pytest.fixture(scope="module")
def sealed(template_url: str) -> Iterator[Engine]:
    """Two seals, of two entries and of one; then a closed day; then an entry that waits."""
    with clone(template_url, "sealed") as url:
        with connected(url) as engine:
            with engine.begin() as tx:
                open_shop(tx)
                sell(tx)
                post(tx, bank_the_cash(), key="b", source=CLERK)
            with engine.begin() as tx:
                seals.seal(tx)
            with engine.begin() as tx:
                post(tx, bank_the_cash(), key="c", source=CLERK)
            with engine.begin() as tx:
                closing.close_by_itself(tx, ON, at=AT + timedelta(days=1))
            with engine.begin() as tx:
                later = bank_the_cash(on=ON + timedelta(days=1))
                post(tx, later, key="d", source=CLERK)
        with connected(url, role=None) as superuser:
            yield superuser


@pytest.fixture
def behind(sealed: Engine) -> Iterator[Connection]:
    """The books with every guard switched off that a superuser can switch off for himself."""
    with sealed.connect() as tx:
        tx.execute(text("SET LOCAL session_replication_role = replica"))
        yield tx
        tx.rollback()


def test_entries_that_wait_for_a_seal_are_counted_and_are_no_fault(sealed: Engine) -> None:
    with sealed.begin() as tx:
        audited = audit(tx)
        last = seals.last_seal(tx)
    assert audited.findings == []
    assert audited.unsealed == 1
    assert last is not None
    assert audited.root == last.root.hex()


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE seal SET root = sha256(root) WHERE seq = 1", "seal 1 was changed"),
        ("UPDATE seal SET root = sha256(root) WHERE seq = 1", "seal 2 names another root"),
        ("UPDATE seal SET entries = 5 WHERE seq = 2", "seal 2 does not hold the 5 entries from"),
        ("UPDATE seal SET horizon = '5' WHERE seq = 2", "seal 2 was changed"),
        ("UPDATE seal SET cluster = 'x' WHERE seq = 2", "seal 2 was changed"),
        ("UPDATE seal SET sealed_at = now() + '1 s' WHERE seq = 1", "seal 1 was changed"),
        ("UPDATE seal SET previous_root = sha256(root) WHERE seq = 2", "seal 2 names another"),
        ("UPDATE seal SET seq = 7 WHERE seq = 2", "seal 7 does not follow"),
        ("DELETE FROM seal WHERE seq = 1", "seal 2 does not follow the one before it"),
        ("DELETE FROM seal WHERE seq = 1", "voucher 1 names seal 1, which is missing"),
        ("DELETE FROM seal WHERE seq = 2", "voucher 3 names seal 2, which is missing"),
        ("UPDATE seal_item SET leaf = sha256(leaf) WHERE voucher_no = 2", "entry 2 was changed"),
        ("UPDATE seal_item SET leaf = sha256(leaf) WHERE voucher_no = 2", "seal 1 was changed"),
        ("UPDATE seal_item SET entry_id = 4 WHERE voucher_no = 3", "seal 2 was changed"),
        ("UPDATE seal_item SET voucher_no = 9 WHERE voucher_no = 3", "seal 2 does not hold"),
        ("UPDATE seal_item SET seq = 2 WHERE voucher_no = 2", "seal 1 does not hold the 2"),
        ("DELETE FROM seal_item WHERE voucher_no = 3", "seal 2 does not hold the 1 entries"),
        ("DELETE FROM journal_entry WHERE id = 2", "voucher 2 names entry 2, which is missing"),
        ("UPDATE journal_entry SET digest = sha256(digest) WHERE id = 2", "entry 2 was changed"),
    ],
)
def test_a_change_of_the_chain_is_found(behind: Connection, change: str, found: str) -> None:
    named = found_after(behind, change)
    assert any(line.startswith(found) for line in named), named


def test_an_entry_that_was_slipped_in_under_the_last_seal_is_found(behind: Connection) -> None:
    behind.execute(text("UPDATE journal_entry SET created_xid = '3' WHERE id = 4"))
    assert "entry 4 is older than the last seal, and no seal holds it" in findings(behind)


KEPT_ANEW = """
UPDATE closed_balance b SET balance_paise = (
    SELECT sum(p.amount_paise) FROM posting p JOIN journal_entry e ON e.id = p.entry_id
    WHERE p.account_id = b.account_id AND e.business_date <= b.business_date
)
"""
RESIGN = """
UPDATE journal_entry e SET digest = entry_digest(e,
    (SELECT array_agg(p ORDER BY line) FROM posting p WHERE p.entry_id = e.id),
    (SELECT l FROM lot l WHERE l.entry_id = e.id))
"""
CHAIN_ANEW = """
DO $$ DECLARE s seal; BEGIN
    UPDATE seal_item i SET leaf = e.digest FROM journal_entry e WHERE e.id = i.entry_id;
    FOR s IN SELECT * FROM seal ORDER BY seq LOOP
        UPDATE seal SET previous_root = (SELECT root FROM seal WHERE seq = s.seq - 1)
            WHERE seq = s.seq RETURNING * INTO s;
        UPDATE seal SET root = (
            SELECT seal_root(s, min(voucher_no), array_agg(entry_id ORDER BY voucher_no),
                array_agg(leaf ORDER BY voucher_no)) FROM seal_item WHERE seq = s.seq
        ) WHERE seq = s.seq;
    END LOOP;
END $$
"""


def test_only_a_root_kept_outside_tells_of_a_book_that_was_written_anew(
    behind: Connection,
) -> None:
    kept = root(behind)
    behind.execute(text("UPDATE posting SET amount_paise = 2 * amount_paise WHERE entry_id = 2"))
    for change in (KEPT_ANEW, RESIGN, CHAIN_ANEW):
        behind.execute(text(change))
    assert findings(behind) == []
    assert closing.day_of_root(behind, kept) is None
    assert root_as_of(behind, ON) != kept


def test_a_root_is_proved_from_the_rows_alone(behind: Connection) -> None:
    assert root_as_of(behind, ON) == root(behind)
    behind.execute(text("UPDATE posting SET amount_paise = 2 * amount_paise WHERE entry_id = 2"))
    assert root_as_of(behind, ON) != root(behind)


def root(tx: Connection) -> str:
    closed = closing.closed_day_of(tx, ON)
    assert closed is not None
    assert closed.root is not None
    return closed.root
