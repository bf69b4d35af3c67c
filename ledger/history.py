"""What became of the register: every change of a person, a good or a term, with who and when.

Postgres' triggers write it (migration 0007); here it is only read. Prices and entries have their
own histories: the rate board and the journal never lose a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, DateTime, Select, Table, Text, func, select
from sqlalchemy.dialects.postgresql import JSONB

from ledger.db import metadata
from ledger.trail import Stretch

change_table = Table(
    "register_change",
    metadata,
    Column("change_id", BigInteger, primary_key=True),
    Column("room", Text),
    Column("code", Text),
    Column("before", JSONB),
    Column("after", JSONB),
    Column("actor_id", BigInteger),
    Column("login", Text),
    Column("changed_at", DateTime(timezone=True)),
    Column("reason", Text),
)


class Room(StrEnum):
    """What kind of row changed."""

    PARTY = "party"
    IDENTITY = "identity"
    FLOWER = "flower"
    FLOWER_ALIAS = "flower_alias"
    TIME_SLOT = "time_slot"
    QUALITY = "adjustment_kind"
    TERM = "setting"
    WORD = "shop_word"


@dataclass(frozen=True, slots=True)
class Change:
    """One row of the register became another.

    Attributes:
        code: the code of the person, flower, slot or quality, or the term's name.
        before: the columns that changed, as they were; None for a new row.
        after: the same columns as they became; None for a row that was taken away.
        actor_id: who did it; None where only the login is known.
        login: the database's login.
        changed_at: the moment, as whoever acted has it.
        reason: why; None where he did not say.
    """

    change_id: int
    room: Room
    code: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None
    actor_id: int | None
    login: str
    changed_at: datetime
    reason: str | None


def changes(tx: Connection, *, code: str | None = None, limit: int = 100) -> list[Change]:
    """The newest changes, newest first.

    Args:
        tx: the transaction.
        code: only those of one code or term, in whatever letters.
        limit: at most so many.
    """
    wanted = select(change_table).order_by(change_table.c.change_id.desc()).limit(limit)
    if code is not None:
        wanted = wanted.where(func.lower(change_table.c.code) == code.lower())
    return _changes(tx, wanted)


def changes_in(tx: Connection, stretch: Stretch) -> list[Change]:
    """A part of the history, newest first."""
    column = change_table.c
    rows = select(change_table)
    return _changes(tx, stretch.of(rows, column.changed_at, column.change_id, column.actor_id))


def changes_since(tx: Connection, room: Room, at: datetime) -> list[Change]:
    """What changed in one room after a moment, newest first: who undoes it has the past."""
    since = select(change_table).where(change_table.c.room == room, change_table.c.changed_at > at)
    return _changes(tx, since.order_by(change_table.c.change_id.desc()))


def has_had(tx: Connection, room: Room, code: str) -> bool:
    """Whether a code has or ever had a row of a kind, such as a person an identity."""
    rows = select(change_table.c.change_id).where(
        change_table.c.room == room, change_table.c.code == code
    )
    return tx.execute(rows.limit(1)).first() is not None


def _changes(tx: Connection, wanted: Select[*tuple[object, ...]]) -> list[Change]:
    rows = tx.execute(wanted).mappings()
    return [Change(**row | {"room": Room(row["room"])}) for row in map(dict, rows)]
