"""A small shop in Postgres, and a Place whose clock stands still and whose carrier writes down."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import sqlalchemy as sa
from redis import Redis

from bot.messages import Approval, message_template, outbound_message, record_inbound, shard_of
from bot.whatsapp import Filled, Free, Listed, inbound
from ledger.consents import ConsentEvent, Via, record
from ledger.goods import NewFlower, add_flower
from ledger.people import NewParty, add_party
from ledger.rates import set_rate
from ledger.roles import PartyRole
from locales.templates import templates
from tests.door.forms import SETTINGS, text_form
from workers import outbox, turn
from workers.place import Place
from workers.queues import connect
from workers.throttle import Throttle

SELVI = "whatsapp:+919800000001"
OWNER = "whatsapp:+919800000002"
MURUGAN = "whatsapp:+919800000012"
STRANGER = "whatsapp:+919899999999"
MORNING = datetime(2026, 7, 14, 0, 10, tzinfo=UTC)
"""05:40 at the market."""


def open_shop(tx: sa.Connection, *, is_fast: bool = False, at: datetime = MORNING) -> None:
    """A clerk, the owner, a farmer whom the shop introduced itself to, a flower and its rate."""
    people = [
        (NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi", is_fast=is_fast), SELVI),
        (NewParty(code="A01", role=PartyRole.ADMIN, name_en="Meenakshi"), OWNER),
        (NewParty(code="F012", role=PartyRole.FARMER, name_en="Murugan"), MURUGAN),
    ]
    for person, address in people:
        added = add_party(tx, person, [address])
        record(tx, added.party_id, ConsentEvent.SHOWN, at, Via("counter"))
    add_flower(tx, NewFlower(code="malli", name_en="Malli", unit="kg"))
    set_rate(tx, "malli", 85000, at=at - timedelta(minutes=30), by=None, key="test:rate")


def register(tx: sa.Connection) -> None:
    """Every template and every set of buttons is registered with Twilio."""
    for each in templates():
        sid = f"HX{each.key}{each.language}"
        row = {"key": each.key, "language": each.language, "content_sid": sid}
        known = {"variables": list(each.variables), "approval": Approval.APPROVED}
        tx.execute(sa.insert(message_template).values(row | known))


@dataclass
class Recorder:
    """Takes messages as Twilio would, or fails as it is told to."""

    engine: sa.Engine
    sent: list[tuple[str, str]] = field(default_factory=list)
    contents: list[Free | Filled] = field(default_factory=list)
    callbacks: list[str] = field(default_factory=list)
    faults: deque[Exception | None] = field(default_factory=deque)
    listed: list[Listed] = field(default_factory=list)
    approved: dict[str, tuple[Approval, str | None]] = field(default_factory=dict)
    look_up_fault: Exception | None = None
    sids: "count[int]" = field(default_factory=lambda: count(1))

    def send(self, recipient: str, content: Free | Filled, callback: str) -> tuple[str, str]:
        fault = self.faults.popleft() if self.faults else None
        if fault is not None:
            raise fault
        self.sent.append((recipient, self._text(content)))
        self.contents.append(content)
        self.callbacks.append(callback)
        return f"SM{next(self.sids):032x}", "queued"

    def sent_to(self, recipient: str, since: datetime) -> list[Listed]:  # noqa: ARG002 - as Twilio's
        if self.look_up_fault is not None:
            raise self.look_up_fault
        return self.listed

    def approvals(self) -> dict[str, tuple[Approval, str | None]]:
        if self.look_up_fault is not None:
            raise self.look_up_fault
        return self.approved

    def _text(self, content: Free | Filled) -> str:
        if isinstance(content, Free):
            return content.body
        row = message_template.c
        with self.engine.begin() as tx:
            named = sa.select(row.key, row.language).where(row.content_sid == content.content_sid)
            key, language = tx.execute(named).one()
        (of,) = [each for each in templates() if (each.key, each.language) == (key, language)]
        return of.filled(content.variables)


@dataclass
class House:
    """The house on one bench: messages go in, turns and sends are done when asked."""

    engine: sa.Engine
    redis: Redis
    now: datetime = MORNING
    carrier: Recorder = field(init=False)
    place: Place = field(init=False)

    def __post_init__(self) -> None:
        self.carrier = Recorder(self.engine)
        self.place = Place(
            settings=SETTINGS,
            engine=self.engine,
            redis=self.redis,
            carrier=lambda: self.carrier,
            throttle=Throttle(self.redis),
            clock=lambda: self.now,
        )

    def hear(self, sender: str, text: str, **more: str) -> int:
        """Put a message into the inbox, without its turn."""
        message = inbound(text_form(text, sender=sender, **more))
        assert message is not None
        with self.engine.begin() as tx:
            inbound_id = record_inbound(tx, message, self.place.clock)
        assert inbound_id is not None
        return inbound_id

    def take_turns(self) -> None:
        for shard in (0, 1):
            turn.drain(self.place, shard)

    def send(self) -> list[tuple[str, str]]:
        """Send what is due; what went out by it."""
        before = len(self.carrier.sent)
        outbox.drain(self.place)
        return self.carrier.sent[before:]

    def says(self, sender: str, text: str, **more: str) -> list[tuple[str, str]]:
        """Somebody writes; everything that goes out because of it."""
        self.hear(sender, text, **more)
        turn.drain(self.place, shard_of(sender))
        return self.send()

    def rows(self, table: sa.Table = outbound_message) -> list[sa.Row[Any]]:
        with self.engine.begin() as tx:
            return list(tx.execute(sa.select(table).order_by(table.c.id)))

    def ask(self, question: Callable[[sa.Connection], Any]) -> Any:  # noqa: ANN401 - what it asks
        with self.engine.begin() as tx:
            return question(tx)


def house_in(engine: sa.Engine, redis_url: str, *, is_fast: bool = False) -> House:
    """A house with its shop open."""
    with engine.begin() as tx:
        open_shop(tx, is_fast=is_fast)
    return House(engine, connect(redis_url))
