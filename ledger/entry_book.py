"""The entries of the book, sought by who wrote them, when and what; and what stands for one."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from ledger import queries
from ledger.entries import EntryKind
from ledger.journal_tables import entry_table
from ledger.queries import EntryRow
from ledger.trail import Stretch

mirror_table = entry_table.alias("mirror")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntriesSought:
    """Which entries; what is None is not asked.

    Attributes:
        kinds: of these.
        on: their business date.
        is_standing: those that nothing has taken back.
    """

    kinds: Collection[EntryKind] | None = None
    on: date | None = None
    is_standing: bool = False


def entries_sought(tx: Connection, sought: EntriesSought, stretch: Stretch) -> list[EntryRow]:
    """Some of the entries sought, the last recorded first."""
    entry = entry_table.c
    wanted = select(entry.id)
    if sought.kinds is not None:
        wanted = wanted.where(entry.kind.in_(list(sought.kinds)))
    if sought.on is not None:
        wanted = wanted.where(entry.on == sought.on)
    if sought.is_standing:
        mirrored = select(mirror_table.c.id).where(mirror_table.c.reverses_id == entry.id)
        wanted = wanted.where(~mirrored.exists())
    page = stretch.of(wanted, entry.recorded_at, entry.id, entry.actor_id)
    numbers = list(tx.scalars(page))
    found = {row.entry_id: row for row in queries.entries_of(tx, numbers)}
    return [found[number] for number in numbers]


def replaced_by(tx: Connection, entry_id: int) -> int | None:
    """The entry that stands in place of one; None where it was at most taken back."""
    return tx.scalar(select(entry_table.c.id).where(entry_table.c.replaces_id == entry_id))
