"""`malar` on servers named by URL: what it may change there, and as whom it runs."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest
from sqlalchemy.engine import make_url

from ledger.migrate import migrate
from ops.embedded import temporary_servers

REPOSITORY = Path(__file__).resolve().parents[2]
MALAR = [sys.executable, "-c", "from ops.cli import main; main()"]
ACCOUNT = {
    "MALAR_ENVIRONMENT": "production",
    "PUBLIC_BASE_URL": "http://127.0.0.1:9",
    "TWILIO_ACCOUNT_SID": f"AC{'0' * 32}",
    "TWILIO_AUTH_TOKEN": "0" * 32,
    "MALAR_LINK_KEY": "0" * 32,
    "MALAR_SESSION_KEY": "0" * 32,
    "WHATSAPP_SENDER": "whatsapp:+914522580000",
}


class Outside:
    """Servers of an administrator: the shop owns one database, and `app` is its web's login."""

    def __init__(self, database_url: str, redis_url: str, home: Path) -> None:
        self.server = make_url(database_url)
        self.redis_url = redis_url
        self.home = home

    def database(self, name: str, login: str, password: str | None = None) -> str:
        url = self.server.set(database=name, username=login, password=password)
        return url.render_as_string(hide_password=False)

    def environ(self, database_url: str) -> dict[str, str]:
        urls = {"DATABASE_URL": database_url, "REDIS_URL": self.redis_url}
        return {**os.environ, **ACCOUNT, **urls, "MALAR_HOME": str(self.home)}

    def call(self, database_url: str, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*MALAR, *words],
            cwd=REPOSITORY,
            env=self.environ(database_url),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    with temporary_servers() as own:
        outside = Outside(own.database_url, own.redis_url, tmp_path_factory.mktemp("home"))
        with psycopg.connect(own.database_url, autocommit=True) as server:
            server.execute("CREATE ROLE shop LOGIN CREATEROLE")
            server.execute("CREATE DATABASE book OWNER shop")
            server.execute("CREATE DATABASE empty OWNER shop")
            migrate(outside.database("book", "shop"))
            server.execute("CREATE ROLE app LOGIN")
            server.execute("GRANT malar_app, malar_reader TO app")
            server.execute("CREATE ROLE neighbour LOGIN CREATEROLE")
            server.execute("CREATE DATABASE neighbour OWNER neighbour")
        yield outside


def assert_refused(called: "subprocess.CompletedProcess[str]", why: str) -> None:
    assert called.returncode == 2, called.stderr
    assert called.stderr.startswith("malar: ")
    assert why in called.stderr
    assert called.stderr.count("\n") == 1


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return str(listener.getsockname()[1])


def test_the_web_runs_with_the_apps_rights_and_minds_no_port_of_a_simulator(
    outside: Outside,
) -> None:
    door, office = free_port(), free_port()
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        ports = {
            "--door-port": door,
            "--office-port": office,
            "--simulator-port": str(somebody.getsockname()[1]),
        }
        web = subprocess.Popen(
            [*MALAR, "web", *(word for option in ports.items() for word in option)],
            cwd=REPOSITORY,
            env=outside.environ(outside.database("book", "app")),
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert_answers(web, f"http://127.0.0.1:{office}/")
        finally:
            web.send_signal(signal.SIGINT)
            web.communicate(timeout=30)
    assert web.returncode == 0


def assert_answers(web: "subprocess.Popen[str]", url: str) -> None:
    deadline = time.monotonic() + 30
    while web.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5) as page:  # noqa: S310 - our own http URL
                assert page.status == 200
                return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"no answer: {web.communicate()[1] if web.poll() is not None else ''}")


@pytest.mark.parametrize("command", ["web", "worker", "up"])
def test_what_runs_with_the_apps_rights_alone_does_not_migrate(
    outside: Outside, command: str
) -> None:
    ports = (
        [] if command == "worker" else ["--door-port", free_port(), "--office-port", free_port()]
    )
    called = outside.call(outside.database("empty", "app"), command, *ports)
    assert_refused(called, "run `malar migrate` first, as the login that owns the database")


def test_the_book_is_audited_and_balances_are_read_with_the_apps_rights(outside: Outside) -> None:
    url = outside.database("book", "app")
    assert "nothing is wrong" in outside.call(url, "audit").stdout
    assert_refused(outside.call(url, "balance", "F001"), "no farmer has the code F001")


@pytest.mark.parametrize("words", [["audit"], ["balance", "F001"]])
def test_a_look_at_the_books_never_migrates(outside: Outside, words: list[str]) -> None:
    url = outside.database("empty", "shop")
    assert_refused(outside.call(url, *words), "run `malar migrate` first")
    with psycopg.connect(url) as empty:
        tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
        assert empty.execute(tables).fetchone() == (0,)


def test_a_second_shop_is_told_what_to_ask_the_superuser_for(outside: Outside) -> None:
    url = outside.database("neighbour", "neighbour", "hidden")
    called = outside.call(url, "migrate")
    assert_refused(called, "GRANT malar_owner, malar_app, malar_reader TO neighbour;")
    assert "hidden" not in called.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_the_password_is_not_among_psqls_arguments(outside: Outside) -> None:
    url = outside.database("book", "app", "hid'den")
    shown = r"""\! tr '\0' ' ' < /proc/$PPID/cmdline; echo; echo "$PGPASSWORD" """
    called = outside.call(url, "psql", "-c", shown)
    command, told = called.stdout.splitlines()
    assert "psql postgresql://app@/book?" in command
    assert "hid" not in command
    assert told == "hid'den"


def test_a_password_in_the_query_is_not_among_psqls_arguments_either(outside: Outside) -> None:
    url = outside.database("book", "app") + "&password=hidden"
    called = outside.call(url, "psql", "-Atc", r"\! tr '\0' ' ' < /proc/$PPID/cmdline")
    assert "hidden" not in called.stdout
    assert "/book?" in called.stdout
