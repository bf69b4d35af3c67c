"""Servers that were given by URL: they must answer and be new enough; we never start them."""

import psycopg
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ops.daemons.place import ServerError

POSTGRES_AT_LEAST = 15
REDIS_AT_LEAST = 7


def check_postgres(database_url: str) -> None:
    """See that Postgres answers and is new enough.

    Raises:
        ServerError: one line that names the variable, never the URL: it holds a password.
    """
    try:
        with psycopg.connect(database_url, connect_timeout=5) as connection:
            version = connection.info.server_version
    except psycopg.Error as error:
        raise ServerError(f"DATABASE_URL: {_first_line(error)}") from None
    if version < POSTGRES_AT_LEAST * 10_000:
        found = f"{version // 10_000}.{version % 10_000}"
        raise ServerError(
            f"DATABASE_URL is Postgres {found}; Malar needs {POSTGRES_AT_LEAST} or newer"
        )


def check_redis(redis_url: str) -> None:
    """See that Redis or Valkey answers and is new enough.

    Raises:
        ServerError: one line that names the variable, never the URL.
    """
    try:
        once = Retry(NoBackoff(), 0)
        with redis.Redis.from_url(redis_url, socket_connect_timeout=5, retry=once) as client:
            facts = client.info("server")
    except (redis.RedisError, ValueError) as error:
        raise ServerError(f"REDIS_URL: {_first_line(error)}") from None
    version = str(facts.get("redis_version", "0"))
    if "valkey_version" not in facts and int(version.partition(".")[0]) < REDIS_AT_LEAST:
        raise ServerError(
            f"REDIS_URL is Redis {version}; Malar needs {REDIS_AT_LEAST} or newer, or Valkey"
        )


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0]
