"""How a settlement run goes from farmer to farmer, with a transaction for each."""

import logging
from collections.abc import Sequence
from dataclasses import KW_ONLY, asdict, dataclass
from datetime import date, datetime

from sqlalchemy import Connection, Engine, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from ledger import people
from ledger.cycles import cycle_ends
from ledger.errors import LedgerError
from ledger.journal import Source
from ledger.people import Party
from ledger.roles import PartyRole
from ledger.run_book import Run, done_table, run_of
from ledger.run_proof import finish
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
class Order:
    """What a run is to do, and for whom it acts."""

    cut_off: date
    _: KW_ONLY
    approve: bool
    everyone: bool
    by: Party | None
    at: datetime
    source: Source


def walked(engine: Engine, run_id: int, order: Order) -> Run:
    """Settle with each farmer who is left, and end the run."""
    with engine.begin() as tx:
        wanted = farmers_of(tx, order)
        waiting = _waiting(tx, order.cut_off)
        _skip(tx, run_id, [farmer for farmer in wanted if farmer.party_id not in waiting])
    for farmer in (each for each in wanted if each.party_id in waiting):
        _settle(engine, run_id, farmer, order)
    with engine.begin() as tx:
        finish(tx, run_id, order.at)
        return run_of(tx, run_id)


def farmers_of(tx: Connection, order: Order) -> list[Party]:
    """Who is settled with; one who does not come any more is still owed what he is owed."""
    return [
        farmer
        for farmer in people.parties(tx, PartyRole.FARMER)
        if order.everyone or cycle_ends(farmer.cycle, order.cut_off)
    ]


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


def _settle(engine: Engine, run_id: int, farmer: Party, order: Order) -> None:
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


def _settled(tx: Connection, farmer: Party, order: Order) -> _Outcome:
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
