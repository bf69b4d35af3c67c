"""One message with all that became of it: every step of its way, and what hangs on it. Only reads.

What Twilio reported stands in rows that are never changed; when it was written, tried and handed
over stands on the message itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.deliveries import FAILED, RANKS
from bot.message_lines import Line, Reached, incoming_lines, line_of, outgoing_lines
from bot.messages import delivery_event, inbound_message, outbound_message


class StepKind(StrEnum):
    """What happened to a message on its way."""

    WRITTEN = "written"
    TRIED = "tried"
    HANDED_OVER = "handed_over"
    UNDER_WAY = "under_way"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    NEXT_TRY = "next_try"


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, or is going to.

    Attributes:
        at: when; None where nobody wrote that down.
        code: WhatsApp's or Twilio's number for what was wrong.
    """

    kind: StepKind
    at: datetime | None
    code: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message of ours.

    Attributes:
        language: in which it was written.
        template: what carries it outside the 24 hours.
        steps: its way, first things first.
        attempts: how often it was tried.
        answers: the message that it answers.
        again_of: the message whose words it repeats.
        again_by: who had it sent again.
    """

    line: Line
    language: str
    template: str | None
    steps: tuple[Step, ...]
    attempts: int
    answers: int | None
    again_of: int | None
    again_by: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """A message of somebody's.

    Attributes:
        answered_at: when it had its turn.
        is_strangers: nobody on the list wrote it.
        attempts: turns that broke off.
        answers: what we said to it.
    """

    line: Line
    answered_at: datetime | None
    is_strangers: bool
    attempts: int
    answers: tuple[Line, ...]


def sent(tx: sa.Connection, outbound_id: int) -> Sent | None:
    """A message that went out, or is to; None where there is none."""
    line = tx.execute(outgoing_lines().where(_outbox.id == outbound_id)).one_or_none()
    if line is None:
        return None
    row = tx.execute(sa.select(outbound_message).where(_outbox.id == outbound_id)).one()
    told = line_of(line)
    return Sent(
        line=told,
        language=row.language,
        template=row.template_key,
        steps=tuple(_steps(tx, row, told.reached)),
        attempts=row.attempts,
        answers=row.inbound_id,
        again_of=row.again_of,
        again_by=row.again_by,
    )


def came(tx: sa.Connection, inbound_id: int) -> Came | None:
    """A message that came in; None where there is none."""
    line = tx.execute(incoming_lines().where(_inbox.id == inbound_id)).one_or_none()
    if line is None:
        return None
    row = tx.execute(sa.select(inbound_message).where(_inbox.id == inbound_id)).one()
    answers = outgoing_lines().where(_outbox.inbound_id == inbound_id).order_by(_outbox.id)
    return Came(
        line=line_of(line),
        answered_at=row.handled_at,
        is_strangers=row.outcome == "stranger",
        attempts=row.attempts,
        answers=tuple(line_of(each) for each in tx.execute(answers)),
    )


_outbox, _inbox = outbound_message.c, inbound_message.c

_REPORTED = {
    "sent": StepKind.SENT,
    "delivered": StepKind.DELIVERED,
    "read": StepKind.READ,
    **dict.fromkeys(FAILED, StepKind.REFUSED),
}


def _steps(tx: sa.Connection, row: sa.Row[Any], reached: Reached) -> Iterator[Step]:
    """Its way: written, tried, handed over, what was reported, and where it stands."""
    yield Step(StepKind.WRITTEN, row.created_at)
    if row.claimed_at is not None and row.handed_over_at is None:
        yield Step(StepKind.TRIED, row.claimed_at)
    if row.handed_over_at is not None:
        yield Step(StepKind.HANDED_OVER, row.handed_over_at)
    yield from _reported(tx, row.id)
    if reached is Reached.FAILED:
        yield Step(StepKind.GIVEN_UP, None, row.error_code)
    if reached is Reached.WAITING:
        yield Step(StepKind.NEXT_TRY, row.due_at, row.error_code)


def _reported(tx: sa.Connection, outbound_id: int) -> Iterator[Step]:
    """What Twilio said, in the order of its moments; of one moment, of how far it was."""
    event = delivery_event.c
    rows = tx.execute(
        sa.select(event.status, event.error_code, event.received_at).where(
            event.outbound_id == outbound_id
        )
    ).all()
    for row in sorted(rows, key=lambda row: (row.received_at, RANKS.get(row.status, -1))):
        kind = _REPORTED.get(row.status, StepKind.UNDER_WAY)
        yield Step(kind, row.received_at, row.error_code)
