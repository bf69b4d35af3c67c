"""Valkey of one home: a Unix socket only; what it holds can be rebuilt from Postgres."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ops.daemons.binaries import valkey_program
from ops.daemons.life import Daemon
from ops.daemons.place import Place

_SETTINGS = {
    "port": "0",
    "unixsocketperm": "700",
    "appendonly": "yes",
    "appendfsync": "everysec",
    "save": "",
    "maxmemory": "256mb",
    "maxmemory-policy": "noeviction",
    "loglevel": "warning",
}


@dataclass(frozen=True, slots=True)
class Valkey(Daemon):
    """The home's Valkey."""

    place: Place
    name: str = "valkey"

    @property
    def socket(self) -> Path:
        """Where it listens."""
        return self.place.run / "valkey.sock"

    @property
    def url(self) -> str:
        """Its first database."""
        return f"unix://{quote(str(self.socket))}?db=0"

    def answers(self) -> bool:
        """True when it says PONG."""
        try:
            with self._client() as client:
                return bool(client.ping())
        except redis.RedisError:
            return False

    def prepare(self) -> None:
        """Make its folders."""
        self.place.private(self.place.run)
        self.place.private(self.place.data / "valkey")

    def command(self) -> list[str]:
        """The server in the foreground."""
        settings = _SETTINGS | {
            "unixsocket": str(self.socket),
            "dir": str(self.place.data / "valkey"),
        }
        words = [word for name, value in settings.items() for word in (f"--{name}", value)]
        return [str(valkey_program(self.place)), *words]

    def environment(self) -> dict[str, str]:
        """Nothing beside the plain one."""
        return {}

    def ask_to_stop(self) -> None:
        """SHUTDOWN: it writes its log to disk and goes; the reply is a closed connection."""
        with suppress(redis.RedisError), self._client() as client:
            client.shutdown()

    def _client(self) -> redis.Redis:
        """Asks once: the client's own patient retries would make every look at a dead one slow."""
        once = Retry(NoBackoff(), 0)
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, retry=once)
