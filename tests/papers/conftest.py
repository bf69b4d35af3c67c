"""A shop of two farmers after two busy days."""

import pytest
from sqlalchemy import Connection

from tests.books.shop import open_shop
from tests.books.trading import open_office
from tests.papers.trading import trade_two_days


@pytest.fixture
def office(tx: Connection) -> Connection:
    """The test's transaction, with the shop's people and goods in it."""
    open_shop(tx)
    open_office(tx)
    return tx


@pytest.fixture
def traded(office: Connection) -> Connection:
    """The same after two days."""
    trade_two_days(office)
    return office
