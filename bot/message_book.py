"""What came in and what went out, newest first, for whoever looks after the shop. Only reads."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import sqlalchemy as sa

from bot.message_lines import (
    Direction,
    Line,
    Reached,
    incoming_lines,
    line_of,
    outgoing_lines,
    reached_in,
    reached_out,
)
from bot.messages import inbound_message, outbound_message
from bot.outgoing import Kind
from ledger.board import MARKET_ZONE


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
    failed = sa.select(sa.func.count()).where(reached_out(Reached.FAILED)).scalar_subquery()
    waits = sa.select(sa.func.count()).where(reached_out(Reached.WAITING)).scalar_subquery()
    row = tx.execute(sa.select(failed.label("failed"), waits.label("waits"))).one()
    return {Reached.FAILED: row.failed, Reached.WAITING: row.waits}


def oldest_waiting(tx: sa.Connection, direction: Direction) -> Line | None:
    """What has waited longest to go out, or for its answer; None where nothing waits."""
    if direction is Direction.OUT:
        waits = outgoing_lines().where(reached_out(Reached.WAITING))
        oldest = waits.order_by(_outbox.created_at, _outbox.id)
    else:
        waits = incoming_lines().where(reached_in(Reached.WAITING))
        oldest = waits.order_by(_inbox.received_at, _inbox.id)
    row = tx.execute(oldest.limit(1)).one_or_none()
    return None if row is None else line_of(row)


EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ID_MAX = 2**63 - 1
"""Postgres counts no further."""

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
        yield (reached_out if is_out else reached_in)(sought.reached)
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


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), MARKET_ZONE)
