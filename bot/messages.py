"""The inbox: every message that came in, in the order in which it came, and what became of it.

Tables of the outbox stand here too, since both point at each other; what is done to them is in
`bot.outgoing`. Nothing here knows Twilio (`bot.whatsapp`), Flask or the queue. Every moment is a
parameter, and no function commits.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from zlib import crc32

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from ledger.db import metadata

SHARDS = 2
"""The inbox is drained by so many workers side by side; one person's messages share a shard."""


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message as it came through the door.

    Attributes:
        message_sid: Twilio's name for it; the same one is never taken twice.
        sender: the address that it came from, `whatsapp:+91…` or `whatsapp:IN.…`.
        external_user_id: WhatsApp's own name for the person, where Twilio sends it.
        recipient: our own address.
        body: what was typed, or the payload of the button that was tapped.
        media_count: pictures, voice notes and the like.
        form: all that Twilio sent.
    """

    message_sid: str
    sender: str
    external_user_id: str | None
    recipient: str
    body: str
    media_count: int
    form: Mapping[str, str]


inbound_message = sa.Table(
    "inbound_message",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("message_sid", sa.Text, nullable=False, unique=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("external_user_id", sa.Text),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("media_count", sa.SmallInteger, nullable=False),
    sa.Column("form", pg.JSONB, nullable=False),
    sa.Column("shard", sa.SmallInteger, nullable=False),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("retry_at", sa.DateTime(timezone=True)),
    sa.Column("failure", sa.Text),
    sa.Column("handled_at", sa.DateTime(timezone=True)),
    sa.Column("party_id", sa.BigInteger),
    sa.Column("conversation", pg.JSONB),
    sa.Column("outcome", sa.Text),
)

outbound_message = sa.Table(
    "outbound_message",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("public_id", sa.Uuid, nullable=False, server_default=sa.text("gen_random_uuid()")),
    sa.Column("inbound_id", sa.BigInteger, sa.ForeignKey("inbound_message.id")),
    sa.Column("line", sa.SmallInteger),
    sa.Column("party_id", sa.BigInteger),
    sa.Column("recipient", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("buttons", sa.Text),
    sa.Column("template_key", sa.Text),
    sa.Column("variables", pg.JSONB, nullable=False, server_default="{}"),
    sa.Column("needs_template", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("state", sa.Text, nullable=False, server_default="due"),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("resends", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("claimed_at", sa.DateTime(timezone=True)),
    sa.Column("handed_over_at", sa.DateTime(timezone=True)),
    sa.Column("provider_sid", sa.Text, unique=True),
    sa.Column("delivery", sa.Text),
    sa.Column("delivery_rank", sa.SmallInteger, nullable=False, server_default="-1"),
    sa.Column("fault", sa.Text),
    sa.Column("error_code", sa.Integer),
    sa.Column("look_ups", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("button_variables", pg.JSONB, nullable=False, server_default="{}"),
    sa.Column("paper", pg.JSONB),
    sa.Column("lots", pg.ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("again_of", sa.BigInteger, sa.ForeignKey("outbound_message.id"), unique=True),
    sa.Column("again_by", sa.BigInteger),
    sa.UniqueConstraint("inbound_id", "line"),
)

delivery_event = sa.Table(
    "delivery_event",
    metadata,
    sa.Column("id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("outbound_id", sa.BigInteger, sa.ForeignKey("outbound_message.id")),
    sa.Column("provider_sid", sa.Text, nullable=False),
    sa.Column("status", sa.Text, nullable=False),
    sa.Column("error_code", sa.Integer),
    sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
    sa.UniqueConstraint("provider_sid", "status", "error_code", postgresql_nulls_not_distinct=True),
)

message_template = sa.Table(
    "message_template",
    metadata,
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("content_sid", sa.Text, primary_key=True),
    sa.Column("name", sa.Text),
    sa.Column("variables", pg.ARRAY(sa.Text), nullable=False, server_default="{}"),
    sa.Column("approval", sa.Text, nullable=False, server_default="unsubmitted"),
    sa.Column("rejection", sa.Text),
    sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("checked_at", sa.DateTime(timezone=True)),
)


class Approval(StrEnum):
    """How far WhatsApp's approval of a template got, in Twilio's words."""

    UNSUBMITTED = "unsubmitted"
    RECEIVED = "received"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAUSED = "paused"
    DISABLED = "disabled"


_inbox = inbound_message.c


def shard_of(sender: str) -> int:
    """The shard of a sender, the same for ever."""
    return crc32(sender.encode()) % SHARDS


def record_inbound(
    tx: sa.Connection, message: Inbound, clock: Callable[[], datetime]
) -> int | None:
    """Take a message in, before Twilio is told that it was taken.

    The sender is locked before the row's number is drawn and the clock is read, so both rise in
    the order in which one person's messages arrived.

    Returns:
        The row's number; None when this MessageSid was taken before.
    """
    tx.execute(
        sa.select(sa.func.pg_advisory_xact_lock(sa.func.hashtextextended(message.sender, 0)))
    )
    return tx.execute(
        pg.insert(inbound_message)
        .values(
            message_sid=message.message_sid,
            sender=message.sender,
            external_user_id=message.external_user_id,
            recipient=message.recipient,
            body=_storable(message.body),
            media_count=message.media_count,
            form={_storable(key): _storable(value) for key, value in message.form.items()},
            shard=shard_of(message.sender),
            received_at=clock(),
        )
        .on_conflict_do_nothing(index_elements=["message_sid"])
        .returning(_inbox.id)
    ).scalar()


def tapped_under(form: Mapping[str, str]) -> str | None:
    """Twilio's name for the message of ours whose button was tapped; None for what was typed."""
    return form.get("OriginalRepliedMessageSid") if form.get("ButtonPayload") else None


