"""The trail: who did what, of every kind, in the one order in which it happened.

Each kind has its own table and its own numbers. A page takes the newest of every kind and goes on
after a mark: the moment, the kind's place in `KINDS`, the number.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from heapq import merge
from itertools import islice

from sqlalchemy import Connection

from dashboard.access.events import AccessStep, steps_in
from ledger.approvals import Ask
from ledger.ask_book import decisions, wishes
from ledger.entries import EntryKind
from ledger.entry_book import EntriesSought, entries_sought
from ledger.history import Change, changes_in
from ledger.queries import EntryRow
from ledger.trail import Stretch

NUMBER_MAX = 2**63 - 1


class Kind(StrEnum):
    """What somebody did."""

    ENTRY = "entry"
    REVERSAL = "reversal"
    REGISTER = "register"
    ASKED = "asked"
    DECIDED = "decided"
    ACCESS = "access"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a page ends.

    Attributes:
        place: of the kind.
    """

    at: datetime
    place: int
    number: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.place}~{self.number}"

    @classmethod
    def read(cls, text: str) -> "Mark | None":
        """The mark that somebody brings; None where it is none."""
        moment, _, rest = text.partition("~")
        place, _, number = rest.partition("~")
        try:
            mark = cls(datetime.fromisoformat(moment), int(place), int(number))
        except ValueError:
            return None
        is_usable = mark.at.tzinfo is not None and 0 <= mark.number <= NUMBER_MAX
        return mark if is_usable else None


@dataclass(frozen=True, slots=True)
class Step:
    """Something that somebody did.

    Attributes:
        actor_id: who; None for the shop's own machinery, or where nobody proved who he was.
        what: as its own room keeps it.
    """

    kind: Kind
    at: datetime
    number: int
    actor_id: int | None
    what: Change | AccessStep | EntryRow | Ask

    @property
    def mark(self) -> Mark:
        """Where a page ends that ends with it."""
        return Mark(self.at, PLACES[self.kind], self.number)

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Backwards: the newest first, of one moment the kinds in their order."""
        return self.at, -PLACES[self.kind], self.number


def steps(
    tx: Connection, kinds: Collection[Kind], stretch: Stretch, *, after: Mark | None = None
) -> list[Step]:
    """What was done, the newest first.

    Args:
        tx: the transaction.
        kinds: of these; none is all.
        stretch: whose, when, and how many.
        after: where the page before ended.
    """
    found = (
        KINDS[kind](tx, _from(stretch, PLACES[kind], after)) for kind in (kinds or tuple(Kind))
    )
    return list(islice(merge(*found, key=lambda step: step.order, reverse=True), stretch.limit))


def _from(stretch: Stretch, place: int, after: Mark | None) -> Stretch:
    """The same stretch for one kind: of the mark's own moment a later kind has shown nothing."""
    if after is None:
        return stretch
    number = after.number if place == after.place else 0 if place < after.place else NUMBER_MAX
    return replace(stretch, after=(after.at, number))


def _entries(tx: Connection, stretch: Stretch) -> list[Step]:
    kinds = [kind for kind in EntryKind if kind is not EntryKind.REVERSAL]
    return _of_entries(Kind.ENTRY, entries_sought(tx, EntriesSought(kinds=kinds), stretch))


def _reversals(tx: Connection, stretch: Stretch) -> list[Step]:
    sought = EntriesSought(kinds=[EntryKind.REVERSAL])
    return _of_entries(Kind.REVERSAL, entries_sought(tx, sought, stretch))


def _of_entries(kind: Kind, found: list[EntryRow]) -> list[Step]:
    return [Step(kind, row.recorded_at, row.entry_id, row.actor_id, row) for row in found]


def _changes(tx: Connection, stretch: Stretch) -> list[Step]:
    return [
        Step(Kind.REGISTER, row.changed_at, row.change_id, row.actor_id, row)
        for row in changes_in(tx, stretch)
    ]


def _wishes(tx: Connection, stretch: Stretch) -> list[Step]:
    return [
        Step(Kind.ASKED, row.asked_at, row.ask_id, row.asked_by, row) for row in wishes(tx, stretch)
    ]


def _decisions(tx: Connection, stretch: Stretch) -> list[Step]:
    return [
        Step(Kind.DECIDED, row.decided_at, row.ask_id, row.decided_by, row)
        for row in decisions(tx, stretch)
        if row.decided_at is not None
    ]


def _access(tx: Connection, stretch: Stretch) -> list[Step]:
    return [
        Step(Kind.ACCESS, row.at, row.event_id, row.done_by or row.party_id, row)
        for row in steps_in(tx, stretch)
    ]


KINDS: dict[Kind, Callable[[Connection, Stretch], list[Step]]] = {
    Kind.ENTRY: _entries,
    Kind.REVERSAL: _reversals,
    Kind.REGISTER: _changes,
    Kind.ASKED: _wishes,
    Kind.DECIDED: _decisions,
    Kind.ACCESS: _access,
}

PLACES = {kind: place for place, kind in enumerate(KINDS)}
