"""What was said about an act beside its sum and its object: who, when, why, under which key."""

from datetime import date
from typing import Required, TypedDict

from sqlalchemy import Connection

from ledger.entering import Doing, Entering
from ops.commands.here import Here
from ops.commands.options import actor, key_or_new, source_of


class Said(TypedDict, total=False):
    """The options of an act; a command that has not all of them leaves the others out.

    Attributes:
        ask: the granted ask that this carries out.
        is_sure: though it is above the shop's limit.
    """

    by: Required[str]
    key: str | None
    on: date | None
    reason: str | None
    ask: int | None
    is_sure: bool


def doing(here: Here, tx: Connection, said: Said) -> Doing:
    """Who does it, now.

    Raises:
        ActorError: nobody of the shop who may act has this code.
    """
    by = actor(tx, said["by"])
    return Doing(
        by=by,
        at=here.clock(),
        key=key_or_new(said.get("key")),
        source=source_of(by),
        reason=said.get("reason"),
        ask=said.get("ask"),
    )


def entering(here: Here, tx: Connection, said: Said) -> Entering:
    """Who enters money that passed, today or on the day that was named.

    Raises:
        ActorError: nobody of the shop who may act has this code.
    """
    by = actor(tx, said["by"])
    return Entering(
        by=by,
        on=said.get("on") or here.today,
        at=here.clock(),
        key=key_or_new(said.get("key")),
        source=source_of(by),
        reason=said.get("reason"),
        ask=said.get("ask"),
        is_sure=said.get("is_sure", False),
    )
