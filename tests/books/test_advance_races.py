"""Two people at the same advance at once: it happens once, and Postgres refuses the rest."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, Table, insert, text
from sqlalchemy.exc import DBAPIError, IntegrityError, ProgrammingError

from ledger import advances, journal, queries, trade
from ledger.accounts import Till
from ledger.advance_book import Advance, AdvanceState, advance_of, aged
from ledger.advance_tables import advance_table, decision_table, payment_table
from ledger.advances import AdvanceDecidedError, MoreThanOutstandingError
from ledger.approvals import SecondPersonNeededError
from ledger.audit import audit
from ledger.entries import JournalEntry
from ledger.errors import AlreadyReversedError, BeyondZeroError, LedgerError
from tests.books.people import person
from tests.books.shop import AT, CLERK, ON, all_at_once, lend, sell
from tests.books.test_advances import approve, ask_for, give, outstanding, pay, repay
from tests.books.trading import paid, settled

BOTH = ("A01", "A02")


@pytest.fixture
def staffed(shop_engine: Engine) -> Engine:
    """The shop with its people taken on, so that nobody's first act takes them on."""
    with shop_engine.begin() as tx:
        for code in (*BOTH, "S01"):
            person(tx, code)
    return shop_engine


def at_once(engine: Engine, *works: Callable[[Connection], object]) -> list[object]:
    """Each in a transaction of its own, started together."""

    def within(work: Callable[[Connection], object]) -> Callable[[], object]:
        def run() -> object:
            with engine.begin() as tx:
                return work(tx)

        return run

    return all_at_once([within(work) for work in works])


def refusals(results: list[object]) -> list[type]:
    return [type(result) for result in results if isinstance(result, Exception)]


def test_two_admins_approving_at_once_approve_once(staffed: Engine) -> None:
    with staffed.begin() as tx:
        asked = ask_for(tx).advance_id
    results = at_once(staffed, *(lambda tx, by=by: approve(tx, asked, by) for by in BOTH))
    assert refusals(results) == [AdvanceDecidedError]


def test_an_approval_and_a_rejection_at_once_are_one_decision(staffed: Engine) -> None:
    def reject(tx: Connection) -> Advance:
        return advances.reject(tx, asked, by=person(tx, "A02"), at=AT, reason="no")

    with staffed.begin() as tx:
        asked = ask_for(tx).advance_id
    results = at_once(staffed, lambda tx: approve(tx, asked), reject)
    assert refusals(results) == [AdvanceDecidedError]
    (decided,) = (result for result in results if isinstance(result, Advance))
    with staffed.begin() as tx:
        assert advance_of(tx, asked) == decided


def test_two_people_paying_out_at_once_pay_once(staffed: Engine) -> None:
    with staffed.begin() as tx:
        asked = ask_for(tx).advance_id
        approve(tx, asked)
    tills = (Till.CASH, Till.UPI, Till.CASH)
    results = at_once(staffed, *(lambda tx, till=till: pay(tx, asked, till=till) for till in tills))
    assert refusals(results) == [AdvanceDecidedError] * 2
    with staffed.begin() as tx:
        assert outstanding(tx) == 1000_00


def test_two_repayments_at_once_do_not_exceed_what_is_outstanding(staffed: Engine) -> None:
    with staffed.begin() as tx:
        give(tx, 1000_00)
    results = at_once(staffed, *[lambda tx: repay(tx, 600_00)] * 3)
    assert refusals(results) == [MoreThanOutstandingError] * 2
    with staffed.begin() as tx:
        assert outstanding(tx) == 400_00


def test_two_advances_at_once_do_not_exceed_the_limit_together(staffed: Engine) -> None:
    results = at_once(staffed, *[lambda tx: give(tx, 12_000_00)] * 2)
    assert refusals(results) == [SecondPersonNeededError]
    with staffed.begin() as tx:
        assert outstanding(tx) == 12_000_00


def test_the_same_gift_delivered_twice_at_once_is_one(staffed: Engine) -> None:
    results = at_once(staffed, *[lambda tx: give(tx, key="wa:SM1")] * 4)
    assert refusals(results) == []
    with staffed.begin() as tx:
        assert outstanding(tx) == 1000_00


@pytest.mark.parametrize("steps", [["approve", "approve"], ["approve", "reject"], ["pay"]])
def test_postgres_refuses_a_step_out_of_order(shop: Connection, steps: list[str]) -> None:
    """Whatever the rooms above believe."""
    asked, by = ask_for(shop).advance_id, person(shop, "A01").party_id
    entry = journal.post(shop, lend(1000_00), key="x", source=CLERK).entry_id
    rows = {
        "approve": insert(decision_table).values(is_approved=True, reason="x"),
        "reject": insert(decision_table).values(is_approved=False, reason="x"),
        "pay": insert(payment_table).values(entry_id=entry),
    }
    *before, last = steps
    decided = {"decided_by": by, "decided_at": AT}
    for step in before:
        shop.execute(rows[step].values(advance_id=asked, **decided))
    row = rows[last].values(advance_id=asked, **({} if last == "pay" else decided))
    with pytest.raises(IntegrityError), shop.begin_nested():
        shop.execute(row)


