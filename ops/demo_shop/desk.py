"""What the clerks and the owner have at hand while they write."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlalchemy import Connection

from ledger import people
from ledger.board import MARKET_ZONE
from ledger.journal import Source
from ledger.people import Party
from ledger.roles import PartyRole
from ops.demo_shop.staff import OWNER

CHANNEL = "demo"


@dataclass(frozen=True, slots=True)
class Desk:
    """The book, and the people of the shop by their codes."""

    tx: Connection
    seed: int
    farmers: tuple[str, ...]
    people: Mapping[str, Party]

    @property
    def owner(self) -> Party:
        """Who sets rates, settles and pays."""
        return self.people[OWNER]

    def source(self, code: str) -> Source:
        """Somebody of the shop, as the one who makes an entry."""
        return Source(self.people[code].party_id, CHANNEL)


def desk_of(tx: Connection, seed: int) -> Desk:
    """The desk of a shop whose people are listed."""
    listed = people.parties(tx)
    return Desk(
        tx=tx,
        seed=seed,
        farmers=tuple(party.code for party in listed if party.role is PartyRole.FARMER),
        people={party.code: party for party in listed},
    )


def moment(day: date, hour: int) -> datetime:
    """An hour of a market day."""
    return datetime.combine(day, time(hour), MARKET_ZONE)
