"""What runs when Malar runs: the door, the office, the workers and, where need be, the simulator.

`running` is the whole of it for as long as a block lasts; `malar up`, `malar demo` and, when
nothing runs yet, `malar say` stand on it.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from sqlalchemy.exc import OperationalError

from bot.contents import note_approvals, submit_templates
from bot.whatsapp import SendError, Twilio
from ledger.db import engine_for
from ledger.migrate import migrate
from ledger.settings import Settings
from locales.templates import templates
from ops.embedded import ServerError, servers
from ops.environment import HOST, Ports, complete, is_simulated
from ops.programs import (
    WORKERS,
    door_program,
    office_program,
    simulator_program,
    worker_program,
)
from ops.supervisor import Supervisor
from ops.upkeep import Upkeep
from ops.whereabouts import Whereabouts, note, only_one, refuse_taken
from workers.clock import now

READY_SECONDS = 30.0

POLL_SECONDS = 0.05


@dataclass(slots=True)
class Running:
    """Malar as it runs on a home."""

    home: Path
    environ: Mapping[str, str]
    """What was given from outside."""
    ports: Ports
    settings: Settings
    supervisor: Supervisor
    upkeep: Upkeep
    is_introduced: bool = False
    """True when the simulator knows our templates; it forgets them when it ends."""

    def start(self) -> None:
        """Start everything and wait until it answers.

        Raises:
            ServerError: a program ended, or does not answer.
        """
        self.supervisor.start()
        urls = [self.ports.door_url, self.ports.office_url]
        if is_simulated(self.environ):
            urls.append(self.ports.simulator_url)
        wait_until_all_answer(urls, self.supervisor)
        self._introduce()
        note(self.home, Whereabouts(self.ports, is_simulated=is_simulated(self.environ)))

    def look_after(self) -> None:
        """Start again what has ended; to be called every second or so."""
        self.upkeep.look_after()
        if "simulator" in self.supervisor.look_after():
            self.is_introduced = False
        if not self.is_introduced and _answers(self.ports.simulator_url):
            with suppress(OperationalError, SendError):  # tried again in a second
                self._introduce()

    def _introduce(self) -> None:
        if is_simulated(self.environ):
            engine = engine_for(self.settings.database_url)
            with engine.begin() as tx:
                twilio = Twilio(self.settings)
                submit_templates(tx, twilio, templates(), at=now())
                note_approvals(tx, twilio.approvals(), at=now())
            engine.dispose()
        self.is_introduced = True


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
    with only_one(home), servers(home, environ) as found:
        refuse_taken(ports, is_simulated=is_simulated(environ))
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
        supervisor = Supervisor(programs, whole, log)
        stack = Running(home, environ, ports, settings, supervisor, Upkeep(home, environ))
        try:
            stack.start()
            yield stack
        finally:
            stack.supervisor.stop()


def wait_until_all_answer(urls: list[str], supervisor: Supervisor) -> None:
    """Wait until something answers at every address.

    Raises:
        ServerError: a program ended, or does not answer.
    """
    deadline = time.monotonic() + READY_SECONDS
    for url in urls:
        while not _answers(url):
            if ended := supervisor.ended():
                raise ServerError(f"{' and '.join(ended)} ended while starting")
            if time.monotonic() > deadline:
                raise ServerError(f"{url} does not answer")
            time.sleep(POLL_SECONDS)


def _answers(url: str) -> bool:
    try:
        with urlopen(url, timeout=5):  # noqa: S310 - our own http URL
            return True
    except HTTPError:
        return True  # it answers, if only to say that there is no such page
    except (URLError, OSError):
        return False
