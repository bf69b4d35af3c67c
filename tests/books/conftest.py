"""A small shop: two farmers, a clerk, jasmine."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, Engine

from ledger.db import OWNER
from tests.books.shop import open_shop
from tests.books.trading import open_office
from tests.databases import connected


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make guards` writes the list of guards anew instead of failing."""
    parser.addoption("--rewrite-guards", action="store_true", help="write ledger/audit/guards.txt")


@pytest.fixture
def shop(tx: Connection) -> Connection:
    """The test's transaction, with the shop's people and goods in it."""
    open_shop(tx)
    return tx


@pytest.fixture
def office(shop: Connection) -> Connection:
    """The same with an owner, another, and a clerk."""
    open_office(shop)
    return shop


@pytest.fixture
def shop_engine(fresh_database: str) -> Iterator[Engine]:
    """A shop that is committed, for tests in which several people write."""
    with connected(fresh_database) as engine:
        with engine.begin() as tx:
            open_shop(tx)
        yield engine


@pytest.fixture
def owner_engine(shop_engine: Engine) -> Iterator[Engine]:
    """The same shop with the rights of the tables' owner."""
    url = shop_engine.url.render_as_string(hide_password=False)
    with connected(url, OWNER) as engine:
        yield engine
