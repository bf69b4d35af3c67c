"""`docs/operations.md` names everything that can be done, and its conversations are there.

What they show when they are played is `tests/conversations/test_shown.py`'s question.
"""

import re
from collections.abc import Iterator

import click

from ops.cli import malar
from tests.operations import CHATS, OPERATIONS, Line, commands_of, lines

OF_THE_HOUSE = frozenset(
    {
        "demo",
        "say",
        "rehearse",
        "up",
        "web",
        "worker",
        "migrate",
        "psql",
        "bench turn",
        "bench parse",
        "parse",
        "number",
        "eval-language",
        "access code",
    }
)
"""Commands without a trade in them: they start, try out, measure or mend."""

LINKED = re.compile(r"\]\(\.\./tests/conversations/(\w+)\.chat\)")


def leaves(command: click.Command, *path: str) -> Iterator[str]:
    """Everything that can be called, without `malar`."""
    if not isinstance(command, click.Group):
        yield " ".join(path)
        return
    bare = click.Context(command)
    for name in command.list_commands(bare):
        child = command.get_command(bare, name)
        assert child is not None
        yield from leaves(child, *path, name)


def called(line: Line) -> str:
    return line.cells[1].strip("`").removeprefix("malar ")


def test_every_command_has_its_line_and_no_line_is_of_another() -> None:
    named = [called(line) for line in lines("By command")]
    assert sorted(named) == sorted(set(leaves(malar)) - OF_THE_HOUSE)


def test_commands_of_the_house_are_commands() -> None:
    assert set(leaves(malar)) >= OF_THE_HOUSE


def test_every_command_stands_in_the_conversations_that_its_line_names() -> None:
    absent = [
        f"{called(line)}: {name}"
        for line in lines("By command")
        for name in line.named
        if called(line) not in commands_of(name)
    ]
    assert absent == []


def test_every_line_names_a_conversation() -> None:
    assert [line.cells[0] for line in lines() if not line.named] == []


def test_every_conversation_is_named_and_every_name_is_one() -> None:
    named = set(LINKED.findall(OPERATIONS.read_text("utf-8")))
    assert named == {path.stem for path in CHATS.glob("*.chat")}


def test_every_conversation_begins_with_what_it_shows() -> None:
    first = {path.stem: path.read_text("utf-8").partition("\n")[0] for path in CHATS.glob("*.chat")}
    assert [name for name, remark in first.items() if not re.match(r"# [A-Z].+\.$", remark)] == []


def test_what_goes_wrong_is_said_as_its_conversation_says_it() -> None:
    wrong = lines("What goes wrong, and what Malar says then")
    assert wrong
    for line in wrong:
        (name,) = line.named
        remark = (CHATS / f"{name}.chat").read_text("utf-8").partition("\n")[0]
        assert f"# {line.cells[0]}." == remark
