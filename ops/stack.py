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

from bot.contents import register_templates
from bot.whatsapp import Twilio
from ledger.db import engine_for
from ledger.migrate import migrate
from ledger.settings import Settings
from locales.templates import templates
from ops.daemons.place import make_folder
from ops.embedded import ServerError, ensure_running, servers
from ops.environment import HOST, Ports, complete, is_simulated
from ops.supervisor import Program, Supervisor

NOTE = "running.json"
"""Where it runs, for as long as `running.lock` is held."""

READY_SECONDS = 30.0

POLL_SECONDS = 0.05

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
    """Malar as it runs on a home."""

    home: Path
    environ: Mapping[str, str]
    """What was given from outside."""
    ports: Ports
    settings: Settings
    supervisor: Supervisor

    def start(self) -> None:
        """Start everything and wait until it answers."""
        self.supervisor.start()
        urls = [self.ports.door_url, self.ports.office_url]
        if is_simulated(self.environ):
            urls.append(self.ports.simulator_url)
        _wait_until_all_answer(urls, self.supervisor)
        self._introduce()
        (self.home / NOTE).write_text(json.dumps(asdict(self.ports)))

    def look_after(self) -> None:
        """Start again what has ended; to be called every second or so."""
        for name in ensure_running(self.home, self.environ):
            print(f"malar: {name} had ended and was started again", file=sys.stderr)
        if "simulator" in self.supervisor.look_after():
            _wait_until_all_answer([self.ports.simulator_url], self.supervisor)
            self._introduce()

    def _introduce(self) -> None:
        """Register our templates with the simulator, which forgets them when it ends."""
        if not is_simulated(self.environ):
            return
        engine = engine_for(self.settings.database_url)
        with engine.begin() as tx:
            register_templates(tx, Twilio(self.settings), templates())
        engine.dispose()


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
    host: str = HOST,
    log: Path | None = None,
) -> Iterator[Running]:
    """Malar, started and answering, until the block ends; then nothing of it is left.

    Args:
        home: where everything is kept.
        environ: what was given from outside; the rest is completed.
        ports: must be free.
        host: the address that the door listens on.
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
            door_program(f"{host}:{ports.door}"),
            office_program(ports.office),
            *(worker_program(name) for name in WORKERS),
        ]
        if is_simulated(environ):
            programs.insert(0, simulator_program())
        stack = Running(home, environ, ports, settings, Supervisor(programs, whole, log))
        try:
            stack.start()
            yield stack
        finally:
            stack.supervisor.stop()


def where_running(home: Path) -> Ports | None:
    """The ports of the Malar that runs on a home; None when none does."""
    try:
        refuse_second(home)
    except AlreadyRunningError:
        return _noted(home)
    return None


def refuse_second(home: Path) -> None:
    """See that no Malar runs on a home.

    Raises:
        AlreadyRunningError: one does; the message says where.
    """
    with _only_one(home):
        pass


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
        (home / NOTE).unlink(missing_ok=True)
        yield


def _where(ports: Ports | None) -> str:
    if ports is None:
        return "already running here: it is just starting or stopping"
    return f"already running at {ports.office_url}; its door is {ports.door_url}"


def _noted(home: Path) -> Ports | None:
    try:
        return Ports(**json.loads((home / NOTE).read_text()))
    except (FileNotFoundError, ValueError):
        return None


def _wait_until_all_answer(urls: list[str], supervisor: Supervisor) -> None:
    deadline = time.monotonic() + READY_SECONDS
    for url in urls:
        while not _answers(url):
            if time.monotonic() > deadline:
                raise ServerError(f"{url} does not answer; the logs say why")
            supervisor.look_after()
            time.sleep(POLL_SECONDS)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - our own http URL
            return True
    except HTTPError:
        return True  # it answers, if only to say that there is no such page
    except (URLError, OSError):
        return False
