"""The shop as the page shows it: whose phones there are, and the book as it grows. Only reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, NullPool, func, select

from bot.messages import inbound_message
from ledger import goods, people, queries
from ledger.board import MARKET_ZONE
from ledger.db import READER, engine_for
from ledger.entries import EntryKind, Posting
from ledger.queries import EntryRow
from ledger.roles import PartyRole
from locales.facts import Day, Fact, Moment, Money, Name, Phrase, Quantity
from locales.phrases import money, render

CHIPS = {
    PartyRole.STAFF: ("murugan malli 5.5", "லட்சுமி மல்லி 3.250", "undo"),
    PartyRole.FARMER: ("இருப்பு", "balance", "இன்று"),
    PartyRole.ADMIN: ("rate malli 850", "விலை", "balance murugan"),
}
"""What each might type, offered under his phone."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a phone.

    Attributes:
        number: `+91…`, or his business-scoped id.
    """

    code: str
    role: PartyRole
    name: Name
    village: Name
    number: str

    @property
    def chips(self) -> tuple[str, ...]:
        """Messages that he might send."""
        return CHIPS[self.role]


class Book:
    """The books behind the page; without a database there are none, and nobody."""

    def __init__(self, database_url: str | None) -> None:
        # A look now and then is not worth connections that stay open.
        self._engine = (
            engine_for(database_url, role=READER, poolclass=NullPool) if database_url else None
        )

    def people(self) -> list[Person]:
        """Everyone with a phone, by code."""
        if self._engine is None:
            return []
        with self._engine.connect() as tx:
            return [
                Person(
                    party.code,
                    party.role,
                    Name(party.name_en, party.name_ta),
                    Name(party.village_en, party.village_ta),
                    people.bare(addresses[0]),
                )
                for party in people.parties(tx)
                if party.is_active and (addresses := people.addresses_of(tx, party.party_id))
            ]

    def last_heard(self) -> dict[str, datetime]:
        """When each person last wrote to the shop: WhatsApp's windows outlive the simulator."""
        if self._engine is None:
            return {}
        inbox = inbound_message.c
        newest = select(inbox.sender, func.max(inbox.received_at).label("at")).group_by(
            inbox.sender
        )
        with self._engine.connect() as tx:
            return {row.sender: row.at for row in tx.execute(newest)}

    def latest(self, limit: int, language: str) -> list[dict[str, object]]:
        """The newest entries in words, newest first."""
        if self._engine is None:
            return []
        with self._engine.connect() as tx:
            entries = queries.latest_entries(tx, limit)
            names = _names(tx)
        today = datetime.now(MARKET_ZONE).date()
        return [_in_words(entry, names, language, is_today=entry.on == today) for entry in entries]


def _names(tx: Connection) -> dict[str, Name]:
    """What each code of a person or flower stands for."""
    known = {party.code: Name(party.name_en, party.name_ta) for party in people.parties(tx)}
    return known | {kind.code: Name(kind.name_en, kind.name_ta) for kind in goods.flowers(tx)}


def _in_words(
    entry: EntryRow, names: Mapping[str, Name], language: str, *, is_today: bool
) -> dict[str, object]:
    at: Fact = Moment(entry.lot.at if entry.lot else entry.recorded_at)
    return {
        "id": entry.entry_id,
        "kind": entry.kind.value,
        "title": _title(entry, language),
        "note": _note(entry, names, language),
        "at": render("fact", {"fact": at if is_today else Day(entry.on)}, language),
        "is_reversed": entry.reversed_by is not None,
        "postings": [_leg(posting, names, language) for posting in entry.postings],
    }


def _title(entry: EntryRow, language: str) -> str:
    if entry.kind is EntryKind.REVERSAL and entry.reverses is not None:
        return render("kind.reversal", {"entry": entry.reverses}, language)
    return render(f"kind.{entry.kind}", {}, language)


def _note(entry: EntryRow, names: Mapping[str, Name], language: str) -> str:
    if entry.lot is None:
        return entry.reason or ""
    lot = entry.lot
    facts: dict[str, Fact] = {
        "farmer": Phrase("farmer", {"name": names[lot.farmer], "code": lot.farmer}),
        "flower": names[lot.flower],
        "quantity": Quantity(lot.quantity_milli, lot.unit),
        "rate": Money(lot.rate_paise),
    }
    return render("simulator.lot", facts, language)


def _leg(posting: Posting, names: Mapping[str, Name], language: str) -> dict[str, str]:
    amount = money(abs(posting.amount_paise)).removeprefix("₹")
    is_debit = posting.amount_paise > 0
    return {
        "account": account_name(posting.account, names, language),
        "debit": amount if is_debit else "",
        "credit": "" if is_debit else amount,
    }


def account_name(code: str, names: Mapping[str, Name], language: str) -> str:
    """An account as people call it; a farmer's own with his name."""
    kind, _, farmer = code.partition(":")
    if farmer in names:
        return render(f"account.{kind}", {"farmer": names[farmer]}, language)
    return render(f"account.{code}", {}, language)
