"""How a server starts, is found alive, and stops: the same for both.

Nothing stale is trusted. A server is alive when it answers. It is dead when nobody holds its
`.alive` lock: the server inherits that lock from us and the kernel frees it with the last of its
processes, whatever killed them. Process ids are used for nothing but the polite signal to stop.
"""

import fcntl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from ops.daemons.place import Place, ServerError
from ops.logfile import open_log

START_SECONDS = 60.0
"""Recovery after a crash may take a while; a healthy start takes a tenth of a second."""

STOP_SECONDS = 20.0

_POLL_SECONDS = 0.01

_PLAIN_ENVIRONMENT = {"LC_ALL": "C", "LANG": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"}
"""Not ours: LC_ALL may name a locale that is not installed here."""


class Daemon(Protocol):
    """What is particular to one kind of server."""

    @property
    def name(self) -> str:
        """As in its log's and lock's file names."""

    @property
    def place(self) -> Place:
        """Where it lives."""

    def answers(self) -> bool:
        """True when it takes a connection and replies."""

    def prepare(self) -> None:
        """Make its folders; nothing of it is alive."""

    def command(self) -> list[str]:
        """The program and its settings."""

    def environment(self) -> dict[str, str]:
        """What it needs beside a plain environment."""

    def ask_to_stop(self) -> None:
        """Ask it to save, close and go; it has just answered."""


def start(daemon: Daemon) -> bool:
    """Make a server answer: adopt the living one, else start it. Hold the home's start lock.

    Returns:
        True when it had to be started.

    Raises:
        ServerError: it did not come up; the last line of its log says why.
    """
    deadline = time.monotonic() + START_SECONDS
    started = False
    while not daemon.answers():
        with _alive_lock(daemon) as lock:
            if lock and started:
                raise ServerError(_obituary(daemon))
            if lock:
                daemon.prepare()
                _launch(daemon, lock)
                started = True
        if time.monotonic() > deadline:
            raise ServerError(f"{daemon.name} does not answer; see {_log(daemon)}")
        time.sleep(_POLL_SECONDS)
    return started


def stop(daemon: Daemon) -> None:
    """Stop a server and wait until the last of its processes is gone; a dead one is left.

    Raises:
        ServerError: it is still there after `STOP_SECONDS`.
    """
    if daemon.answers():
        daemon.ask_to_stop()
    deadline = time.monotonic() + STOP_SECONDS
    while not is_dead(daemon):
        if time.monotonic() > deadline:
            raise ServerError(f"{daemon.name} does not stop; see {_log(daemon)}")
        time.sleep(_POLL_SECONDS)


def is_dead(daemon: Daemon) -> bool:
    """True when no process of the server is left."""
    with _alive_lock(daemon) as lock:
        return lock is not None


@contextmanager
def _alive_lock(daemon: Daemon) -> Iterator[IO[bytes] | None]:
    """The server's own lock, or None while any process of it holds it.

    Closing our copy frees it only if no server has inherited it.
    """
    with (daemon.place.home / f"{daemon.name}.alive").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
        else:
            yield lock


def _launch(daemon: Daemon, lock: IO[bytes]) -> None:
    account = daemon.place.account
    with open_log(_log(daemon)) as log:
        process = subprocess.Popen(
            daemon.command(),
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd="/",
            env=_PLAIN_ENVIRONMENT | daemon.environment(),
            pass_fds=[lock.fileno()],
            start_new_session=True,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        )
    # It may outlive us or die before us: somebody must take note of its end, or it stays a zombie.
    threading.Thread(target=process.wait, name=f"end of {daemon.name}", daemon=True).start()


def _log(daemon: Daemon) -> Path:
    return daemon.place.log / f"{daemon.name}.log"


def _obituary(daemon: Daemon) -> str:
    lines = _log(daemon).read_text(errors="replace").split("\n")
    last = next((line for line in reversed(lines) if line.strip()), "no reason given")
    return f"{daemon.name} did not start: {last.strip()} (see {_log(daemon)})"
