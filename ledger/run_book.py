"""The rows of settlement runs: how far one got, readable while it is under way.

Whoever is at a run holds its lock, so that others leave it to him; the lock goes with him.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    Row,
    Table,
    Text,
    func,
    select,
    text,
)

from ledger.db import metadata
from ledger.errors import LedgerError
from ledger.people import party_table

run_table = Table(
    "settlement_run",
    metadata,
    Column("run_id", BigInteger, primary_key=True),
    Column("cut_off", Date),
    Column("is_approving", Boolean),
    Column("is_everyone", Boolean),
    Column("farmers", Integer),
    Column("started_by", BigInteger),
    Column("channel", Text),
    Column("started_at", DateTime(timezone=True)),
    Column("tried_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("faults", ARRAY(Text)),
)
done_table = Table(
    "settlement_run_farmer",
    metadata,
    Column("run_id", BigInteger, primary_key=True),
    Column("farmer_id", BigInteger, primary_key=True),
    Column("outcome", Text),
    Column("settlement_id", BigInteger),
    Column("net_paise", BigInteger),
    Column("why", Text),
)


class UnknownRunError(LedgerError):
    """There is no such settlement run."""

    def __init__(self, run_id: int) -> None:
        super().__init__(f"no settlement run {run_id}")
        self.run_id = run_id


RUNNING = 71006
"""First half of the key of the runs' advisory locks; the other is the run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How far a run got; readable while it is under way.

    Attributes:
        approve: whether it approves what it drafts.
        everyone: whether it is about all, or those alone whose cycle ends.
        by: who ordered it; None for the schedule.
        farmers: how many it is about.
        skipped: farmers for whom nothing waited.
        failed: farmers left out, each with the reason, by code.
        net_paise: of all that were approved.
        faults: what the proof at the end found wrong.
        finished_at: None while it is under way.
    """

    run_id: int
    cut_off: date
    approve: bool
    everyone: bool
    by: int | None
    started_at: datetime
    farmers: int
    drafted: int
    approved: int
    skipped: int
    failed: tuple[tuple[str, str], ...]
    net_paise: int
    faults: tuple[str, ...]
    finished_at: datetime | None

    @property
    def done(self) -> int:
        """How many farmers are behind it."""
        return self.drafted + self.approved + self.skipped + len(self.failed)


def run_of(tx: Connection, run_id: int) -> Run:
    """How far a run got, with everybody who was left out.

    Raises:
        UnknownRunError: there is no such run.
    """
    return _run(tx, _row(tx, run_id))


def latest_run(tx: Connection) -> Run | None:
    """The newest run, under way or not."""
    newest = runs(tx, 1)
    return newest[0] if newest else None


def runs(tx: Connection, most: int) -> list[Run]:
    """The newest runs, the last one first."""
    newest = select(run_table).order_by(run_table.c.run_id.desc()).limit(most)
    return [_run(tx, row) for row in tx.execute(newest).all()]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run got, in two numbers."""

    done: int
    farmers: int
    is_over: bool


def run_progress(tx: Connection, run_id: int) -> Progress:
    """How far a run got, as cheaply as it can be asked every second.

    Raises:
        UnknownRunError: there is no such run.
    """
    row = _row(tx, run_id)
    counted = select(func.count()).where(done_table.c.run_id == run_id)
    return Progress(tx.scalar(counted) or 0, row.farmers, row.finished_at is not None)


@dataclass(frozen=True, slots=True)
class LeftAlone:
    """An unfinished run that nobody is at.

    Attributes:
        is_tried: somebody was at it before; else it is only ordered.
        tried_at: when it was last taken up, or else ordered.
    """

    run_id: int
    is_tried: bool
    tried_at: datetime


def left_alone(tx: Connection) -> list[LeftAlone]:
    """The unfinished runs that nobody is at, the oldest first."""
    column = run_table.c
    waiting = (
        select(column.run_id, column.tried_at, column.started_at)
        .where(column.finished_at.is_(None), text(NOBODY_HOLDS).bindparams(running=RUNNING))
        .order_by(column.run_id)
    )
    return [
        LeftAlone(row.run_id, row.tried_at is not None, row.tried_at or row.started_at)
        for row in tx.execute(waiting)
    ]


NOBODY_HOLDS = """
NOT EXISTS (
    SELECT FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND objsubid = 2
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND classid::bigint = :running AND objid::bigint = run_id
)
"""


def _row(tx: Connection, run_id: int) -> Row[Any]:
    row = tx.execute(select(run_table).where(run_table.c.run_id == run_id)).one_or_none()
    if row is None:
        raise UnknownRunError(run_id)
    return row


def _run(tx: Connection, row: Row[Any]) -> Run:
    outcomes = tx.execute(
        select(done_table, party_table.c.code)
        .join(party_table, party_table.c.party_id == done_table.c.farmer_id)
        .where(done_table.c.run_id == row.run_id)
        .order_by(party_table.c.code)
    ).all()
    counted = [each.outcome for each in outcomes]
    return Run(
        run_id=row.run_id,
        cut_off=row.cut_off,
        approve=row.is_approving,
        everyone=row.is_everyone,
        by=row.started_by,
        started_at=row.started_at,
        farmers=row.farmers,
        drafted=counted.count("drafted"),
        approved=counted.count("approved"),
        skipped=counted.count("skipped"),
        failed=tuple((each.code, each.why) for each in outcomes if each.outcome == "failed"),
        net_paise=sum(each.net_paise for each in outcomes if each.outcome == "approved"),
        faults=tuple(row.faults),
        finished_at=row.finished_at,
    )
