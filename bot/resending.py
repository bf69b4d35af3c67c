"""Sending a message once more that was given up: the same words, never others, and once.

The copy is a row of its own that names the one whose words it repeats; a second press finds it
there. It goes to where the person is known today. An answer in a conversation is repeated only
while it is the last word in it: under an older one a tap would answer the wrong question.
"""

from datetime import datetime
from typing import Any

import sqlalchemy as sa

from bot.messages import inbound_message, is_window_open, outbound_message
from bot.outgoing import Kind
from ledger.consents import is_stopped
from ledger.errors import LedgerError
from ledger.notices import mark_told_again
from ledger.people import Party, addresses_of
from ledger.policy import Act, require


class ResendError(LedgerError):
    """A message is not sent once more."""

    def __init__(self, outbound_id: int, why: str) -> None:
        super().__init__(f"message {outbound_id} is not sent again: {why}")
        self.outbound_id = outbound_id


class UnknownMessageError(ResendError):
    """There is no such message."""

    def __init__(self, outbound_id: int) -> None:
        super().__init__(outbound_id, "there is none")


class NotFailedError(ResendError):
    """It is under way, or has arrived."""

    def __init__(self, outbound_id: int) -> None:
        super().__init__(outbound_id, "it was not given up")


class StoppedError(ResendError):
    """He wants no notices."""

    def __init__(self, outbound_id: int) -> None:
        super().__init__(outbound_id, "he stopped notices")


class OvertakenError(ResendError):
    """The conversation has gone on; the answer no longer fits."""

    def __init__(self, outbound_id: int) -> None:
        super().__init__(outbound_id, "the conversation has gone on")


class NoAddressError(ResendError):
    """The shop does not know any more where to write to him."""

    def __init__(self, outbound_id: int) -> None:
        super().__init__(outbound_id, "he has no address")


class WindowClosedError(ResendError):
    """He wrote more than 24 hours ago, and no template carries it."""

    def __init__(self, outbound_id: int) -> None:
        super().__init__(outbound_id, "the window is closed and it has no template")


_outbox, _inbox = outbound_message.c, inbound_message.c


def send_again(tx: sa.Connection, outbound_id: int, *, by: Party, at: datetime) -> int:
    """Write the message that repeats a failed one; where it stands already, nothing is written.

    Outside the 24 hours it leaves as its template, as any message does.

    Returns:
        The number of the message that repeats it.

    Raises:
        NotAllowedError: he may not.
        UnknownMessageError: there is no such message.
        NotFailedError: it was not given up.
        StoppedError: it is a notice, and he wants none.
        OvertakenError: it is an answer, and the conversation has gone on.
        NoAddressError: nobody knows where to write to him.
        WindowClosedError: nothing may be written to him now that would carry it.
    """
    require(by.role, Act.RESEND_MESSAGE)
    failed = tx.execute(
        sa.select(outbound_message).where(_outbox.id == outbound_id).with_for_update()
    ).one_or_none()
    if failed is None:
        raise UnknownMessageError(outbound_id)
    copied = tx.scalar(sa.select(_outbox.id).where(_outbox.again_of == outbound_id))
    if copied is not None:
        return int(copied)
    recipient = _recipient(tx, failed)
    _refuse_what_no_longer_fits(tx, failed, recipient, at=at)
    again_id = _copy(tx, failed, recipient, by=by, at=at)
    mark_told_again(tx, outbound_id, again_id)
    return again_id


REPEATED = (
    *("party_id", "kind", "language", "body", "buttons", "template_key", "variables"),
    *("button_variables", "paper", "lots"),
)
"""What the copy has from the message that it repeats."""


def _recipient(tx: sa.Connection, failed: sa.Row[Any]) -> str:
    """Where it goes: where it went, or where he is known now if that is no longer his."""
    if failed.party_id is None:
        return str(failed.recipient)
    known = addresses_of(tx, failed.party_id)
    if not known:
        raise NoAddressError(failed.id)
    return failed.recipient if failed.recipient in known else known[0]


def _refuse_what_no_longer_fits(
    tx: sa.Connection, failed: sa.Row[Any], recipient: str, *, at: datetime
) -> None:
    if failed.state != "failed":
        raise NotFailedError(failed.id)
    is_notice = failed.kind == Kind.NOTICE
    if is_notice and failed.party_id is not None and is_stopped(tx, failed.party_id):
        raise StoppedError(failed.id)
    if not is_notice and _has_gone_on(tx, failed):
        raise OvertakenError(failed.id)
    if not failed.template_key and not is_window_open(tx, recipient, failed.party_id, at=at):
        raise WindowClosedError(failed.id)


def _has_gone_on(tx: sa.Connection, answer: sa.Row[Any]) -> bool:
    """Whether he has written, or was answered, since; what came with it is not later."""
    heard = sa.exists().where(
        _inbox.sender == answer.recipient, _inbox.received_at > answer.created_at
    )
    answered = sa.exists().where(
        _outbox.recipient == answer.recipient,
        _outbox.kind == Kind.REPLY,
        _outbox.created_at > answer.created_at,
        _outbox.state != "failed",
    )
    return bool(tx.scalar(sa.select(heard | answered)))


def _copy(
    tx: sa.Connection, failed: sa.Row[Any], recipient: str, *, by: Party, at: datetime
) -> int:
    """The row that repeats it; empty JSON stays SQL's NULL."""
    columns = [*REPEATED, "recipient", "due_at", "created_at", "again_of", "again_by"]
    given = (recipient, at, at, failed.id, by.party_id)
    row = sa.select(
        *(_outbox[name] for name in REPEATED),
        *(
            sa.literal(value, _outbox[name].type)
            for name, value in zip(columns[len(REPEATED) :], given, strict=True)
        ),
    ).where(_outbox.id == failed.id)
    written = sa.insert(outbound_message).from_select(columns, row).returning(_outbox.id)
    return int(tx.execute(written).scalar_one())
