"""The house as a player: the real door, Postgres, Redis, and turns as in the workers.

Signatures are real; only the carrier writes down what it is given, and the clock is the
transcript's. A notice that leaves as a template is shown in the words of its free text.
"""

import re
import shlex
from collections.abc import Mapping
from contextlib import chdir, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from io import StringIO
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from bot.app import create_app
from bot.messages import inbound_message, outbound_message
from bot.webhook import Door
from ledger import trade
from ledger.accounts import Till
from ledger.board import MARKET_ZONE
from ledger.closing import closed_days
from ledger.journal import Source, post
from ledger.notices import NoticeKind, notice_table
from ledger.people import party_table
from ledger.roles import PartyRole
from ops.cli import main
from ops.commands.here import Here
from ops.commands.showing import clock
from ops.rehearsal import Rehearsal, Sent
from ops.saying import sid_of
from tests.conversations import shop
from tests.door.forms import SETTINGS, signed, text_form
from tests.turns.world import Recorder, register
from workers import notices, outbox, regular
from workers.chores import CHORES
from workers.place import Carrier
from workers.queues import is_up, nudge_turns
from workers.throttle import Throttle

ROOT = re.compile(r"\b[0-9a-f]{64}\b")
"""The root of a day knows when it was written, so it is another in each run, and shown as `…`."""

DRAWN = re.compile(r"\b[2-9A-HJ-NP-Z]{5}-[2-9A-HJ-NP-Z]{5}\b")
"""A one-time code is another in each run as well; no command is given one."""

BROUGHT = Path(__file__).with_name("brought")
"""Files that somebody brings on a stick; commands are called beside them."""

DAYS_SHOWN = 31

INBOUND = "/whatsapp/inbound"

OURS_BEGIN = 16**31
"""Twilio names no two messages alike, whoever sends them."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a transcript has shown.

    Attributes:
        states: by name, every state in which a message has left somebody.
        said: what was typed, with who typed it by role and the language of the answer.
        told: kinds of notices, each with the language in which it was told.
        heard: commands, each with the languages in which somebody heard of it.
    """

    states: frozenset[str]
    said: frozenset[tuple[str, PartyRole, str]]
    told: frozenset[tuple[NoticeKind, str]]
    heard: frozenset[tuple[str, str]]


class Unhurried(Throttle):
    """A transcript's hours pass in seconds: nobody is kept waiting."""

    def wait_before(self, recipient: str) -> timedelta | None:  # noqa: ARG002 - as the throttle's
        return None


