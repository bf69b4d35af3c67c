"""`malar bench turn`: one message at a time, from the webhook to its reply at Twilio's door.

Real parts throughout: gunicorn, signatures, Postgres and Redis of the bench's own, the workers;
only Twilio is a listener. Beside it stands an empty Flask view under the same server in the same
run, so that a slow machine is seen to be one.
"""

import json
import secrets
import socket
import statistics
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

import sqlalchemy as sa

from bot.messages import Approval, message_template
from ledger.consents import ConsentEvent, Via, record
from ledger.db import engine_for
from ledger.goods import NewFlower, add_flower
from ledger.migrate import migrate
from ledger.people import NewParty, add_party
from ledger.rates import set_rate
from ledger.roles import PartyRole
from ledger.settings import Settings
from locales.templates import templates
from ops.bench.listener import Listener, listening
from ops.embedded import temporary_servers
from ops.environment import SIMULATED_SENDER
from ops.programs import WORKERS, door_program, worker_program
from ops.refusal import Refusal
from ops.simulator.signing import signature_headers
from ops.supervisor import Program, Supervisor
from workers.clock import now


@dataclass(frozen=True, slots=True)
class Figures:
    """How long something took, in milliseconds.

    Attributes:
        n: how often it was done.
    """

    what: str
    n: int
    p50: float
    p95: float


def bench_turn(home: Path, clerks: int = 100) -> list[Figures]:
    """Measure at idle; print a table, and keep the figures and logs in `bench` of the home.

    Args:
        home: where they are kept.
        clerks: each states one lot and says yes to it. WhatsApp, and so our throttle, allows one
            person only so many messages a minute.
    """
    kept = home / "bench"
    kept.mkdir(parents=True, exist_ok=True)
    with _running(clerks, kept) as bench:
        for clerk in range(WARM_UP):
            bench.state_lot(clerk)
        rows = [
            _figures("empty Flask view", bench.empty, range(2 * clerks)),
            _figures("webhook → 200", bench.knock, range(WARM_UP, clerks)),
            _figures("a lot → its question at Twilio", bench.state_lot, range(WARM_UP, clerks)),
            _figures("a yes → its receipt at Twilio", bench.say_yes, range(WARM_UP, clerks)),
        ]
    _show(rows)
    _keep(rows, kept / "turn.json")
    return rows


WARM_UP = 10
"""Clerks whose messages are not counted: modules load, connections open."""

ANSWER_SECONDS = 20.0

PAUSE_SECONDS = 0.02
"""Between two messages: whatever follows a reply is over by then."""


class _Bench:
    """Somebody who posts to the door and waits at Twilio's."""

    def __init__(self, settings: Settings, ports: tuple[int, int], listener: Listener) -> None:
        self._settings = settings
        self._door = HTTPConnection("127.0.0.1", ports[0])
        self._empty = HTTPConnection("127.0.0.1", ports[1])
        self._listener = listener
        self._numbers = count()

    def empty(self, _clerk: int) -> float:
        """Seconds for a view that does nothing."""
        return self._post(self._empty, "/empty", {"Body": "x"}, {})

    def knock(self, clerk: int) -> float:
        """Seconds until the door says 200."""
        seconds = self._write(clerk, "rates")
        self._arrives(_clerk(clerk))
        return seconds

    def state_lot(self, clerk: int) -> float:
        """Seconds from a lot's webhook to the question about it."""
        return self._answered(clerk, f"{_farmer(clerk)} malli 5.5", notices=0)

    def say_yes(self, clerk: int) -> float:
        """Seconds from a yes to its receipt; the entry is posted between."""
        return self._answered(clerk, "1", notices=1)

    def _answered(self, clerk: int, text: str, *, notices: int) -> float:
        begun = time.perf_counter()
        self._write(clerk, text)
        seconds = self._arrives(_clerk(clerk)) - begun
        for _ in range(notices):
            self._arrives(_phone_of_farmer(clerk))
        time.sleep(PAUSE_SECONDS)
        return seconds

    def _arrives(self, address: str) -> float:
        arrival = self._listener.arrivals.get(timeout=ANSWER_SECONDS)
        if arrival.to != address:
            raise BenchError(f"a message went to {arrival.to} instead of {address}")
        return arrival.at

    def _write(self, clerk: int, text: str) -> float:
        form = {
            "MessageSid": f"SM{next(self._numbers):032x}",
            "AccountSid": self._settings.twilio_account_sid,
            "From": _clerk(clerk),
            "To": self._settings.whatsapp_sender,
            "Body": text,
            "NumMedia": "0",
        }
        path = "/whatsapp/inbound"
        url = self._settings.public_base_url + path
        token = self._settings.twilio_auth_token
        return self._post(self._door, path, form, signature_headers(url, form, auth_token=token))

    def _post(
        self, to: HTTPConnection, path: str, form: Mapping[str, str], headers: Mapping[str, str]
    ) -> float:
        body = urlencode(form)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        begun = time.perf_counter()
        to.request("POST", path, body, {**headers, **kind})
        response = to.getresponse()
        response.read()
        seconds = time.perf_counter() - begun
        if response.status != 200:  # noqa: PLR2004 - HTTP's own number
            raise BenchError(f"{path} answered {response.status}")
        return seconds


