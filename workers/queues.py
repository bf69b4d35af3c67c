"""Queues and nudges. A job carries no message, only "look": losing all of them costs seconds.

One queue for each worker, since RQ keeps a popped job safe only where a worker listens to a
single queue. What a nudge starts is in `workers.jobs`, named by its path.
"""

import logging
from collections.abc import Callable
from time import monotonic
from typing import Any, Self, TypeVar

from redis import ConnectionError as RedisAwayError
from redis import Redis, RedisError
from redis import TimeoutError as RedisSilentError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue

from bot.messages import SHARDS

OUTBOX = "outbox"

TURNS = tuple(f"turns-{shard}" for shard in range(SHARDS))

REGULAR = "regular"

QUEUES = (*TURNS, OUTBOX, REGULAR)

SERIALIZER = "json"

JOB_SECONDS = 60
"""A job stops by itself long before."""


def connect(redis_url: str) -> Redis:
    """Redis for hints: gives up at once rather than let anybody wait."""
    return Redis.from_url(
        redis_url,
        socket_connect_timeout=PATIENCE_SECONDS,
        socket_timeout=PATIENCE_SECONDS,
        retry=OneSilence(),
    )


PATIENCE_SECONDS = 1

SKIP_SECONDS = 30
"""How long a Redis that did not answer is not asked again by the same process."""

T = TypeVar("T")


class OneSilence(Retry):
    """Nothing is tried again, and after one silence nothing is tried at all for a while.

    A Redis that takes connections and never answers would cost a turn a second for every hint.
    All connections of a client share it.
    """

    def __init__(self) -> None:
        super().__init__(NoBackoff(), 0)
        self._skips_until = 0.0

    def call_with_retry(self, do: Callable[[], T], *args: Any, **kwargs: Any) -> T:  # noqa: ANN401 - handed on
        """Do it, unless Redis was silent a moment ago."""
        if monotonic() < self._skips_until:
            raise RedisAwayError("Redis was silent a moment ago")
        try:
            return super().call_with_retry(do, *args, **kwargs)
        except RedisSilentError:
            self._skips_until = monotonic() + SKIP_SECONDS
            raise

    def __deepcopy__(self, _memo: object) -> Self:
        """Every connection asks for a copy of its own; the silence is everybody's."""
        return self


def nudge_turns(redis: Redis, shard: int) -> bool:
    """Say that a shard of the inbox has work; whether Redis heard it."""
    return _nudge(redis, TURNS[shard], "workers.jobs.drain", shard)


def nudge_outbox(redis: Redis) -> bool:
    """Say that the outbox has work; whether Redis heard it."""
    return _nudge(redis, OUTBOX, "workers.jobs.send")


def nudge_chore(redis: Redis, name: str, seconds: int) -> bool:
    """Say that a regular job's hour has come, which may take so long; whether Redis heard it."""
    return _enqueued(redis, REGULAR, "workers.jobs.do_chore", name, seconds=seconds)


def nudge_runs(redis: Redis) -> bool:
    """Say that a settlement run waits to be carried on; whether Redis heard it.

    The regular jobs' queue may be busy for long, so a nudge that waits in it is not repeated.
    """
    queue = Queue(REGULAR, connection=redis, serializer=SERIALIZER)
    try:
        if CARRY_ON in queue.job_ids:
            return True
        queue.enqueue_call(
            "workers.jobs.carry_on_runs",
            job_id=CARRY_ON,
            timeout=RUN_SECONDS,
            result_ttl=0,
            failure_ttl=JOB_SECONDS,
        )
    except RedisError:
        return _not_heard()
    return True


CARRY_ON = "carry-on-runs"

RUN_SECONDS = 900
"""More than a run of a thousand farmers takes; one that is broken off goes on where it was."""


def is_up(redis: Redis) -> bool:
    """Whether Redis answers."""
    try:
        return bool(redis.ping())
    except RedisError:
        return False


_log = logging.getLogger(__name__)


def _nudge(redis: Redis, name: str, job: str, *args: int) -> bool:
    """Queue a job, unless one waits already: a job that has not begun will see all rows."""
    try:
        waits = redis.llen(Queue(name, connection=redis, serializer=SERIALIZER).key)
    except RedisError:
        return _not_heard()
    return bool(waits) or _enqueued(redis, name, job, *args, seconds=JOB_SECONDS)


def _enqueued(redis: Redis, name: str, job: str, *args: int | str, seconds: int) -> bool:
    queue = Queue(name, connection=redis, serializer=SERIALIZER)
    try:
        queue.enqueue_call(job, args=args, timeout=seconds, result_ttl=0, failure_ttl=JOB_SECONDS)
    except RedisError:
        return _not_heard()
    return True


def _not_heard() -> bool:
    _log.warning("Redis did not take a nudge; the sweep will see to it")
    return False
