"""A home of its own for each test, in a folder that the servers' account can reach."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.embedded import servers
from tests.ops.shop_desk import Desk

USER_OF_SERVERS = """
import os, sys
from pathlib import Path
from ops.embedded import servers, temporary_servers
if len(sys.argv) > 2:
    with temporary_servers():
        pass  # everything is imported: the interpreter may be where that user cannot go
    os.setgroups([])
    os.setgid(int(sys.argv[2]))
    os.setuid(int(sys.argv[2]))
with servers(Path(sys.argv[1]), environ={}) as found:
    print(found.database_url, flush=True)
    sys.stdin.read()
"""
"""A program that uses a home's servers until its input ends, as another user if one is named."""

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture
def home() -> Iterator[Path]:
    base = Path(tempfile.mkdtemp(prefix="malar-test-"))
    base.chmod(0o711)
    home = base / "home"
    yield home
    if home.exists():
        with servers(home, environ={}):
            pass  # adopts what a test left running; the last one out stops it
    shutil.rmtree(base)


class UseServers:
    """Programs that use a home's servers, each returned once it has them."""

    def __init__(self) -> None:
        self.running: list[subprocess.Popen[str]] = []

    def __call__(
        self, home: Path, *, environ: dict[str, str] | None = None, uid: int | None = None
    ) -> "subprocess.Popen[str]":
        program = subprocess.Popen(
            [sys.executable, "-c", USER_OF_SERVERS, str(home), *([str(uid)] if uid else [])],
            cwd=REPOSITORY,
            env=os.environ | (environ or {}),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.running.append(program)
        assert program.stdout
        assert program.stdout.readline().startswith("postgresql://")
        return program


@pytest.fixture
def use_servers() -> Iterator[UseServers]:
    programs = UseServers()
    yield programs
    for program in programs.running:
        program.kill()
        program.communicate()


@pytest.fixture
def desk(
    fresh_database: str, redis_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Desk:
    """A shop with an owner, Meena, a clerk, Selvi, and a second owner, Ravi."""
    desk = Desk(fresh_database, redis_url, tmp_path, capsys)
    desk("staff", "add", "A01", "Meena", "--role", "admin", "--name-ta", "மீனா")
    desk("staff", "add", "A02", "Ravi", "--role", "admin", "--by", "A01")
    desk("staff", "add", "S01", "Selvi", "--phone", "9000000101", "--by", "A01")
    return desk