class BenchError(Refusal):
    """Something else happened than what is measured; the sentence says what."""


@contextmanager
def _running(clerks: int, log: Path) -> Iterator[_Bench]:
    """Everything that takes part, in processes of its own."""
    with temporary_servers() as servers, listening() as listener:
        migrate(servers.database_url)
        _open_shop(servers.database_url, clerks)
        ports = _free_port(), _free_port()
        environ = {
            "DATABASE_URL": servers.database_url,
            "REDIS_URL": servers.redis_url,
            "PUBLIC_BASE_URL": f"http://127.0.0.1:{ports[0]}",
            "TWILIO_ACCOUNT_SID": f"AC{secrets.token_hex(16)}",
            "TWILIO_AUTH_TOKEN": secrets.token_hex(16),
            "MALAR_LINK_KEY": secrets.token_hex(16),
            "WHATSAPP_SENDER": SIMULATED_SENDER,
            "TWILIO_API_BASE": listener.url,
        }
        with _programs(environ, ports, log):
            yield _Bench(Settings.from_env(environ), ports, listener)


@contextmanager
def _programs(environ: Mapping[str, str], ports: tuple[int, int], log: Path) -> Iterator[None]:
    door, empty = (door_program(f"127.0.0.1:{port}") for port in ports)
    beside = Program("empty", (*empty.command[:-1], "ops.bench.empty:app"), stage=1)
    supervisor = Supervisor([door, beside, *map(worker_program, WORKERS)], environ, log)
    supervisor.start()
    try:
        for port in ports:
            _wait_for(port)
        yield
    finally:
        supervisor.stop()


def _open_shop(database_url: str, clerks: int) -> None:
    """As many clerks as farmers, one flower, and its rate since yesterday's midnight."""
    engine = engine_for(database_url)
    with engine.begin() as tx:
        for number in range(clerks):
            clerk = NewParty(code=f"S{number:03}", role=PartyRole.STAFF, name_en=f"Clerk {number}")
            add_party(tx, clerk, [_clerk(number)])
            farmer = NewParty(code=_farmer(number), role=PartyRole.FARMER, name_en=f"No {number}")
            added = add_party(tx, farmer, [_phone_of_farmer(number)])
            record(tx, added.party_id, ConsentEvent.SHOWN, now(), Via("counter"))
        add_flower(tx, NewFlower(code="malli", name_en="Malli"))
        set_rate(tx, "malli", 85000, at=now(), by=None, key="bench")
        for each in templates():
            row = {
                "key": each.key,
                "language": each.language,
                "content_sid": f"HX{each.key}{each.language}",
            }
            known = {"variables": list(each.variables), "approval": Approval.APPROVED}
            tx.execute(sa.insert(message_template).values(row | known))
    engine.dispose()


def _clerk(number: int) -> str:
    return f"whatsapp:+91980000{number:04}"


def _farmer(number: int) -> str:
    return f"F{number:03}"


def _phone_of_farmer(number: int) -> str:
    return f"whatsapp:+91970000{number:04}"


def _figures(what: str, measured: Callable[[int], float], times: range) -> Figures:
    taken = sorted(measured(each) * 1000 for each in times)
    p95 = statistics.quantiles(taken, n=20)[-1]
    return Figures(what, len(taken), round(statistics.median(taken), 1), round(p95, 1))


def _show(rows: list[Figures]) -> None:
    print(f"{'milliseconds':32}{'n':>6}{'p50':>9}{'p95':>9}")
    for row in rows:
        print(f"{row.what:32}{row.n:6}{row.p50:9.1f}{row.p95:9.1f}")


def _keep(rows: list[Figures], path: Path) -> None:
    kept = {"at": now().isoformat(timespec="seconds"), "rows": [asdict(row) for row in rows]}
    path.write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + ANSWER_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
