"""What is installed is whole: every data file goes along, by a pattern in pyproject.toml."""

import glob
import subprocess
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SETUPTOOLS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["setuptools"]
PATTERNS = [
    (room, pattern) for room, wanted in SETUPTOOLS["package-data"].items() for pattern in wanted
]


def rooms() -> set[str]:
    return {name.removesuffix("*") for name in SETUPTOOLS["packages"]["find"]["include"]}


def tracked() -> set[str]:
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return {name for name in listed.split("\0") if name and (ROOT / name).exists()}


def matched(room: str, pattern: str) -> set[str]:
    """As setuptools matches them."""
    found = glob.glob(pattern, root_dir=ROOT / room, recursive=True)  # noqa: PTH207 - as setuptools
    return {f"{room}/{name}" for name in found}


def test_every_data_file_is_installed() -> None:
    data = {
        name for name in tracked() if name.partition("/")[0] in rooms() and not name.endswith(".py")
    }
    assert {"ledger/migrations/sql/0002_guards.sql", "locales/ta/messages.po"} <= data
    assert data - set().union(*(matched(*each) for each in PATTERNS)) == set()


def test_every_room_with_code_in_it_is_installed() -> None:
    with_code = {
        name.partition("/")[0] for name in tracked() if name.endswith(".py") and "/" in name
    }
    assert with_code - rooms() == {"tests"}


def test_no_pattern_matches_nothing() -> None:
    assert [each for each in PATTERNS if not matched(*each) & tracked()] == []
