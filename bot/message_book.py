"""What came in and what went out, newest first, for whoever looks after the shop. Only reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from bot.delivery_errors import Fault
from bot.messages import inbound_message, outbound_message
from bot.outgoing import Kind
from ledger.board import MARKET_ZONE


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which messages; what is None is not asked.

    Attributes:
        reached: failed ones are shown until somebody has sent them again.
        party_id: to or from whom.
        first: from the beginning of this day of the market on.
        last: up to the end of this day.
        contains: words in it, capital or small.
    """

    direction: Direction | None = None
    reached: Reached | None = None
    kind: Kind | None = None
    party_id: int | None = None
    first: date | None = None
    last: date | None = None
    contains: str | None = None


@dataclass(frozen=True, slots=True)
class Bookmark:
    """The message after which the next page begins."""

    at: datetime
    direction: Direction
    message_id: int

    def __str__(self) -> str:
        """As it stands in an address: a moment, a direction, a number; nobody's name."""
        micros = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{micros}-{self.direction}-{self.message_id}"

    @classmethod
    def read(cls, written: str) -> "Bookmark | None":
        """The bookmark that was written so; None for anything else."""
        try:
            micros, direction, number = written.split("-")
            at = EPOCH + timedelta(microseconds=int(micros))
            return cls(at, Direction(direction), min(int(number), ID_MAX))
        except (ValueError, OverflowError):
            return None


def messages(
    tx: sa.Connection, sought: Sought, *, after: Bookmark | None = None, limit: int = 50
) -> tuple[list[Line], Bookmark | None]:
    """A page of messages, newest first, and where the next one begins; None where none does."""
    both = sa.union_all(
        *(sa.select(part.subquery()) for part in _parts(sought, after, limit + 1))
    ).subquery()
    found = tx.execute(
        sa.select(both)
        .order_by(both.c.at.desc(), both.c.direction.desc(), both.c.message_id.desc())
        .limit(limit + 1)
    ).all()
    lines = [line_of(row) for row in found[:limit]]
    if len(found) <= limit:
        return lines, None
    last = lines[-1]
    return lines, Bookmark(last.at, last.direction, last.message_id)


def counts(tx: sa.Connection) -> dict[Reached, int]:
    """How many messages failed and were not sent again, and how many wait to be sent."""
    failed = sa.select(sa.func.count()).where(_reached_out(Reached.FAILED)).scalar_subquery()
    waits = sa.select(sa.func.count()).where(_reached_out(Reached.WAITING)).scalar_subquery()
    row = tx.execute(sa.select(failed.label("failed"), waits.label("waits"))).one()
    return {Reached.FAILED: row.failed, Reached.WAITING: row.waits}


def oldest_waiting(tx: sa.Connection, direction: Direction) -> Line | None:
    """What has waited longest to go out, or for its answer; None where nothing waits."""
    if direction is Direction.OUT:
        waits = outgoing_lines().where(_reached_out(Reached.WAITING))
        oldest = waits.order_by(_outbox.created_at, _outbox.id)
    else:
        waits = incoming_lines().where(_reached_in(Reached.WAITING))
        oldest = waits.order_by(_inbox.received_at, _inbox.id)
    row = tx.execute(oldest.limit(1)).one_or_none()
    return None if row is None else line_of(row)


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


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ID_MAX = 2**63 - 1
"""Postgres counts no further."""

WAITS = ("due", "sending", "unknown")

_outbox, _inbox = outbound_message.c, inbound_message.c


def _parts(sought: Sought, after: Bookmark | None, limit: int) -> Iterator[sa.Select[Any]]:
    """What went out and what came in, each in its order and no more than a page."""
    wants = {sought.direction} if sought.direction else set(Direction)
    boxes = (
        (Direction.OUT, outgoing_lines(), _outbox.created_at, _outbox.id),
        (Direction.IN, incoming_lines(), _inbox.received_at, _inbox.id),
    )
    for direction, lines, at, number in boxes:
        page = lines.where(*_asked(sought, direction, at), *_behind(after, direction, at, number))
        if direction not in wants:
            page = page.where(sa.false())
        yield page.order_by(at.desc(), number.desc()).limit(limit)


def _asked(
    sought: Sought, direction: Direction, at: sa.ColumnElement[datetime]
) -> Iterator[sa.ColumnElement[bool]]:
    is_out = direction is Direction.OUT
    box = _outbox if is_out else _inbox
    if sought.party_id is not None:
        yield box.party_id == sought.party_id
    if sought.kind is not None:
        yield _outbox.kind == sought.kind if is_out else sa.false()
    if sought.reached is not None:
        yield (_reached_out if is_out else _reached_in)(sought.reached)
    if sought.first is not None:
        yield at >= _midnight(sought.first)
    if sought.last is not None:
        yield at < _midnight(sought.last) + timedelta(days=1)
    if sought.contains:
        yield box.body.icontains(sought.contains, autoescape=True)


def _behind(
    after: Bookmark | None,
    direction: Direction,
    at: sa.ColumnElement[datetime],
    number: sa.ColumnElement[int],
) -> Iterator[sa.ColumnElement[bool]]:
    """Older than the bookmark; of one moment what goes out stands before what came in."""
    if after is None:
        return
    if direction is after.direction:
        yield sa.tuple_(at, number) < sa.tuple_(sa.literal(after.at), sa.literal(after.message_id))
    elif direction < after.direction:
        yield at <= after.at
    else:
        yield at < after.at


def _reached_out(far: Reached) -> sa.ColumnElement[bool]:
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


def _reached_in(far: Reached) -> sa.ColumnElement[bool]:
    match far:
        case Reached.FAILED:
            return _inbox.outcome == "dead"
        case Reached.WAITING:
            return _inbox.handled_at.is_(None)
        case Reached.ANSWERED:
            return _inbox.outcome.in_(("answered", "stranger"))
        case _:
            return sa.false()


def _reached(state: str, delivery: str | None) -> Reached:
    if state in {Reached.FAILED, Reached.ANSWERED}:
        return Reached(state)
    if state in WAITS:
        return Reached.WAITING
    return Reached(delivery) if delivery in {Reached.DELIVERED, Reached.READ} else Reached.SENT


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), MARKET_ZONE)
