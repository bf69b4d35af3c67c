"""Queues and nudges. A job carries no message, only "look": losing all of them costs seconds.

One queue for each worker, since RQ keeps a popped job safe only where a worker listens to a
single queue. What a nudge starts is in `workers.jobs`, named by its path.
"""

import logging

from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rq import Queue

from bot.messages import SHARDS

OUTBOX = "outbox"

TURNS = tuple(f"turns-{shard}" for shard in range(SHARDS))

QUEUES = (*TURNS, OUTBOX)

SERIALIZER = "json"

JOB_SECONDS = 60
"""A job stops by itself long before."""


def connect(redis_url: str) -> Redis:
    """Redis for hints: gives up at once rather than let anybody wait."""
    return Redis.from_url(
        redis_url,
        socket_connect_timeout=1,
        socket_timeout=1,
        retry=Retry(NoBackoff(), 0),
    )


def nudge_turns(redis: Redis, shard: int) -> bool:
    """Say that a shard of the inbox has work; whether Redis heard it."""
    return _nudge(redis, TURNS[shard], "workers.jobs.drain", shard)


def nudge_outbox(redis: Redis) -> bool:
    """Say that the outbox has work; whether Redis heard it."""
    return _nudge(redis, OUTBOX, "workers.jobs.send")


def is_up(redis: Redis) -> bool:
    """Whether Redis answers."""
    try:
        return bool(redis.ping())
    except RedisError:
        return False


_log = logging.getLogger(__name__)


def _nudge(redis: Redis, name: str, job: str, *args: int) -> bool:
    """Queue a job, unless one waits already: a job that has not begun will see all rows."""
    queue = Queue(name, connection=redis, serializer=SERIALIZER)
    try:
        if not redis.llen(queue.key):
            queue.enqueue_call(
                job, args=args, timeout=JOB_SECONDS, result_ttl=0, failure_ttl=JOB_SECONDS
            )
    except RedisError:
        _log.warning("Redis did not take a nudge; the sweep will see to it")
        return False
    return True
