"""What runs when Malar runs: the door, the office, the workers and, where need be, the simulator.

`running` is the whole of it for as long as a block lasts; `malar up`, `malar demo` and, when
nothing runs yet, `malar say` stand on it.
"""

import fcntl
import json
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from ledger.migrate import migrate
from ledger.settings import Settings
from ops.daemons.place import make_folder
from ops.embedded import ServerError, servers
from ops.environment import HOST, Ports, complete, is_simulated
from ops.supervisor import Program, Supervisor

READY_SECONDS = 30.0

WORKERS = ("turns-0", "turns-1", "outbox", "sweep")

_GUNICORN = (sys.executable, "-m", "gunicorn", "--no-control-socket", "--log-level", "warning")

_DOOR = (
    *("--worker-class", "gevent", "--workers", "2", "--worker-connections", "510"),
    *("--keep-alive", "75", "--backlog", "2048", "--timeout", "30", "--graceful-timeout", "5"),
    *("--max-requests", "50000", "--max-requests-jitter", "5000"),
)
"""Two workers of many connections: 1,000 people who write at their own pace are answered in
15 ms (95th percentile); plain workers would each be held by one slow phone."""

_OFFICE = (
    "--worker-class",
    "gthread",
    "--workers",
    "1",
    "--threads",
    "8",
    "--graceful-timeout",
    "1",
)


class AlreadyRunningError(Exception):
    """This home is being run already; the message says where."""


class PortInUseError(Exception):
    """Something else listens there; the message says how to choose another."""


@dataclass(frozen=True, slots=True)
class Running:
    """Malar as it runs: enough to talk to it."""

    ports: Ports
    environ: Mapping[str, str]
    supervisor: Supervisor
    settings: Settings


def door_program(bind: str) -> Program:
    """The webhook."""
    return Program("door", (*_GUNICORN, *_DOOR, "--bind", bind, "wsgi:app"), stage=1)


def office_program(port: int) -> Program:
    """The owner's pages: on this machine only, whatever the door does."""
    bind = f"{HOST}:{port}"
    return Program("office", (*_GUNICORN, *_OFFICE, "--bind", bind, "wsgi:office"), stage=1)


def worker_program(name: str) -> Program:
    """One of the workers."""
    return Program(name, (sys.executable, "-m", "workers", name), stage=2)


def simulator_program() -> Program:
    """The stand-in for Twilio; last to stop, since the outbox sends to it."""
    return Program("simulator", (sys.executable, "-m", "ops.simulator"), stage=3)


@contextmanager
def running(
    home: Path,
    environ: Mapping[str, str],
    ports: Ports,
    *,
    bind: str | None = None,
    log: Path | None = None,
) -> Iterator[Running]:
    """Malar, started and answering, until the block ends; then nothing of it is left.

    Args:
        home: where everything is kept.
        environ: what was given from outside; the rest is completed.
        ports: must be free.
        bind: where the door listens when not on this machine only.
        log: a folder for the programs' logs; None: our own output.

    Raises:
        AlreadyRunningError: it runs already.
        PortInUseError: something else has a port.
        ServerError: a server or a program did not come up.
        SettingsError: the environment lacks something.
    """
    with _only_one(home), servers(home, environ) as found:
        refuse_taken(ports)
        whole = complete(environ, home, found, ports)
        settings = Settings.from_env(whole)
        migrate(found.database_url)
        programs = [
            door_program(bind or f"{HOST}:{ports.door}"),
            office_program(ports.office),
            *(worker_program(name) for name in WORKERS),
        ]
        if is_simulated(environ):
            programs.insert(0, simulator_program())
        supervisor = Supervisor(programs, whole, log)
        try:
            supervisor.start()
            _wait_until_ready(supervisor, ports, is_simulated=is_simulated(environ))
            _note(home, ports)
            yield Running(ports, whole, supervisor, settings)
        finally:
            supervisor.stop()


def where_running(home: Path) -> Ports | None:
    """The ports of the Malar that runs on a home; None when none does."""
    try:
        with _only_one(home):
            return None
    except AlreadyRunningError:
        return _noted(home)


def free_ports(wanted: Ports) -> Ports:
    """The wanted ports, each moved up to the next free one where it is taken."""
    chosen: dict[str, int] = {}
    for name, port in asdict(wanted).items():
        while not _is_free(port) or port in chosen.values():
            port += 1  # noqa: PLW2901 - the search starts at the wanted one
        chosen[name] = port
    return Ports(**chosen)


def refuse_taken(ports: Ports) -> None:
    """See that all ports are free.

    Raises:
        PortInUseError: one is not.
    """
    for name, port in asdict(ports).items():
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


@contextmanager
def _only_one(home: Path) -> Iterator[None]:
    """Hold the home's `running.lock`; the kernel frees it if we are killed."""
    make_folder(home)
    with (home / "running.lock").open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyRunningError(_where(_noted(home))) from None
        (home / "running.json").unlink(missing_ok=True)
        yield


def _where(ports: Ports | None) -> str:
    if ports is None:
        return "already running here: it is just starting or stopping"
    return f"already running at {ports.office_url}; its door is {ports.door_url}"


def _note(home: Path, ports: Ports) -> None:
    (home / "running.json").write_text(json.dumps(asdict(ports)))


def _noted(home: Path) -> Ports | None:
    try:
        return Ports(**json.loads((home / "running.json").read_text()))
    except (FileNotFoundError, ValueError):
        return None


def _wait_until_ready(supervisor: Supervisor, ports: Ports, *, is_simulated: bool) -> None:
    urls = [ports.door_url, ports.office_url, *([ports.simulator_url] if is_simulated else [])]
    deadline = time.monotonic() + READY_SECONDS
    while urls:
        if _answers(urls[0]):
            urls.pop(0)
            continue
        if time.monotonic() > deadline:
            raise ServerError(f"{urls[0]} does not answer; the logs say why")
        supervisor.look_after()
        time.sleep(0.05)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - our own http URL
            return True
    except HTTPError:
        return True  # it answers, if only to say that there is no such page
    except (URLError, OSError):
        return False
