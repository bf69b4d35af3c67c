"""A settlement run is killed at twenty random points; started again it settles nobody twice."""

import os
import random
import signal
from multiprocessing import get_context
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from time import sleep

import pytest
from sqlalchemy import Connection, Engine, func, select, text

from ledger import queries
from ledger.audit import audit
from ledger.notices import notice_table
from ledger.people import NewParty, add_party
from ledger.roles import PartyRole
from ledger.run_book import LeftAlone, done_table, latest_run, left_alone
from ledger.settlement_run import carry_on, order_run
from ledger.settlements import settlements
from ops.cli import main
from ops.commands.here import Here
from tests.books.shop import AT, ON, open_shop
from tests.books.trading import lend, loading_fee, open_office, weigh, who
from tests.databases import connected

KILLS = 20
FARMERS = [f"G{place:03}" for place in range(100)]
NET = 950_00 - 50_00 - 100_00
"""Ten kilograms at ₹100.00 less loading, and less what was lent."""


def fill(tx: Connection) -> None:
    open_shop(tx)
    open_office(tx)
    loading_fee(tx, 50_00)
    for code in FARMERS:
        add_party(tx, NewParty(code=code, role=PartyRole.FARMER, name_en=code))
        weigh(tx, code, farmer=code)
        lend(tx, 100_00, f"lend:{code}", code)


class Command:
    """The run's command, in processes that come up quickly: one imported everything before."""

    def __init__(self, database_url: str, redis_url: str, home: Path) -> None:
        self.here = Here(home, {"DATABASE_URL": database_url, "REDIS_URL": redis_url})
        self.forks = get_context("forkserver")
        self.forks.set_forkserver_preload(["ops.cli", "ops.commands.settlements"])

    def work(self) -> ForkServerProcess:
        """A worker that carries on whatever run is unfinished, in a process of its own."""
        run = self.forks.Process(target=carry_on_all, args=(self.here.environ["DATABASE_URL"],))
        run.start()
        return run

    def start(self) -> ForkServerProcess:
        words = ["settlement", "run", "--cut-off", ON.isoformat(), "--everyone", "--approve"]
        run = self.forks.Process(target=main, args=([*words, "--by", "A01"], self.here))
        run.start()
        return run


def carry_on_all(database_url: str) -> None:
    """What the regular worker does when it is told of a run."""
    with connected(database_url) as engine:
        waiting: list[LeftAlone] = []
        while not waiting:  # Postgres may still be about to notice that the last one is gone
            with engine.begin() as tx:
                waiting = left_alone(tx)
        for each in waiting:
            carry_on(engine, each.run_id, at=AT)


def done(engine: Engine) -> int:
    """How many farmers are behind the run."""
    with engine.begin() as tx:
        return tx.scalar(select(func.count()).select_from(done_table)) or 0


def kill_at(run: ForkServerProcess, engine: Engine, more: int, seconds: float) -> None:
    """Kill a run once so many more farmers are done, and a moment later."""
    wanted = done(engine) + more
    while run.is_alive() and done(engine) < wanted:
        sleep(0.001)
    sleep(seconds)
    run.kill()
    run.join()
    assert run.exitcode == -signal.SIGKILL


@pytest.mark.slow
def test_a_run_killed_at_twenty_points_settles_everybody_once(
    fresh_database: str, redis_url: str, tmp_path: Path
) -> None:
    seed = int(os.environ.get("MALAR_SEED", random.randrange(10**6)))  # noqa: S311 - no secret
    print("MALAR_SEED", seed)  # noqa: T201 - a failure is played again by it
    dice = random.Random(seed)  # noqa: S311 - likewise
    command = Command(fresh_database, redis_url, tmp_path)
    with connected(fresh_database) as engine:
        with engine.begin() as tx:
            fill(tx)
        for _ in range(KILLS):
            kill_at(command.start(), engine, dice.randint(0, 3), dice.uniform(0, 0.02))
        assert 0 < done(engine) < len(FARMERS)
        last = command.start()
        last.join(60)
        assert last.exitcode == 0
        with engine.begin() as tx:
            assert_everybody_is_settled_once(tx)


@pytest.mark.slow
def test_a_run_that_is_ordered_goes_on_with_the_next_worker_when_one_is_killed(
    fresh_database: str, redis_url: str, tmp_path: Path
) -> None:
    dice = random.Random(7)  # noqa: S311 - no secret
    command = Command(fresh_database, redis_url, tmp_path)
    with connected(fresh_database) as engine:
        with engine.begin() as tx:
            fill(tx)
            order_run(tx, ON, approve=True, everyone=True, by=who(tx), at=AT)
        for _ in range(WORKERS_KILLED):
            kill_at(command.work(), engine, dice.randint(0, 9), dice.uniform(0, 0.02))
        assert 0 < done(engine) < len(FARMERS)
        last = command.work()
        last.join(60)
        assert last.exitcode == 0
        with engine.begin() as tx:
            assert_everybody_is_settled_once(tx)
            assert left_alone(tx) == []


WORKERS_KILLED = 4


def assert_everybody_is_settled_once(tx: Connection) -> None:
    stood = settlements(tx)
    assert sorted(s.farmer for s in stood) == FARMERS
    assert {s.net_paise for s in stood} == {NET}
    numbers = sorted(s.number or "" for s in stood)
    assert numbers == [f"SET-2026-11-{place:03}" for place in range(1, len(FARMERS) + 1)]
    owed = queries.owed_to_all(tx)
    assert {owed[code].settled_paise for code in FARMERS} == {NET}
    assert {(owed[code].payable_paise, owed[code].advance_paise) for code in FARMERS} == {(0, 0)}
    run = latest_run(tx)
    assert run is not None
    assert (run.run_id, run.approved, run.net_paise) == (1, len(FARMERS), len(FARMERS) * NET)
    told = select(notice_table.c.kind, func.count(), func.count(notice_table.c.party_id.distinct()))
    counted = {row[0]: row[1:] for row in tx.execute(told.group_by(notice_table.c.kind))}
    assert counted["settlement_ready"] == (len(FARMERS), len(FARMERS))
    assert counted["run_done"] == (2, 2)
    assert tx.scalar(text("SELECT count(*) FROM settlement_run")) == 1
    assert audit(tx).findings == []
