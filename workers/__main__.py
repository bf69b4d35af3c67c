"""`python -m workers turns-0 | turns-1 | outbox | regular | sweep`: one worker process.

Turns and sends run in RQ workers that do not fork (`docs/decisions/0011-*`). SIGTERM lets the job
in hand finish; whatever ends the process, nothing is lost with it.
"""

import sys
from collections.abc import Callable
from functools import partial

from redis import Redis
from rq import Queue, SimpleWorker

from bot import crashes, logs
from workers import jobs, schedule
from workers.place import Place, place
from workers.queues import OUTBOX, QUEUES, REGULAR, SERIALIZER, TURNS

SWEEP = "sweep"


def main() -> None:
    """Be the worker that the command line names."""
    name = sys.argv[1] if len(sys.argv) == 2 else ""  # noqa: PLR2004 - itself and the name
    if name not in (*QUEUES, SWEEP):
        sys.exit(f"one of {', '.join((*QUEUES, SWEEP))}")
    logs.start()
    here = place()
    crashes.start(here.settings)
    if name == SWEEP:
        schedule.keep(here)
    else:
        _work(name, here)


def _work(queue: str, here: Place) -> None:
    """Look once, then wait for nudges."""
    AT_START[queue]()
    connection = Redis.from_url(here.settings.redis_url)
    worker = SimpleWorker(
        [Queue(queue, connection=connection, serializer=SERIALIZER)],
        connection=connection,
        serializer=SERIALIZER,
        log_job_description=False,
    )
    worker.max_connection_wait_time = RECONNECT_SECONDS
    worker.work(logging_level="WARNING")


AT_START: dict[str, Callable[[], None]] = {
    **{name: partial(jobs.drain, shard) for shard, name in enumerate(TURNS)},
    OUTBOX: jobs.send,
    REGULAR: jobs.carry_on_runs,  # a regular job that was missed is the sweep's
}

RECONNECT_SECONDS = 2
"""The longest pause before Redis is tried again."""

if __name__ == "__main__":
    main()
