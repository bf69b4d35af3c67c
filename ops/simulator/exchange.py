"""The telephone exchange: every message of every phone, in memory, in order.

One process, many threads: all state stands behind one condition, messages are frozen and replaced
as a whole. Each change gets a running number, by which the page asks for what is new.
"""

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import count

from ops.simulator.media import Media

WINDOW = timedelta(hours=24)
"""How long after a person's last message free text may be sent to him.

Source: WhatsApp's customer service window.
"""


class Direction(StrEnum):
    """Twilio's words for who wrote."""

    INBOUND = "inbound"
    OUTBOUND = "outbound-api"


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply under a message: what is shown, and what a tap sends back."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message, as Twilio keeps it.

    Attributes:
        seq: its place among all messages, from 1.
        change: number of its last change; a status update moves it, `seq` stays.
        phone: the person's address, `whatsapp:+91…`.
        status: Twilio's status word.
        media_type: `image/jpeg` or `audio/ogg` where a picture or voice note was sent.
        media: the picture or document that the shop sent.
        is_template: whether it was sent as an approved template.
        quoted: the sid of the message that it answers by quoting it.
    """

    seq: int
    sid: str
    direction: Direction
    phone: str
    body: str
    status: str
    created_at: datetime
    updated_at: datetime
    change: int = 0
    buttons: tuple[Button, ...] = ()
    error_code: int | None = None
    media_type: str | None = None
    media: Media | None = None
    is_template: bool = False
    messaging_service_sid: str | None = None
    quoted: str | None = None


class Exchange:
    """Messages and phones. The clock can be moved forward, to try what happens a day later."""

    def __init__(self, last_inbound: Mapping[str, datetime]) -> None:
        """Start with no message.

        Args:
            last_inbound: when each person last wrote, before this exchange was there.
        """
        self._shift = timedelta()
        self._messages: dict[str, Message] = {}
        self._changed = threading.Condition()
        self._last_change = 0
        self._seqs = count(1)
        self._last_inbound = dict(last_inbound)
        self._blocked: set[str] = set()

    def now(self) -> datetime:
        """The simulator's time."""
        return datetime.now(UTC) + self._shift

    def move_clock(self, by: timedelta) -> datetime:
        """Let time pass; returns the new time."""
        self._shift += by
        return self.now()

    def say(
        self, phone: str, body: str, media_type: str | None = None, *, quoted: str | None = None
    ) -> Message:
        """A person's message is on its way; his 24-hour window opens anew."""
        with self._changed:
            now = self.now()
            self._last_inbound[phone] = now
            return self._put(
                Message(
                    seq=next(self._seqs),
                    sid=("MM" if media_type else "SM") + secrets.token_hex(16),
                    direction=Direction.INBOUND,
                    phone=phone,
                    body=body,
                    status="receiving",
                    created_at=now,
                    updated_at=now,
                    media_type=media_type,
                    quoted=quoted,
                )
            )

    def accept(  # noqa: PLR0913 - a message has this many parts
        self,
        phone: str,
        body: str,
        *,
        buttons: tuple[Button, ...] = (),
        media: Media | None = None,
        is_template: bool = False,
        messaging_service_sid: str | None = None,
    ) -> Message:
        """The shop's message is accepted for delivery."""
        with self._changed:
            now = self.now()
            return self._put(
                Message(
                    seq=next(self._seqs),
                    sid="SM" + secrets.token_hex(16),
                    direction=Direction.OUTBOUND,
                    phone=phone,
                    body=body,
                    status="accepted" if messaging_service_sid else "queued",
                    created_at=now,
                    updated_at=now,
                    buttons=buttons,
                    media_type=None if media is None else media.content_type,
                    media=media,
                    is_template=is_template,
                    messaging_service_sid=messaging_service_sid,
                )
            )

    def mark(self, sid: str, status: str, error_code: int | None = None) -> Message:
        """A message's status changes."""
        with self._changed:
            known = self._messages[sid]
            return self._put(
                replace(known, status=status, error_code=error_code, updated_at=self.now())
            )

    def block(self, phone: str, *, is_blocked: bool) -> None:
        """The person blocks the shop, or lets it in again."""
        with self._changed:
            (self._blocked.add if is_blocked else self._blocked.discard)(phone)

    def is_blocked(self, phone: str) -> bool:
        """Whether the person has blocked the shop."""
        return phone in self._blocked

    def has_open_window(self, phone: str) -> bool:
        """Whether the person wrote within the last 24 hours."""
        last = self._last_inbound.get(phone)
        return last is not None and self.now() - last < WINDOW

    def message(self, sid: str) -> Message | None:
        """One message."""
        return self._messages.get(sid)

    def messages(self) -> list[Message]:
        """All messages, oldest first."""
        with self._changed:
            return list(self._messages.values())

    def messages_of(self, phone: str, after: int = 0) -> list[Message]:
        """One phone's messages later than a place, oldest first."""
        return [m for m in self.messages() if m.phone == phone and m.seq > after]

    def changes_after(self, change: int, *, wait_seconds: float = 0) -> list[Message]:
        """Messages new or changed since then, in order of change; waits for one if need be."""
        with self._changed:
            self._changed.wait_for(lambda: self._last_change > change, timeout=wait_seconds)
            fresh = [m for m in self._messages.values() if m.change > change]
        return sorted(fresh, key=lambda m: m.change)

    def _put(self, message: Message) -> Message:
        self._last_change += 1
        message = replace(message, change=self._last_change)
        self._messages[message.sid] = message
        self._changed.notify_all()
        return message
