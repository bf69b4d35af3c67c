"""A settlement run: everybody whose cycle ends is drafted, and approved where that was asked.

Each farmer for whom anything waits has a transaction of his own, and a row of the run that is
written in it; the idle ones are passed over together. So a run that was killed goes on where it
stopped when it is started again, two at once share the work, and one farmer's failure keeps
nobody else waiting. It ends by proving its totals and telling the admins, whatever it found.
"""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, bindparam, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from ledger import people
from ledger.cycles import cycle_ends
from ledger.dating import FutureDateError, business_date
from ledger.errors import LedgerError
from ledger.journal import Source
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, require
from ledger.roles import PartyRole
from ledger.run_book import Run, done_table, run_of, run_table
from ledger.settlements import (
    NothingToSettleError,
    approve,
    draft,
    draft_and_approve,
    passes_by_itself,
)
from ledger.settlements.tables import unsettled

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Order:
    """What a run is to do, and for whom it acts."""

    cut_off: date
    approve: bool
    everyone: bool
    by: Party | None
    at: datetime
    source: Source


def settle_everyone(  # noqa: PLR0913 - a run has this many facts
    engine: Engine,
    cut_off: date,
    *,
    approve: bool,
    by: Party | None,
    at: datetime,
    source: Source,
    everyone: bool = False,
) -> Run:
    """Draft, and approve if so, a settlement for every farmer whose cycle ends on the cut-off.

    A run of the same cut-off that is under way, or was killed, is carried on.

    Args:
        engine: of the books; every farmer has a transaction of his own.
        cut_off: the last business date that is cleared.
        approve: approve what was drafted; else only what a term lets pass by itself.
        by: who runs it; None for the schedule.
        at: the moment.
        source: who and through what.
        everyone: whoever's cycle ends or not.

    Raises:
        NotAllowedError: his role does not draft, or not approve.
        FutureDateError: the cut-off is still to come; nothing was done.
    """
    if by is not None:
        require(by.role, Act.APPROVE_SETTLEMENT if approve else Act.DRAFT_SETTLEMENT)
    if cut_off > business_date(at):
        raise FutureDateError(cut_off)
    order = _Order(cut_off, approve, everyone, by, at, source)
    with engine.begin() as tx:
        wanted = _farmers(tx, order)
        run_id = _opened(tx, order, len(wanted))
    with engine.begin() as tx:
        waiting = _waiting(tx, cut_off)
        _skip(tx, run_id, [farmer for farmer in wanted if farmer.party_id not in waiting])
    for farmer in (each for each in wanted if each.party_id in waiting):
        _settle(engine, run_id, farmer, order)
    with engine.begin() as tx:
        _finish(tx, run_id, at)
        return run_of(tx, run_id)


def _farmers(tx: Connection, order: _Order) -> list[Party]:
    """Who is settled with; one who does not come any more is still owed what he is owed."""
    return [
        farmer
        for farmer in people.parties(tx, PartyRole.FARMER)
        if order.everyone or cycle_ends(farmer.cycle, order.cut_off)
    ]


def _opened(tx: Connection, order: _Order, farmers: int) -> int:
    """The run of this kind and cut-off that is under way, or a new one."""
    same = {
        "cut_off": order.cut_off,
        "is_approving": order.approve,
        "is_everyone": order.everyone,
    }
    is_under_way = run_table.c.finished_at.is_(None)
    row = insert(run_table).values(
        **same,
        farmers=farmers,
        started_by=None if order.by is None else order.by.party_id,
        started_at=order.at,
        faults=[],
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=[*same], index_where=is_under_way))
    found = select(run_table.c.run_id).filter_by(**same).where(is_under_way)
    return int(tx.execute(found).scalar_one())


def _waiting(tx: Connection, cut_off: date) -> set[int]:
    """The farmers for whom anything waits; an idle one costs the run no transaction of his own."""
    farmers = select(unsettled.c.farmer_id).where(unsettled.c.on <= cut_off).distinct()
    return set(tx.scalars(farmers))


def _skip(tx: Connection, run_id: int, idle: Sequence[Party]) -> None:
    """Nothing waits for these; one whom another is just settling with keeps his row."""
    if not idle:
        return
    outcome = asdict(_Outcome("skipped"))
    row = insert(done_table).values(run_id=run_id, **outcome, farmer_id=bindparam("farmer"))
    again = row.on_conflict_do_update(
        index_elements=[done_table.c.run_id, done_table.c.farmer_id],
        set_=outcome,
        where=done_table.c.outcome == "failed",
    )
    tx.execute(again, [{"farmer": farmer.party_id} for farmer in idle])


