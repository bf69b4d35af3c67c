import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

from ops.cli import malar

REPOSITORY = Path(__file__).resolve().parents[2]
MALAR = [sys.executable, "-c", "from ops.cli import main; main()"]

Call = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def call(home: Path) -> Call:
    """Calls `malar` on a home of the test's own, with nothing set but what is given."""
    outside = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}

    def run(*words: str, **environ: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*MALAR, *words],
            cwd=REPOSITORY,
            env={**outside, "MALAR_HOME": str(home), **environ},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return run


def assert_refused(called: "subprocess.CompletedProcess[str]", why: str) -> None:
    assert called.returncode == 2
    assert called.stderr.startswith("malar: ")
    assert why in called.stderr
    assert called.stderr.count("\n") == 1
    assert called.stdout == ""


def test_every_command_says_what_it_does() -> None:
    bare = click.Context(malar)
    names = malar.list_commands(bare)
    assert names[0] == "demo"
    for name in names:
        command = malar.get_command(bare, name)
        assert command is not None
        assert command.name == name
        assert command.help, name
        assert all(p.help for p in command.params if isinstance(p, click.Option)), name


def test_help_lists_the_commands(call: Call) -> None:
    called = call("--help")
    assert called.returncode == 0
    for name in ("demo", "up", "web", "worker", "migrate", "say", "import", "balance", "audit"):
        assert f"  {name} " in called.stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["balance"], "CODE"),
        (["nosuch"], "nosuch"),
        (["say", "hello"], "--from"),
        (["import", "nowhere.json"], "nowhere.json"),
        (["audit", "--loud"], "--loud"),
    ],
)
def test_a_command_typed_wrong_is_one_line(call: Call, words: list[str], why: str) -> None:
    assert_refused(call(*words), why)


def test_an_unknown_code_is_one_line(call: Call) -> None:
    assert_refused(call("balance", "F999"), "no farmer has the code F999")


def test_a_server_that_does_not_answer_is_one_line(call: Call) -> None:
    url = "postgresql://malar:hidden@127.0.0.1:1/malar"
    called = call("balance", "F001", DATABASE_URL=url)
    assert_refused(called, "DATABASE_URL: ")
    assert "hidden" not in called.stderr


def test_what_production_lacks_is_one_line(call: Call) -> None:
    called = call("worker", MALAR_ENVIRONMENT="production")
    assert_refused(called, "not set: PUBLIC_BASE_URL, TWILIO_ACCOUNT_SID")


def test_a_port_in_use_is_one_line(call: Call) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        called = call("up", "--door-port", str(port))
    assert_refused(called, f"port {port} is in use; choose another with --door-port")


def test_an_import_names_every_fault_and_writes_nothing(call: Call, tmp_path: Path) -> None:
    file = tmp_path / "farmers.csv"
    file.write_text("code,name_en,name_ta,village_en,village_ta\n,A,அ,B,ஆ\nF001,,அ,B,ஆ\n")
    called = call("import", str(file))
    assert called.returncode == 2
    said = called.stderr.splitlines()
    assert said[-1] == "malar: nothing was written"
    assert [line.removeprefix(f"{file}: ") for line in said[:-1]] == [
        "farmers row 2, code: missing",
        "farmers row 3, name_en: missing",
    ]


def test_an_empty_book_is_audited_without_a_finding(call: Call) -> None:
    called = call("audit")
    assert called.returncode == 0, called.stdout + called.stderr
    assert "nothing is wrong" in called.stdout


def test_the_database_can_be_opened(call: Call) -> None:
    called = call("psql", "-Atc", "select current_user")
    assert (called.returncode, called.stdout) == (0, "postgres\n")
