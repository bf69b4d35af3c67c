"""A settlement run: everybody whose cycle ends is drafted, and approved where that was asked.

Each farmer for whom anything waits has a transaction of his own, and a row of the run that is
written in it; the idle ones are passed over together. So a run that was killed goes on where it
stopped when it is started again, two at once share the work, and one farmer's failure keeps
nobody else waiting. A command does its run itself; one ordered from a page, or left half-way, is
carried on by the workers. How it ends is `ledger.run_proof`'s.
"""

from datetime import date, datetime

from sqlalchemy import Connection, Engine, Integer, cast, func, select, update
from sqlalchemy.dialects.postgresql import insert

from ledger import people
from ledger.dating import FutureDateError, business_date
from ledger.journal import Source
from ledger.people import Party
from ledger.policy import Act, require
from ledger.run_book import RUNNING, Run, run_of, run_table
from ledger.run_walk import Order, farmers_of, walked


def order_run(  # noqa: PLR0913 - a run has this many facts
    tx: Connection, cut_off: date, *, approve: bool, everyone: bool, by: Party, at: datetime
) -> Run:
    """Have a run done by the workers, who take it up within a second or two.

    One of the same kind and cut-off that is under way already is that run.

    Args:
        tx: the transaction; the run is ordered once it is committed.
        cut_off: the last business date that is cleared.
        approve: approve what was drafted; else only what a term lets pass by itself.
        everyone: whoever's cycle ends or not.
        by: who orders it; it posts in his name.
        at: the moment.

    Raises:
        NotAllowedError: his role does not draft, or not approve.
        FutureDateError: the cut-off is still to come; nothing was ordered.
    """
    source = Source(by.party_id, "web")
    order = Order(cut_off, approve=approve, everyone=everyone, by=by, at=at, source=source)
    _check(order)
    return run_of(tx, _opened(tx, order))


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
    order = Order(cut_off, approve=approve, everyone=everyone, by=by, at=at, source=source)
    _check(order)
    with engine.connect() as holder:
        # Held before anybody sees the run, so that no worker takes it up as well; where somebody
        # is at it already, the work is shared.
        run_id = _opened(holder, order)
        is_held = _held(holder, run_id, at)
        holder.commit()
        try:
            return walked(engine, run_id, order)
        finally:
            if is_held:
                _let_go(holder, run_id)


def carry_on(engine: Engine, run_id: int, *, at: datetime) -> Run | None:
    """Do what is left of a run in the name of who ordered it; None where somebody is at it.

    Raises:
        UnknownRunError: there is no such run.
    """
    with engine.connect() as holder:
        is_held = _held(holder, run_id, at)
        run = run_of(holder, run_id)
        order = _order_of(holder, run, at)
        holder.commit()
        if not is_held:
            return None
        try:
            return run if run.finished_at else walked(engine, run_id, order)
        finally:
            _let_go(holder, run_id)


def _check(order: Order) -> None:
    if order.by is not None:
        act = Act.APPROVE_SETTLEMENT if order.approve else Act.DRAFT_SETTLEMENT
        require(order.by.role, act)
    if order.cut_off > business_date(order.at):
        raise FutureDateError(order.cut_off)


def _order_of(tx: Connection, run: Run, at: datetime) -> Order:
    """What a run was to do, as its row says."""
    channel = tx.scalar(select(run_table.c.channel).where(run_table.c.run_id == run.run_id))
    return Order(
        run.cut_off,
        approve=run.approve,
        everyone=run.everyone,
        by=None if run.by is None else people.party_of_id(tx, run.by),
        at=at,
        source=Source(run.by, str(channel)),
    )


def _held(holder: Connection, run_id: int, at: datetime) -> bool:
    """Whether the run is this connection's to do, from now until it lets it go or ends."""
    if not holder.scalar(select(func.pg_try_advisory_lock(RUNNING, cast(run_id, Integer)))):
        return False
    holder.execute(update(run_table).where(run_table.c.run_id == run_id).values(tried_at=at))
    return True


def _let_go(holder: Connection, run_id: int) -> None:
    with holder.begin():
        holder.execute(select(func.pg_advisory_unlock(RUNNING, cast(run_id, Integer))))


def _opened(tx: Connection, order: Order) -> int:
    """The run of this kind and cut-off that is under way, or a new one."""
    same = {
        "cut_off": order.cut_off,
        "is_approving": order.approve,
        "is_everyone": order.everyone,
    }
    is_under_way = run_table.c.finished_at.is_(None)
    row = insert(run_table).values(
        **same,
        farmers=len(farmers_of(tx, order)),
        started_by=None if order.by is None else order.by.party_id,
        channel=order.source.channel,
        started_at=order.at,
        faults=[],
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=[*same], index_where=is_under_way))
    found = select(run_table.c.run_id).filter_by(**same).where(is_under_way)
    return int(tx.execute(found).scalar_one())
