"""What runs when, as a table. The loop lives in its own process and asks Redis for nothing.

RQ's own scheduler keeps its table in Redis, which may vanish; this one is for finding out.
"""

import logging
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from workers import sweep
from workers.place import Place


@dataclass(frozen=True, slots=True)
class Regular:
    """Something done every so many seconds."""

    every: int
    task: Callable[[Place], None]


SCHEDULE = (
    Regular(1, sweep.find_waiting_messages),
    Regular(1, sweep.find_due_messages),
    Regular(10, sweep.find_stuck_messages),
)


def keep(place: Place) -> None:
    """Run the table until SIGTERM or SIGINT; a task that fails is tried again in its time."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    due = dict.fromkeys(SCHEDULE, 0.0)
    while not stop.wait(TICK_SECONDS):
        for regular in SCHEDULE:
            if monotonic() >= due[regular]:
                due[regular] = monotonic() + regular.every
                _run(regular, place)


TICK_SECONDS = 0.25

_log = logging.getLogger(__name__)


def _run(regular: Regular, place: Place) -> None:
    try:
        regular.task(place)
    except Exception:  # noqa: BLE001 - a worker's mouth: the next task must have its turn
        _log.exception("A regular task failed")
