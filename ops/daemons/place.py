"""Where the servers of one home keep data, sockets and logs, and as whom they run.

Postgres refuses to run as root, so root lends it an unprivileged account of the system. Nothing is
created in the system for that and no permission above our own folders is touched: where that
account cannot reach the home, the data is kept in a private folder that it can reach.
"""

import hashlib
import os
import pwd
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from ops.refusal import Refusal

ROOTS_DATA = Path("/var/lib/malar")
"""Where root keeps data for homes that the servers' account cannot reach."""

SOCKET_PATH_MAX = 100
"""A Unix socket's path ends at 107 bytes on Linux, at 103 on macOS."""

_ACCOUNTS = ("postgres", "nobody")


class ServerError(Refusal):
    """A server cannot be had; the message is one line for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Account:
    """An unprivileged account of the system that the servers run under when we are root."""

    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one home."""

    home: Path
    """Locks, logs and secrets: ours."""
    data: Path
    """Databases: the home itself, unless the servers' account cannot reach it."""
    run: Path
    """Sockets: short enough for the kernel."""
    account: Account | None
    """Whom the servers run as; None: as ourselves."""

    @property
    def log(self) -> Path:
        """Where the servers' logs are."""
        return self.home / "log"

    def private(self, folder: Path) -> Path:
        """A folder that only the servers can enter, made when missing.

        Raises:
            ServerError: it exists and belongs to somebody else.
        """
        owner = self.account.uid if self.account else os.geteuid()
        self._make_data()
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            _refuse_foreign(folder, owner)
        else:
            if self.account:
                os.chown(folder, self.account.uid, self.account.gid)
        return folder

    def _make_data(self) -> None:
        """Make the data's folder where that is not the home, and say so when it is new."""
        if self.data != self.home:
            make_folder(self.data.parent)
            if make_folder(self.data):
                where = f"Postgres cannot reach {self.home}, data is in {self.data}"
                print(f"malar: {where}", file=sys.stderr)


def place_of(home: Path) -> Place:
    """The folders that belong to a home; the home and its log folder are made when missing."""
    home = home.absolute()
    make_folder(home)
    (home / "log").mkdir(exist_ok=True)
    account = _account(home)
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    data = home
    if account and not _can_enter(account, home):
        data = ROOTS_DATA / name
    run = data / "run"
    if len(os.fsencode(run / ".s.PGSQL.5432")) > SOCKET_PATH_MAX:
        # Not the folder TMPDIR names: every process of this home must find the same one.
        run = Path("/tmp", f"malar-{os.geteuid()}-{name}")  # noqa: S108 - private, owner checked
    return Place(home=home, data=data, run=run, account=account)


def make_folder(folder: Path) -> bool:
    """Make a folder that others may walk through and not look into; True when it was missing."""
    try:
        folder.mkdir(parents=True)
    except FileExistsError:
        return False
    folder.chmod(0o711)  # mkdir's own mode would obey the umask
    return True


def _account(home: Path) -> Account | None:
    """Whom root lends the servers: the owner of existing data, else a known account."""
    if os.geteuid() != 0:
        return None
    owner = (home / "pg").stat() if (home / "pg").exists() else None
    if owner and owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    for name in _ACCOUNTS:
        try:
            known = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(known.pw_uid, known.pw_gid)
    raise ServerError(
        "Postgres does not run as root and this system has neither a user postgres nor nobody; "
        "run as a normal user or set DATABASE_URL"
    )


def _can_enter(account: Account, folder: Path) -> bool:
    """True when the account can go into a folder: tried, not computed."""
    tried = subprocess.run(
        ["/bin/sh", "-c", 'cd -- "$0"', str(folder)],
        user=account.uid,
        group=account.gid,
        extra_groups=[],
        cwd="/",
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return tried.returncode == 0


def _refuse_foreign(folder: Path, owner: int) -> None:
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise ServerError(f"{folder} belongs to somebody else or is open to others; move it away")
