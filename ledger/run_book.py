"""The rows of settlement runs: how far one got, readable while it is under way."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Integer,
    Table,
    Text,
    func,
    select,
)

from ledger.db import metadata
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
    Column("started_at", DateTime(timezone=True)),
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """How far a run got; readable while it is under way.

    Attributes:
        farmers: how many it is about.
        skipped: farmers for whom nothing waited.
        failed: farmers left out, each with the reason, by code.
        net_paise: of all that were approved.
        faults: what the proof at the end found wrong.
        finished_at: None while it is under way.
    """

    run_id: int
    cut_off: date
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
    """How far a run got."""
    row = tx.execute(select(run_table).where(run_table.c.run_id == run_id)).one()
    outcomes = tx.execute(
        select(done_table, party_table.c.code)
        .join(party_table, party_table.c.party_id == done_table.c.farmer_id)
        .where(done_table.c.run_id == run_id)
        .order_by(party_table.c.code)
    ).all()
    counted = [each.outcome for each in outcomes]
    return Run(
        run_id=run_id,
        cut_off=row.cut_off,
        farmers=row.farmers,
        drafted=counted.count("drafted"),
        approved=counted.count("approved"),
        skipped=counted.count("skipped"),
        failed=tuple((each.code, each.why) for each in outcomes if each.outcome == "failed"),
        net_paise=sum(each.net_paise for each in outcomes if each.outcome == "approved"),
        faults=tuple(row.faults),
        finished_at=row.finished_at,
    )


def latest_run(tx: Connection) -> Run | None:
    """The newest run, under way or not."""
    run_id = tx.scalar(select(func.max(run_table.c.run_id)))
    return None if run_id is None else run_of(tx, run_id)
