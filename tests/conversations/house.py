"""The house as a player: the real door, Postgres, Redis, and turns as in the workers.

Signatures are real; only the carrier writes down what it is given, and the clock is the
transcript's. A notice that leaves as a template is shown in the words of its free text.
"""

from datetime import datetime
from itertools import count

import sqlalchemy as sa

from bot.app import create_app
from bot.messages import shard_of
from bot.webhook import Door
from ledger import trade
from ledger.accounts import Till
from ledger.board import MARKET_ZONE
from ledger.goods import add_flower
from ledger.journal import Source, post
from ledger.people import add_party, party_table
from ledger.queries import EntryRow, entries_after
from ledger.rates import set_rate
from tests.conversations import shop
from tests.conversations.player import Sent
from tests.door.forms import SETTINGS, signed, text_form
from tests.turns.world import House, register
from workers import turn
from workers.queues import connect, is_up, nudge_turns

STRANGER = "whatsapp:+919999999999"
INBOUND = "/whatsapp/inbound"


class HousePlayer:
    """Everything but WhatsApp itself.

    Args:
        engine: a migrated database of the player's own.
        redis_url: an empty Redis of its own.
        at: where the clock stands at first, aware.
    """

    def __init__(self, engine: sa.Engine, redis_url: str, at: datetime) -> None:
        self._house = House(engine, connect(redis_url), at)
        self._numbers = count(1)
        self._forms: dict[str, dict[str, str]] = {}
        redis = self._house.redis
        door = Door(
            SETTINGS,
            engine,
            on_inbound=lambda shard: nudge_turns(redis, shard),
            clock=lambda: self._house.now,
        )
        self._client = create_app(door, is_redis_up=lambda: is_up(redis)).test_client()
        with engine.begin() as tx:
            for person, address in shop.everybody():
                add_party(tx, person, [address])
            for flower in shop.flowers():
                add_flower(tx, flower)
            register(tx)

    def moves_to(self, at: datetime) -> None:
        self._house.now = at

    def says(self, who: str, text: str) -> list[Sent]:
        return self._delivers(who, text_form(text, sender=_address(who)))

    def sends_media(self, who: str) -> list[Sent]:
        return self._delivers(who, text_form("", sender=_address(who), NumMedia="1"))

    def delivers_again(self, who: str) -> list[Sent]:
        return self._delivers(who, self._forms[who])

    def empties_redis(self) -> None:
        self._house.redis.flushdb()

    def sets_rates(self, rates: dict[str, int]) -> None:
        with self._house.engine.begin() as tx:
            for flower, paise in rates.items():
                key = f"test:{next(self._numbers)}"
                set_rate(tx, flower, paise, at=self._house.now, by=None, key=key)

    def lends(self, who: str, amount_paise: int) -> None:
        on = self._house.now.astimezone(MARKET_ZONE).date()
        entry = trade.cash_advance(shop.called(who).code, amount_paise, till=Till.CASH, on=on)
        with self._house.engine.begin() as tx:
            post(tx, entry, key=f"test:{next(self._numbers)}", source=Source(None, "cli"))

    def wants(self, who: str, notices: str) -> None:
        party = sa.update(party_table).where(party_table.c.code == shop.called(who).code)
        with self._house.engine.begin() as tx:
            tx.execute(party.values(notices=notices))

    def entries(self) -> list[EntryRow]:
        with self._house.engine.begin() as tx:
            return entries_after(tx, 0, limit=10_000)

    def _delivers(self, who: str, form: dict[str, str]) -> list[Sent]:
        self._forms[who] = form
        response = self._client.post(INBOUND, data=form, headers=signed(INBOUND, form))
        assert response.status_code == 200
        turn.drain(self._house.place, shard_of(form["From"]))
        before = {row.id for row in self._house.rows() if row.state == "handed_over"}
        self._house.send()
        gone = [row for row in self._house.rows() if row.state == "handed_over"]
        return [Sent(_called(row.recipient, who), row.body) for row in gone if row.id not in before]


def _address(who: str) -> str:
    known = {person.code: address for person, address in shop.everybody()}
    return STRANGER if who == "Stranger" else known[shop.called(who).code]


def _called(address: str, stranger: str) -> str:
    """What the person behind an address is called in the transcripts."""
    for person, known in shop.everybody():
        if f"whatsapp:{known.removeprefix('whatsapp:')}" == address:
            return shop.known_as(person.code)
    return stranger
