import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis

from ops.daemons import life
from ops.daemons.place import place_of
from ops.daemons.postgres import Postgres
from ops.daemons.valkey import Valkey
from ops.embedded import ServerError, Servers, ensure_running, servers, temporary_servers
from ops.logfile import LARGEST

NO_URLS: dict[str, str] = {}
UseServers = Callable[..., "subprocess.Popen[str]"]
"""See conftest."""


def write_a_row(found: Servers) -> None:
    with psycopg.connect(found.database_url) as connection:
        connection.execute("create table if not exists kept (word text)")
        connection.execute("insert into kept values ('மல்லி')")
    with redis.Redis.from_url(found.redis_url) as client:
        client.set("word", "மல்லி")


def rows(found: Servers) -> int:
    with psycopg.connect(found.database_url) as connection:
        row = connection.execute("select count(*) from kept where word = 'மல்லி'").fetchone()
    assert row
    return int(row[0])


def are_dead(home: Path) -> bool:
    place = place_of(home)
    return life.is_dead(Postgres(place)) and life.is_dead(Valkey(place))


def postmaster_pid(home: Path) -> int:
    return int((Postgres(place_of(home)).data / "postmaster.pid").read_text().split()[0])


def valkey_pid(found: Servers) -> int:
    with redis.Redis.from_url(found.redis_url) as client:
        return int(client.info("server")["process_id"])


def leave(program: "subprocess.Popen[str]") -> None:
    program.communicate()
    assert program.returncode == 0


def test_the_servers_answer_and_are_gone_with_the_block(home: Path) -> None:
    with servers(home, NO_URLS) as found:
        write_a_row(found)
    assert are_dead(home)


def test_data_is_kept_between_two_starts(home: Path) -> None:
    with servers(home, NO_URLS) as found:
        write_a_row(found)
    with servers(home, NO_URLS) as found:
        assert rows(found) == 1
        with redis.Redis.from_url(found.redis_url) as client:
            assert client.get("word") == "மல்லி".encode()


def test_a_second_user_in_the_same_process_shares_and_the_last_one_out_stops(home: Path) -> None:
    with servers(home, NO_URLS) as first:
        with servers(home, NO_URLS) as second:
            assert second == first
        write_a_row(first)
    assert are_dead(home)


def test_two_processes_share_and_the_last_one_out_stops(
    home: Path, use_servers: UseServers
) -> None:
    first, second = use_servers(home), use_servers(home)
    pid = postmaster_pid(home)
    leave(first)
    assert postmaster_pid(home) == pid
    assert not are_dead(home)
    leave(second)
    assert are_dead(home)


def test_six_processes_may_start_at_once(home: Path) -> None:
    code = "import sys; from pathlib import Path; from ops.embedded import servers\n"
    code += "with servers(Path(sys.argv[1]), environ={}): pass"
    started = [
        subprocess.Popen([sys.executable, "-c", code, str(home)], cwd=Path(__file__).parents[2])
        for _ in range(6)
    ]
    assert [process.wait(timeout=60) for process in started] == [0] * 6
    assert are_dead(home)


def test_servers_that_outlived_a_killed_starter_are_adopted_and_then_stopped(
    home: Path, use_servers: UseServers
) -> None:
    starter = use_servers(home)
    pid = postmaster_pid(home)
    starter.kill()
    starter.wait()
    with servers(home, NO_URLS):
        assert postmaster_pid(home) == pid
    assert are_dead(home)


def test_a_killed_user_is_no_user(home: Path, use_servers: UseServers) -> None:
    starter, other = use_servers(home), use_servers(home)
    starter.kill()
    starter.wait()
    leave(other)
    assert are_dead(home)


def test_killed_servers_are_started_again_with_what_was_committed(home: Path) -> None:
    with servers(home, NO_URLS) as found:
        write_a_row(found)
        os.kill(postmaster_pid(home), signal.SIGKILL)
        os.kill(valkey_pid(found), signal.SIGKILL)
        assert set(ensure_running(home, NO_URLS)) == {"postgres", "valkey"}
        assert rows(found) == 1
        assert ensure_running(home, NO_URLS) == []
    assert are_dead(home)


def test_everything_killed_at_once_starts_again(home: Path, use_servers: UseServers) -> None:
    starter = use_servers(home)
    postmaster = postmaster_pid(home)
    with redis.Redis(unix_socket_path=str(Valkey(place_of(home)).socket)) as client:
        valkey = int(client.info("server")["process_id"])
    for pid in (starter.pid, postmaster, valkey):
        os.kill(pid, signal.SIGKILL)
    with servers(home, NO_URLS) as found:
        write_a_row(found)