def quoted_in(form: Mapping[str, str]) -> str | None:
    """Twilio's name for the message that a typed one quotes, his or ours; None for no quote."""
    return None if form.get("ButtonPayload") else form.get("OriginalRepliedMessageSid")


def lock_shard(tx: sa.Connection, shard: int) -> None:
    """Wait until nobody else drains this shard; the lock lives as long as the transaction."""
    tx.execute(sa.select(sa.func.pg_advisory_xact_lock(SHARD_LOCKS, shard)))


def next_unhandled(tx: sa.Connection, shard: int, *, now: datetime) -> sa.Row[Any] | None:
    """The oldest message of a shard that waits for its turn.

    A message that failed waits a moment, and all later ones of its sender wait behind it.
    """
    failed = inbound_message.alias("failed")
    waits = (
        sa.select(failed.c.sender)
        .where(failed.c.shard == shard, failed.c.handled_at.is_(None), failed.c.retry_at > now)
    )  # fmt: skip
    return tx.execute(
        sa.select(inbound_message)
        .where(_inbox.shard == shard, _inbox.handled_at.is_(None), _inbox.sender.not_in(waits))
        .order_by(_inbox.id)
        .limit(1)
    ).one_or_none()


def shards_waiting(tx: sa.Connection, *, before: datetime, now: datetime) -> list[int]:
    """The shards with messages that came before a moment and could have their turn now."""
    return list(
        tx.execute(
            sa.select(_inbox.shard)
            .distinct()
            .where(
                _inbox.handled_at.is_(None),
                _inbox.received_at < before,
                sa.or_(_inbox.retry_at.is_(None), _inbox.retry_at <= now),
            )
        ).scalars()
    )


def last_handled(tx: sa.Connection, sender: str) -> sa.Row[int, str, str] | None:
    """A sender's last handled message: its number, Twilio's name for it, and its outcome.

    None where he never wrote before.
    """
    return tx.execute(
        sa.select(_inbox.id, _inbox.message_sid, _inbox.outcome)
        .where(_inbox.sender == sender, _inbox.handled_at.is_not(None))
        .order_by(_inbox.id.desc())
        .limit(1)
    ).one_or_none()


def conversation_after(tx: sa.Connection, inbound_id: int) -> str | None:
    """The conversation as that message left it; None after a stranger's."""
    saved = tx.execute(sa.select(_inbox.conversation).where(_inbox.id == inbound_id)).scalar()
    return None if saved is None else json.dumps(saved, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Handled:
    """What a turn leaves behind.

    Attributes:
        party_id: who wrote; None for a stranger.
        conversation: what is pending afterwards, as `bot.dialogue.saving` wrote it.
        outcome: `answered`, `stranger`, or `dead` after too many failures.
    """

    party_id: int | None
    conversation: str | None
    outcome: str


def mark_handled(tx: sa.Connection, inbound_id: int, handled: Handled, *, at: datetime) -> None:
    """A turn is over."""
    saved = handled.conversation
    tx.execute(
        sa.update(inbound_message)
        .where(_inbox.id == inbound_id)
        .values(
            handled_at=at,
            party_id=handled.party_id,
            conversation=sa.null() if saved is None else json.loads(saved),
            outcome=handled.outcome,
        )
    )


def note_failure(
    tx: sa.Connection, inbound_id: int, failure: str, *, retry_at: datetime
) -> int | None:
    """A turn broke off and was rolled back; it is tried again later.

    Returns:
        How often it was tried; None where somebody else has handled it since.
    """
    return tx.execute(
        sa.update(inbound_message)
        .where(_inbox.id == inbound_id, _inbox.handled_at.is_(None))
        .values(attempts=_inbox.attempts + 1, failure=failure, retry_at=retry_at)
        .returning(_inbox.attempts)
    ).scalar()


def is_waiting(tx: sa.Connection, inbound_id: int) -> bool:
    """Whether a message has had no turn yet; sure only while its shard is locked."""
    waits = sa.exists().where(_inbox.id == inbound_id, _inbox.handled_at.is_(None))
    return bool(tx.execute(sa.select(waits)).scalar())


def last_heard(tx: sa.Connection, address: str, party_id: int | None) -> datetime | None:
    """When the person behind an address last wrote to us, from this or another of his addresses."""
    newest = sa.select(_inbox.received_at).order_by(_inbox.id.desc()).limit(1)
    at_all = newest.where(_inbox.sender == address).scalar_subquery()
    if party_id is not None:
        other = newest.where(_inbox.party_id == party_id).scalar_subquery()
        return tx.execute(sa.select(sa.func.greatest(at_all, other))).scalar()
    return tx.execute(sa.select(at_all)).scalar()


def is_window_open(tx: sa.Connection, address: str, party_id: int | None, *, at: datetime) -> bool:
    """Whether WhatsApp lets us write freely to somebody: he wrote within its 24 hours."""
    heard_at = last_heard(tx, address, party_id)
    return heard_at is not None and at - heard_at < WINDOW


def was_answered_since(tx: sa.Connection, address: str, since: datetime) -> bool:
    """Whether anything was sent to an address since a moment."""
    sent = outbound_message.c
    return bool(
        tx.execute(
            sa.select(sa.exists().where(sent.recipient == address, sent.created_at > since))
        ).scalar()
    )


WINDOW = timedelta(hours=24) - timedelta(minutes=5)
"""WhatsApp's 24 hours, less what a message may spend on its way."""

SHARD_LOCKS = 77
"""First half of the key of the shards' advisory locks."""


def _storable(text: str) -> str:
    """Postgres keeps no NUL in a text."""
    return text.replace("\x00", "")
