"""The outbox: every message that goes out, and how far it got.

A row is `due` until a worker claims it (`sending`). Then it is `handed_over` to Twilio, `due`
again (certainly not sent), `unknown` (perhaps sent, to be looked up), or `failed` for good. What
Twilio reports later is its delivery (`bot.deliveries`). No function commits.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.delivery_errors import Fault
from bot.messages import Approval, message_template, outbound_message
from locales.phrases import render
from locales.templates import Template
from papers.asked import Paper, caption, to_json


class Kind(StrEnum):
    """An answer to somebody who wrote, or a message to somebody who did not."""

    REPLY = "reply"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be sent.

    Attributes:
        party_id: None for a stranger.
        language: that the reader has chosen.
        body: the text, sent as it is inside WhatsApp's 24-hour window.
        buttons: key of the buttons under it; they are sent where registered.
        template_key: what carries it outside the window; None for what is then not worth sending.
        variables: of the template, by number.
        button_variables: of the text with buttons, likewise.
        paper: follows it, inside the window only.
        lots: keys of the lots that it shows or writes.
    """

    recipient: str
    party_id: int | None
    kind: Kind
    language: str
    body: str
    buttons: str | None = None
    template_key: str | None = None
    variables: Mapping[str, str] = field(default_factory=dict)
    button_variables: Mapping[str, str] = field(default_factory=dict)
    paper: Paper | None = None
    lots: Sequence[str] = ()


_outbox = outbound_message.c


def put_outbound(
    tx: sa.Connection, message: Outgoing, *, inbound_id: int | None, line: int | None, at: datetime
) -> int:
    """Write a message that is due now; an inbound message causes each line, from 1, once.

    Its paper is a message of its own and follows it: under a picture WhatsApp shows less text
    than a message has, and under a document none.
    """
    values = {
        "party_id": message.party_id,
        "recipient": message.recipient,
        "kind": message.kind,
        "language": message.language,
        "due_at": at,
        "created_at": at,
    }
    outbound_id: int = tx.execute(
        sa.insert(outbound_message)
        .values(
            **values,
            inbound_id=inbound_id,
            line=line,
            body=message.body,
            buttons=message.buttons,
            template_key=message.template_key,
            variables=dict(message.variables),
            button_variables=dict(message.button_variables),
            lots=list(message.lots),
        )
        .returning(_outbox.id)
    ).scalar_one()
    if message.paper is not None:
        under_it = render(caption(message.paper), {}, message.language)
        carrying = values | {"body": under_it, "paper": to_json(message.paper)}
        tx.execute(sa.insert(outbound_message).values(carrying))
    return outbound_id