class House(Rehearsal):
    """A rehearsal with the door and the outbox, in the shop of `shop.json`.

    Args:
        engine: a migrated database of the house's own, empty.
        here: the same database and an empty Redis by URL, for commands; its clock is not used.
        at: where the clock stands at first, aware.
    """

    def __init__(self, engine: sa.Engine, here: Here, at: datetime) -> None:
        super().__init__(engine, replace(SETTINGS, redis_url=here.environ["REDIS_URL"]), at)
        self._here = replace(here, clock=self.place.clock)
        self._recorder = Recorder(engine, sids=count(OURS_BEGIN))
        self._forms: dict[str, Mapping[str, str]] = {}
        self._sids = (f"SM{number:032x}" for number in count(1))
        self._root = "…"
        self._command = ""
        self._heard: set[tuple[str, str]] = set()
        self.place = replace(self.place, throttle=Unhurried(self.place.redis))
        redis = self.place.redis
        door = Door(
            SETTINGS,
            engine,
            on_inbound=lambda shard: nudge_turns(redis, shard),
            clock=self.place.clock,
        )
        self._client = create_app(door, is_redis_up=lambda: is_up(redis)).test_client()
        with engine.begin() as tx:
            shop.open_shop(tx)
            register(tx)

    def says(self, who: str, text: str, quoted: str = "") -> list[Sent]:
        """Somebody writes, perhaps under a message that he quotes by its beginning."""
        more = {}
        if quoted:
            with self.place.engine.begin() as tx:
                more["OriginalRepliedMessageSid"] = sid_of(tx, self.address(who), quoted)
        return self.hears(who, self._form(who, text, **more))

    def sends_media(self, who: str) -> list[Sent]:
        """Somebody sends a voice note or a picture."""
        return self.hears(who, self._form(who, "", NumMedia="1"))

    def _form(self, who: str, text: str, **more: str) -> dict[str, str]:
        """A message of this house, numbered in it whatever was played before."""
        more["MessageSid"] = next(self._sids)
        return text_form(text, sender=self.address(who), **more)

    def delivers_again(self, who: str) -> list[Sent]:
        """Twilio delivers somebody's last message a second time: same MessageSid, same body."""
        return self.hears(who, self._forms[who])

    def hears(self, who: str, form: Mapping[str, str]) -> list[Sent]:
        self._command = ""
        self._forms[who] = form
        return super().hears(who, form)

    def arrives(self, form: Mapping[str, str]) -> None:
        response = self._client.post(INBOUND, data=form, headers=signed(INBOUND, form))
        assert response.status_code == 200

    def carrier(self) -> Carrier:
        return self._recorder

    def left(self) -> list[sa.Row[Any]]:
        notices.word_all(self.place)
        outbox.drain(self.place)
        return [row for row in super().left() if row.state == "handed_over"]

    def shown(self, to: str) -> list[Sent]:
        """As always, but for roots; what leaves after a command is heard because of it."""
        before = set(self._shown)
        sent = super().shown(to)
        if self._command and sent:
            new = (row for row in self.left() if row.id not in before)
            self._heard |= {(self._command, row.language) for row in new}
        return [replace(each, text=self._rootless(each.text)) for each in sent]

    def calls(self, command: str) -> str:
        """What `malar` prints when it is called in this world, at its hour.

        Args:
            command: as it is typed; `…` stands for the last root that was shown.
        """
        self._command = command
        screen = StringIO()
        words = shlex.split(command.replace("…", self._root))[1:]
        with redirect_stdout(screen), redirect_stderr(screen), suppress(SystemExit), chdir(BROUGHT):
            main(words, self._here)
        return self._unstamped(self._rootless(screen.getvalue()))

    def _unstamped(self, text: str) -> str:
        """Postgres stamps the closing of a day by its own clock, which is another in each run."""
        with self.place.engine.begin() as tx:
            stamps = [clock(day.closed_at) for day in closed_days(tx, DAYS_SHOWN)]
        return reduce(lambda shown, stamp: shown.replace(stamp, "…"), stamps, text)

    def _rootless(self, text: str) -> str:
        self._root = (ROOT.findall(text) or [self._root])[-1]
        return DRAWN.sub("…", ROOT.sub("…", text))

    def does_chores(self) -> None:
        """Everything that the workers do by the clock is done once."""
        self._command = ""
        for chore in CHORES:
            regular.run(self.place, chore)

    def empties_redis(self) -> None:
        """All of Redis vanishes."""
        self.place.redis.flushdb()

    def lends(self, who: str, amount_paise: int) -> None:
        """The shop pays a farmer a cash advance outside the chat."""
        on = self.at.astimezone(MARKET_ZONE).date()
        entry = trade.cash_advance(self.code(who), amount_paise, till=Till.CASH, on=on)
        with self.place.engine.begin() as tx:
            post(tx, entry, key=f"test:lent:{len(self.entries())}", source=Source(None, "cli"))

    def wants(self, who: str, notices: str) -> None:
        """A farmer chooses his notices: `every_lot`, `daily`, `settlements` or `none`."""
        party = sa.update(party_table).where(party_table.c.code == self.code(who))
        with self.place.engine.begin() as tx:
            tx.execute(party.values(notices=notices))

    def seen(self) -> Seen:
        """What has been shown so far."""
        message, answer = inbound_message.c, outbound_message.c
        state = sa.func.jsonb_extract_path_text(message.conversation, "state", "is")
        said = (
            sa.select(message.body, party_table.c.role, answer.language)
            .join(party_table, party_table.c.party_id == message.party_id)
            .join(outbound_message, answer.inbound_id == message.id)
            .where(answer.party_id == message.party_id)
        )
        told = sa.select(notice_table.c.kind, outbound_message.c.language).join(
            outbound_message, outbound_message.c.id == notice_table.c.outbound_id
        )
        with self.place.engine.begin() as tx:
            return Seen(
                states=frozenset(tx.scalars(sa.select(state).where(state.is_not(None)))),
                said=frozenset(
                    (text, PartyRole(role), lang) for text, role, lang in tx.execute(said)
                ),
                told=frozenset((NoticeKind(kind), language) for kind, language in tx.execute(told)),
                heard=frozenset(self._heard),
            )

    def code(self, who: str) -> str:
        """The code of somebody by name."""
        party = self.named(who)
        assert party is not None, f"nobody is called {who}"
        return party.code
