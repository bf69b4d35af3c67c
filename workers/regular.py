"""What is done once a day, at an hour of the market's clock, even where the hour was missed.

RQ's cron nudges a job at its hour. Whether it is done is a row of Postgres, so a job whose nudge
was lost (Redis away, the machine asleep, a worker killed) is found by the sweep and caught up,
each missed day by itself and the oldest first, as long as it still means something. Done twice,
a job does nothing more.
"""

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from ledger.board import MARKET_ZONE
from ledger.db import metadata
from workers.place import Place

regular_run = sa.Table(
    "regular_run",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("due_at", sa.DateTime(timezone=True), primary_key=True),
    sa.Column("attempts", sa.SmallInteger, nullable=False, server_default="0"),
    sa.Column("retry_at", sa.DateTime(timezone=True)),
    sa.Column("done_at", sa.DateTime(timezone=True)),
    sa.Column("failure", sa.Text),
)


@dataclass(frozen=True, slots=True)
class Daily:
    """A job of every day.

    Attributes:
        name: what it is called in the table of runs; it never changes.
        hour: by the market's clock.
        work: does it for the market day on which it was due.
        keeps: how long after its hour it is still worth doing.
    """

    name: str
    hour: time
    work: Callable[[Place, date], None]
    keeps: timedelta

    @property
    def cron(self) -> str:
        """The same hour as cron writes it."""
        return f"{self.hour.minute} {self.hour.hour} * * *"


def run(place: Place, job: Daily) -> None:
    """Do a job for every day on which it was due and is not done; one that fails stops it.

    Whoever else is at it is left to it.
    """
    for due_at in _waiting(place, job):
        if not _taken(place, job, due_at):
            return
        day = due_at.astimezone(MARKET_ZONE).date()
        try:
            job.work(place, day)
        except Exception as error:  # noqa: BLE001 - a worker's mouth: the other jobs go on
            _log.exception("A regular job failed")
            _note(place, job, due_at, failure=type(error).__name__)
            return
        _note(place, job, due_at, failure=None, done_at=place.clock())


def is_overdue(place: Place, job: Daily) -> bool:
    """Whether a job's nudge was lost: it waits longer than a worker takes to begin."""
    waiting = _waiting(place, job)
    return bool(waiting) and waiting[0] < place.clock() - UNHEARD


UNHEARD = timedelta(minutes=2)

LEASE = timedelta(minutes=15)
"""How long one attempt is left alone; longer than any takes."""

RETRY_AFTER = timedelta(minutes=2)

_row = regular_run.c
_log = logging.getLogger(__name__)


def _waiting(place: Place, job: Daily) -> list[datetime]:
    """The moments at which a job was due, still counts and can be tried now; the oldest first."""
    now = place.clock()
    runs = sa.select(regular_run).where(_row.name == job.name)
    with place.engine.begin() as tx:
        first = tx.execute(runs.order_by(_row.due_at).limit(1)).one_or_none()
        if first is None:
            _begin(tx, job, now)
            return []
        since = max(first.due_at, now - job.keeps)
        known = {row.due_at: row for row in tx.execute(runs.where(_row.due_at >= since))}
    waiting = []
    for due_at in _due_since(job, since, now):
        row = known.get(due_at)
        if row is not None and row.done_at is not None:
            continue
        if row is not None and row.retry_at is not None and row.retry_at > now:
            break  # somebody is at it, or it failed a moment ago: later days wait behind it
        waiting.append(due_at)
    return waiting


def _begin(tx: sa.Connection, job: Daily, now: datetime) -> None:
    """A shop that has just opened has missed nothing."""
    *_, latest = _due_since(job, now - timedelta(days=1), now)
    first = pg.insert(regular_run).values(name=job.name, due_at=latest, done_at=now)
    tx.execute(first.on_conflict_do_nothing())


def _due_since(job: Daily, since: datetime, now: datetime) -> Iterator[datetime]:
    day = since.astimezone(MARKET_ZONE).date()
    while (due_at := datetime.combine(day, job.hour, MARKET_ZONE)) <= now:
        if due_at >= since:
            yield due_at
        day += timedelta(days=1)


def _taken(place: Place, job: Daily, due_at: datetime) -> bool:
    """Take a run for a while; False where somebody else was quicker."""
    now = place.clock()
    mine = pg.insert(regular_run).values(
        name=job.name, due_at=due_at, attempts=1, retry_at=now + LEASE
    )
    again = mine.on_conflict_do_update(
        index_elements=[_row.name, _row.due_at],
        set_={"attempts": _row.attempts + 1, "retry_at": now + LEASE},
        where=_row.done_at.is_(None) & sa.func.coalesce(_row.retry_at <= now, sa.true()),
    )
    with place.engine.begin() as tx:
        return tx.execute(again.returning(_row.name)).first() is not None


def _note(
    place: Place,
    job: Daily,
    due_at: datetime,
    *,
    failure: str | None,
    done_at: datetime | None = None,
) -> None:
    this = sa.update(regular_run).where(_row.name == job.name, _row.due_at == due_at)
    retry_at = None if failure is None else place.clock() + RETRY_AFTER
    with place.engine.begin() as tx:
        tx.execute(this.values(failure=failure, retry_at=retry_at, done_at=done_at))
