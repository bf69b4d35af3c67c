"""A small shop: two farmers, a clerk, jasmine."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from ledger.db import engine_for
from tests.books.shop import open_shop


@pytest.fixture
def shop(tx: Connection) -> Connection:
    """The test's transaction, with the shop's people and goods in it."""
    open_shop(tx)
    return tx


@pytest.fixture
def shop_engine(fresh_database: str) -> Iterator[Engine]:
    """A shop that is committed, for tests in which several people write."""
    engine = engine_for(fresh_database, pool_size=10)
    with engine.begin() as tx:
        open_shop(tx)
    yield engine
    engine.dispose()


@pytest.fixture
def owner_engine(shop_engine: Engine) -> Iterator[Engine]:
    """The same shop with the rights of the tables' owner."""
    yield from engine_with(shop_engine, "malar_owner")


@pytest.fixture
def superuser_engine(shop_engine: Engine) -> Iterator[Engine]:
    """The same shop with every right there is."""
    yield from engine_with(shop_engine, None)


def engine_with(engine: Engine, role: str | None) -> Iterator[Engine]:
    other = engine_for(engine.url.render_as_string(hide_password=False), role=role)
    yield other
    other.dispose()
