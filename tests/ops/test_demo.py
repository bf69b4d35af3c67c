"""The whole of it as a newcomer starts it: processes, ports, a message, and nothing left behind."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

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
    demo = Demo(home)
    yield demo
    if demo.running and demo.running.poll() is None:
        demo.running.kill()
        demo.running.communicate()
        assert soon(lambda: not set(processes_of(home)) - set(servers_of(home)))


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

    last = demo.stop()
    assert "nothing is left running" in last
    assert soon(lambda: processes_of(demo.home) == [])

    demo.start()
    assert demo.call("balance", "F001").stdout == after
    demo.stop(signal.SIGTERM)
    assert soon(lambda: processes_of(demo.home) == [])


def test_a_second_one_says_where_the_first_one_is(demo: Demo) -> None:
    demo.start()
    for command in ("demo", "up"):
        second = demo.call(command)
        assert second.returncode == 2
        assert second.stderr.startswith("malar: already running at http://127.0.0.1:")
        assert second.stderr.count("\n") == 1


def test_a_killed_demo_leaves_the_servers_and_the_next_one_takes_them_over(demo: Demo) -> None:
    demo.start()
    demo.stop(signal.SIGKILL)
    assert soon(lambda: set(processes_of(demo.home)) == set(servers_of(demo.home)))
    assert servers_of(demo.home)
    demo.start()
    demo.stop()
    assert soon(lambda: processes_of(demo.home) == [])


def test_whatever_is_killed_comes_back(demo: Demo) -> None:
    demo.start()
    first = set(processes_of(demo.home))
    assert demo.running
    for pid in first - {demo.running.pid}:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    assert soon(lambda: demo.call("say", "--from", "F001", "balance").returncode == 0, seconds=60)
    assert demo.call("audit").returncode == 0
    demo.stop()
    assert soon(lambda: processes_of(demo.home) == [])


def test_say_brings_what_it_needs_when_nothing_runs(demo: Demo) -> None:
    heard = demo.call("say", "--from", "+919876500000", "hello")
    assert heard.returncode == 0, heard.stderr
    assert heard.stdout.strip()
    assert soon(lambda: processes_of(demo.home) == [])
