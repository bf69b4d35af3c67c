"""What tests share: real servers, a migrated database, a transaction that never commits.

DATABASE_URL and REDIS_URL name servers to be used; without them both are started from wheels.
Databases are the run's own and are dropped; of a named Redis only the last databases are touched,
one for each process that tests at the same time.
"""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis
from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, Engine, text

from ledger.migrate import migrate
from ops.embedded import Servers, servers
from tests.databases import clone, connected, database

HOME = Path(__file__).parents[1] / ".malar-test"
PROCESS = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
"""The number of this process among those that share the work (pytest-xdist)."""

NAMED_REDIS_DATABASE = 15 - PROCESS


def pytest_configure() -> None:
    """End in order when told to stop: a run out of time leaves no server behind."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take long: nobody then waits at the end for one of them alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture(scope="session")
def test_servers() -> Iterator[Servers]:
    with servers(HOME) as running:
        if "DATABASE_URL" not in os.environ:
            _hurry(running.database_url)
        yield running


def _hurry(database_url: str) -> None:
    """Let the tests' own Postgres not wait for the disk; a power cut costs a run, no book."""
    with psycopg.connect(database_url, autocommit=True) as server:
        for setting in ("fsync", "full_page_writes"):
            server.execute(f"ALTER SYSTEM SET {setting} = off")
        server.execute("SELECT pg_reload_conf()")


@pytest.fixture(scope="session")
def template_url(test_servers: Servers) -> Iterator[str]:
    """A migrated database that nobody works in, so that it can be cloned."""
    name = f"malar_test_{os.getpid()}"
    with database(test_servers.database_url, name) as url:
        migrate(url)
        yield url


@pytest.fixture(scope="session")
def database_url(template_url: str) -> Iterator[str]:
    """A migrated database of this run, for tests that roll back."""
    with clone(template_url, "work") as url:
        yield url


@pytest.fixture
def fresh_database(template_url: str) -> Iterator[str]:
    """A migrated, empty database of this test's own, for tests that commit."""
    with clone(template_url, "fresh") as url:
        yield url


@pytest.fixture(scope="session")
def engine(database_url: str) -> Iterator[Engine]:
    with connected(database_url) as engine:
        yield engine


@pytest.fixture
def tx(engine: Engine) -> Iterator[Connection]:
    """A transaction with the app's rights, checked to the end and rolled back."""
    with engine.connect() as connection:
        yield connection
        raw = connection.connection.driver_connection
        if raw and raw.info.transaction_status is not TransactionStatus.INERROR:
            connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        connection.rollback()


@pytest.fixture
def redis_url(test_servers: Servers) -> Iterator[str]:
    """An empty Redis database of the tests'."""
    url = test_servers.redis_url.replace("db=0", f"db={PROCESS}")
    if "REDIS_URL" in os.environ:
        mark = "&" if "?" in url else "?"
        url = f"{url}{mark}db={NAMED_REDIS_DATABASE}"
    with redis.Redis.from_url(url) as client:
        client.flushdb()
        yield url
        client.flushdb()
