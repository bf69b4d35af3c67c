"""One Malar a home: which one runs, where it can be reached, and which ports are free.

Whoever runs a home holds its `running.lock`; the kernel frees that with the process. The note
beside it says where, and counts only while the lock is held.
"""

import fcntl
import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from ops.daemons.place import make_folder
from ops.environment import HOST, Ports
from ops.refusal import Refusal

NOTE = "running.json"
"""Where it runs, for as long as `running.lock` is held."""


class AlreadyRunningError(Refusal):
    """This home is being run already; the message says where."""


class PortInUseError(Refusal):
    """Something else listens there; the message says how to choose another."""


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the Malar that runs on a home can be reached."""

    ports: Ports
    is_simulated: bool


@contextmanager
def only_one(home: Path) -> Iterator[None]:
    """Be the one Malar of a home while the block lasts.

    Raises:
        AlreadyRunningError: another one is; the message says where.
    """
    make_folder(home)
    with (home / "running.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(_where(_noted(home))) from None
        (home / NOTE).unlink(missing_ok=True)
        yield


def where_running(home: Path) -> Whereabouts | None:
    """Where the Malar that runs on a home is; None when none runs or it is just starting."""
    try:
        refuse_second(home)
    except AlreadyRunningError:
        return _noted(home)
    return None


def note(home: Path, found: Whereabouts) -> None:
    """Write down where we run; to be called by the holder of the lock."""
    noted = {**asdict(found.ports), "is_simulated": found.is_simulated}
    (home / NOTE).write_text(json.dumps(noted))


def refuse_second(home: Path) -> None:
    """See that no Malar runs on a home.

    Raises:
        AlreadyRunningError: one does; the message says where.
    """
    with only_one(home):
        pass


def free_ports(wanted: Ports) -> Ports:
    """The wanted ports, each moved up to the next free one where it is taken."""
    chosen: dict[str, int] = {}
    for name, port in asdict(wanted).items():
        while not _is_free(port) or port in chosen.values():
            port += 1  # noqa: PLW2901 - the search starts at the wanted one
        chosen[name] = port
    return Ports(**chosen)


def refuse_taken(ports: Ports, *, is_simulated: bool) -> None:
    """See that all ports are free that will be listened on.

    Args:
        ports: all of them.
        is_simulated: True when a simulator will listen on its own.

    Raises:
        PortInUseError: one is not.
    """
    used = asdict(ports)
    if not is_simulated:
        del used["simulator"]
    for name, port in used.items():
        if not _is_free(port):
            raise PortInUseError(f"port {port} is in use; choose another with --{name}-port")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def _where(found: Whereabouts | None) -> str:
    if found is None:
        return "already running here: it is just starting or stopping"
    ports = found.ports
    return f"already running at {ports.office_url}; its door is {ports.door_url}"


def _noted(home: Path) -> Whereabouts | None:
    try:
        noted = json.loads((home / NOTE).read_text())
    except (FileNotFoundError, ValueError):
        return None
    is_simulated = noted.pop("is_simulated")
    return Whereabouts(Ports(**noted), is_simulated=is_simulated)
