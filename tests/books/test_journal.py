"""Posting, reversing, correcting; what stands afterwards."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from time import sleep

import pytest
from sqlalchemy import Connection, Engine, func, select, text

from ledger import queries, trade
from ledger.entries import EntryKind, Posting
from ledger.errors import (
    AlreadyReversedError,
    DayClosedError,
    KeyReusedError,
    UnknownAccountError,
    UnknownEntryError,
)
from ledger.journal import Booking, Posted, close_day, correct, post, post_many, reverse
from ledger.journal_tables import entry_table
from ledger.lots import Adjustment, Side
from ledger.queries import Owed
from tests.books.shop import AT, CLERK, ON, all_at_once, bank_the_cash, lend, lot, sell


def entries(tx: Connection) -> int:
    return tx.scalar(select(func.count()).select_from(entry_table)) or 0


def test_a_lot_becomes_a_balanced_entry_and_a_debt_to_the_farmer(shop: Connection) -> None:
    posted = sell(shop)
    assert posted.is_new
    assert queries.entry_of(shop, posted.entry_id).postings == (
        Posting("market", 1575_00),
        Posting("payable:F012", -1496_25),
        Posting("commission", -78_75),
    )
    assert queries.owed_to(shop, "F012") == Owed(payable_paise=1496_25)
    assert queries.owed_to(shop, "F013") == Owed()


def test_the_same_key_again_is_the_same_entry(shop: Connection) -> None:
    first = sell(shop)
    assert sell(shop) == Posted(first.entry_id, is_new=False)
    assert entries(shop) == 1


def test_a_repeat_draws_no_number(shop: Connection) -> None:
    first = sell(shop)
    for _ in range(3):
        sell(shop)
    assert sell(shop, "wa:SM2:1").entry_id == first.entry_id + 1


@pytest.mark.parametrize(
    "other",
    [
        lot(10_501),
        lot(rate_paise=150_01),
        lot(farmer="F013"),
        lot(at=AT + timedelta(microseconds=1)),
        lot(adjustments=(Adjustment("wet", 0, Side.PRICE),)),
        replace(lot(), on=ON + timedelta(days=1)),
    ],
)
def test_a_key_never_stands_for_something_else(shop: Connection, other: trade.Sale) -> None:
    sell(shop)
    with pytest.raises(KeyReusedError, match="wa:SM1:1"):
        sell(shop, sold=other)
    assert entries(shop) == 1


def test_a_key_remembers_the_reason_too(shop: Connection) -> None:
    post(shop, replace(lend(), reason="seed"), key="web:1", source=CLERK)
    with pytest.raises(KeyReusedError):
        post(shop, replace(lend(), reason="fertiliser"), key="web:1", source=CLERK)


def test_eight_deliveries_at_once_make_one_entry(shop_engine: Engine) -> None:
    def deliver() -> Posted:
        with shop_engine.begin() as tx:
            return sell(tx)

    posted = all_at_once([deliver] * 8)
    made = [one for one in posted if isinstance(one, Posted)]
    assert len(made) == 8
    assert len({one.entry_id for one in made}) == 1
    assert sum(one.is_new for one in made) == 1


def test_eight_deliveries_at_once_of_an_entry_without_a_farmer_make_one_entry(
    shop_engine: Engine,
) -> None:
    def deliver() -> Posted:
        with shop_engine.begin() as tx:
            return post(tx, bank_the_cash(), key="web:1", source=CLERK)

    made = [one for one in all_at_once([deliver] * 8) if isinstance(one, Posted)]
    assert len(made) == 8
    assert len({one.entry_id for one in made}) == 1


def test_a_refusal_leaves_the_transaction_usable(shop: Connection) -> None:
    with pytest.raises(UnknownAccountError, match="payable:F999"):
        sell(shop, sold=lot(farmer="F999"))
    assert sell(shop).is_new


def test_two_people_weighing_for_one_farmer_lose_nothing(shop_engine: Engine) -> None:
    def weigh(clerk: int) -> None:
        for line in range(10):
            with shop_engine.begin() as tx:
                sell(tx, f"wa:SM{clerk}:{line}")

    results = all_at_once([lambda: weigh(1), lambda: weigh(2)])
    assert results == [None, None]
    with shop_engine.begin() as tx:
        assert queries.owed_to(tx, "F012").payable_paise == 20 * 1496_25


def test_a_reversal_restores_every_balance(shop: Connection) -> None:
    before = queries.trial_balance(shop)
    sold = sell(shop)
    reversal = reverse(shop, sold.entry_id, on=ON, reason="undo", key="undo:1", source=CLERK)
    assert queries.trial_balance(shop) == before
    assert queries.entry_of(shop, sold.entry_id).reversed_by == reversal.entry_id
    assert [row.is_reversed for row in queries.lots_on(shop, ON)] == [True]


def test_a_reversed_entry_cannot_be_reversed_again(shop: Connection) -> None:
    sold = sell(shop)
    reversal = reverse(shop, sold.entry_id, on=ON, reason="undo", key="undo:1", source=CLERK)
    again = reverse(shop, sold.entry_id, on=ON, reason="undo", key="undo:1", source=CLERK)
    assert again == Posted(reversal.entry_id, is_new=False)
    for entry_id in (sold.entry_id, reversal.entry_id):
        with pytest.raises(AlreadyReversedError):
            reverse(shop, entry_id, on=ON, reason="undo", key="undo:2", source=CLERK)


def test_four_people_reversing_one_entry_reverse_it_once(shop_engine: Engine) -> None:
    with shop_engine.begin() as tx:
        sold = sell(tx).entry_id
        moved = post(tx, bank_the_cash(), key="web:1", source=CLERK).entry_id

    def undo(entry_id: int, person: int) -> Posted:
        with shop_engine.begin() as tx:
            key = f"undo:{entry_id}:{person}"
            return reverse(tx, entry_id, on=ON, reason="undo", key=key, source=CLERK)

    for entry_id in (sold, moved):
        results = all_at_once([lambda e=entry_id, n=n: undo(e, n) for n in range(4)])  # type: ignore[misc]
        refused = [result for result in results if isinstance(result, AlreadyReversedError)]
        assert len(refused) == 3


def test_what_does_not_exist_cannot_be_reversed(shop: Connection) -> None:
    with pytest.raises(UnknownEntryError, match="999"):
        reverse(shop, 999, on=ON, reason="undo", key="undo:999", source=CLERK)


def test_a_correction_is_the_mirror_and_the_right_entry_linked_both_ways(shop: Connection) -> None:
    wrong = sell(shop).entry_id
    right = lot(9_500)
    put_right = correct(
        shop, wrong, trade.sale(right), reason="scale", key="web:7", source=CLERK, sale=right
    )
    assert queries.entry_of(shop, wrong).reversed_by == put_right.reversal_id
    reversal = queries.entry_of(shop, put_right.reversal_id)
    replacement = queries.entry_of(shop, put_right.replacement_id)
    assert (reversal.reverses, reversal.reason) == (wrong, "scale")
    assert (replacement.replaces, replacement.reason) == (wrong, "scale")
    assert replacement.kind is EntryKind.SALE
    assert queries.owed_to(shop, "F012").payable_paise == 1353_75


def test_a_correction_that_cannot_be_written_reverses_nothing(shop: Connection) -> None:
    wrong = sell(shop).entry_id
    right = lot(farmer="F999")
    with pytest.raises(UnknownAccountError):
        correct(shop, wrong, trade.sale(right), reason="x", key="web:7", source=CLERK, sale=right)
    assert queries.entry_of(shop, wrong).reversed_by is None


def test_the_same_correction_again_writes_nothing(shop: Connection) -> None:
    wrong = sell(shop).entry_id
    right = lot(9_500)

    def put_right() -> object:
        return correct(
            shop, wrong, trade.sale(right), reason="scale", key="web:7", source=CLERK, sale=right
        )

    assert put_right() == put_right()
    assert entries(shop) == 3


def test_nothing_is_dated_in_a_closed_day(shop: Connection) -> None:
    sold = sell(shop)
    assert close_day(shop, ON, by=None, at=AT)
    assert not close_day(shop, ON, by=None, at=AT)
    with pytest.raises(DayClosedError, match="24-11-2026"):
        sell(shop, "wa:SM2:1")
    assert sell(shop) == Posted(sold.entry_id, is_new=False)
    tomorrow = date(2026, 11, 25)
    assert reverse(shop, sold.entry_id, on=tomorrow, reason="x", key="u", source=CLERK).is_new


def test_a_day_closes_after_the_entry_that_is_under_way(shop_engine: Engine) -> None:
    def close() -> int:
        with shop_engine.begin() as tx:
            close_day(tx, ON, by=None, at=AT)
        with shop_engine.begin() as tx:
            return entries(tx)

    with ThreadPoolExecutor(1) as pool:
        with shop_engine.begin() as writing:
            sell(writing)
            closing = pool.submit(close)
            wait_for_somebody_waiting(shop_engine)
            assert not closing.done()
        assert closing.result() == 1


def wait_for_somebody_waiting(engine: Engine) -> None:
    """Until a transaction of this database waits for an advisory lock."""
    waiting = text("""
        SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    """)
    for _ in range(500):
        with engine.begin() as tx:
            if tx.scalar(waiting):
                return
        sleep(0.01)
    pytest.fail("nobody waits")


def test_nothing_is_written_into_a_day_once_it_is_closed(shop_engine: Engine) -> None:
    def write(clerk: int) -> int:
        for line in range(200):
            try:
                with shop_engine.begin() as tx:
                    sell(tx, f"wa:SM{clerk}:{line}")
            except DayClosedError:
                return line
        return 200

    def close() -> int:
        with shop_engine.begin() as tx:
            close_day(tx, ON, by=None, at=AT)
        with shop_engine.begin() as tx:
            return entries(tx)

    first, second, at_close = all_at_once([lambda: write(1), lambda: write(2), close])
    with shop_engine.begin() as tx:
        assert entries(tx) == at_close
    assert isinstance(first, int)
    assert isinstance(second, int)
    assert first + second == at_close


def test_many_entries_are_written_in_order_or_not_at_all(shop: Connection) -> None:
    sales = [lot(1000 + n, farmer=f"F01{2 + n % 2}") for n in range(6)]
    bookings = [Booking(trade.sale(s), f"demo:{n}", CLERK, s) for n, s in enumerate(sales)]
    posted = post_many(shop, bookings)
    assert [row.quantity_milli for row in queries.lots_on(shop, ON)] == [
        s.quantity_milli for s in sales
    ]
    assert [p.entry_id for p in post_many(shop, bookings)] == [p.entry_id for p in posted]
    with pytest.raises(KeyReusedError):
        post_many(shop, [Booking(lend(), "new", CLERK), Booking(lend(), "demo:0", CLERK)])
    assert entries(shop) == 6


def test_batches_of_the_same_farmers_in_opposite_order_do_not_block_each_other(
    shop_engine: Engine,
) -> None:
    def write(batch: str, farmers: list[str]) -> int:
        for n in range(15):
            with shop_engine.begin() as tx:
                bookings = [Booking(lend(farmer=f), f"{batch}:{n}:{f}", CLERK) for f in farmers]
                post_many(tx, bookings)
        return 15

    results = all_at_once(
        [lambda: write("a", ["F012", "F013"]), lambda: write("b", ["F013", "F012"])]
    )
    assert results == [15, 15]