def _settle(engine: Engine, run_id: int, farmer: Party, order: _Order) -> None:
    """Settle with one farmer; a failure is a row of the run, and the others go on."""
    try:
        with engine.begin() as tx:
            if _taken(tx, run_id, farmer):
                _write(tx, run_id, farmer, _settled(tx, farmer, order))
    except (LedgerError, SQLAlchemyError) as error:
        what = {"farmer_id": farmer.party_id, "error": type(error).__name__}
        log.warning("a farmer was left out of a settlement run", extra=what)
        with engine.begin() as tx:
            if _taken(tx, run_id, farmer):
                _write(tx, run_id, farmer, _Outcome("failed", why=str(error).partition("\n")[0]))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of one farmer: the columns of his row."""

    outcome: str
    settlement_id: int | None = None
    net_paise: int = 0
    why: str | None = None


def _taken(tx: Connection, run_id: int, farmer: Party) -> bool:
    """Whether the farmer is ours to do: waits for another who has him, and leaves him who is done.

    One who failed before is tried again.
    """
    row = insert(done_table).values(
        run_id=run_id, farmer_id=farmer.party_id, **asdict(_Outcome("failed", why="under way"))
    )
    again = row.on_conflict_do_update(
        index_elements=[done_table.c.run_id, done_table.c.farmer_id],
        set_={"why": "under way"},
        where=done_table.c.outcome == "failed",
    )
    return tx.execute(again.returning(done_table.c.farmer_id)).first() is not None


def _settled(tx: Connection, farmer: Party, order: _Order) -> _Outcome:
    by, at = order.by, order.at
    try:
        if order.approve:
            done = draft_and_approve(
                tx, farmer.code, order.cut_off, by=by, at=at, source=order.source
            )
            return _Outcome("approved", done.settlement_id, done.net_paise)
        drafted = draft(tx, farmer.code, order.cut_off, by=by, at=at)
    except NothingToSettleError:
        return _Outcome("skipped")
    which = drafted.settlement_id
    if not passes_by_itself(tx, drafted, at):
        return _Outcome("drafted", which)
    approve(tx, which, by=None, at=at, source=order.source)
    return _Outcome("approved", which, drafted.net_paise)


def _write(tx: Connection, run_id: int, farmer: Party, outcome: _Outcome) -> None:
    mine = (done_table.c.run_id == run_id) & (done_table.c.farmer_id == farmer.party_id)
    tx.execute(update(done_table).where(mine).values(asdict(outcome)))


def _finish(tx: Connection, run_id: int, at: datetime) -> None:
    """Prove the totals and tell the admins, once, whoever ends the run first."""
    mine = run_table.c.run_id == run_id
    row = tx.execute(select(run_table).where(mine).with_for_update()).one()
    if row.finished_at is not None:
        return
    faults = list(_faults(tx, run_id))
    tx.execute(update(run_table).where(mine).values(finished_at=at, faults=faults))
    run = run_of(tx, run_id)
    for admin in people.parties(tx, PartyRole.ADMIN):
        if admin.is_active:
            note(
                tx,
                key=f"run:{run_id}:{admin.party_id}",
                party_id=admin.party_id,
                kind=NoticeKind.RUN_DONE,
                subject={
                    "run": run_id,
                    "cut_off": run.cut_off.isoformat(),
                    "drafted": run.drafted,
                    "approved": run.approved,
                    "skipped": run.skipped,
                    "failed": len(run.failed),
                    "net_paise": run.net_paise,
                    "faults": faults,
                },
            )


def _faults(tx: Connection, run_id: int) -> Iterable[str]:
    """What does not hold after the run: the trial balance, its settlements, their postings."""
    total = tx.scalar(text("SELECT coalesce(sum(amount_paise), 0) FROM posting"))
    if total != 0:
        yield f"the trial balance is off by {total} paise"
    for number, fault in tx.execute(text(DISAGREEING), {"run": run_id}):
        yield f"{number} {fault}"
    nets, posted = tx.execute(text(TOTALS), {"run": run_id}).one()
    if nets != posted:
        yield f"the slips say {nets} paise, {posted} are posted"


DISAGREEING = """
SELECT s.number, settlement_fault(s)
FROM settlement s JOIN settlement_run_farmer r ON r.settlement_id = s.settlement_id
WHERE r.run_id = :run AND r.outcome = 'approved' AND settlement_fault(s) IS NOT NULL
"""

TOTALS = """
SELECT coalesce(sum(s.net_paise), 0), coalesce(sum(-p.amount_paise), 0)
FROM settlement_run_farmer r
JOIN settlement s ON s.settlement_id = r.settlement_id
LEFT JOIN account a ON a.party_id = s.farmer_id AND a.code LIKE 'settled:%'
LEFT JOIN posting p ON p.entry_id = s.entry_id AND p.account_id = a.id
WHERE r.run_id = :run AND r.outcome = 'approved'
"""
