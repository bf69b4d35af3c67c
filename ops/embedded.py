"""Postgres and Valkey without an installation: started, shared and stopped around a program.

Whoever uses the servers of a home holds a shared lock on its `users.lock` for as long; the last one
out stops them. The kernel frees a lock with the process that held it, so a killed user is no user,
and servers that outlived a killed starter are adopted by the next one. `ops/daemons/` knows the
two servers; this file knows who shares them.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ops.daemons import life
from ops.daemons.outside import check_postgres, check_redis
from ops.daemons.place import ServerError, place_of
from ops.daemons.postgres import Postgres
from ops.daemons.valkey import Valkey

__all__ = ["ServerError", "Servers", "ensure_running", "servers", "temporary_servers"]


@dataclass(frozen=True, slots=True)
class Servers:
    """Where the two servers are."""

    database_url: str = field(repr=False)
    redis_url: str = field(repr=False)


@contextmanager
def servers(home: Path, environ: Mapping[str, str] = os.environ) -> Iterator[Servers]:
    """The servers of a home while the block lasts; those named by URL are used instead.

    Args:
        home: data, sockets, logs and locks are under it.
        environ: DATABASE_URL and REDIS_URL, each of them optional.

    Raises:
        ServerError: one cannot be had; one line says which and why.
    """
    database_url, redis_url = environ.get("DATABASE_URL"), environ.get("REDIS_URL")
    if database_url:
        check_postgres(database_url)
    if redis_url:
        check_redis(redis_url)
    if database_url and redis_url:
        yield Servers(database_url, redis_url)
        return
    with ExitStack() as stack:
        postgres, valkey = _daemons(home)
        stack.enter_context(_used(home))
        ensure_running(home, environ)
        if not database_url:
            with _locked(home / "start.lock"):
                postgres.create_database()
        yield Servers(database_url or postgres.url, redis_url or valkey.url)


def ensure_running(home: Path, environ: Mapping[str, str] = os.environ) -> list[str]:
    """Start what does not answer, for one who uses the servers already.

    Returns:
        The names of those that had to be started.

    Raises:
        ServerError: one did not come up.
    """
    postgres, valkey = _daemons(home)
    started = []
    with _locked(home / "start.lock"):
        if not environ.get("DATABASE_URL"):
            started += [postgres.name] if life.start(postgres) else []
        if not environ.get("REDIS_URL"):
            started += [valkey.name] if life.start(valkey) else []
    return started


@contextmanager
def temporary_servers() -> Iterator[Servers]:
    """Servers of one's own, for tests and benches: gone with their data after the block."""
    home = Path(tempfile.mkdtemp(prefix="malar-"))
    try:
        home.chmod(0o711)
        with servers(home, environ={}) as own:
            yield own
    finally:
        shutil.rmtree(home)


def _daemons(home: Path) -> tuple[Postgres, Valkey]:
    place = place_of(home)
    return Postgres(place), Valkey(place)


def _stop(home: Path) -> None:
    """Stop both servers and take away the folder of their sockets: it may be outside the home."""
    for daemon in _daemons(home):
        life.stop(daemon)
    with suppress(OSError):  # not there, or not ours
        place_of(home).run.rmdir()


@contextmanager
def _used(home: Path) -> Iterator[None]:
    """Be a user of the servers; the last user out stops them."""
    with (home / "users.lock").open("ab") as users:
        with _locked(home / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield
        finally:
            with _locked(home / "start.lock"):
                try:
                    fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
                except BlockingIOError:
                    pass
                else:
                    _stop(home)
                # Unlocked by name: a forked child may hold a copy of this file.
                fcntl.flock(users, fcntl.LOCK_UN)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Wait for a lock and hold it; the kernel frees it if we are killed."""
    with path.open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
