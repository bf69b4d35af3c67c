"""A worker's place: Postgres, Redis, Twilio, the clock, and the shop's names at hand."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Protocol

import sqlalchemy as sa
from redis import Redis

from bot.language.shop import Shop
from bot.messages import Approval
from bot.shop_book import shop_at
from bot.whatsapp import Filled, Free, Listed, Twilio
from ledger.db import engine_for, metadata
from ledger.settings import Settings
from workers.clock import now
from workers.queues import connect
from workers.throttle import Throttle


class Carrier(Protocol):
    """Who takes our messages: `bot.whatsapp.Twilio`, or a stand-in for tests."""

    def send(self, recipient: str, content: Free | Filled, callback: str) -> tuple[str, str]:
        """Hand a message over; Twilio's name for it and its first status."""

    def sent_to(self, recipient: str, since: datetime) -> list[Listed]:
        """What was taken for somebody since a moment, newest first."""

    def approvals(self) -> dict[str, tuple[Approval, str | None]]:
        """How far WhatsApp's approval of each content got, and why it was refused."""


@dataclass(slots=True)
class Names:
    """The shop's names, read again whenever anything in them has changed."""

    _changes: int | None = None
    _shop: Shop | None = None

    def of_now(self, tx: sa.Connection) -> Shop:
        """The names as this transaction sees them."""
        changes = tx.execute(sa.select(shop_change.c.changes)).scalar_one()
        if self._shop is None or changes != self._changes:
            self._shop, self._changes = shop_at(tx, now()), changes
        return self._shop


@dataclass(frozen=True, slots=True)
class Place:
    """Everything that a worker works with.

    Attributes:
        carrier: asked for only where something is sent; loading Twilio takes a while.
    """

    settings: Settings
    engine: sa.Engine
    redis: Redis
    carrier: Callable[[], Carrier]
    throttle: Throttle
    clock: Callable[[], datetime]
    names: Names = field(default_factory=Names)


@cache
def place() -> Place:
    """This process's place, set up from its environment when it is first needed."""
    settings = Settings.from_env(os.environ)
    redis = connect(settings.redis_url)
    return Place(
        settings=settings,
        engine=engine_for(settings.database_url, pool_size=2, hide_parameters=True),
        redis=redis,
        carrier=cache(lambda: Twilio(settings)),
        throttle=Throttle(redis),
        clock=now,
    )


shop_change = sa.Table("shop_change", metadata, sa.Column("changes", sa.BigInteger, nullable=False))
