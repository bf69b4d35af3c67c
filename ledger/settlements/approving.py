"""Approval clears what is payable up to the cut-off, numbers it and tells the farmer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Text,
    bindparam,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from ledger import people
from ledger.dating import business_date
from ledger.fees import Charge
from ledger.journal import Source, post
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, require
from ledger.settlement import Clearing, settle
from ledger.settlements.drafting import draft_reckoned, step
from ledger.settlements.facts import (
    DraftChangedError,
    Figures,
    Settlement,
    SettlementState,
    SettlementStateError,
)
from ledger.settlements.figures import Reckoning, reckoned, stamped_lines
from ledger.settlements.reading import DRAFTS, read_back, settlement_of, written
from ledger.settlements.slips import digest_of, fee_lines
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
    drafted = _held(tx, settlement_id, business_date(at))
    if drafted.state not in DRAFTS:
        raise SettlementStateError(drafted.number or settlement_id, drafted.state)
    now = reckoned(tx, people.farmer(tx, drafted.farmer), drafted.cut_off)
    before = _figures(drafted)
    if now.figures != before:
        raise DraftChangedError(settlement_id, before, now.figures)
    return _cleared(tx, drafted, now, by=by, at=at, source=source)


def draft_and_approve(  # noqa: PLR0913 - whose, up to when, by whom, when, through what
    tx: Connection, farmer: str, cut_off: date, *, by: Party | None, at: datetime, source: Source
) -> Settlement:
    """Settle with a farmer at once: what is posted is reckoned once, under the same lock.

    Raises:
        LedgerError: as for `draft` and `approve`.
    """
    if by is not None:
        require(by.role, Act.APPROVE_SETTLEMENT)
    drafted, now = draft_reckoned(tx, farmer, cut_off, by=by, at=at)
    return _cleared(tx, drafted, now, by=by, at=at, source=source)


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


def _held(tx: Connection, settlement_id: int, on: date) -> Settlement:
    """The settlement as it stands once its farmer's accounts are held; see `hold_accounts`."""
    column = settlement_table.c
    held = select(func.hold_accounts(column.farmer_id, on))
    tx.execute(held.where(column.settlement_id == settlement_id))
    return settlement_of(tx, settlement_id)


def _cleared(  # noqa: PLR0913 - what, by whom, when, through what
    tx: Connection,
    drafted: Settlement,
    now: Reckoning,
    *,
    by: Party | None,
    at: datetime,
    source: Source,
) -> Settlement:
    """Post what was reckoned, number the settlement, stamp its slip, tell the farmer."""
    on, farmer = business_date(at), now.farmer
    entry_id = None
    if now.figures.due_paise > 0:
        entry = settle(farmer.code, _clearing(now.figures), on=on, fees=_by_account(now.charges))
        entry_id = post(tx, entry, key=key_of(drafted), source=source).entry_id
    row = tx.execute(
        _approving(),
        {
            "which": drafted.settlement_id,
            "approved_on": on,
            "approved_at": at,
            "approved_by": None if by is None else by.party_id,
            "pay_on": on + timedelta(days=terms(tx, at).pay_days),
            "entry_id": entry_id,
        },
    )
    approved = read_back(row.mappings().one(), farmer)
    _write_fees(tx, approved.settlement_id, now.charges)
    stamped = _stamped(tx, approved, now.charges)
    step(tx, stamped.settlement_id, "approved", by=by, at=at)
    tell(tx, stamped.settlement_id, farmer, NoticeKind.SETTLEMENT_READY)
    return stamped


@cache
def _approving() -> ReturningUpdate[*tuple[Any, ...]]:
    facts = ("approved_on", "approved_at", "approved_by", "pay_on", "entry_id")
    return (
        update(settlement_table)
        .where(settlement_table.c.settlement_id == bindparam("which"))
        .values(state=SettlementState.APPROVED, **{name: bindparam(name) for name in facts})
        .returning(*written())
    )


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


def _stamped(tx: Connection, approved: Settlement, charges: Iterable[Charge]) -> Settlement:
    """Give the slip its check code: the first of its digest that no other slip bears."""
    lines = stamped_lines(tx, approved.settlement_id)
    digest = digest_of(approved, fee_lines(tx, charges), lines)
    codes = [code_of(digest, turn) for turn in range(CODES)]
    stamp = {"which": approved.settlement_id, "slip_digest": digest, "codes": codes}
    return replace(approved, code=tx.scalar(_stamping(), stamp))


@cache
def _stamping() -> ReturningUpdate[str]:
    codes = bindparam("codes", type_=ARRAY(Text))
    wanted = func.unnest(codes).table_valued("code", with_ordinality="turn").render_derived()
    other = settlement_table.alias("other").c
    free = (
        select(wanted.c.code)
        .where(~exists().where(other.code == wanted.c.code))
        .order_by(wanted.c.turn)
        .limit(1)
    )
    column = settlement_table.c
    return (
        update(settlement_table)
        .where(column.settlement_id == bindparam("which"))
        .values(slip_digest=bindparam("slip_digest"), code=free.scalar_subquery())
        .returning(column.code)
    )


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
