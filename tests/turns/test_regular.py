"""Regular jobs: at their hour by the market's clock, once, and caught up where it was missed."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta
from time import tzset
from typing import Any

import pytest
import sqlalchemy as sa

from ledger.board import MARKET_ZONE
from tests.turns.world import House
from workers import regular, schedule
from workers.chores import CHORES
from workers.clock import now
from workers.place import Place
from workers.queues import REGULAR, connect
from workers.regular import Daily, regular_run

DAY = timedelta(days=1)
NOON = datetime(2026, 11, 24, 6, 30, tzinfo=UTC)
"""12:00 at the market."""


class Done:
    """A job that writes down for which days it was done, or fails as it is told to."""

    def __init__(self, keeps: timedelta = 3 * DAY) -> None:
        self.days: list[date] = []
        self.fails = False
        self.job = Daily("test", time(19), self, keeps)

    def __call__(self, place: Place, day: date) -> None:  # noqa: ARG002 - as every job
        if self.fails:
            raise ValueError("told to")
        self.days.append(day)


@pytest.fixture
def local_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The clock of this process is what it was before."""
    with monkeypatch.context() as own:
        own.setenv("TZ", "UTC")
        yield
    tzset()


@pytest.fixture
def noon(house: House) -> House:
    house.now = NOON
    return house


def opened(house: House, keeps: timedelta = 3 * DAY) -> Done:
    """A job in a shop that opened today at noon."""
    done = Done(keeps)
    regular.run(house.place, done.job)
    assert done.days == [], "a shop that has just opened has missed nothing"
    return done


def run_at(house: House, done: Done, **later: int) -> list[date]:
    house.now = NOON + timedelta(**later)
    regular.run(house.place, done.job)
    return done.days


def test_a_job_is_done_at_its_hour_and_once(noon: House) -> None:
    done = opened(noon)
    assert run_at(noon, done, hours=6, minutes=59) == []
    assert run_at(noon, done, hours=7) == [date(2026, 11, 24)]
    assert run_at(noon, done, hours=8) == [date(2026, 11, 24)]
    assert run_at(noon, done, hours=31) == [date(2026, 11, 24), date(2026, 11, 25)]


def test_missed_days_are_caught_up_each_by_itself_and_the_oldest_first(noon: House) -> None:
    done = opened(noon)
    assert run_at(noon, done, days=3) == [date(2026, 11, day) for day in (24, 25, 26)]


def test_what_means_nothing_any_more_is_left(noon: House) -> None:
    done = opened(noon, keeps=timedelta(hours=48))
    assert run_at(noon, done, days=9) == [date(2026, 12, 1), date(2026, 12, 2)]


def test_a_job_that_fails_is_tried_again_and_later_days_wait(
    noon: House, caplog: pytest.LogCaptureFixture
) -> None:
    done = opened(noon)
    done.fails = True
    assert run_at(noon, done, days=2) == []
    assert [record.msg for record in caplog.records] == ["A regular job failed"]
    assert [(row.attempts, row.failure) for row in runs(noon)[1:]] == [(1, "ValueError")]
    done.fails = False
    assert run_at(noon, done, days=2, minutes=1) == []
    assert run_at(noon, done, days=2, minutes=3) == [date(2026, 11, 24), date(2026, 11, 25)]
    assert [row.failure for row in runs(noon)] == [None, None, None]


def test_two_workers_do_a_job_once(noon: House) -> None:
    done = opened(noon)
    noon.now = NOON + timedelta(hours=7)
    beside = House(noon.engine, noon.redis, now=noon.now)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda house: regular.run(house.place, done.job), [noon, beside]))
    assert done.days == [date(2026, 11, 24)]


def test_a_job_whose_worker_died_is_left_alone_for_a_while_and_then_done(noon: House) -> None:
    done = opened(noon)
    noon.now = NOON + timedelta(hours=7)
    due_at = datetime(2026, 11, 24, 13, 30, tzinfo=UTC)
    dead = {"name": "test", "due_at": due_at, "attempts": 1, "retry_at": noon.now + regular.LEASE}
    noon.ask(lambda tx: tx.execute(sa.insert(regular_run).values(dead)))
    assert run_at(noon, done, hours=7, minutes=14) == []
    assert run_at(noon, done, hours=7, minutes=15) == [date(2026, 11, 24)]


def test_the_sweep_catches_up_only_what_nobody_heard_of(noon: House) -> None:
    done = opened(noon)
    noon.now = NOON + timedelta(hours=7, minutes=1)
    schedule.catch_up(noon.place, [done.job])
    assert done.days == []
    noon.now += timedelta(minutes=2)
    schedule.catch_up(noon.place, [done.job])
    assert done.days == [date(2026, 11, 24)]


@pytest.mark.usefixtures("local_time")
def test_rqs_cron_knows_every_job_by_the_markets_clock() -> None:
    for job, chore in zip(schedule.hours(), CHORES, strict=True):
        assert job.next_enqueue_time is not None
        there = job.next_enqueue_time.astimezone(MARKET_ZONE)
        assert (job.name, there.time()) == (chore.name, chore.hour)


@pytest.mark.usefixtures("local_time")
def test_at_its_hour_a_job_is_nudged_once(noon: House) -> None:
    (job, *_) = schedule.hours()
    job.next_enqueue_time = now() - timedelta(seconds=1)
    noon.now = now()
    for _ in range(2):
        schedule.nudge(noon.place, [job])
    assert noon.redis.llen(f"rq:queue:{REGULAR}") == 1


@pytest.mark.usefixtures("local_time")
def test_a_nudge_that_redis_does_not_take_stops_nothing(noon: House) -> None:
    alone = House(noon.engine, connect("redis://127.0.0.1:1"))
    (job, *_) = schedule.hours()
    job.next_enqueue_time = now() - timedelta(seconds=1)
    schedule.nudge(alone.place, [job])


def test_every_job_does_no_harm_in_a_shop_where_nothing_happened(noon: House) -> None:
    for chore in CHORES:
        chore.work(noon.place, NOON.date())
        chore.work(noon.place, NOON.date())


def runs(house: House) -> list[sa.Row[Any]]:
    with house.engine.begin() as tx:
        return list(tx.execute(sa.select(regular_run).order_by(regular_run.c.due_at)))
