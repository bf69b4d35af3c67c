"""The entries of the book, sought by who wrote them, when and what; and what stands for one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from ledger import queries
from ledger.entries import EntryKind
from ledger.journal_tables import entry_table
from ledger.queries import EntryRow

mirror_table = entry_table.alias("mirror")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesSought:
    """Which entries; what is None is not asked.

    Attributes:
        actor_id: who wrote them.
        kinds: of these.
        on: their business date.
        since: recorded from this moment on.
        until: recorded before this moment.
        is_standing: those that nothing has taken back.
    """

    actor_id: int | None = None
    kinds: Collection[EntryKind] | None = None
    on: date | None = None
    since: datetime | None = None
    until: datetime | None = None
    is_standing: bool = False


def entries_sought(
    tx: Connection, sought: EntriesSought, *, limit: int, before: tuple[datetime, int] | None = None
) -> list[EntryRow]:
    """Some of the entries sought, the last recorded first.

    Args:
        tx: the transaction.
        sought: which.
        limit: so many at most.
        before: recorded before this moment, or in it with a lower number.
    """
    entry = entry_table.c
    wanted = select(entry.id).order_by(entry.recorded_at.desc(), entry.id.desc()).limit(limit)
    if sought.actor_id is not None:
        wanted = wanted.where(entry.actor_id == sought.actor_id)
    if sought.kinds is not None:
        wanted = wanted.where(entry.kind.in_(list(sought.kinds)))
    if sought.on is not None:
        wanted = wanted.where(entry.on == sought.on)
    if sought.since is not None:
        wanted = wanted.where(entry.recorded_at >= sought.since)
    if sought.until is not None:
        wanted = wanted.where(entry.recorded_at < sought.until)
    if before is not None:
        at, number = before
        is_older = (entry.recorded_at == at) & (entry.id < number)
        wanted = wanted.where((entry.recorded_at < at) | is_older)
    if sought.is_standing:
        mirrored = select(mirror_table.c.id).where(mirror_table.c.reverses_id == entry.id)
        wanted = wanted.where(~mirrored.exists())
    numbers = list(tx.scalars(wanted))
    found = {row.entry_id: row for row in queries.entries_of(tx, numbers)}
    return [found[number] for number in numbers]


def replaced_by(tx: Connection, entry_id: int) -> int | None:
    """The entry that stands in place of one; None where it was at most taken back."""
    return tx.scalar(select(entry_table.c.id).where(entry_table.c.replaces_id == entry_id))
