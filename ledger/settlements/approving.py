"""Approval clears what is payable up to the cut-off, numbers it and tells the farmer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from ledger import people
from ledger.dating import business_date
from ledger.fees import Charge
from ledger.journal import Source, post
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, require
from ledger.settlement import Clearing, settle
from ledger.settlements.drafting import hold_accounts, step
from ledger.settlements.facts import (
    DraftChangedError,
    Figures,
    Settlement,
    SettlementState,
    SettlementStateError,
)
from ledger.settlements.figures import reckoned
from ledger.settlements.reading import DRAFTS, settlement_of
from ledger.settlements.slips import digest_of_slip, slip_of
from ledger.settlements.tables import (
    fee_table,
    settlement_table,
)
from ledger.slip_code import CODES, code_of
from ledger.terms import terms


def approve(
    tx: Connection, settlement_id: int, *, by: Party | None, at: datetime, source: Source
) -> Settlement:
    """Clear what the farmer is owed up to the cut-off: post it, number it, tell him.

    What is owed is reckoned again under the lock that every posting of his takes; who approves
    never posts other figures than he saw. One transaction approves one settlement.

    Args:
        tx: the transaction.
        settlement_id: a draft, submitted or not.
        by: who approves; None where a term lets small ones pass by themselves.
        at: the moment; its business date is the entry's.
        source: who and through what.

    Raises:
        NotAllowedError: his role does not approve.
        UnknownSettlementError: there is no such settlement.
        SettlementStateError: it is approved already, or void.
        DraftChangedError: what is owed is not what was drafted.
        NothingToSettleError: nothing is left of it.
        DayClosedError: the day is closed.
    """
    if by is not None:
        require(by.role, Act.APPROVE_SETTLEMENT)
    farmer = people.farmer(tx, settlement_of(tx, settlement_id).farmer)
    on = business_date(at)
    hold_accounts(tx, farmer, on)
    drafted = settlement_of(tx, settlement_id)
    if drafted.state not in DRAFTS:
        raise SettlementStateError(drafted.number or settlement_id, drafted.state)
    now = reckoned(tx, farmer, drafted.cut_off)
    before = _figures(drafted)
    if now.figures != before:
        raise DraftChangedError(settlement_id, before, now.figures)
    entry_id = None
    if now.figures.due_paise > 0:
        entry = settle(farmer.code, _clearing(now.figures), on=on, fees=_by_account(now.charges))
        entry_id = post(tx, entry, key=key_of(drafted), source=source).entry_id
    chosen = update(settlement_table).where(settlement_table.c.settlement_id == settlement_id)
    tx.execute(
        chosen.values(
            state=SettlementState.APPROVED,
            approved_on=on,
            approved_at=at,
            approved_by=None if by is None else by.party_id,
            pay_on=on + timedelta(days=terms(tx, at).pay_days),
            entry_id=entry_id,
        )
    )
    _write_fees(tx, settlement_id, now.charges)
    approved = _stamped(tx, settlement_id)
    step(tx, settlement_id, "approved", by=by, at=at)
    tell(tx, settlement_id, farmer, NoticeKind.SETTLEMENT_READY)
    return approved


def submit(
    tx: Connection, settlement_id: int, *, by: Party, at: datetime, source: Source
) -> Settlement:
    """Lay a draft before who approves; a small one passes by itself where a term lets it.

    Raises:
        NotAllowedError: his role does not draft.
        UnknownSettlementError: there is no such settlement.
        SettlementStateError: it is no draft any more.
        LedgerError: as for `approve`, of one that passes by itself.
    """
    require(by.role, Act.DRAFT_SETTLEMENT)
    drafted = settlement_of(tx, settlement_id)
    moved = (
        update(settlement_table)
        .where(
            settlement_table.c.settlement_id == settlement_id,
            settlement_table.c.state == SettlementState.DRAFT,
        )
        .values(state=SettlementState.PENDING)
    )
    if tx.execute(moved).rowcount == 0:
        raise SettlementStateError(drafted.number or settlement_id, drafted.state)
    step(tx, settlement_id, "submitted", by=by, at=at)
    if passes_by_itself(tx, drafted, at):
        return approve(tx, settlement_id, by=None, at=at, source=source)
    return settlement_of(tx, settlement_id)


def passes_by_itself(tx: Connection, drafted: Settlement, at: datetime) -> bool:
    """Whether it is so small that a term lets it pass without anybody's yes."""
    return 0 < drafted.net_paise <= terms(tx, at).auto_approve_paise


def _write_fees(tx: Connection, settlement_id: int, charges: Iterable[Charge]) -> None:
    rows = [
        {
            "settlement_id": settlement_id,
            "line": line,
            "fee_kind_id": charge.fee.fee_kind_id,
            "from_id": charge.from_id,
            "asked_paise": charge.asked_paise,
            "applied_paise": charge.applied_paise,
        }
        for line, charge in enumerate(charges, start=1)
    ]
    if rows:
        tx.execute(insert(fee_table), rows)


def _stamped(tx: Connection, settlement_id: int) -> Settlement:
    """Give the slip its check code: the first of its digest that no other slip bears."""
    slip = slip_of(tx, settlement_id)
    digest = digest_of_slip(slip)
    wanted = [code_of(digest, turn) for turn in range(CODES)]
    column = settlement_table.c
    taken = set(tx.scalars(select(column.code).where(column.code.in_(wanted))))
    code = next(code for code in wanted if code not in taken)
    chosen = update(settlement_table).where(column.settlement_id == settlement_id)
    tx.execute(chosen.values(slip_digest=digest, code=code))
    return replace(slip.settlement, code=code)


def tell(tx: Connection, settlement_id: int, farmer: Party, kind: NoticeKind) -> None:
    """The farmer hears what became of his settlement."""
    note(
        tx,
        key=f"settlement:{settlement_id}:{kind}",
        party_id=farmer.party_id,
        kind=kind,
        subject={"settlement": settlement_id},
    )


def key_of(settlement: Settlement) -> str:
    """Names the fact, for ever."""
    return f"settlement:{settlement.farmer}:{settlement.cut_off}:{settlement.revision}"


def _figures(settlement: Settlement) -> Figures:
    return Figures(**{field.name: getattr(settlement, field.name) for field in fields(Figures)})


def _clearing(figures: Figures) -> Clearing:
    return Clearing(
        due_paise=figures.due_paise,
        fees_paise=figures.fees_paise,
        fees_carried_paise=figures.fees_carried_paise,
        recovered_paise=figures.recovered_paise,
        net_paise=figures.net_paise,
        carried_paise=figures.carried_paise,
    )


def _by_account(charges: Iterable[Charge]) -> dict[str, int]:
    taken: defaultdict[str, int] = defaultdict(int)
    for charge in charges:
        taken[charge.fee.account] += charge.applied_paise
    return taken
