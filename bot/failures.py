"""The messages that did not arrive, for whoever looks after the shop. Only reads."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from bot.delivery_errors import Fault
from bot.message_lines import Reached, reached_out
from bot.messages import outbound_message
from bot.outgoing import Kind


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A message that was given up.

    Attributes:
        party_id: for whom it was; None for a stranger.
        fault: why, by what follows from it.
        code: Twilio's error code, where it gave one.
    """

    party_id: int | None
    kind: Kind
    body: str
    created_at: datetime
    fault: Fault
    code: int | None


def failed_since(tx: sa.Connection, since: datetime) -> list[FailedMessage]:
    """The messages written since a moment that were given up, newest first.

    One that was sent again is no longer among them; its copy is, where that failed too.
    """
    outbox = outbound_message.c
    rows = tx.execute(
        sa.select(
            outbox.party_id,
            outbox.kind,
            outbox.body,
            outbox.created_at,
            outbox.fault,
            outbox.error_code,
        )
        .where(reached_out(Reached.FAILED), outbox.created_at >= since)
        .order_by(outbox.id.desc())
    )
    return [
        FailedMessage(
            party_id=row.party_id,
            kind=Kind(row.kind),
            body=row.body,
            created_at=row.created_at,
            fault=Fault(row.fault),
            code=row.error_code,
        )
        for row in rows
    ]
