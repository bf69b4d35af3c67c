"""A shop's books in memory: what `malar rehearse` and the quick transcripts are played over.

It keeps rows and follows the ledger's own rules (`ledger.board`, `ledger.entries`); everything
that is said about them comes from the same answers as over Postgres. The slow transcripts prove
that both keepers answer alike.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import date, datetime, time, timedelta

from ledger import accounts
from ledger.board import MARKET_ZONE, BoardRate, TimeSlot, rate_in_force
from ledger.entries import EntryKind, JournalEntry, reversal_of
from ledger.errors import (
    AlreadyReversedError,
    KeyReusedError,
    UnknownAccountError,
    UnknownEntryError,
)
from ledger.goods import AdjustmentKind, Flower, NewFlower
from ledger.journal import Booking, Posted, Source
from ledger.lots import Side
from ledger.people import NewParty, Notices, Party, PartyRole
from ledger.queries import EntryRow, LotRow, Owed
from ledger.terms import Terms
from ledger.trade import Sale

SLOTS = (
    TimeSlot("early-morning", "Early morning", "அதிகாலை", time(4), time(6)),
    TimeSlot("morning-peak", "Morning peak", "காலைச் சந்தை", time(6), time(8)),
    TimeSlot("late-morning", "Late morning", "முற்பகல்", time(8), time(10)),
    TimeSlot("afternoon", "Afternoon", "பகல்", time(10), time(14)),
    TimeSlot("evening", "Evening", "மாலை", time(14), time(18)),
)
"""As a new shop has them."""

KINDS = (
    AdjustmentKind("wet", "Wet", "ஈரம்", -1000, Side.PRICE),
    AdjustmentKind("late", "Late", "தாமதம்", -500, Side.PRICE),
    AdjustmentKind("bonus", "Bonus", "போனஸ்", 500, Side.SHOP),
    AdjustmentKind("premium", "Premium", "முதல் தரம்", 1000, Side.PRICE),
    AdjustmentKind("first-time", "First time", "முதல் முறை", 200, Side.SHOP),
)
"""Likewise."""


class MemoryBooks:
    """Books kept in lists; satisfies `workers.books.Books`."""

    def __init__(self, people: Iterable[NewParty], flowers: Iterable[NewFlower]) -> None:
        self.people = {
            new.code: Party(**asdict(new), party_id=number, is_active=True)
            for number, new in enumerate(people, start=1)
        }
        self._flowers = [
            Flower(**asdict(new), flower_id=number, is_active=True)
            for number, new in enumerate(flowers, start=1)
        ]
        self.entries: list[EntryRow] = []
        self._rates: list[BoardRate] = []

    def party(self, code: str) -> Party | None:
        """Who has this code."""
        return self.people.get(code)

    def farmers(self) -> list[Party]:
        """Every farmer, by code."""
        farmers = (party for party in self.people.values() if party.role is PartyRole.FARMER)
        return sorted(farmers, key=lambda party: party.code)

    def set_language(self, party_id: int, language: str) -> None:
        """Speak this language to somebody from now on."""
        party = self._by_id(party_id)
        self.people[party.code] = replace(party, language=language)

    def set_fast_mode(self, party_id: int, *, is_fast: bool) -> None:
        """Write a clerk's certain lots without asking, or ask again."""
        party = self._by_id(party_id)
        self.people[party.code] = replace(party, is_fast=is_fast)

    def set_notices(self, code: str, notices: Notices) -> None:
        """A farmer chooses his notices."""
        self.people[code] = replace(self.people[code], notices=notices)

    def flowers(self) -> list[Flower]:
        """Every flower."""
        return self._flowers

    def time_slots(self) -> list[TimeSlot]:
        """The parts of the market day."""
        return list(SLOTS)

    def adjustment_kinds(self) -> dict[str, AdjustmentKind]:
        """The quality adjustments by code."""
        return {kind.code: kind for kind in KINDS}

    def terms(self, at: datetime) -> Terms:  # noqa: ARG002 - a rehearsal's terms never change
        """The terms of a new shop."""
        return Terms()

    def board(self, at: datetime) -> list[BoardRate]:
        """The rates in force at a moment."""
        found = (self.in_force(flower, at) for flower in sorted({r.flower for r in self._rates}))
        return [rate for rate in found if rate is not None]

    def in_force(self, flower: str, at: datetime) -> BoardRate | None:
        """The board's rate for a flower at a moment."""
        return rate_in_force(self._rates, SLOTS, flower, at)

    def set_rate(
        self,
        flower: str,
        rate_paise: int,
        *,
        at: datetime,
        by: int | None,  # noqa: ARG002 - a rehearsal's board does not remember who
        key: str,  # noqa: ARG002 - nothing is delivered twice to a rehearsal's board
    ) -> None:
        """Put a rate on the board from a moment on."""
        slot = next((slot.code for slot in SLOTS if slot.holds(at)), None)
        self._rates.append(BoardRate(len(self._rates) + 1, flower, slot, rate_paise, at))

    def post_many(self, bookings: Sequence[Booking]) -> list[Posted]:
        """Write entries in their order."""
        return [self.post(each.entry, each.key, each.source, each.sale) for each in bookings]

    def post(
        self, entry: JournalEntry, key: str, source: Source, sale: Sale | None = None
    ) -> Posted:
        """Write an entry, or find what its key wrote before."""
        known = next((row for row in self.entries if row.key == key), None)
        if known is not None:
            if known.postings != entry.postings:
                raise KeyReusedError(key)
            return Posted(known.entry_id, is_new=False)
        row = self._row(entry, key, source, sale)
        self.entries.append(row)
        return Posted(row.entry_id, is_new=True)

    def reverse(self, entry_id: int, *, on: date, reason: str, key: str, source: Source) -> Posted:
        """Write the mirror of an entry."""
        original = self.entry_of(entry_id)
        if original.reversed_by is not None or original.kind is EntryKind.REVERSAL:
            raise AlreadyReversedError(entry_id)
        entry = JournalEntry(original.kind, original.on, original.postings)
        posted = self.post(reversal_of(entry_id, entry, on=on, reason=reason), key, source)
        lot = None if original.lot is None else replace(original.lot, is_reversed=True)
        marked = replace(original, reversed_by=posted.entry_id, lot=lot)
        self.entries[self.entries.index(original)] = marked
        return posted

    def owed_to(self, farmer: str) -> Owed:
        """What stands between the shop and a farmer."""
        if farmer not in self.people:
            raise UnknownAccountError(accounts.payable(farmer).code)
        payable, settled, advance = (self._sum(each.code) for each in accounts.of_farmer(farmer))
        return Owed(-payable, -settled, advance)

    def lots_on(self, on: date, farmer: str | None) -> list[LotRow]:
        """The lots of a business date, in order of arrival."""
        lots = [row.lot for row in self.entries if row.lot is not None and row.on == on]
        wanted = [lot for lot in lots if farmer is None or lot.farmer == farmer]
        return sorted(wanted, key=lambda lot: (lot.at, lot.entry_id))

    def entry_of(self, entry_id: int) -> EntryRow:
        """An entry by its number."""
        if not 1 <= entry_id <= len(self.entries):
            raise UnknownEntryError(entry_id)
        return self.entries[entry_id - 1]

    def last_entry_by(self, actor_id: int, on: date) -> EntryRow | None:
        """Somebody's newest entry of a day that can still be undone."""
        own = (
            row
            for row in reversed(self.entries)
            if (row.actor_id, row.on) == (actor_id, on)
            and row.reverses is None
            and row.reversed_by is None
        )
        return next(own, None)

    def hold(self, farmers: Iterable[str]) -> None:
        """Nobody else is here."""

    def twin_of(
        self, farmer: str, flower: str, quantity_milli: int, *, at: datetime, minutes: int
    ) -> int | None:
        """The newest entry of the same lot a few minutes before or after."""
        twins = (
            row.entry_id
            for row in reversed(self.entries)
            if row.lot is not None
            and (row.lot.farmer, row.lot.flower) == (farmer, flower)
            and row.lot.quantity_milli == quantity_milli
            and abs(row.lot.at - at) <= timedelta(minutes=minutes)
            and not row.lot.is_reversed
        )
        return next(twins, None)

    def _by_id(self, party_id: int) -> Party:
        return next(each for each in self.people.values() if each.party_id == party_id)

    def _sum(self, account: str) -> int:
        return sum(
            posting.amount_paise
            for row in self.entries
            for posting in row.postings
            if posting.account == account
        )

    def _row(self, entry: JournalEntry, key: str, source: Source, sale: Sale | None) -> EntryRow:
        number = len(self.entries) + 1
        dawn = datetime.combine(entry.on, time(), MARKET_ZONE)
        return EntryRow(
            entry_id=number,
            kind=entry.kind,
            on=entry.on,
            recorded_at=dawn if sale is None else sale.at,
            actor_id=source.actor_id,
            channel=source.channel,
            key=key,
            reason=entry.reason,
            reverses=entry.reverses,
            replaces=entry.replaces,
            reversed_by=None,
            postings=entry.postings,
            lot=None if sale is None else self._lot(number, sale, source),
        )

    def _lot(self, number: int, sale: Sale, source: Source) -> LotRow:
        flower = next(each for each in self._flowers if each.code == sale.flower)
        return LotRow(
            entry_id=number,
            farmer=sale.farmer,
            flower=sale.flower,
            unit=flower.unit,
            quantity_milli=sale.quantity_milli,
            rate_paise=sale.rate_paise,
            adjustments=sale.adjustments,
            worth=sale.worth,
            commission_bp=sale.commission_bp,
            at=sale.at,
            on=sale.on,
            actor_id=source.actor_id,
            is_reversed=False,
        )
