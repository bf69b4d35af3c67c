"""What became of a message after Twilio took it: status callbacks, which only move it forward.

Callbacks come late, twice, out of order, and before our own commit. Our address in them carries
our own name for the message and the attempt at sending it, so that each finds its row.
Source: https://www.twilio.com/docs/messaging/guides/track-outbound-message-status
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from bot import outgoing
from bot.delivery_errors import Fault, fault_of
from bot.messages import delivery_event, outbound_message


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a status callback says.

    Attributes:
        public_id: our own name for the message; None where the callback does not carry it.
        attempt: which attempt at sending it is about, likewise.
    """

    provider_sid: str
    status: str
    error_code: int | None
    public_id: UUID | None
    attempt: int | None


_outbox = outbound_message.c


def record_delivery(tx: sa.Connection, report: DeliveryReport, *, at: datetime) -> None:
    """Write a callback down, and move its message forward, never back.

    One that is about no message of ours, or about an earlier attempt, is history only.
    """
    row = _row_of(tx, report)
    is_news = _write_down(tx, report, None if row is None else row.id, at=at)
    rank = RANKS.get(report.status, -1)
    if (
        row is None
        or not is_news
        or report.attempt not in (None, row.attempts)
        or rank <= row.delivery_rank
        or (rank < FAILED_RANK and _has_failed(tx, report.provider_sid))
    ):
        return
    values = {
        "provider_sid": report.provider_sid,
        "delivery": report.status,
        "delivery_rank": rank,
    }
    if rank != FAILED_RANK:
        values |= {"state": "handed_over", "handed_over_at": row.handed_over_at or at}
        values |= {"fault": None, "error_code": None}
    tx.execute(sa.update(outbound_message).where(_outbox.id == row.id).values(**values))
    if rank == FAILED_RANK:
        _take_back(tx, row, report.error_code, at=at)


FAILED = ("failed", "undelivered", "canceled")

FAILED_RANK = 3

RANKS = {
    **dict.fromkeys(("accepted", "scheduled", "queued"), 0),
    "sending": 1,
    "sent": 2,
    **dict.fromkeys(FAILED, FAILED_RANK),
    "delivered": 4,
    "read": 5,
}
"""How far each status is; a later word of delivery beats one of failure."""


def _row_of(tx: sa.Connection, report: DeliveryReport) -> sa.Row[Any] | None:
    is_it = (
        _outbox.provider_sid == report.provider_sid
        if report.public_id is None
        else _outbox.public_id == report.public_id
    )
    return tx.execute(sa.select(outbound_message).where(is_it).with_for_update()).one_or_none()


def _write_down(
    tx: sa.Connection, report: DeliveryReport, outbound_id: int | None, *, at: datetime
) -> bool:
    """Keep the history; False where the same was said before."""
    written = tx.execute(
        pg.insert(delivery_event)
        .values(
            outbound_id=outbound_id,
            provider_sid=report.provider_sid,
            status=report.status,
            error_code=report.error_code,
            received_at=at,
        )
        .on_conflict_do_nothing()
        .returning(delivery_event.c.id)
    )
    return written.scalar() is not None


def _has_failed(tx: sa.Connection, provider_sid: str) -> bool:
    """Whether Twilio already gave this one up, so that a late `sent` says nothing."""
    event = delivery_event.c
    is_it = (event.provider_sid == provider_sid) & event.status.in_(FAILED)
    return bool(tx.execute(sa.select(sa.exists().where(is_it))).scalar())


def _take_back(tx: sa.Connection, row: sa.Row[Any], code: int | None, *, at: datetime) -> None:
    """Twilio took it, and now reports that WhatsApp refused it."""
    fault = fault_of(code)
    if fault is Fault.WINDOW and row.template_key and not row.needs_template:
        outgoing.switch_to_template(tx, row, at=at)
    elif fault is Fault.LATER:
        outgoing.retry_or_fail(tx, row, code, at=at)
    else:
        outgoing.fail(tx, row, fault, code)
