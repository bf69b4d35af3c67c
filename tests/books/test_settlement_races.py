"""Two people settle, pay and post at once; nothing is settled twice and no number is lost."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from time import sleep
from typing import TypeVar

import pytest
from sqlalchemy import Connection, Engine, text

from ledger import queries
from ledger.audit import audit
from ledger.payouts import MoreThanDueError
from ledger.people import NewParty, add_party
from ledger.queries import Owed
from ledger.roles import PartyRole
from ledger.run_book import Run
from ledger.settlement_run import settle_everyone
from ledger.settlements import (
    DraftChangedError,
    NothingToSettleError,
    Settlement,
    SettlementStateError,
    approve,
    draft,
    settlements,
)
from tests.books.shop import AT, ON, all_at_once
from tests.books.trading import CLI, open_office, paid, settled, voided, weigh, who

NET = 950_00
T = TypeVar("T")


@pytest.fixture
def office(shop_engine: Engine) -> Iterator[Engine]:
    """A committed shop with an office; its books are audited when the test is over."""
    with shop_engine.begin() as tx:
        open_office(tx)
    yield shop_engine
    with shop_engine.begin() as tx:
        assert audit(tx).findings == []
        faulty = text("SELECT number FROM settlement s WHERE settlement_fault(s) IS NOT NULL")
        assert [number for number in tx.scalars(faulty) if number is not None] == []


Act = Callable[[Connection], object]


def at_once(engine: Engine, *acts: Act) -> list[object]:
    """Each in a transaction of its own, started together; errors are results."""
    return all_at_once([partial(alone, engine, act) for act in acts])


def alone(engine: Engine, act: Callable[[Connection], T]) -> T:
    """Something done in a transaction of its own."""
    with engine.begin() as tx:
        return act(tx)


def test_two_approvals_at_once_settle_once(office: Engine) -> None:
    alone(office, lambda tx: weigh(tx, "1"))
    which = alone(office, lambda tx: draft(tx, "F012", ON, by=who(tx), at=AT)).settlement_id

    def approve_it() -> Settlement:
        return alone(office, lambda tx: approve(tx, which, by=who(tx), at=AT, source=CLI))

    results = all_at_once([approve_it] * 4)
    assert sum(isinstance(one, Settlement) for one in results) == 1
    assert sum(isinstance(one, SettlementStateError) for one in results) == 3
    assert alone(office, lambda tx: queries.owed_to(tx, "F012")) == Owed(settled_paise=NET)


def test_drafting_at_once_makes_one_draft(office: Engine) -> None:
    alone(office, lambda tx: weigh(tx, "1"))

    def draft_it() -> int:
        return alone(office, lambda tx: draft(tx, "F012", ON, by=who(tx), at=AT)).settlement_id

    assert len(set(all_at_once([draft_it] * 4))) == 1


def test_a_lot_weighed_during_an_approval_is_settled_now_or_later_never_lost(
    office: Engine,
) -> None:
    alone(office, lambda tx: weigh(tx, "0"))

    for turn in range(8):
        settling, _ = at_once(office, settled, partial(weigh, key=f"late {turn}"))
        assert isinstance(settling, Settlement | NothingToSettleError)
    with suppress(NothingToSettleError):
        alone(office, settled)
    with office.begin() as tx:
        assert sum(s.due_paise for s in settlements(tx)) == 9 * NET
        assert queries.owed_to(tx, "F012").payable_paise == 0


def test_an_approval_waits_for_a_lot_under_way_and_sees_it(office: Engine) -> None:
    alone(office, lambda tx: weigh(tx, "1"))
    which = alone(office, lambda tx: draft(tx, "F012", ON, by=who(tx), at=AT)).settlement_id

    def approve_it() -> Settlement:
        return alone(office, lambda tx: approve(tx, which, by=who(tx), at=AT, source=CLI))

    with ThreadPoolExecutor(1) as pool:
        with office.begin() as tx:
            weigh(tx, "2")
            going = pool.submit(approve_it)
            wait_for_a_waiting(tx)
        with pytest.raises(DraftChangedError):
            going.result()


def wait_for_a_waiting(tx: Connection) -> None:
    """Until somebody waits for what this transaction holds."""
    for _ in range(1000):
        if tx.scalar(text("SELECT count(*) FROM pg_locks WHERE NOT granted")):
            return
        sleep(0.01)
    pytest.fail("nobody waits")


def test_numbers_have_no_gaps_whoever_approves_and_whoever_fails(office: Engine) -> None:
    codes = [f"G{place:02}" for place in range(12)]
    with office.begin() as tx:
        for code in codes:
            add_party(tx, NewParty(code=code, role=PartyRole.FARMER, name_en=code))
            weigh(tx, code, farmer=code)

    class ShopClosesError(Exception):
        pass

    def settle_one(code: str) -> Settlement:
        with office.begin() as tx:
            approved = settled(tx, code)
            if code.endswith(("3", "7")):
                raise ShopClosesError
            return approved

    all_at_once([partial(settle_one, code) for code in codes])
    with office.begin() as tx:
        numbers = sorted(s.number or "" for s in settlements(tx))
    assert numbers == [f"SET-2026-11-{place:03}" for place in range(1, 11)]


def test_two_payouts_at_once_never_pay_more_than_is_due(office: Engine) -> None:
    alone(office, lambda tx: weigh(tx, "1"))
    alone(office, settled)

    results = at_once(office, *(partial(paid, paise=600_00, key=f"pay:{n}") for n in range(4)))
    assert sum(isinstance(one, list) for one in results) == 1
    assert sum(isinstance(one, MoreThanDueError) for one in results) == 3


def test_the_same_payout_delivered_eight_times_pays_once(office: Engine) -> None:
    alone(office, lambda tx: weigh(tx, "1"))
    alone(office, settled)
    results = at_once(office, *[partial(paid, paise=600_00)] * 8)
    assert len({str(one) for one in results}) == 1
    assert alone(office, lambda tx: queries.owed_to(tx, "F012")).settled_paise == NET - 600_00


def test_paying_and_voiding_at_once_do_one_of_the_two(office: Engine) -> None:
    for turn in range(4):
        alone(office, partial(weigh, key=f"{turn}"))
        stands = alone(office, settled)
        results = at_once(
            office,
            partial(paid, paise=NET, key=f"pay:{turn}"),
            partial(voided, settlement=stands),
        )
        owed = alone(office, lambda tx: queries.owed_to(tx, "F012"))
        assert owed.settled_paise == 0
        assert owed.payable_paise in {0, NET}
        if owed.payable_paise:
            alone(office, partial(paid, paise=NET, key=f"rest {turn}"))
            alone(office, settled)
        assert any(not isinstance(one, Exception) for one in results)


def test_two_runs_at_once_settle_everybody_once(office: Engine) -> None:
    codes = [f"G{place:02}" for place in range(10)]
    with office.begin() as tx:
        for code in codes:
            add_party(tx, NewParty(code=code, role=PartyRole.FARMER, name_en=code))
            weigh(tx, code, farmer=code)
        owner = who(tx)

    def run() -> Run:
        return settle_everyone(office, ON, approve=True, by=owner, at=AT, source=CLI, everyone=True)

    results = all_at_once([run] * 3)
    assert [one for one in results if isinstance(one, Exception)] == []
    with office.begin() as tx:
        assert len(settlements(tx)) == 10
        numbers = sorted(s.number or "" for s in settlements(tx))
        assert numbers == [f"SET-2026-11-{place:03}" for place in range(1, 11)]
        ready = text("SELECT count(*) FROM notice WHERE kind = 'settlement_ready'")
        assert tx.scalar(ready) == 10