@pytest.mark.parametrize(
    "paid",
    [lend(999_99), lend(1000_00, "F013"), trade.payment("F012", 1000_00, till=Till.UPI, on=ON)],
)
def test_postgres_lets_no_other_entry_pay_an_advance(shop: Connection, paid: JournalEntry) -> None:
    asked = ask_for(shop).advance_id
    approve(shop, asked)
    entry = journal.post(shop, paid, key="x", source=CLERK).entry_id
    with pytest.raises(IntegrityError, match="does not pay"), shop.begin_nested():
        shop.execute(insert(payment_table).values(advance_id=asked, entry_id=entry))


@pytest.mark.parametrize("table", [advance_table, decision_table, payment_table])
def test_nothing_that_was_said_about_an_advance_is_changed(
    shop: Connection, owner_engine: Engine, table: Table
) -> None:
    with owner_engine.begin() as tx:
        give(tx)
    last = list(table.c)[-1].name
    for statement in (f"UPDATE {table} SET {last} = {last}", f"DELETE FROM {table}"):
        with pytest.raises(IntegrityError, match="append-only"), owner_engine.begin() as tx:
            tx.execute(text(statement))
        with pytest.raises(ProgrammingError, match="denied"), shop.begin_nested():
            shop.execute(text(statement))


def test_nobody_is_paid_more_than_was_settled(shop: Connection) -> None:
    sell(shop)
    person(shop, "A01")
    settled(shop)
    paid(shop, 1400_00, "p1")
    beyond = trade.settlement_payment("F012", 96_26, till=Till.CASH, on=ON)
    with pytest.raises(BeyondZeroError, match="settled:F012"):
        journal.post(shop, beyond, key="p2", source=CLERK)
    assert len(paid(shop, 96_25, "p2")) == 1


def test_a_balance_beyond_zero_cannot_be_committed_by_waiting(staffed: Engine) -> None:
    """A constraint that is put off is looked at when the transaction ends."""
    with staffed.begin() as tx:
        give(tx, 100_00)

    def put_off() -> None:
        with staffed.begin() as tx:
            tx.execute(text("SET CONSTRAINTS ALL DEFERRED"))
            repaid = trade.advance_repaid("F012", 100_01, till=Till.CASH, on=ON)
            journal.post(tx, repaid, key="x", source=CLERK)

    with pytest.raises(DBAPIError, match="beyond zero"):
        put_off()
    with staffed.begin() as tx:
        assert outstanding(tx) == 100_00


steps = st.lists(
    st.tuples(st.sampled_from(["give", "repay", "recover", "undo"]), st.integers(1, 1500_00)),
    max_size=8,
)


@given(steps=steps)
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_outstanding_is_what_was_lent_less_what_came_back_and_never_below_zero(
    shop: Connection, steps: list[tuple[str, int]]
) -> None:
    expected = 0
    undone: dict[int, int] = {}
    with shop.begin_nested() as savepoint:
        person(shop, "A01")
        for n, (step, paise) in enumerate(steps):
            try:
                moved = do(shop, step, paise, n, undone)
            except LedgerError:
                moved = 0
            expected += moved
            assert outstanding(shop) == expected >= 0
            assert sum(old.outstanding_paise for old in aged(shop, ON)) == expected
        assert audit(shop).findings == []
        savepoint.rollback()


def do(tx: Connection, step: str, paise: int, n: int, lent: dict[int, int]) -> int:
    """One step, and by how much it changes what is outstanding."""
    match step:
        case "give":
            given = give(tx, paise, key=f"g{n}")
            assert given.entry_id is not None
            assert given.state is AdvanceState.PAID
            lent[given.entry_id] = paise
            return paise
        case "repay":
            repay(tx, paise, key=f"r{n}")
            return -paise
        case "recover":
            due = trade.opening_balance("payable:F012", -paise, on=ON)
            journal.post(tx, due, key=f"s{n}", source=CLERK)
            return -settled(tx).recovered_paise
        case _:
            entry_id = next(iter(lent), None)
            if entry_id is None:
                raise AlreadyReversedError(0)
            journal.reverse(tx, entry_id, on=ON, reason="x", key=f"u{n}", source=CLERK)
            assert queries.entry_of(tx, entry_id).reversed_by is not None
            return -lent.pop(entry_id)
