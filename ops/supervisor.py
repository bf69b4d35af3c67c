"""Keeps programs running: starts them, starts them again when they end, stops them in order.

Each program leads a process group of its own, so that Ctrl-C reaches the supervisor alone and
nothing that a program started can stay behind. What the programs are is said in `ops.stack`.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass
from pathlib import Path

from ops.logfile import open_log

GRACE_SECONDS = 8.0
"""Longer than any of our programs takes to finish what it has begun."""

FIRST_PAUSE_SECONDS = 1.0
"""Before a program that ended is started again; doubled each time that it ends again soon."""

PATIENCE_SECONDS = 30.0
"""The longest pause."""

HEALTHY_SECONDS = 60.0
"""A program that lasted so long did not end soon."""


@dataclass(frozen=True, slots=True)
class Program:
    """One program to keep running."""

    name: str
    command: tuple[str, ...]
    stage: int
    """Lower stages are stopped first, those of one stage together."""


@dataclass(slots=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    due_at: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS


class Supervisor:
    """Programs that run together.

    Args:
        programs: started in this order.
        environ: what they are told.
        log: a folder for one log file each; None: they write to our own output.
        grace_seconds: from the polite signal to the other one.
    """

    def __init__(
        self,
        programs: Iterable[Program],
        environ: Mapping[str, str],
        log: Path | None = None,
        *,
        grace_seconds: float = GRACE_SECONDS,
    ) -> None:
        self._children = [_Child(program) for program in programs]
        self._environ = environ
        self._log = log
        self._grace_seconds = grace_seconds

    def start(self, *names: str) -> None:
        """Start the named programs, all when none is named."""
        for child in self._children:
            if not child.process and (not names or child.program.name in names):
                self._launch(child)

    def look_after(self) -> list[str]:
        """Start again what has ended; to be called every second or so.

        Returns:
            The names of those that were started.
        """
        now = time.monotonic()
        started = []
        for child in self._children:
            if child.process and child.process.poll() is not None:
                self._note_end(child, child.process.returncode, now)
            if not child.process and now >= child.due_at:
                self._launch(child)
                started.append(child.program.name)
        return started

    def ended(self) -> list[str]:
        """The names of those that have ended since they were last looked after."""
        return [
            c.program.name for c in self._children if c.process and c.process.poll() is not None
        ]

    def stop(self) -> None:
        """Stop stage by stage; nothing that was started is left, even if we are hurried on."""
        running = [
            (child.program.stage, child.process) for child in self._children if child.process
        ]
        try:
            for stage in sorted({stage for stage, _ in running}):
                together = [process for of, process in running if of == stage]
                _stop_together(together, self._grace_seconds)
        finally:
            for _, process in running:
                _kill_group(process.pid)
                process.wait()
            for child in self._children:
                child.process = None

    def pids(self) -> dict[str, int]:
        """The process of each program that runs."""
        return {c.program.name: c.process.pid for c in self._children if c.process}

    def _launch(self, child: _Child) -> None:
        leash = (sys.executable, "-m", "ops.leash", str(os.getpid()))
        output = self._log / f"{child.program.name}.log" if self._log else None
        with open_log(output) if output else nullcontext() as log:
            child.process = subprocess.Popen(
                [*leash, *child.program.command],
                env=self._environ,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        child.started_at = time.monotonic()

    def _note_end(self, child: _Child, code: int, now: float) -> None:
        if now - child.started_at > HEALTHY_SECONDS:
            child.pause = FIRST_PAUSE_SECONDS
        pause, child.pause = child.pause, min(child.pause * 2, PATIENCE_SECONDS)
        child.due_at = now + pause
        if child.process:
            _kill_group(child.process.pid)
        child.process = None
        print(
            f"malar: {child.program.name} ended ({code}), again in {pause:.0f} s",
            file=sys.stderr,
        )


def _stop_together(processes: list[subprocess.Popen[bytes]], grace_seconds: float) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + grace_seconds
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=max(0.0, deadline - time.monotonic()))


def _kill_group(leader: int) -> None:
    """End whatever is left of a program's group."""
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
