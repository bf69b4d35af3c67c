"""A Redis that takes connections and never answers, as behind a firewall that swallows packets."""

import socket
from collections.abc import Iterator
from time import monotonic

import pytest
from redis import RedisError

from tests.turns.world import SELVI, House
from workers.queues import PATIENCE_SECONDS, connect, is_up, nudge_turns


@pytest.fixture
def silent_redis() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0), backlog=99) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}"


def test_a_silent_redis_costs_one_wait_and_is_then_left_alone(silent_redis: str) -> None:
    redis = connect(silent_redis)
    begun = monotonic()
    with pytest.raises(RedisError):
        redis.get("x")
    assert monotonic() - begun >= PATIENCE_SECONDS
    begun = monotonic()
    assert not is_up(redis)
    assert not nudge_turns(redis, 0)
    assert monotonic() - begun < PATIENCE_SECONDS / 2


def test_a_turn_and_its_sends_wait_for_a_silent_redis_only_once(
    house: House, silent_redis: str
) -> None:
    alone = House(house.engine, connect(silent_redis))
    begun = monotonic()
    assert len(alone.says(SELVI, "murugan malli 5.5")) == 1
    assert len(alone.says(SELVI, "1")) == 1
    assert monotonic() - begun < 2 * PATIENCE_SECONDS


def test_a_redis_that_refuses_is_asked_again_at_once(redis_url: str) -> None:
    redis = connect(redis_url)
    with pytest.raises(RedisError):
        redis.client_kill("nobody:0")
    assert is_up(redis)
