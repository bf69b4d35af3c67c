"""Drafts: what a settlement would come to, laid before who approves it.

A farmer has one open draft at most. Drafting again looks anew; with another cut-off the old draft
is dropped. A draft takes no number and posts nothing.
"""

from dataclasses import asdict
from datetime import date, datetime

from sqlalchemy import Connection, func, insert, select, update

from ledger import people
from ledger.dating import FutureDateError, business_date
from ledger.people import Party
from ledger.policy import Act, require
from ledger.settlements.facts import Figures, Settlement, SettlementState
from ledger.settlements.figures import reckoned
from ledger.settlements.reading import settlement_of
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
    if by is not None:
        require(by.role, Act.DRAFT_SETTLEMENT)
    if cut_off > business_date(at):
        raise FutureDateError(cut_off)
    whose = people.farmer(tx, farmer)
    hold_accounts(tx, whose, business_date(at))
    figures = reckoned(tx, whose, cut_off).figures
    settlement_id = _refreshed(tx, whose, cut_off, figures, at=at)
    if settlement_id is None:
        settlement_id = _added(tx, whose, cut_off, figures)
    step(tx, settlement_id, "drafted", by=by, at=at)
    return settlement_of(tx, settlement_id)


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
    row = insert(step_table).values(
        settlement_id=settlement_id,
        step=what,
        actor_id=None if by is None else by.party_id,
        at=at,
        words=words,
        answers=answers,
    )
    return int(tx.execute(row.returning(step_table.c.step_id)).scalar_one())


def _refreshed(
    tx: Connection, farmer: Party, cut_off: date, figures: Figures, *, at: datetime
) -> int | None:
    """The farmer's open draft of this cut-off with these figures; one of another is dropped."""
    column = settlement_table.c
    found = tx.execute(
        select(column.settlement_id, column.cut_off).where(
            column.farmer_id == farmer.party_id,
            column.state.in_([SettlementState.DRAFT, SettlementState.PENDING]),
        )
    ).one_or_none()
    if found is None:
        return None
    is_same = found.cut_off == cut_off
    becomes = (
        asdict(figures) | {"state": SettlementState.DRAFT}
        if is_same
        else {"state": SettlementState.VOID}
    )
    chosen = update(settlement_table).where(column.settlement_id == found.settlement_id)
    tx.execute(chosen.values(becomes))
    if is_same:
        return int(found.settlement_id)
    why = f"drafted up to {cut_off.isoformat()} instead"
    step(tx, found.settlement_id, "voided", by=None, at=at, words=why)
    return None


def _added(tx: Connection, farmer: Party, cut_off: date, figures: Figures) -> int:
    column = settlement_table.c
    earlier = select(func.count()).where(
        column.farmer_id == farmer.party_id, column.cut_off == cut_off
    )
    row = insert(settlement_table).values(
        farmer_id=farmer.party_id,
        cut_off=cut_off,
        revision=(tx.scalar(earlier) or 0) + 1,
        **asdict(figures),
    )
    return int(tx.execute(row.returning(column.settlement_id)).scalar_one())
