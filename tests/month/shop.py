"""The shop of a played month: what is typed on phones, and what is typed at the owner's desk."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import sqlalchemy as sa
from click.testing import CliRunner, Result
from redis import Redis

from bot.messages import outbound_message, record_inbound, shard_of
from bot.whatsapp import inbound
from ledger import people
from ops.cli import malar
from ops.commands.here import Here
from ops.commands.seconds import AskedError
from tests.door.forms import SETTINGS, text_form
from workers import notices, turn
from workers.place import Carrier, Place
from workers.throttle import Throttle


@dataclass
class PlayedShop:
    """A shop that is played by chat and by command, on one clock.

    Messages have their turns as in the workers; what leaves is read in the outbox and sent to
    nobody.
    """

    engine: sa.Engine
    redis: Redis
    database_url: str
    home: Path
    at: datetime
    place: Place = field(init=False)
    addresses: dict[str, str] = field(default_factory=dict)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self.place = Place(
            settings=SETTINGS,
            engine=self.engine,
            redis=self.redis,
            carrier=nobody,
            throttle=Throttle(self.redis),
            clock=lambda: self.at,
        )

    def knows_everybody(self) -> None:
        """Read the numbers of everybody on the list."""
        with self.place.engine.begin() as tx:
            for each in people.parties(tx):
                self.addresses[each.code] = people.addresses_of(tx, each.party_id)[0]

    def says(self, who: str, text: str) -> list[str]:
        """Somebody writes; everything that leaves because of it, his own answer first."""
        self.at += timedelta(seconds=20)
        form = text_form(text, sender=self.addresses[who])
        message = inbound(form)
        assert message is not None
        with self.place.engine.begin() as tx:
            record_inbound(tx, message, self.place.clock)
        before = self._last()
        turn.drain(self.place, shard_of(form["From"]))
        return self._since(before)

    def types(self, *words: str) -> str:
        """A command at the owner's desk, which must succeed; what it says."""
        done = self._called(*words)
        assert done.exit_code == 0, f"malar {' '.join(words)}: {done.output} {done.exception!r}"
        return done.output

    def types_for_two(self, *words: str, second: str) -> str:
        """A command that another admin has to say yes to, if it turns out so."""
        done = self._called(*words)
        if not isinstance(done.exception, AskedError):
            assert done.exit_code == 0, f"malar {' '.join(words)}: {done.output}"
            return done.output
        return self.types("ask", "grant", str(done.exception.ask_id), "--by", second)

    def _called(self, *words: str) -> Result:
        self.at += timedelta(seconds=20)
        environ = {"DATABASE_URL": self.database_url, "REDIS_URL": self.place.settings.redis_url}
        here = Here(self.home, environ, lambda: self.at)
        return CliRunner().invoke(malar, words, obj=here)

    def tells(self) -> list[str]:
        """Word what commands have left to be told, as the sweep does; what leaves."""
        before = self._last()
        notices.word_all(self.place)
        return self._since(before)

    def _last(self) -> int:
        with self.place.engine.begin() as tx:
            newest = sa.select(sa.func.coalesce(sa.func.max(outbound_message.c.id), 0))
            return int(tx.execute(newest).scalar_one())

    def _since(self, last: int) -> list[str]:
        with self.place.engine.begin() as tx:
            new = sa.select(outbound_message.c.body).where(outbound_message.c.id > last)
            return list(tx.scalars(new.order_by(outbound_message.c.id)))


def nobody() -> Carrier:
    """Who would carry messages; the played shop sends none."""
    raise LookupError
