"""Postgres of one home: a Unix socket only, every commit on disk, one database `malar`."""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg.pq import PGconn, Ping

from ops.daemons.binaries import postgres_program
from ops.daemons.life import Daemon
from ops.daemons.place import Place, ServerError

DATABASE = "malar"

_CLUSTER = [
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--auth-local=trust",
    "--auth-host=reject",
    "--data-checksums",
    "--no-instructions",
]

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "60",
    "shared_buffers": "128MB",
    "synchronous_commit": "on",
    "max_wal_size": "512MB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


@dataclass(frozen=True, slots=True)
class Postgres(Daemon):
    """The home's Postgres."""

    place: Place
    name: str = "postgres"

    @property
    def data(self) -> Path:
        """The cluster's folder."""
        return self.place.data / "pg"

    @property
    def url(self) -> str:
        """The database `malar`, as the superuser."""
        return self._url(DATABASE)

    def answers(self) -> bool:
        """True when it takes connections, be it that all of them are taken."""
        asked = f"{self._url('postgres')}&connect_timeout=5"
        return PGconn.ping(asked.encode()) == Ping.OK

    def prepare(self) -> None:
        """Make the cluster when there is none, under another name until it is whole."""
        self.place.private(self.place.run)
        if self.data.exists():
            return
        unfinished = self.data.with_name("pg.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        self.place.private(unfinished)
        account = self.place.account
        made = subprocess.run(
            [postgres_program("initdb", self.place), "-D", unfinished, *_CLUSTER],
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            cwd="/",
            env={"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise ServerError(f"initdb: {made.stderr.strip().splitlines()[-1]}")
        unfinished.rename(self.data)

    def command(self) -> list[str]:
        """The postmaster in the foreground."""
        program = str(postgres_program("postgres", self.place))
        settings = [f"--{name}={value}" for name, value in _SETTINGS.items()]
        return [program, "-D", str(self.data), "-k", str(self.place.run), "-p", "5432", *settings]

    def environment(self) -> dict[str, str]:
        """Frees it from a stale pid file whose number now belongs to some other program.

        Nothing of this cluster is alive when we start it, yet Postgres would refuse while any
        process has that number. Named as its grandparent the number is ignored, and its own
        check for memory that is still in use stays on.
        Source: postgres, src/backend/utils/init/miscinit.c, CreateLockFile.
        """
        stale = self._noted_pid()
        return {"PG_GRANDPARENT_PID": str(stale)} if stale else {}

    def ask_to_stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything else is on disk."""
        pid = self._noted_pid()
        if pid:
            os.kill(pid, signal.SIGINT)

    def create_database(self) -> None:
        """Make the database `malar` when there is none.

        Raises:
            ServerError: it answers, and lets nobody in.
        """
        try:
            with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
                found = connection.execute(
                    "select from pg_database where datname = %s", [DATABASE]
                ).fetchone()
                if found is None:
                    connection.execute(f"create database {DATABASE}")
        except psycopg.OperationalError as error:
            raise ServerError(f"{self.name}: {str(error).splitlines()[0]}") from None

    def _url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={quote(str(self.place.run), safe='')}"

    def _noted_pid(self) -> int | None:
        try:
            return int((self.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
