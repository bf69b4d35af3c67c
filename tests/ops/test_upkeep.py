"""Servers that end, refuse or will not start do not end those who use them."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pytest

from ops.daemons.place import place_of
from ops.daemons.postgres import Postgres
from ops.embedded import ServerError, Servers, ensure_running, servers
from ops.upkeep import Upkeep

NO_URLS: dict[str, str] = {}


@contextmanager
def every_connection_taken(found: Servers) -> Iterator[None]:
    with ExitStack() as held:
        look = held.enter_context(psycopg.connect(found.database_url))
        most = int(look.execute("SHOW max_connections").fetchall()[0][0])
        for _ in range(most - 1):
            held.enter_context(psycopg.connect(found.database_url))
        with pytest.raises(psycopg.OperationalError, match="too many clients"):
            psycopg.connect(found.database_url)
        yield


def test_a_postgres_whose_connections_are_all_taken_is_alive(home: Path) -> None:
    with servers(home, NO_URLS) as found, every_connection_taken(found):
        assert Postgres(place_of(home)).answers()
        assert ensure_running(home, NO_URLS) == []


def test_a_new_user_of_a_full_postgres_is_told_so_in_one_line(home: Path) -> None:
    with (
        servers(home, NO_URLS) as found,
        every_connection_taken(found),
        pytest.raises(ServerError, match="too many clients") as refusal,
        servers(home, NO_URLS),
    ):
        pass
    assert "\n" not in str(refusal.value)


def test_a_database_that_a_killed_starter_did_not_make_is_made_by_the_next(home: Path) -> None:
    with servers(home, NO_URLS) as found:
        with psycopg.connect(Postgres(place_of(home))._url("postgres"), autocommit=True) as server:
            server.execute("DROP DATABASE malar")
        with servers(home, NO_URLS), psycopg.connect(found.database_url):
            pass


def test_a_server_that_will_not_start_is_said_once_and_tried_again(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with servers(home, NO_URLS):
        pass
    version = Postgres(place_of(home)).data / "PG_VERSION"
    version.write_text("9.6\n")
    upkeep = Upkeep(home, NO_URLS)
    upkeep.look_after()
    upkeep.look_after()
    said = capsys.readouterr().err
    assert said.startswith("malar: postgres did not start: ")
    assert said.count("\n") == 1

    version.write_text("18\n")
    upkeep.due_at = 0
    upkeep.look_after()
    assert capsys.readouterr().err.startswith("malar: postgres had ended and was started again\n")
