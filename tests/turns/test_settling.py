"""Settlement runs ordered from a page, or left half-way, are carried on by the workers."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from ledger.dating import FutureDateError, business_date
from ledger.journal import Source
from ledger.journal_tables import entry_table
from ledger.people import NewParty, Party, add_party
from ledger.policy import NotAllowedError
from ledger.roles import PartyRole
from ledger.run_book import RUNNING, LeftAlone, Run, left_alone, run_of, run_progress
from ledger.settlement_run import carry_on, order_run, settle_everyone
from ledger.settlements import settlements
from tests.books.shop import lot, sell
from tests.books.trading import who
from tests.turns.world import House
from workers import settling
from workers.queues import REGULAR, connect

NET = 1496_25
FARMERS = ("F012", "F013", "F014")
TODAY = date(2026, 11, 24)


@pytest.fixture
def shop(house: House) -> House:
    """Three farmers with a lot each."""
    house.now = lot().at + timedelta(hours=6)
    assert business_date(house.now) == TODAY
    with house.engine.begin() as tx:
        for code in FARMERS[1:]:
            add_party(tx, NewParty(code=code, role=PartyRole.FARMER, name_en=code))
        for code in FARMERS:
            sell(tx, f"lot:{code}", lot(farmer=code))
    return house


def person(house: House, code: str = "A01") -> Party:
    found = house.ask(lambda tx: who(tx, code))
    assert isinstance(found, Party)
    return found


def ordered(house: House, by: str = "A01", *, approve: bool = True, days_ago: int = 0) -> Run:
    asked = person(house, by)
    with house.engine.begin() as tx:
        return order_run(
            tx, TODAY - timedelta(days=days_ago), approve=approve, everyone=True, by=asked,
            at=house.now,
        )  # fmt: skip


def standing(house: House, run: Run) -> Run:
    found = house.ask(lambda tx: run_of(tx, run.run_id))
    assert isinstance(found, Run)
    return found


@contextmanager
def somebody_at(house: House, run: Run) -> Iterator[None]:
    """Another worker has the run; the lock goes with his connection."""
    with house.engine.connect() as other:
        key = sa.cast(run.run_id, sa.Integer)
        assert other.scalar(sa.select(sa.func.pg_try_advisory_lock(RUNNING, key)))
        other.commit()
        yield
        other.invalidate()


def waiting(house: House) -> list[LeftAlone]:
    return list(house.ask(left_alone))


def nudges(house: House) -> int:
    return int(house.redis.llen(f"rq:queue:{REGULAR}"))


def test_a_run_that_is_ordered_is_done_once_in_the_name_of_who_ordered_it(shop: House) -> None:
    run = ordered(shop)
    assert (run.farmers, run.done, run.finished_at) == (3, 0, None)
    settling.carry_on_runs(shop.place)
    settling.carry_on_runs(shop.place)
    done = standing(shop, run)
    assert (done.approved, done.net_paise, done.failed, done.faults) == (3, 3 * NET, (), ())
    owner = person(shop)
    with shop.engine.begin() as tx:
        assert {each.approved_by for each in settlements(tx)} == {owner.party_id}
        entry = entry_table.c
        posted = sa.select(entry.actor_id, entry.channel).where(entry.kind == "settlement")
        assert [tuple(row) for row in tx.execute(posted)] == [(owner.party_id, "web")] * 3
        progress = run_progress(tx, run.run_id)
    assert (progress.done, progress.farmers, progress.is_over) == (3, 3, True)


class KilledError(BaseException):
    """As if somebody had pulled the plug."""


@contextmanager
def broken_at(house: House, transaction: int, error: BaseException) -> Iterator[None]:
    """The transaction of that number breaks off before it has begun."""
    begun = 0

    def break_off(_: sa.Connection) -> None:
        nonlocal begun
        begun += 1
        if begun == transaction:
            raise error

    sa.event.listen(house.engine, "begin", break_off)
    yield
    sa.event.remove(house.engine, "begin", break_off)


def test_a_run_killed_half_way_is_carried_on_and_settles_nobody_twice(shop: House) -> None:
    run = ordered(shop)
    with broken_at(shop, 4, KilledError()), pytest.raises(KilledError):
        carry_on(shop.engine, run.run_id, at=shop.now)
    half = standing(shop, run)
    assert (half.approved, half.finished_at) == (1, None)
    settling.carry_on_runs(shop.place)
    assert standing(shop, run).net_paise == 3 * NET
    assert sorted(each.farmer for each in shop.ask(settlements)) == list(FARMERS)


def test_a_run_that_somebody_is_at_is_left_to_him_until_he_is_gone(shop: House) -> None:
    run = ordered(shop)
    with somebody_at(shop, run):
        assert waiting(shop) == []
        assert carry_on(shop.engine, run.run_id, at=shop.now) is None
        settling.find_waiting_runs(shop.place)
        assert (standing(shop, run).done, nudges(shop)) == (0, 0)
    settling.carry_on_runs(shop.place)
    assert standing(shop, run).approved == 3


def test_two_workers_and_a_command_at_once_settle_everybody_once(shop: House) -> None:
    run = ordered(shop)
    owner = person(shop)

    def command(_: int) -> None:
        source = Source(owner.party_id, "cli")
        settle_everyone(
            shop.engine, TODAY, approve=True, everyone=True, by=owner, at=shop.now, source=source
        )

    with ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(settling.carry_on_runs, shop.place) for _ in range(2)]
        for each in (*asked, pool.submit(command, 0)):
            each.result()
    assert standing(shop, run).net_paise == 3 * NET
    assert len(shop.ask(settlements)) == 3
    assert waiting(shop) == []


def test_a_run_that_stands_already_is_not_ordered_twice(shop: House) -> None:
    first = ordered(shop)
    assert ordered(shop).run_id == first.run_id
    other = ordered(shop, days_ago=1)
    drafts = ordered(shop, by="S01", approve=False)
    assert len({first.run_id, other.run_id, drafts.run_id}) == 3
    settling.carry_on_runs(shop.place)
    done = [standing(shop, each) for each in (first, other, drafts)]
    assert [(each.approved, each.skipped) for each in done] == [(3, 0), (0, 3), (0, 3)]
    assert ordered(shop).run_id > drafts.run_id


def test_who_may_not_approve_orders_no_approval_and_nobody_orders_tomorrow(shop: House) -> None:
    with pytest.raises(NotAllowedError):
        ordered(shop, by="S01")
    with pytest.raises(FutureDateError):
        ordered(shop, days_ago=-1)
    assert waiting(shop) == []


def test_the_sweep_nudges_once_for_a_run_that_is_ordered(shop: House) -> None:
    ordered(shop)
    for _ in range(2):
        settling.find_waiting_runs(shop.place)
    assert nudges(shop) == 1


def test_the_sweep_does_a_run_itself_where_redis_does_not_hear_it(shop: House) -> None:
    run = ordered(shop)
    alone = House(shop.engine, connect("redis://127.0.0.1:1"), now=shop.now)
    settling.find_waiting_runs(alone.place)
    assert standing(shop, run).approved == 3


def test_the_sweep_does_a_run_itself_where_no_worker_heard_of_it(
    shop: House, caplog: pytest.LogCaptureFixture
) -> None:
    run = ordered(shop)
    shop.now += settling.UNHEARD
    settling.find_waiting_runs(shop.place)
    assert standing(shop, run).approved == 3
    assert [each.msg for each in caplog.records] == [
        "A settlement run waited too long to be carried on"
    ]


def test_a_run_that_breaks_off_stops_no_other_and_is_left_alone_for_a_while(
    shop: House, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = ordered(shop), ordered(shop, days_ago=1)
    with broken_at(shop, 3, ValueError("told to")):
        settling.carry_on_runs(shop.place)
    assert [each.msg for each in caplog.records] == ["A settlement run broke off"]
    assert [standing(shop, each).finished_at for each in (broken, sound)] == [None, shop.now]
    settling.find_waiting_runs(shop.place)
    assert nudges(shop) == 0, "it broke off a moment ago"
    shop.now += settling.RETRY_AFTER
    settling.find_waiting_runs(shop.place)
    assert nudges(shop) == 1
