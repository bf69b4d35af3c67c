"""Malar as it really runs, in processes that can be killed: door, workers, servers of their own."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from redis import Redis

from bot.messages import SHARDS, inbound_message, outbound_message
from ledger.board import MARKET_ZONE
from ledger.db import engine_for
from ledger.migrate import migrate
from ledger.queries import lots_on
from ops.embedded import Servers, ensure_running, servers
from tests.door.forms import SETTINGS, encoded, signed
from tests.turns.twilio_stub import TwilioStub, twilio_stub
from tests.turns.world import open_shop
from workers.clock import now
from workers.steps import DEADLY, Reached

REPOSITORY = Path(__file__).resolve().parents[2]
WORKERS = (*(f"turns-{shard}" for shard in range(SHARDS)), "outbox", "sweep")
PATIENCE = 60.0


@dataclass
class City:
    """Everything that runs, and the hand that kills it."""

    home: Path
    servers: Servers
    engine: sa.Engine
    twilio: TwilioStub
    port: int
    running: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.servers.database_url,
            "REDIS_URL": self.servers.redis_url,
            "PUBLIC_BASE_URL": self.base,
            "TWILIO_ACCOUNT_SID": SETTINGS.twilio_account_sid,
            "TWILIO_AUTH_TOKEN": SETTINGS.twilio_auth_token,
            "MALAR_LINK_KEY": SETTINGS.link_key,
            "WHATSAPP_SENDER": SETTINGS.whatsapp_sender,
            "TWILIO_API_BASE": self.twilio.url,
        }

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start_door(self) -> None:
        gunicorn = ("gunicorn", "--no-control-socket", "-k", "gevent", "-w", "2")
        self._start("door", [*gunicorn, "--bind", f"127.0.0.1:{self.port}", "wsgi:app"])
        until(self.is_open)
        until(lambda: self._ask("GET", "/health") == 200)

    def start(self, *names: str, dies_at: Reached | None = None) -> None:
        """Start workers; they die at a point, if one is named."""
        for name in names:
            deadly = {} if dies_at is None else {DEADLY: str(dies_at)}
            self._start(name, ["workers", name], deadly)

    def kill(self, *names: str) -> None:
        for name in names:
            process = self.running.pop(name)
            process.kill()
            process.wait()

    def stop(self) -> None:
        """Ask everything to end, and see that it does."""
        for process in self.running.values():
            process.send_signal(signal.SIGTERM)
        for process in self.running.values():
            process.wait(timeout=PATIENCE)
        self.running.clear()

    def dies(self, name: str) -> None:
        """Wait until a worker has been killed at its point."""
        assert self.running.pop(name).wait(timeout=PATIENCE) == -signal.SIGKILL

    def post(self, form: dict[str, str], path: str = "/whatsapp/inbound") -> int:
        """Twilio calls the door; the status of the answer."""
        return self._ask("POST", path, encoded(form), signed(path, form, self.base))

    def post_at_once(self, forms: Sequence[dict[str, str]]) -> list[int]:
        with ThreadPoolExecutor(len(forms)) as pool:
            return list(pool.map(self.post, forms))

    def is_open(self) -> bool:
        with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def is_quiet(self) -> bool:
        """Whether everything is handled and everything has gone out."""
        with self.engine.begin() as tx:
            waiting = sa.exists().where(inbound_message.c.handled_at.is_(None))
            going = sa.exists().where(outbound_message.c.state.in_(["due", "sending", "unknown"]))
            return not tx.execute(sa.select(waiting | going)).scalar()

    def settles(self) -> None:
        """Wait until it is quiet; who ends meanwhile is started again, as a supervisor does."""

        def is_quiet_again() -> bool:
            for name, process in list(self.running.items()):
                if name != "door" and process.poll() is not None:
                    self.start(name)
            return self.is_quiet()

        until(is_quiet_again)

    def kill_redis(self) -> None:
        info = Redis.from_url(self.servers.redis_url).info()
        assert isinstance(info, dict)
        os.kill(info["process_id"], signal.SIGKILL)

    def kill_postgres(self) -> None:
        with psycopg.connect(self.servers.database_url) as connection:
            (noted,) = connection.execute("SELECT pg_read_file('postmaster.pid')").fetchone() or ()
        os.kill(int(noted.split()[0]), signal.SIGKILL)

    def revive_servers(self) -> None:
        until(lambda: bool(ensure_running(self.home, environ={})))

    def an_hour_passes_for_sends(self) -> None:
        """Nobody waits a minute in a test: what is being sent was claimed an hour ago."""
        claimed = sa.update(outbound_message).where(outbound_message.c.state == "sending")
        before = outbound_message.c.claimed_at - sa.text("interval '1 hour'")
        with self.engine.begin() as tx:
            tx.execute(claimed.values(claimed_at=before))

    def lots(self) -> list[int]:
        """Weights of today's lots, in the book's order."""
        today = now().astimezone(MARKET_ZONE).date()
        with self.engine.begin() as tx:
            return [lot.quantity_milli for lot in lots_on(tx, today)]

    def replies(self) -> list[sa.Row[Any]]:
        with self.engine.begin() as tx:
            rows = sa.select(outbound_message).where(outbound_message.c.kind == "reply")
            return list(tx.execute(rows.order_by(outbound_message.c.id)))

    def inbox(self) -> list[sa.Row[Any]]:
        with self.engine.begin() as tx:
            return list(tx.execute(sa.select(inbound_message).order_by(inbound_message.c.id)))

    def _ask(
        self, method: str, path: str, body: str = "", headers: dict[str, str] | None = None
    ) -> int:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        try:
            connection.request(method, path, body, headers or {})
            return connection.getresponse().status
        finally:
            connection.close()

    def _start(self, name: str, module: list[str], more: dict[str, str] | None = None) -> None:
        self.running[name] = subprocess.Popen(
            [sys.executable, "-m", *module],
            cwd=REPOSITORY,
            env=self.environ | (more or {}),
            stderr=subprocess.DEVNULL,
        )


@contextmanager
def city(*, is_fast: bool) -> Iterator[City]:
    """A city with its shop open and nothing running yet."""
    home = Path(tempfile.mkdtemp(prefix="malar-city-"))
    home.chmod(0o711)
    with servers(home, environ={}) as found, twilio_stub() as twilio:
        migrate(found.database_url)
        engine = engine_for(found.database_url, pool_pre_ping=True)
        with engine.begin() as tx:
            open_shop(tx, is_fast=is_fast, at=now())
        built = City(home, found, engine, twilio, _free_port())
        try:
            yield built
        finally:
            for name in list(built.running):
                built.kill(name)
            engine.dispose()
    shutil.rmtree(home)


def until(is_so: Callable[[], bool], *, within: float = PATIENCE) -> None:
    """Wait for something to come true."""
    deadline = time.monotonic() + within
    while not is_so():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
