"""A message as a line of a list: who, what, how far it got. In and out are lines of one kind."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.delivery_errors import Fault
from bot.messages import inbound_message, outbound_message
from bot.outgoing import Kind


class Direction(StrEnum):
    """To the shop, or from it."""

    IN = "in"
    OUT = "out"


class Reached(StrEnum):
    """How far a message got.

    Attributes:
        FAILED: given up; of one that came in, never answered.
        WAITING: to be sent, or its fate to be looked up; of one that came in, not answered yet.
        SENT: WhatsApp has it.
        DELIVERED: it is on the person's phone.
        READ: it was looked at.
        ANSWERED: it came in and had its turn.
    """

    FAILED = "failed"
    WAITING = "waiting"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A message in the list.

    Attributes:
        address: the other side's, as WhatsApp has it; who may see it whole is the page's matter.
        kind: an answer or a notice; None for what came in.
        at: when it was written, or came in.
        fault: why it was given up.
        code: WhatsApp's or Twilio's own number for that.
        media_count: pictures and voice notes that came with it.
        carries_paper: a slip or a statement goes with it.
        again_id: the message that repeats it.
    """

    direction: Direction
    message_id: int
    party_id: int | None
    address: str
    kind: Kind | None
    body: str
    at: datetime
    reached: Reached
    fault: Fault | None
    code: int | None
    media_count: int
    carries_paper: bool
    again_id: int | None


def outgoing_lines() -> sa.Select[Any]:
    """Every message that goes out, as a line."""
    again = outbound_message.alias("again")
    return sa.select(
        sa.literal(Direction.OUT.value).label("direction"),
        _outbox.id.label("message_id"),
        _outbox.party_id,
        _outbox.recipient.label("address"),
        _outbox.kind,
        _outbox.body,
        _outbox.created_at.label("at"),
        _outbox.state,
        _outbox.delivery,
        _outbox.fault,
        _outbox.error_code,
        sa.literal(0).label("media_count"),
        _outbox.paper.is_not(None).label("carries_paper"),
        again.c.id.label("again_id"),
    ).outerjoin(again, again.c.again_of == _outbox.id)


def incoming_lines() -> sa.Select[Any]:
    """Every message that came in, as a line."""
    state = sa.case(
        (_inbox.outcome.is_(None), "due"),
        (_inbox.outcome == "dead", "failed"),
        else_=Reached.ANSWERED.value,
    )
    return sa.select(
        sa.literal(Direction.IN.value).label("direction"),
        _inbox.id.label("message_id"),
        _inbox.party_id,
        _inbox.sender.label("address"),
        sa.null().cast(sa.Text).label("kind"),
        _inbox.body,
        _inbox.received_at.label("at"),
        state.label("state"),
        *(sa.null().cast(sa.Text).label(name) for name in ("delivery", "fault")),
        sa.null().cast(sa.Integer).label("error_code"),
        sa.cast(_inbox.media_count, sa.Integer).label("media_count"),
        sa.false().label("carries_paper"),
        sa.null().cast(sa.BigInteger).label("again_id"),
    )


def line_of(row: sa.Row[Any]) -> Line:
    """A row of `outgoing_lines` or `incoming_lines`."""
    return Line(
        direction=Direction(row.direction),
        message_id=row.message_id,
        party_id=row.party_id,
        address=row.address,
        kind=None if row.kind is None else Kind(row.kind),
        body=row.body,
        at=row.at,
        reached=_reached(row.state, row.delivery),
        fault=None if row.fault is None else Fault(row.fault),
        code=row.error_code,
        media_count=row.media_count,
        carries_paper=row.carries_paper,
        again_id=row.again_id,
    )


def reached_out(far: Reached) -> sa.ColumnElement[bool]:
    """Which messages that go out got so far; a failed one counts until it was sent again."""
    arrived = (Reached.DELIVERED.value, Reached.READ.value)
    match far:
        case Reached.FAILED:
            again = outbound_message.alias("repeating")
            is_repeated = sa.exists().where(again.c.again_of == _outbox.id)
            return (_outbox.state == "failed") & ~is_repeated
        case Reached.WAITING:
            return _outbox.state.in_(WAITS)
        case Reached.SENT:
            in_time = sa.func.coalesce(_outbox.delivery, "").not_in(arrived)
            return (_outbox.state == "handed_over") & in_time
        case Reached.DELIVERED | Reached.READ:
            return (_outbox.state == "handed_over") & (_outbox.delivery == far.value)
        case Reached.ANSWERED:
            return sa.false()


def reached_in(far: Reached) -> sa.ColumnElement[bool]:
    """Which messages that came in got so far."""
    match far:
        case Reached.FAILED:
            return _inbox.outcome == "dead"
        case Reached.WAITING:
            return _inbox.handled_at.is_(None)
        case Reached.ANSWERED:
            return _inbox.outcome.in_(("answered", "stranger"))
        case _:
            return sa.false()


WAITS = ("due", "sending", "unknown")

_outbox, _inbox = outbound_message.c, inbound_message.c


def _reached(state: str, delivery: str | None) -> Reached:
    if state in {Reached.FAILED, Reached.ANSWERED}:
        return Reached(state)
    if state in WAITS:
        return Reached.WAITING
    return Reached(delivery) if delivery in {Reached.DELIVERED, Reached.READ} else Reached.SENT
