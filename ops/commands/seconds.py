"""What needs two people, from the command line: in place of a refusal it is asked for."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Connection, Engine

from ledger import approvals
from ledger.approvals import Ask, SecondPersonNeededError
from ops.commands.here import Here
from ops.commands.options import actor, key_or_new
from ops.refusal import Refusal

ask_option = click.option(
    "--ask", type=int, metavar="N", help="The granted ask that this carries out (malar ask list)."
)


class AskedError(Refusal):
    """Nothing was written but the ask; another admin decides."""

    def __init__(self, asked: Ask) -> None:
        super().__init__(
            f"this needs a second person: asked as {asked.ask_id};"
            f" another admin says: malar ask grant {asked.ask_id}"
        )
        self.ask_id = asked.ask_id


@contextmanager
def asking(engine: Engine, here: Here, *, by: str, reason: str | None) -> Iterator[Connection]:
    """A transaction; where its act needs a second person, he is asked, once for the same act.

    Raises:
        AskedError: he is asked now, or was before; nothing else was written.
        SecondPersonNeededError: an ask was named that is no yes to this.
        ReasonMissingError: there is none to tell him.
    """
    try:
        with engine.begin() as tx:
            yield tx
    except SecondPersonNeededError as needed:
        if needed.ask_id is not None:
            raise
        with engine.begin() as tx:
            asked = _ask(tx, needed, here, by, reason)
        raise AskedError(asked) from needed


def _ask(
    tx: Connection, needed: SecondPersonNeededError, here: Here, by: str, reason: str | None
) -> Ask:
    for asked in approvals.open_asks(tx):
        if (asked.kind, asked.facts) == (needed.kind, needed.facts):
            return asked
    return approvals.ask(
        tx,
        needed.kind,
        needed.facts,
        by=actor(tx, by),
        at=here.clock(),
        reason=reason or "",
        key=key_or_new(None),
    )