def claim_due(tx: sa.Connection, *, now: datetime) -> sa.Row[Any] | None:
    """Take the next message that is due; from the commit on it is `sending`.

    Replies go before notices. Of one person's replies, and of his notices, none overtakes an
    earlier one.
    """
    due = (
        sa.select(_outbox.id)
        .where(_is_due(now))
        .order_by(_outbox.kind == Kind.NOTICE, _outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return tx.execute(
        sa.update(outbound_message)
        .where(_outbox.id == due.scalar_subquery())
        .values(state="sending", attempts=_outbox.attempts + 1, claimed_at=now)
        .returning(*outbound_message.c)
    ).one_or_none()


def claim_unknown(tx: sa.Connection, *, now: datetime) -> sa.Row[Any] | None:
    """Take the next message whose fate is to be looked up; nobody else does for a while.

    The pause before the next look doubles each time, in case Twilio is away.
    """
    asked = (
        sa.select(_outbox.id)
        .where(_outbox.state == "unknown", _outbox.due_at <= now)
        .order_by(_outbox.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return tx.execute(
        sa.update(outbound_message)
        .where(_outbox.id == asked.scalar_subquery())
        .values(
            due_at=sa.literal(now) + LOOK_UP_AFTER * sa.func.power(2, _outbox.look_ups),
            look_ups=_outbox.look_ups + 1,
        )
        .returning(*outbound_message.c)
    ).one_or_none()


def has_work(tx: sa.Connection, *, now: datetime) -> bool:
    """Whether something could be sent, or is to be looked up, since a moment."""
    is_to_be_looked_up = (_outbox.state == "unknown") & (_outbox.due_at <= now)
    work = sa.exists().where(_is_due(now) | is_to_be_looked_up)
    return bool(tx.execute(sa.select(work)).scalar())


def record_handed_over(
    tx: sa.Connection, row: sa.Row[Any], provider_sid: str, status: str, *, at: datetime
) -> None:
    """Twilio has it; what a faster callback said about its delivery stays.

    A send so slow that its message became `unknown` meanwhile is recorded all the same, unless
    the next attempt has begun.
    """
    tx.execute(
        sa.update(outbound_message)
        .where(
            _outbox.id == row.id,
            _outbox.attempts == row.attempts,
            _outbox.state.in_(["sending", "unknown"]),
        )
        .values(
            state="handed_over",
            provider_sid=provider_sid,
            handed_over_at=at,
            delivery=status,
            delivery_rank=0,
            fault=None,
            error_code=None,
        )
    )


def put_off(tx: sa.Connection, row: sa.Row[Any], until: datetime) -> None:
    """Not now: the throttle says so. The attempt does not count."""
    _move(tx, row, state="due", due_at=until, attempts=row.attempts - 1)


def put_aside(tx: sa.Connection, row: sa.Row[Any], *, at: datetime) -> None:
    """Perhaps it was sent, perhaps not: look it up before anything else is done."""
    _move(tx, row, state="unknown", due_at=at + LOOK_UP_AFTER)


def retry_or_fail(tx: sa.Connection, row: sa.Row[Any], code: int | None, *, at: datetime) -> None:
    """It was certainly not sent: try again later, or give up after the last delay."""
    if row.attempts > len(DELAYS):
        fail(tx, row, Fault.LATER, code)
    else:
        due_at = at + timedelta(seconds=DELAYS[row.attempts - 1])
        _move(tx, row, state="due", due_at=due_at, error_code=code)


def switch_to_template(tx: sa.Connection, row: sa.Row[Any], *, at: datetime) -> None:
    """WhatsApp says that the window is closed: once more, as a template."""
    _move(tx, row, state="due", due_at=at, needs_template=True)


def drop_buttons(tx: sa.Connection, row: sa.Row[Any], *, at: datetime) -> None:
    """Twilio does not know the buttons any more: the text says the same without them."""
    _move(tx, row, state="due", due_at=at, buttons=None)


def fail(tx: sa.Connection, row: sa.Row[Any], fault: Fault, code: int | None = None) -> None:
    """It will not be sent; the row says why."""
    _move(tx, row, state="failed", fault=fault, error_code=code)


def resend_or_fail(tx: sa.Connection, row: sa.Row[Any], *, at: datetime) -> None:
    """Twilio does not list it: send it once more, but never a third time."""
    if row.resends:
        fail(tx, row, Fault.AMBIGUOUS)
    else:
        _move(tx, row, state="due", due_at=at, resends=1)


def put_aside_stuck(tx: sa.Connection, *, now: datetime) -> int:
    """Messages whose worker died, or hangs, while sending are to be looked up; how many.

    Only after Twilio had time to list them: what is not listed is sent again, and that send must
    not begin while a slow one may still come through.
    """
    return tx.execute(
        sa.update(outbound_message)
        .where(_outbox.state == "sending", _outbox.claimed_at < now - STUCK_AFTER)
        .values(state="unknown", due_at=now + LOOK_UP_AFTER)
    ).rowcount


def is_anothers(tx: sa.Connection, row: sa.Row[Any], provider_sid: str) -> bool:
    """Whether a message at Twilio already belongs to another one of ours."""
    another = sa.exists().where(_outbox.provider_sid == provider_sid, _outbox.id != row.id)
    return bool(tx.execute(sa.select(another)).scalar())


def is_overtaken(tx: sa.Connection, recipient: str, provider_sid: str) -> bool:
    """Whether that message to a person was followed by another answer to him.

    One that we do not know by this name (yet) is taken for the last.
    """
    later = outbound_message.alias("later")
    return bool(
        tx.execute(
            sa.select(
                sa.exists().where(
                    _outbox.provider_sid == provider_sid,
                    later.c.recipient == recipient,
                    later.c.kind == Kind.REPLY,
                    later.c.id > _outbox.id,
                )
            )
        ).scalar()
    )


def lots_in(tx: sa.Connection, recipient: str, provider_sid: str) -> tuple[str, ...] | None:
    """The keys of the lots in a message that we sent to somebody; None where it is not ours."""
    keys = tx.execute(
        sa.select(_outbox.lots).where(
            _outbox.provider_sid == provider_sid, _outbox.recipient == recipient
        )
    ).scalar()
    return None if keys is None else tuple(keys)


def notices_since_reply(tx: sa.Connection, party_id: int, *, before: datetime) -> list[int]:
    """The notices that somebody was sent after our last answer to him, by their ids.

    Args:
        tx: the transaction.
        party_id: who.
        before: what was handed over later is not counted: he cannot have read it.
    """
    last_reply = (
        sa.select(sa.func.coalesce(sa.func.max(_outbox.id), 0))
        .where(_outbox.party_id == party_id, _outbox.kind == Kind.REPLY)
        .scalar_subquery()
    )
    sent = sa.select(_outbox.id).where(
        _outbox.party_id == party_id,
        _outbox.kind == Kind.NOTICE,
        _outbox.id > last_reply,
        _outbox.handed_over_at <= before,
    )
    return list(tx.scalars(sent.order_by(_outbox.id)))


def content_sid(tx: sa.Connection, of: Template) -> str | None:
    """Twilio's name for a template; None where there is none that may be sent.

    Outside the window that is the newest that WhatsApp has approved and that has the same
    variables: a new wording is not waited for. Buttons need no approval.
    """
    row = message_template.c
    fitting = sa.select(row.content_sid).where(
        row.key == of.key, row.language == of.language, row.variables == list(of.variables)
    )
    if of.needs_approval:
        fitting = fitting.where(row.approval == Approval.APPROVED)
    newest = fitting.order_by(row.registered_at.desc(), row.content_sid)
    return tx.execute(newest.limit(1)).scalar()


LOOK_UP_AFTER = timedelta(seconds=30)
"""Twilio lists a message a little after it took it."""

LOOK_UPS = 5
"""How often Twilio is asked before a message is given up: over a quarter of an hour."""

STUCK_AFTER = timedelta(seconds=60)
"""Longer than any send can take, timeouts included."""

DELAYS = (1, 5, 30, 120, 600, 1800)
"""Seconds before each further attempt."""


def _is_due(now: datetime) -> sa.ColumnElement[bool]:
    """A message whose time has come, with none of its kind to the same person before it."""
    earlier = outbound_message.alias("earlier")
    is_overtaking = sa.exists().where(
        earlier.c.recipient == _outbox.recipient,
        earlier.c.kind == _outbox.kind,
        earlier.c.id < _outbox.id,
        earlier.c.state.in_(["due", "sending"]),
    )
    return (_outbox.state == "due") & (_outbox.due_at <= now) & ~is_overtaking


def _move(tx: sa.Connection, row: sa.Row[Any], **values: Any) -> None:  # noqa: ANN401 - columns
    """Give a row its next state, unless somebody has moved it since it was read.

    While a send waits for its answer, a callback may already have said what became of it. One
    that is to be sent again forgets its last delivery, and only a failed one has a fault.
    """
    if values["state"] == "due":
        values |= {"provider_sid": None, "delivery": None, "delivery_rank": -1, "look_ups": 0}
    tx.execute(
        sa.update(outbound_message)
        .where(
            _outbox.id == row.id,
            _outbox.state == row.state,
            _outbox.attempts == row.attempts,
        )
        .values({"fault": None} | values)
    )
