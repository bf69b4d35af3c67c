import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ops.logfile import LARGEST
from ops.supervisor import Program, Supervisor

SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
SHRUGS_OFF_SIGTERM = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)",
)
START_ANOTHER = """
import subprocess, time
print(subprocess.Popen(['/bin/sleep', '60']).pid, flush=True)
time.sleep(60)
"""
STARTS_ANOTHER = (sys.executable, "-c", START_ANOTHER)
REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def supervise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Callable[..., Supervisor]]:
    monkeypatch.chdir(REPOSITORY)
    made: list[Supervisor] = []

    def start(*programs: Program) -> Supervisor:
        supervisor = Supervisor(programs, dict(os.environ), log=tmp_path, grace_seconds=1)
        made.append(supervisor)
        supervisor.start()
        return supervisor

    yield start
    for supervisor in made:
        supervisor.stop()


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return "(zombie)" not in Path(f"/proc/{pid}/status").read_text()


def soon(condition: Callable[[], object], *, seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_programs_run_until_stopped(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(Program("one", SLEEPS, 1), Program("two", SLEEPS, 2))
    pids = supervisor.pids()
    assert set(pids) == {"one", "two"}
    assert all(is_alive(pid) for pid in pids.values())
    supervisor.stop()
    assert supervisor.pids() == {}
    assert not any(is_alive(pid) for pid in pids.values())


def test_what_ends_is_started_again_after_a_pause(
    supervise: Callable[..., Supervisor], capsys: pytest.CaptureFixture[str]
) -> None:
    supervisor = supervise(Program("one", SLEEPS, 1))
    first = supervisor.pids()["one"]
    os.kill(first, signal.SIGKILL)

    def is_noted() -> bool:
        supervisor.look_after()
        return "one" not in supervisor.pids()

    assert soon(is_noted)
    assert capsys.readouterr().err == "malar: one ended (-9), again in 1 s\n"

    def is_back() -> bool:
        supervisor.look_after()
        return "one" in supervisor.pids()

    assert soon(is_back)
    assert supervisor.pids()["one"] != first


def test_a_program_that_will_not_stop_is_ended(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(Program("stubborn", SHRUGS_OFF_SIGTERM, 1))
    pid = supervisor.pids()["stubborn"]
    assert soon(lambda: _ignores_sigterm(pid))
    supervisor.stop()
    assert not is_alive(pid)


def _ignores_sigterm(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text().splitlines()
    ignored = next(line.split()[1] for line in status if line.startswith("SigIgn"))
    return bool(int(ignored, 16) & 1 << (signal.SIGTERM - 1))


def test_a_log_that_has_grown_large_is_put_aside_once_when_its_program_starts(
    supervise: Callable[..., Supervisor], tmp_path: Path
) -> None:
    log, old = tmp_path / "one.log", tmp_path / "one.log.old"
    old.write_text("of the year before")
    log.write_bytes(b"x" * (LARGEST + 1))
    speaks = (sys.executable, "-c", "print('begun', flush=True); import time; time.sleep(60)")
    supervise(Program("one", speaks, 1))
    assert soon(lambda: log.read_text() == "begun\n")
    assert old.stat().st_size == LARGEST + 1


def test_a_log_of_ordinary_size_is_written_on(
    supervise: Callable[..., Supervisor], tmp_path: Path
) -> None:
    log = tmp_path / "one.log"
    log.write_text("yesterday\n")
    supervise(Program("one", (sys.executable, "-c", "print('today')"), 1))
    assert soon(lambda: log.read_text() == "yesterday\ntoday\n")


def test_what_a_program_started_is_ended_with_it(
    supervise: Callable[..., Supervisor], tmp_path: Path
) -> None:
    supervisor = supervise(Program("parent", STARTS_ANOTHER, 1))
    output = tmp_path / "parent.log"
    assert soon(lambda: output.exists() and output.read_text().endswith("\n"))
    grandchild = int(output.read_text())
    assert is_alive(grandchild)
    supervisor.stop()
    assert soon(lambda: not is_alive(grandchild))


def test_lower_stages_stop_first(supervise: Callable[..., Supervisor], tmp_path: Path) -> None:
    def program(name: str, stage: int) -> Program:
        code = (
            "import pathlib, signal, sys, time\n"
            f"def end(*_): open({str(tmp_path / 'order')!r}, 'a').write({name!r}); sys.exit()\n"
            "signal.signal(signal.SIGTERM, end); print('up', flush=True); time.sleep(60)"
        )
        return Program(name, (sys.executable, "-c", code), stage)

    supervisor = supervise(program("c", 3), program("a", 1), program("b", 2))
    logs = [tmp_path / f"{name}.log" for name in "abc"]
    assert soon(lambda: all(log.exists() and log.read_text() for log in logs))
    supervisor.stop()
    assert (tmp_path / "order").read_text() == "abc"


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_programs_end_with_a_killed_supervisor() -> None:
    code = (
        "import os, sys, time\n"
        "from ops.supervisor import Program, Supervisor\n"
        f"supervisor = Supervisor([Program('one', {SLEEPS!r}, 1)], dict(os.environ))\n"
        "supervisor.start()\n"
        "print(supervisor.pids()['one'], flush=True)\n"
        "time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    ) as supervisor:
        assert supervisor.stdout
        child = int(supervisor.stdout.readline())
        # The child makes its wish when it has become the command.
        assert soon(lambda: b"leash" not in Path(f"/proc/{child}/cmdline").read_bytes())
        supervisor.kill()
    assert soon(lambda: not is_alive(child))


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's")
def test_a_program_whose_supervisor_is_gone_already_does_not_begin() -> None:
    leash = [sys.executable, "-m", "ops.leash", "1", "/bin/echo", "begun"]
    tried = subprocess.run(leash, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert tried.returncode == 1
    assert tried.stdout == ""
