"""Approval and voiding: the two moves of a settlement that touch money."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from ledger import approvals, people
from ledger.approvals import AskKind
from ledger.dating import business_date
from ledger.fees import Charge
from ledger.journal import Source, post, reverse
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, require
from ledger.reasons import plain
from ledger.settlement import Clearing, settle
from ledger.settlements.drafting import hold_accounts, step
from ledger.settlements.facts import (
    CarriedOnError,
    DraftChangedError,
    Figures,
    Settlement,
    SettlementPaidError,
    SettlementState,
    SettlementStateError,
)
from ledger.settlements.figures import reckoned
from ledger.settlements.reading import (
    APPROVED,
    DRAFTS,
    digest_of_slip,
    settlement_of,
    slip_of,
)
from ledger.settlements.tables import (
    carry_table,
    fee_table,
    payment_table,
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
        entry_id = post(tx, entry, key=_key(drafted), source=source).entry_id
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
    _stamp(tx, settlement_id)
    step(tx, settlement_id, "approved", by=by, at=at)
    _tell(tx, settlement_id, farmer, NoticeKind.SETTLEMENT_READY)
    return settlement_of(tx, settlement_id)


def void(  # noqa: PLR0913 - who, why, when, through what, with whose yes
    tx: Connection,
    settlement_id: int,
    *,
    reason: str,
    by: Party,
    at: datetime,
    source: Source,
    ask: int | None = None,
) -> Settlement:
    """Take a settlement back: its entry is reversed, its lines are free, its number stays its own.

    A draft is just dropped. One that was ever paid takes a second person's yes to `void_facts`.

    Raises:
        NotAllowedError: his role does not void.
        ReasonMissingError: no reason was given.
        UnknownSettlementError: there is no such settlement.
        SettlementStateError: it is void already.
        SettlementPaidError: payments stand against it.
        CarriedOnError: a later settlement took in what it carried.
        SecondPersonNeededError: it was paid once, and nobody else has said yes.
        DayClosedError: the day is closed.
    """
    why = plain(reason)
    farmer = people.farmer(tx, settlement_of(tx, settlement_id).farmer)
    hold_accounts(tx, farmer, business_date(at))
    stands = settlement_of(tx, settlement_id)
    require(by.role, Act.DRAFT_SETTLEMENT if stands.state in DRAFTS else Act.APPROVE_SETTLEMENT)
    void_entry_id = None
    if stands.state in APPROVED:
        _check_voidable(tx, stands, ask)
        if stands.entry_id is not None:
            void_entry_id = reverse(
                tx,
                stands.entry_id,
                on=business_date(at),
                reason=why,
                key=f"{_key(stands)}:void",
                source=source,
            ).entry_id
    elif stands.state not in DRAFTS:
        raise SettlementStateError(stands.number or settlement_id, stands.state)
    chosen = update(settlement_table).where(settlement_table.c.settlement_id == settlement_id)
    tx.execute(chosen.values(state=SettlementState.VOID, void_entry_id=void_entry_id))
    step(tx, settlement_id, "voided", by=by, at=at, words=why)
    if stands.state in APPROVED:
        _tell(tx, settlement_id, farmer, NoticeKind.SETTLEMENT_VOIDED)
    return settlement_of(tx, settlement_id)


def void_facts(settlement_id: int) -> dict[str, int]:
    """What a second person says yes to when a settlement that was paid is voided."""
    return {"settlement": settlement_id}


def _check_voidable(tx: Connection, stands: Settlement, ask: int | None) -> None:
    number = stands.number or ""
    if stands.paid_paise > 0:
        raise SettlementPaidError(number, stands.paid_paise)
    later = tx.scalar(
        select(settlement_table.c.number)
        .join(carry_table, carry_table.c.settlement_id == settlement_table.c.settlement_id)
        .where(carry_table.c.from_id == stands.settlement_id, carry_table.c.is_live)
    )
    if later is not None:
        raise CarriedOnError(number, later)
    was_paid = select(payment_table.c.entry_id).where(
        payment_table.c.settlement_id == stands.settlement_id
    )
    if tx.execute(was_paid.limit(1)).first() is not None:
        approvals.use(tx, ask, AskKind.VOID_PAID, void_facts(stands.settlement_id))


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


def _stamp(tx: Connection, settlement_id: int) -> None:
    """Give the slip its check code: the first of its digest that no other slip bears."""
    digest = digest_of_slip(slip_of(tx, settlement_id))
    wanted = [code_of(digest, turn) for turn in range(CODES)]
    column = settlement_table.c
    taken = set(tx.scalars(select(column.code).where(column.code.in_(wanted))))
    code = next(code for code in wanted if code not in taken)
    chosen = update(settlement_table).where(column.settlement_id == settlement_id)
    tx.execute(chosen.values(slip_digest=digest, code=code))


def _tell(tx: Connection, settlement_id: int, farmer: Party, kind: NoticeKind) -> None:
    note(
        tx,
        key=f"settlement:{settlement_id}:{kind}",
        party_id=farmer.party_id,
        kind=kind,
        subject={"settlement": settlement_id},
    )


def _key(settlement: Settlement) -> str:
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
