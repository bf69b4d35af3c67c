"""What runs when. The loop lives in its own process and needs Redis for nothing.

Every few seconds it looks for what was forgotten. At their hours it lets RQ's cron nudge the
regular jobs, which have a worker of their own; RQ keeps its table in memory and its nudges in
Redis, which may vanish, so a job whose nudge was lost is done here (`docs/decisions/0070-*`).
"""

import logging
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from time import monotonic

from rq.cron import CronJob

from ledger.board import MARKET_ZONE
from workers import chores, notices, regular, settling, sweep
from workers.chores import CHORES
from workers.jobs import do_chore
from workers.place import Place
from workers.queues import REGULAR, nudge_chore
from workers.regular import Daily


@dataclass(frozen=True, slots=True)
class Regular:
    """Something done every so many seconds."""

    every: int
    task: Callable[[Place], None]


def keep(place: Place) -> None:
    """Run the table until SIGTERM or SIGINT; a task that fails is tried again in its time."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    cron = hours()
    table = (*SCHEDULE, Regular(1, lambda here: nudge(here, cron)))
    due = dict.fromkeys(table, 0.0)
    while not stop.wait(TICK_SECONDS):
        for each in table:
            if monotonic() >= due[each]:
                due[each] = monotonic() + each.every
                _run(each, place)


def hours() -> list[CronJob]:
    """The regular jobs in RQ's cron, by the market's clock from now on.

    RQ reads hours by the clock of its process.
    """
    os.environ["TZ"] = MARKET_ZONE.key
    time.tzset()
    return [CronJob(REGULAR, do_chore, cron=chore.cron, name=chore.name) for chore in CHORES]


def nudge(place: Place, hours: Iterable[CronJob]) -> None:
    """Nudge the jobs whose hour has come. RQ itself would put them into Redis as pickles."""
    for job in hours:
        if job.should_run():
            nudge_chore(place.redis, job.name, LEASE_SECONDS)
            job.set_enqueue_time(place.clock())


def catch_up(place: Place, jobs: Iterable[Daily] = CHORES) -> None:
    """Do the regular jobs whose nudge was lost."""
    for chore in jobs:
        if regular.is_overdue(place, chore):
            _log.warning("A regular job is caught up")
            regular.run(place, chore)


SCHEDULE = (
    Regular(1, sweep.find_waiting_messages),
    Regular(1, notices.word_all),
    Regular(1, sweep.find_due_messages),
    Regular(1, settling.find_waiting_runs),
    Regular(10, sweep.find_stuck_messages),
    Regular(60, chores.seal_entries),
    Regular(1800, sweep.follow_approvals),
    Regular(60, catch_up),
)

TICK_SECONDS = 0.25

LEASE_SECONDS = int(regular.LEASE.total_seconds())

_log = logging.getLogger(__name__)


def _run(each: Regular, place: Place) -> None:
    try:
        each.task(place)
    except Exception:  # noqa: BLE001 - a worker's mouth: the next task must have its turn
        _log.exception("A regular task failed")
