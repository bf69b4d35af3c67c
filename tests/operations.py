"""Reads `docs/operations.md` and the commands of the conversations that it names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from click import Command, Context, Group

from ops.cli import malar

ROOT = Path(__file__).parents[1]
OPERATIONS = ROOT / "docs" / "operations.md"
CHATS = ROOT / "tests" / "conversations"

LINK = re.compile(r"\[(\w+)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of the page's tables.

    Attributes:
        heading: under which the table stands.
        cells: as they are written.
    """

    heading: str
    cells: tuple[str, ...]

    @property
    def named(self) -> tuple[str, ...]:
        """All conversations that it names."""
        return tuple(LINK.findall(" ".join(self.cells)))

    def named_in(self, column: int) -> tuple[str, ...]:
        """The conversations that one of its cells names."""
        return tuple(LINK.findall(self.cells[column]))


def lines(heading: str | None = None) -> list[Line]:
    """The lines under a heading, or of the whole page."""
    return [line for line in _lines() if heading in (None, line.heading)]


@cache
def _lines() -> tuple[Line, ...]:
    found: list[Line] = []
    heading, is_inside = "", False
    for text in OPERATIONS.read_text("utf-8").splitlines():
        heading = text.removeprefix("## ") if text.startswith("## ") else heading
        if is_inside and text.startswith("|"):
            found.append(Line(heading, tuple(cell.strip() for cell in text.strip("|").split("|"))))
        is_inside = text.startswith("| ---") or (is_inside and text.startswith("|"))
    return tuple(found)


@cache
def commands_of(name: str) -> frozenset[str]:
    """The commands that a conversation calls, without `malar`."""
    text = (CHATS / f"{name}.chat").read_text("utf-8").splitlines()
    return frozenset(leaf_of(line.removeprefix("$ ")) for line in text if line.startswith("$ "))


def leaf_of(typed: str) -> str:
    """Which command was typed: `malar day close 23-11-2026` is `day close`."""
    return " ".join(_path(malar, typed.split()[1:]))


def _path(command: Command, words: list[str]) -> Iterator[str]:
    if not isinstance(command, Group) or not words:
        return
    child = command.get_command(Context(command), words[0])
    if child is not None:
        yield words[0]
        yield from _path(child, words[1:])
