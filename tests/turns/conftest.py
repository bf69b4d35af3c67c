"""A house of each test's own, on real Postgres and Redis."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from ledger.db import engine_for
from tests.turns.world import House, house_in


@pytest.fixture
def house_engine(fresh_database: str) -> Iterator[Engine]:
    engine = engine_for(fresh_database)
    yield engine
    engine.dispose()


@pytest.fixture
def house(house_engine: Engine, redis_url: str) -> House:
    return house_in(house_engine, redis_url)


@pytest.fixture
def fast_house(house_engine: Engine, redis_url: str) -> House:
    return house_in(house_engine, redis_url, is_fast=True)
