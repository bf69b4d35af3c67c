"""A rehearsal: people write by name, and everything but the door and WhatsApp itself answers.

Messages are rows of the inbox and have their turns as in the workers, on the real books; what they
leave in the outbox is what was said. Only the clock is the rehearsal's.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.messages import outbound_message, record_inbound, shard_of
from bot.whatsapp import inbound
from ledger import people
from ledger.money import PAISE
from ledger.people import Party
from ledger.queries import EntryRow, entries_after
from ledger.rates import set_rate
from ledger.settings import Settings
from ops.saying import typed_form
from workers import turn
from workers.place import Carrier, Place
from workers.queues import connect
from workers.throttle import Throttle

STRANGER = "whatsapp:+919999999999"
"""From where everybody writes whom the register does not know."""

ENTRIES_MAX = 10_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that left for somebody.

    Attributes:
        to: his English name, a namesake's code, or the name that a stranger goes by.
    """

    to: str
    text: str


class Rehearsal:
    """One shop, played by names.

    Args:
        engine: a migrated database of the rehearsal's own, its shop open.
        settings: where its servers are, and whose messages it takes.
        at: where the clock stands at first, aware.
    """

    def __init__(self, engine: sa.Engine, settings: Settings, at: datetime) -> None:
        self.at = at
        redis = connect(settings.redis_url)
        self.place = Place(
            settings=settings,
            engine=engine,
            redis=redis,
            carrier=self.carrier,
            throttle=Throttle(redis),
            clock=lambda: self.at,
        )
        self._shown: set[int] = set()

    def moves_to(self, at: datetime) -> None:
        """The clock stands at this moment, aware, until it is moved again."""
        self.at = at

    def says(self, who: str, text: str) -> list[Sent]:
        """Somebody writes; everything that leaves because of it, replies first.

        Args:
            who: an English name, a namesake's code, or a name that the register does not know.
            text: as typed, possibly of several lines; a button is tapped by its payload.
        """
        return self.hears(who, typed_form(self.place.settings, self.address(who), text))

    def hears(self, who: str, form: Mapping[str, str]) -> list[Sent]:
        """A message arrives and has its turn."""
        self.arrives(form)
        turn.drain(self.place, shard_of(form["From"]))
        return self.shown(who)

    def arrives(self, form: Mapping[str, str]) -> None:
        """A message, as Twilio tells of it, comes into the inbox."""
        message = inbound(form)
        if message is not None:
            with self.place.engine.begin() as tx:
                record_inbound(tx, message, self.place.clock)

    def shown(self, to: str) -> list[Sent]:
        """What has left since the last look; what went to no known address went to this one."""
        new = [row for row in self.left() if row.id not in self._shown]
        self._shown |= {row.id for row in new}
        return [Sent(self._called(row.recipient, to), _text(row)) for row in new]

    def sets_rates(self, rates: dict[str, int]) -> None:
        """The owner puts rates on the board outside the chat: rupees by flower code."""
        with self.place.engine.begin() as tx:
            for flower, rupees in rates.items():
                key = f"board:{secrets.token_hex(8)}"
                set_rate(tx, flower, rupees * PAISE, at=self.at, by=None, key=key)

    def entries(self) -> list[EntryRow]:
        """All entries of the book, oldest first."""
        with self.place.engine.begin() as tx:
            return entries_after(tx, 0, limit=ENTRIES_MAX)

    def named(self, who: str) -> Party | None:
        """Who goes by this English name, or by this code."""
        with self.place.engine.begin() as tx:
            everybody = people.parties(tx)
        return next((each for each in everybody if who in {each.name_en, each.code}), None)

    def carrier(self) -> Carrier:
        """Nobody: what would be sent is shown."""
        raise LookupError("a rehearsal sends nothing")

    def left(self) -> list[sa.Row[Any]]:
        """Everything that has left so far, in order."""
        with self.place.engine.begin() as tx:
            return list(tx.execute(sa.select(outbound_message).order_by(outbound_message.c.id)))

    def address(self, who: str) -> str:
        """From where somebody writes."""
        party = self.named(who)
        if party is None:
            return STRANGER
        with self.place.engine.begin() as tx:
            return people.addresses_of(tx, party.party_id)[0]

    def _called(self, address: str, stranger: str) -> str:
        """What the person behind an address is called; a stranger as the one who wrote."""
        with self.place.engine.begin() as tx:
            party = people.party_at(tx, address)
            everybody = people.parties(tx)
        if party is None:
            return stranger
        namesakes = [each for each in everybody if each.name_en == party.name_en]
        return party.name_en if len(namesakes) == 1 else party.code


def _text(row: sa.Row[Any]) -> str:
    """A message as it is shown; a picture or a document by what it is called."""
    return str(row.body) if row.paper is None else f"[{row.body}]"
