"""What a nudge starts, by the names that `workers.queues` gives.

A job that fails says so here and nowhere else: RQ would keep its error, with people's data in it,
in Redis. Nothing needs the job again, since the sweep finds whatever it left.
"""

import logging
from collections.abc import Callable

from workers import outbox, regular, settling, turn
from workers.chores import CHORES
from workers.place import Place, place


def drain(shard: int) -> None:
    """Take the turns of a shard of the inbox."""
    _do(lambda here: turn.drain(here, shard))


def send() -> None:
    """Send what is due."""
    _do(outbox.drain)


def do_chore(name: str) -> None:
    """Do a regular job, as often as it was missed."""
    _do(lambda here: regular.run(here, next(each for each in CHORES if each.name == name)))


def carry_on_runs() -> None:
    """Carry on the settlement runs that nobody is at."""
    _do(settling.carry_on_runs)


_log = logging.getLogger(__name__)


def _do(work: Callable[[Place], None]) -> None:
    try:
        work(place())
    except Exception:  # noqa: BLE001 - a worker's mouth: the next nudge must find it alive
        _log.exception("A job broke off")
