"""Taking a settlement back: a draft is dropped, an approved one is reversed."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from ledger import approvals, people
from ledger.approvals import AskKind
from ledger.dating import business_date
from ledger.journal import Source, reverse
from ledger.notices import NoticeKind
from ledger.people import Party
from ledger.policy import Act, require
from ledger.reasons import plain
from ledger.settlements.approving import key_of, tell
from ledger.settlements.drafting import hold_accounts, step
from ledger.settlements.facts import (
    CarriedOnError,
    Settlement,
    SettlementPaidError,
    SettlementState,
    SettlementStateError,
)
from ledger.settlements.reading import APPROVED, DRAFTS, settlement_of
from ledger.settlements.tables import carry_table, payment_table, settlement_table


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
                key=f"{key_of(stands)}:void",
                source=source,
            ).entry_id
    elif stands.state not in DRAFTS:
        raise SettlementStateError(stands.number or settlement_id, stands.state)
    chosen = update(settlement_table).where(settlement_table.c.settlement_id == settlement_id)
    tx.execute(chosen.values(state=SettlementState.VOID, void_entry_id=void_entry_id))
    step(tx, settlement_id, "voided", by=by, at=at, words=why)
    if stands.state in APPROVED:
        tell(tx, settlement_id, farmer, NoticeKind.SETTLEMENT_VOIDED)
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
