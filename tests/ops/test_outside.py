"""Servers named by URL: what is said of them is one line and never a secret."""

import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from ops.daemons.outside import PATIENCE_SECONDS, check_postgres, check_redis
from ops.daemons.place import ServerError
from ops.embedded import Servers

SECRET = "hid" + "den"


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://malar:hidden@127.0.0.1:1/malar",
        "postgresql://malar:hidden@127.0.0.1:port/malar",
        "postgresql://malar:12@hidden@127.0.0.1:1/malar",
        "postgresql://malar:12/hidden@127.0.0.1:1/malar",
        "postgresql://malar:12#hidden@127.0.0.1:1/malar",
        "postgresql://malar:hidden@127.0.0.1:1/malar?nonsense=1",
        "host=127.0.0.1 port=1 password=hidden",
        "hidden",
    ],
)
def test_a_wrong_database_url_is_one_line_without_it(url: str) -> None:
    assert_hides(url, check_postgres, "DATABASE_URL")


@pytest.mark.parametrize(
    "url",
    [
        "redis://:hidden@127.0.0.1:1/0",
        "redis://:hidden@127.0.0.1:port/0",
        "redis://:12@hidden@127.0.0.1:1/0",
        "redis://:12/hidden@127.0.0.1:1/0",
        "redis://:hidden/12@127.0.0.1:1/0",
        "redis://:hidden#12@127.0.0.1:1/0",
        "redis://:hidden@127.0.0.1:1/0?nonsense=1",
        "127.0.0.1:1/hidden",
        "hidden",
    ],
)
def test_a_wrong_redis_url_is_one_line_without_it(url: str) -> None:
    assert_hides(url, check_redis, "REDIS_URL")


def assert_hides(url: str, check: Callable[[str], None], variable: str) -> None:
    with pytest.raises(ServerError) as refusal:
        check(url)
    said = str(refusal.value)
    assert said.startswith(variable)
    assert SECRET not in said
    assert "\n" not in said


def test_a_redis_that_never_says_a_word_is_given_up() -> None:
    with ThreadPoolExecutor(1) as pool, socket.create_server(("127.0.0.1", 0)) as mute:
        check = pool.submit(check_redis, f"redis://127.0.0.1:{mute.getsockname()[1]}/0")
        with pytest.raises(ServerError, match=r"^REDIS_URL: Timeout"):
            check.result(timeout=2 * PATIENCE_SECONDS)


def test_servers_that_answer_pass(test_servers: Servers) -> None:
    check_postgres(test_servers.database_url)
    check_redis(test_servers.redis_url)
