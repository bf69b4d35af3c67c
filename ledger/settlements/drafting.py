"""Drafts: what a settlement would come to, laid before who approves it.

A farmer has one open draft at most. Drafting again looks anew; with another cut-off the old draft
is dropped. A draft takes no number and posts nothing.
"""

from dataclasses import asdict, fields
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update
from sqlalchemy.sql.dml import ReturningInsert

from ledger import people
from ledger.dating import FutureDateError, business_date
from ledger.people import Party
from ledger.policy import Act, require
from ledger.settlements.facts import Figures, Settlement, SettlementState
from ledger.settlements.figures import Reckoning, reckoned
from ledger.settlements.reading import read_back, written
from ledger.settlements.tables import settlement_table, step_table


def draft(
    tx: Connection, farmer: str, cut_off: date, *, by: Party | None, at: datetime
) -> Settlement:
    """Reckon what a farmer is owed up to a day; drafted again, his open draft is looked at anew.

    Args:
        tx: the transaction.
        farmer: his code.
        cut_off: the last business date that it clears, today at most.
        by: who drafts; None for the nightly run.
        at: the moment.

    Raises:
        NotAllowedError: his role does not draft.
        UnknownCodeError: no farmer has the code.
        FutureDateError: the cut-off is still to come.
        NothingToSettleError: nothing up to the cut-off waits for a settlement.
    """
    drafted, _ = draft_reckoned(tx, farmer, cut_off, by=by, at=at)
    return drafted


def draft_reckoned(
    tx: Connection, farmer: str, cut_off: date, *, by: Party | None, at: datetime
) -> tuple[Settlement, Reckoning]:
    """The same, with what the figures were reckoned from; his accounts stay held."""
    if by is not None:
        require(by.role, Act.DRAFT_SETTLEMENT)
    if cut_off > business_date(at):
        raise FutureDateError(cut_off)
    whose = people.farmer(tx, farmer)
    hold_accounts(tx, whose, business_date(at))
    now = reckoned(tx, whose, cut_off)
    drafted = _refreshed(tx, now, cut_off, at=at) or _added(tx, now, cut_off)
    step(tx, drafted.settlement_id, "drafted", by=by, at=at)
    return drafted, now


def hold_accounts(tx: Connection, farmer: Party, on: date) -> None:
    """Wait until nobody else posts for this farmer, and keep it so until the transaction ends.

    Args:
        tx: the transaction; it settles or pays one farmer, so that two never wait in a circle.
        farmer: whose accounts.
        on: the business date of what will be posted.
    """
    tx.execute(select(func.hold_accounts(farmer.party_id, on)))


def step(  # noqa: PLR0913 - a step has this many facts
    tx: Connection,
    settlement_id: int,
    what: str,
    *,
    by: Party | None,
    at: datetime,
    words: str | None = None,
    answers: int | None = None,
) -> int:
    """Write down who did what to a settlement."""
    row = {
        "settlement_id": settlement_id,
        "step": what,
        "actor_id": None if by is None else by.party_id,
        "at": at,
        "words": words,
        "answers": answers,
    }
    return int(tx.execute(_stepping(), row).scalar_one())


@cache
def _stepping() -> ReturningInsert[int]:
    return insert(step_table).returning(step_table.c.step_id)


def _refreshed(tx: Connection, now: Reckoning, cut_off: date, *, at: datetime) -> Settlement | None:
    """The farmer's open draft of this cut-off with these figures; one of another is dropped."""
    column = settlement_table.c
    found = tx.execute(
        select(column.settlement_id, column.cut_off).where(
            column.farmer_id == now.farmer.party_id,
            column.state.in_([SettlementState.DRAFT, SettlementState.PENDING]),
        )
    ).one_or_none()
    if found is None:
        return None
    chosen = update(settlement_table).where(column.settlement_id == found.settlement_id)
    if found.cut_off == cut_off:
        becomes = asdict(now.figures) | {"state": SettlementState.DRAFT}
        row = tx.execute(chosen.values(becomes).returning(*written())).mappings().one()
        return read_back(row, now.farmer)
    tx.execute(chosen.values(state=SettlementState.VOID))
    why = f"drafted up to {cut_off.isoformat()} instead"
    step(tx, found.settlement_id, "voided", by=None, at=at, words=why)
    return None


def _added(tx: Connection, now: Reckoning, cut_off: date) -> Settlement:
    facts = {"farmer_id": now.farmer.party_id, "cut_off": cut_off, **asdict(now.figures)}
    return read_back(tx.execute(_adding(), facts).mappings().one(), now.farmer)


@cache
def _adding() -> ReturningInsert[*tuple[Any, ...]]:
    earlier = settlement_table.alias("earlier").c
    revisions = select(func.count() + 1).where(
        earlier.farmer_id == bindparam("farmer_id"), earlier.cut_off == bindparam("cut_off")
    )
    given = ["farmer_id", "cut_off", *(field.name for field in fields(Figures))]
    row = insert(settlement_table).values({name: bindparam(name) for name in given})
    return row.values(revision=revisions.scalar_subquery()).returning(*written())