def test_a_stale_pid_file_whose_number_is_in_use_again_does_not_matter(home: Path) -> None:
    with servers(home, NO_URLS) as found:
        write_a_row(found)
    place = place_of(home)
    account = place.account
    bystander = subprocess.Popen(
        ["/bin/sleep", "60"],
        user=account.uid if account else None,  # of the server's own user: the hard case
        cwd="/",
    )
    try:
        stale = Postgres(place).data / "postmaster.pid"
        stale.write_text(f"{bystander.pid}\n{stale.parent}\n1764000000\n5432\n{place.run}\n\n")
        with servers(home, NO_URLS) as found:
            assert rows(found) == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_a_cluster_left_half_made_is_made_anew(home: Path) -> None:
    place = place_of(home)
    half = place.private(place.data / "pg.unfinished")
    (half / "PG_VERSION").write_text("18\n")
    with servers(home, NO_URLS) as found:
        write_a_row(found)


@pytest.mark.parametrize("locale", ["ta_IN.UTF-8", "en_IN.UTF-8", "nonsense"])
def test_a_locale_that_is_not_installed_does_not_matter(
    home: Path, use_servers: UseServers, locale: str
) -> None:
    leave(use_servers(home, environ={"LC_ALL": locale, "LANG": locale}))


@pytest.mark.parametrize("name", ["a shop's book", "மலர்", "long" * 40])
def test_spaces_tamil_and_long_paths_are_fine(home: Path, name: str) -> None:
    with servers(home / name, NO_URLS) as found:
        write_a_row(found)
    assert are_dead(home / name)
    assert not place_of(home / name).run.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_an_unprivileged_user_starts_them_too(home: Path, use_servers: UseServers) -> None:
    home.mkdir()
    os.chown(home, 65534, 65534)
    program = use_servers(home, uid=65534)
    assert (home / "pg").stat().st_uid == 65534
    leave(program)
    assert are_dead(home)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends an account to the servers")
def test_root_lends_the_servers_another_account_and_opens_no_folder_above(home: Path) -> None:
    closed = home.parent / "closed"
    closed.mkdir(mode=0o700)
    assert not place_of(closed / "home").data.exists()  # looking makes nothing
    with servers(closed / "home", NO_URLS) as found:
        write_a_row(found)
    place = place_of(closed / "home")
    assert place.data.stat().st_uid == 0
    assert (place.data / "pg").stat().st_uid != 0
    assert closed.stat().st_mode & 0o777 == 0o700
    assert closed not in place.data.parents
    shutil.rmtree(place.data)


def test_logs_go_to_the_home_and_nothing_to_the_terminal(
    home: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with servers(home, NO_URLS):
        pass
    assert capfd.readouterr() == ("", "")
    assert "ready to accept connections" in (home / "log" / "postgres.log").read_text()


def test_the_log_of_a_server_is_put_aside_when_it_has_grown_large(home: Path) -> None:
    log = place_of(home).log / "valkey.log"
    log.write_bytes(b"x" * (LARGEST + 1))
    with servers(home, NO_URLS):
        pass
    assert log.stat().st_size < LARGEST
    assert log.with_name("valkey.log.old").stat().st_size == LARGEST + 1


def test_temporary_servers_leave_nothing() -> None:
    with temporary_servers() as found:
        write_a_row(found)
        folder = Path(found.redis_url.removeprefix("unix://").partition("?")[0]).parents[1]
        assert folder.exists()
    assert not folder.exists()


def test_servers_given_by_url_are_used_and_left_alone(home: Path) -> None:
    with temporary_servers() as given:
        urls = {"DATABASE_URL": given.database_url, "REDIS_URL": given.redis_url}
        with servers(home / "unused", urls) as found:
            assert found == given
            write_a_row(found)
        assert not (home / "unused").exists()
        assert rows(given) == 1


def test_one_server_may_be_given_and_the_other_brought(home: Path) -> None:
    with temporary_servers() as given:
        with servers(home, {"REDIS_URL": given.redis_url}) as found:
            assert found.redis_url == given.redis_url
            assert found.database_url != given.database_url
            write_a_row(found)
        assert not (home / "valkey").exists()


def test_a_url_that_does_not_answer_is_one_line_that_names_the_variable(home: Path) -> None:
    with (
        pytest.raises(ServerError, match=r"^DATABASE_URL: .*refused") as refusal,
        servers(home, {"DATABASE_URL": "postgresql://malar:secret@127.0.0.1:1/malar"}),
    ):
        pass
    assert "secret" not in str(refusal.value)
    assert "\n" not in str(refusal.value)
    began = time.monotonic()
    with (
        pytest.raises(ServerError, match=r"^REDIS_URL: .*refused"),
        servers(home, {"REDIS_URL": "redis://127.0.0.1:1/0"}),
    ):
        pass
    assert time.monotonic() - began < 2


def test_why_a_server_did_not_start_is_said_in_one_line(home: Path) -> None:
    with servers(home, NO_URLS):
        pass
    place = place_of(home)
    (Postgres(place).data / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(ServerError, match=r"^postgres did not start: .*9\.6") as refusal:
        ensure_running(home, NO_URLS)
    assert "\n" not in str(refusal.value)
    (Postgres(place).data / "PG_VERSION").write_text("18\n")
