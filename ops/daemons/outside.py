"""Servers that were given by URL: they must answer and be new enough; we never start them.

What is said about a URL never quotes it: it holds a password, and a malformed one may hold it where
a host or a port is expected.
"""

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from ledger.db import engine_for
from ops.daemons.place import ServerError

POSTGRES_AT_LEAST = 15
REDIS_AT_LEAST = 7

PATIENCE_SECONDS = 5

DATABASE_URL_FORM = (
    "DATABASE_URL cannot be read: it must be postgresql://user:password@host:port/database"
    " (in a password write % as %25, @ as %40, / as %2F)"
)
REDIS_URL_FORM = (
    "REDIS_URL cannot be read: it must be redis://user:password@host:port/0, rediss://… or unix://…"
    " (in a password write % as %25, @ as %40, / as %2F, # as %23, ? as %3F)"
)


def check_postgres(database_url: str) -> None:
    """See that Postgres answers, as the engine will ask it, and is new enough.

    Raises:
        ServerError: one line that names the variable, never the URL.
    """
    try:
        if "@" in (make_url(database_url).host or ""):
            raise ServerError(DATABASE_URL_FORM)
        with engine_for(database_url, role=None, poolclass=NullPool).connect() as tx:
            version = int(tx.execute(text("SHOW server_version_num")).scalar_one())
    except OperationalError as error:
        raise ServerError(f"DATABASE_URL: {_first_line(error.orig or error)}") from None
    except (SQLAlchemyError, ValueError):
        raise ServerError(DATABASE_URL_FORM) from None
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
        with redis.Redis.from_url(
            redis_url,
            socket_connect_timeout=PATIENCE_SECONDS,
            socket_timeout=PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        ) as client:
            facts = client.info("server")
    except redis.RedisError as error:
        raise ServerError(f"REDIS_URL: {_first_line(error)}") from None
    except (TypeError, ValueError):
        raise ServerError(REDIS_URL_FORM) from None
    version = str(facts.get("redis_version", "0"))
    if "valkey_version" not in facts and int(version.partition(".")[0]) < REDIS_AT_LEAST:
        raise ServerError(
            f"REDIS_URL is Redis {version}; Malar needs {REDIS_AT_LEAST} or newer, or Valkey"
        )


def _first_line(error: BaseException) -> str:
    return (str(error).strip() or type(error).__name__).split("\n")[0]
