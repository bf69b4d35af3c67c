"""Every committed entry is sealed once, in a chain, whoever commits in which order."""

from dataclasses import replace

import psycopg
from sqlalchemy import Engine, text

from ledger import seals
from ledger.audit import audit, chain
from ledger.chain import Item, Seal, root_of
from ledger.journal import post
from tests.books.shop import AT, CLERK, all_at_once, bank_the_cash, sell
from tests.databases import connected


def seal(engine: Engine, at_most: int = seals.BATCH) -> Seal | None:
    with engine.begin() as tx:
        return seals.seal(tx, at_most)


def items(engine: Engine) -> list[Item]:
    with engine.begin() as tx:
        rows = tx.execute(text("SELECT voucher_no, entry_id, leaf FROM seal_item ORDER BY 1"))
        return [Item(*row) for row in rows]


def write(engine: Engine, many: int, name: str = "b") -> None:
    with engine.begin() as tx:
        for number in range(many):
            post(tx, bank_the_cash(), key=f"{name}:{number}", source=CLERK)


def test_what_is_written_is_sealed_in_a_chain_that_starts_with_nothing(shop_engine: Engine) -> None:
    assert seal(shop_engine) is None
    write(shop_engine, 3)
    first = seal(shop_engine)
    write(shop_engine, 2, "c")
    second = seal(shop_engine)
    assert seal(shop_engine) is None
    assert first is not None
    assert second is not None
    assert (first.seq, first.entries, first.previous_root) == (1, 3, None)
    assert (second.seq, second.entries, second.previous_root) == (2, 2, first.root)
    held = items(shop_engine)
    assert [item.voucher_no for item in held] == [1, 2, 3, 4, 5]
    assert root_of(first, held[:3]) == first.root
    assert root_of(second, held[3:]) == second.root


def test_a_root_covers_every_column_of_its_seal_and_of_its_entries(shop_engine: Engine) -> None:
    write(shop_engine, 1)
    sealed = seal(shop_engine)
    assert sealed is not None
    (item,) = items(shop_engine)
    others = [
        replace(sealed, seq=2),
        replace(sealed, entries=2),
        replace(sealed, horizon="1"),
        replace(sealed, cluster="x"),
        replace(sealed, sealed_at=AT),
        replace(sealed, previous_root=bytes(32)),
    ]
    roots = {root_of(seal, [item]) for seal in (sealed, *others)}
    roots |= {root_of(sealed, [Item(2, item.entry_id, item.leaf)])}
    roots |= {root_of(sealed, [Item(1, 99, item.leaf)])}
    roots |= {root_of(sealed, [Item(1, item.entry_id, bytes(32))])}
    assert len(roots) == 10


def test_an_entry_that_commits_after_a_later_one_was_sealed_is_not_lost(
    shop_engine: Engine,
) -> None:
    with shop_engine.begin() as slow:
        late = post(slow, bank_the_cash(), key="slow", source=CLERK).entry_id
        with shop_engine.begin() as tx:
            quick = sell(tx).entry_id
        seal(shop_engine)
        assert [item.entry_id for item in items(shop_engine)] == [quick]
        with shop_engine.begin() as tx:
            quicker = sell(tx, "wa:SM2:1").entry_id
        seal(shop_engine)
    assert late < quick < quicker
    seal(shop_engine)
    assert [item.entry_id for item in items(shop_engine)] == [quick, quicker, late]
    with shop_engine.begin() as tx:
        assert audit(tx).is_clean


def test_a_transaction_that_never_ends_keeps_nobody_else_unsealed(shop_engine: Engine) -> None:
    with shop_engine.begin() as stuck:
        stuck.execute(text("SELECT pg_current_xact_id()"))
        for number in range(3):
            write(shop_engine, 1, f"n{number}")
            assert seal(shop_engine) is not None
    assert len(items(shop_engine)) == 3


def test_a_long_backlog_is_sealed_batch_by_batch_and_nothing_between_is_left_out(
    shop_engine: Engine,
) -> None:
    write(shop_engine, 5)
    write(shop_engine, 5, "c")
    made = [seal(shop_engine, 3) for _ in range(5)]
    assert [None if each is None else each.entries for each in made] == [3, 3, 3, 1, None]
    assert [item.entry_id for item in items(shop_engine)] == list(range(1, 11))
    with shop_engine.begin() as tx:
        assert audit(tx).is_clean


def test_what_is_taken_back_before_it_is_committed_is_never_sealed(shop_engine: Engine) -> None:
    with shop_engine.connect() as tx:
        post(tx, bank_the_cash(), key="b", source=CLERK)
        tx.rollback()
    assert seal(shop_engine) is None


def test_sealers_at_once_make_one_chain(shop_engine: Engine) -> None:
    write(shop_engine, 40)
    done = all_at_once([lambda: seal(shop_engine, 7) for _ in range(6)])
    assert not [each for each in done if isinstance(each, Exception)]
    assert [item.voucher_no for item in items(shop_engine)] == list(range(1, 41))
    with shop_engine.begin() as tx:
        assert audit(tx).is_clean


def test_a_sealer_that_is_killed_leaves_no_half_seal(
    shop_engine: Engine, fresh_database: str
) -> None:
    write(shop_engine, 5)
    with connected(fresh_database) as engine, engine.connect() as dying:
        seals.seal(dying)
        raw = dying.connection.driver_connection
        assert isinstance(raw, psycopg.Connection)
        raw.close()
        dying.invalidate()
    assert items(shop_engine) == []
    sealed = seal(shop_engine)
    assert sealed is not None
    assert (sealed.seq, sealed.entries) == (1, 5)


def test_a_book_restored_into_another_cluster_goes_on_with_its_chain(
    shop_engine: Engine, fresh_database: str
) -> None:
    """There transactions are counted anew, far below the numbers that the entries bear."""
    write(shop_engine, 2)
    seal(shop_engine)
    write(shop_engine, 1, "not sealed before the dump")
    high = "(2 ^ 40)::bigint::text::xid8"
    with connected(fresh_database, role=None) as superuser, superuser.begin() as behind:
        behind.execute(text("SET LOCAL session_replication_role = replica"))
        behind.execute(text(f"UPDATE journal_entry SET created_xid = {high} WHERE id = 3"))
        behind.execute(text(f"UPDATE seal SET horizon = {high}, cluster = 'the old one'"))
    write(shop_engine, 1, "written here")
    sealed = seal(shop_engine)
    assert sealed is not None
    assert [item.entry_id for item in items(shop_engine)] == [1, 2, 4, 3]
    write(shop_engine, 1, "and on")
    assert seal(shop_engine) is not None
    with shop_engine.begin() as tx:
        assert [finding.row for finding in chain.check(tx)] == ["seal 1"]  # changed by this test
