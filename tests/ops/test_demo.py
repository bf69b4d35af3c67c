"""The whole of it as a newcomer starts it: processes, ports, a message, and nothing left behind."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from ops.commands.here import Here
from ops.demonstration import fill_shop

REPOSITORY = Path(__file__).resolve().parents[2]
MALAR = [sys.executable, "-c", "from ops.cli import main; main()"]
READY_SECONDS = 90

pytestmark = pytest.mark.slow


class Demo:
    """A `malar demo` on a home of its own."""

    def __init__(self, home: Path) -> None:
        outside = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
        self.home = home
        self.environ = {**outside, "MALAR_HOME": str(home)}
        self.running: subprocess.Popen[str] | None = None
        self.said = ""

    def start(self) -> float:
        """Start it; returns the seconds until its URLs were printed."""
        began = time.monotonic()
        self.running = subprocess.Popen(
            [*MALAR, "demo"],
            cwd=REPOSITORY,
            env=self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.running.stdout
        self.said = ""
        while "Ctrl-C" not in self.said:
            line = self.running.stdout.readline()
            assert line, f"it ended: {self.said}"
            self.said += line
        return time.monotonic() - began

    def stop(self, how: signal.Signals = signal.SIGINT) -> str:
        """Stop it; returns its last words."""
        assert self.running
        self.running.send_signal(how)
        last, _ = self.running.communicate(timeout=60)
        return last

    def call(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*MALAR, *words],
            cwd=REPOSITORY,
            env=self.environ,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def urls(self) -> list[str]:
        return re.findall(r"http://127\.0\.0\.1:\d+", self.said)


@pytest.fixture
def demo(home: Path) -> Iterator[Demo]:
    """A demo on an empty home."""
    demo = Demo(home)
    yield demo
    if demo.running and demo.running.poll() is None:
        demo.running.kill()
        demo.running.communicate()
        assert soon(lambda: not set(processes_of(home)) - set(servers_of(home)))


@pytest.fixture(scope="module")
def filled_home() -> Iterator[Path]:
    """A home with the demo shop in its book, at rest, to be copied."""
    base = Path(tempfile.mkdtemp(prefix="malar-test-"))
    base.chmod(0o711)
    with Here(base / "home", {}).books() as engine:
        fill_shop(engine)
    yield base / "home"
    shutil.rmtree(base)


@pytest.fixture
def kept_demo(filled_home: Path, demo: Demo) -> Demo:
    """A demo that was started before."""
    subprocess.run(["/bin/cp", "-a", filled_home, demo.home], check=True)
    return demo


def processes_of(home: Path) -> list[int]:
    """Every process that was told of the home, or names it."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            told = (process / "environ").read_bytes() + (process / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(home) in told:
            found.append(int(process.name))
    return found


def servers_of(home: Path) -> list[int]:
    """Those that are Postgres or Valkey: they may outlive a killed starter, and are adopted."""
    return [pid for pid in processes_of(home) if b"MALAR_HOME" not in environ_of(pid)]


def environ_of(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def soon(condition: Callable[[], object], *, seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.05)
    return False


def test_a_weighing_by_whatsapp_becomes_a_balance_and_is_kept(demo: Demo) -> None:
    demo.start()
    for url in demo.urls():
        with urlopen(url, timeout=10) as page:  # noqa: S310 - our own http URL
            assert page.status == 200
    before = demo.call("balance", "F001").stdout

    asked = demo.call("say", "--from", "S01", "F001 malli 5.5")
    assert asked.returncode == 0, asked.stderr
    assert "5.500 kg" in asked.stdout
    told = demo.call("say", "--from", "S01", "1")
    assert told.returncode == 0, told.stderr
    assert "→ " in told.stdout

    after = demo.call("balance", "F001").stdout
    assert after != before
    assert demo.call("audit").returncode == 0
    assert_audit_names_a_change_behind_its_back(demo)

    last = demo.stop()
    assert "nothing is left running" in last
    assert soon(lambda: processes_of(demo.home) == [])

    demo.start()
    assert demo.call("balance", "F001").stdout == after
    demo.stop(signal.SIGTERM)
    assert soon(lambda: processes_of(demo.home) == [])


def assert_audit_names_a_change_behind_its_back(demo: Demo) -> None:
    """A superuser moves a paisa between two postings of an entry, and back again."""
    for paise in (1, -1):
        moved = demo.call(
            *("psql", "-v", "ON_ERROR_STOP=1", "-qAtc"),
            "set session_replication_role = replica;"
            f"update posting set amount_paise = amount_paise + {paise} * (3 - 2 * line)"
            " where entry_id = 17 and line in (1, 2)",
        )
        assert moved.returncode == 0, moved.stderr
        audited = demo.call("audit")
        assert audited.returncode == (1 if paise == 1 else 0), audited.stdout
        assert ("entry 17" in audited.stdout) == (paise == 1)


def test_a_second_one_says_where_the_first_one_is(kept_demo: Demo) -> None:
    kept_demo.start()
    for command in ("demo", "up"):
        second = kept_demo.call(command)
        assert second.returncode == 2
        assert second.stderr.startswith("malar: already running at http://127.0.0.1:")
        assert second.stderr.count("\n") == 1


def test_a_killed_demo_leaves_the_servers_and_the_next_one_takes_them_over(
    kept_demo: Demo,
) -> None:
    kept_demo.start()
    kept_demo.stop(signal.SIGKILL)
    assert soon(lambda: set(processes_of(kept_demo.home)) == set(servers_of(kept_demo.home)))
    assert servers_of(kept_demo.home)
    kept_demo.start()
    kept_demo.stop()
    assert soon(lambda: processes_of(kept_demo.home) == [])


def test_whatever_is_killed_comes_back(kept_demo: Demo) -> None:
    kept_demo.start()
    first = set(processes_of(kept_demo.home))
    assert kept_demo.running
    for pid in first - {kept_demo.running.pid}:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    assert soon(
        lambda: kept_demo.call("say", "--from", "F001", "balance").returncode == 0, seconds=60
    )
    assert kept_demo.call("audit").returncode == 0
    kept_demo.stop()
    assert soon(lambda: processes_of(kept_demo.home) == [])


def test_say_brings_what_it_needs_when_nothing_runs(demo: Demo) -> None:
    heard = demo.call("say", "--from", "+919876500000", "hello")
    assert heard.returncode == 0, heard.stderr
    assert heard.stdout.strip()
    assert soon(lambda: processes_of(demo.home) == [])
