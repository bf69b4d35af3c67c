"""What the answers ask of the books: the ledger's rooms, bound to one transaction.

`Books` names it, so that the same answers serve two keepers: Postgres (`LedgerBooks`) and, for
`malar rehearse` and the quick transcripts, a list in memory (`ops.rehearse_books`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Connection

from ledger import goods, journal, people, queries, rates, terms
from ledger.board import BoardRate, TimeSlot
from ledger.goods import AdjustmentKind, Flower
from ledger.journal import Booking, Posted, Source
from ledger.people import Party, PartyRole
from ledger.queries import EntryRow, LotRow, Owed
from ledger.terms import Terms


class Books(Protocol):
    """The questions and the few writes of a conversation; each is its ledger room's function."""

    def party(self, code: str) -> Party | None:
        """Who has this code."""

    def farmers(self) -> list[Party]:
        """Every farmer, by code."""

    def set_language(self, party_id: int, language: str) -> None:
        """Speak this language to somebody from now on."""

    def set_fast_mode(self, party_id: int, *, is_fast: bool) -> None:
        """Write a clerk's certain lots without asking, or ask again."""

    def flowers(self) -> list[Flower]:
        """Every flower."""

    def time_slots(self) -> list[TimeSlot]:
        """The parts of the market day."""

    def adjustment_kinds(self) -> dict[str, AdjustmentKind]:
        """The quality adjustments by code."""

    def terms(self, at: datetime) -> Terms:
        """The shop's terms at a moment."""

    def board(self, at: datetime) -> list[BoardRate]:
        """The rates in force at a moment."""

    def in_force(self, flower: str, at: datetime) -> BoardRate | None:
        """The board's rate for a flower at a moment."""

    def set_rate(self, flower: str, rate_paise: int, *, at: datetime, by: int, key: str) -> None:
        """Put a rate on the board from a moment on."""

    def hold(self, farmers: Iterable[str]) -> None:
        """Let nobody else decide about these farmers' lots until the turn is over."""

    def post_many(self, bookings: Sequence[Booking]) -> list[Posted]:
        """Write entries in their order, all or none; raises `LedgerError`."""

    def reverse(self, entry_id: int, *, on: date, reason: str, key: str, source: Source) -> Posted:
        """Write the mirror of an entry; raises `LedgerError`."""

    def owed_to(self, farmer: str) -> Owed:
        """What stands between the shop and a farmer."""

    def lots_on(self, on: date, farmer: str | None) -> list[LotRow]:
        """The lots of a business date, of one farmer or of all."""

    def entry_of(self, entry_id: int) -> EntryRow:
        """An entry by its number; raises `UnknownEntryError`."""

    def last_entry_by(self, actor_id: int, on: date) -> EntryRow | None:
        """Somebody's newest entry of a day that can still be undone."""

    def twin_of(
        self, farmer: str, flower: str, quantity_milli: int, *, at: datetime, minutes: int
    ) -> int | None:
        """The entry of the same lot a few minutes before or after."""


@dataclass(frozen=True, slots=True)
class LedgerBooks:
    """The books in Postgres, inside the caller's transaction."""

    tx: Connection

    def party(self, code: str) -> Party | None:
        """See `people.party`."""
        return people.party(self.tx, code)

    def farmers(self) -> list[Party]:
        """See `people.parties`."""
        return people.parties(self.tx, PartyRole.FARMER)

    def set_language(self, party_id: int, language: str) -> None:
        """See `people.set_language`."""
        people.set_language(self.tx, party_id, language)

    def set_fast_mode(self, party_id: int, *, is_fast: bool) -> None:
        """See `people.set_fast_mode`."""
        people.set_fast_mode(self.tx, party_id, is_fast)

    def flowers(self) -> list[Flower]:
        """See `goods.flowers`."""
        return goods.flowers(self.tx)

    def time_slots(self) -> list[TimeSlot]:
        """See `goods.time_slots`."""
        return goods.time_slots(self.tx)

    def adjustment_kinds(self) -> dict[str, AdjustmentKind]:
        """See `goods.adjustment_kinds`."""
        return goods.adjustment_kinds(self.tx)

    def terms(self, at: datetime) -> Terms:
        """See `terms.terms`."""
        return terms.terms(self.tx, at)

    def board(self, at: datetime) -> list[BoardRate]:
        """See `rates.board`."""
        return rates.board(self.tx, at)

    def in_force(self, flower: str, at: datetime) -> BoardRate | None:
        """See `rates.in_force`."""
        return rates.in_force(self.tx, flower, at)

    def set_rate(self, flower: str, rate_paise: int, *, at: datetime, by: int, key: str) -> None:
        """See `rates.set_rate`."""
        rates.set_rate(self.tx, flower, rate_paise, at=at, by=by, key=key)

    def hold(self, farmers: Iterable[str]) -> None:
        """See `journal.hold`."""
        journal.hold(self.tx, farmers)

    def post_many(self, bookings: Sequence[Booking]) -> list[Posted]:
        """See `journal.post_many`."""
        return journal.post_many(self.tx, bookings)

    def reverse(self, entry_id: int, *, on: date, reason: str, key: str, source: Source) -> Posted:
        """See `journal.reverse`."""
        return journal.reverse(self.tx, entry_id, on=on, reason=reason, key=key, source=source)

    def owed_to(self, farmer: str) -> Owed:
        """See `queries.owed_to`."""
        return queries.owed_to(self.tx, farmer)

    def lots_on(self, on: date, farmer: str | None) -> list[LotRow]:
        """See `queries.lots_on`."""
        return queries.lots_on(self.tx, on, farmer)

    def entry_of(self, entry_id: int) -> EntryRow:
        """See `queries.entry_of`."""
        return queries.entry_of(self.tx, entry_id)

    def last_entry_by(self, actor_id: int, on: date) -> EntryRow | None:
        """See `queries.last_entry_by`."""
        return queries.last_entry_by(self.tx, actor_id, on)

    def twin_of(
        self, farmer: str, flower: str, quantity_milli: int, *, at: datetime, minutes: int
    ) -> int | None:
        """See `queries.twin_of`."""
        return queries.twin_of(self.tx, farmer, flower, quantity_milli, at=at, minutes=minutes)
