"""Farmers are paid: their settlements, oldest first, and what is left on account.

A payment may be a part of a settlement, or cover several; each part is an entry. Nobody is paid
more than he is owed, whoever else pays him at the same moment. A payment is taken back like any
entry (`ledger.corrections`); then its settlement is unpaid again.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from ledger import people, queries, trade
from ledger.accounts import Till
from ledger.dating import check_date
from ledger.entering import Entering
from ledger.errors import KeyReusedError, LedgerError, rupees
from ledger.journal import post
from ledger.limits import check_amount
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, may, require
from ledger.settlements import (
    Settlement,
    SettlementState,
    SettlementStateError,
    UnknownSettlementError,
    settlement_of,
    settlements,
)
from ledger.settlements.drafting import hold_accounts
from ledger.settlements.tables import payment_table


class MoreThanDueError(LedgerError):
    """A farmer would be paid more than he is owed."""

    def __init__(self, amount_paise: int, due_paise: int) -> None:
        super().__init__(
            f"{rupees(amount_paise)} is more than the {rupees(due_paise)} that are due"
        )
        self.amount_paise = amount_paise
        self.due_paise = due_paise


@dataclass(frozen=True, slots=True)
class Paid:
    """A part of a payment.

    Attributes:
        settlement_id: the settlement that it pays; None on account.
    """

    entry_id: int
    amount_paise: int
    settlement_id: int | None


def pay(  # noqa: PLR0913 - one settlement may be meant
    tx: Connection,
    farmer: str,
    amount_paise: int,
    entering: Entering,
    *,
    till: Till,
    settlement_id: int | None = None,
) -> list[Paid]:
    """Pay a farmer: his unpaid settlements oldest first, the rest on account.

    The same key again pays nothing again and gives the same parts.

    Args:
        tx: the transaction.
        farmer: his code.
        amount_paise: the whole sum.
        entering: who pays, when. Settlements are paid by an admin, staff pay on account. `ask`
            is a yes to the date of the whole sum as a payment on account.
        till: where the money comes from.
        settlement_id: pay this settlement and nothing else.

    Raises:
        NotAllowedError: his role does not pay this.
        UnknownCodeError: no farmer has the code.
        AmountError: the sum is nothing, or above the shop's limit and nobody may be sure of it.
        UnknownSettlementError: the farmer has no such settlement.
        SettlementStateError: it is no approved settlement.
        MoreThanDueError: he is owed less.
        KeyReusedError: the key stands for another payment.
        FutureDateError, SecondPersonNeededError, DayClosedError: its date cannot be.
    """
    role, key, on = entering.by.role, entering.key, entering.on
    require(role, Act.ENTER_PAYMENTS)
    check_amount(tx, amount_paise, at=entering.at, is_sure=may(role, Act.APPROVE_SETTLEMENT))
    whose = people.farmer(tx, farmer)
    hold_accounts(tx, whose, on)
    if paid := _paid_before(tx, key, whose, amount_paise):
        return paid
    whole = trade.payment(farmer, amount_paise, till=till, on=on)
    check_date(tx, whole, at=entering.at, ask=entering.ask)
    parts = list(parts_of(tx, farmer, amount_paise, settlement_id))
    if any(settlement is not None for settlement, _ in parts):
        require(role, Act.APPROVE_SETTLEMENT)
    paid = []
    for place, (settlement, paise) in enumerate(parts, start=1):
        worded = trade.payment if settlement is None else trade.settlement_payment
        entry = worded(farmer, paise, till=till, on=on)
        posted = post(tx, entry, key=f"{key}:{place}", source=entering.source)
        paid.append(Paid(posted.entry_id, paise, settlement))
    _write(tx, key, whose, paid)
    _tell(tx, whose, paid)
    return paid


def parts_of(
    tx: Connection, farmer: str, amount_paise: int, settlement_id: int | None = None
) -> Iterator[tuple[int | None, int]]:
    """How a sum would be divided: (settlement or None on account, paise).

    Raises:
        MoreThanDueError: he is owed less.
    """
    left = amount_paise
    unpaid = _unpaid(tx, farmer, settlement_id)
    on_account = 0 if settlement_id is not None else queries.owed_to(tx, farmer).payable_paise
    due = sum(settlement.unpaid_paise for settlement in unpaid) + max(0, on_account)
    if amount_paise > due:
        raise MoreThanDueError(amount_paise, due)
    for settlement in unpaid:
        if left > 0:
            paise = min(left, settlement.unpaid_paise)
            left -= paise
            yield settlement.settlement_id, paise
    if left > 0:
        yield None, left


def _unpaid(tx: Connection, farmer: str, settlement_id: int | None) -> list[Settlement]:
    if settlement_id is None:
        return settlements(tx, farmer=farmer, state=SettlementState.APPROVED)
    named = settlement_of(tx, settlement_id)
    if named.farmer != farmer:
        raise UnknownSettlementError(settlement_id)
    if named.state not in {SettlementState.APPROVED, SettlementState.PAID}:
        raise SettlementStateError(named.number or settlement_id, named.state)
    return [named]


def _paid_before(tx: Connection, key: str, farmer: Party, amount_paise: int) -> list[Paid]:
    """The parts that stand under a key already."""
    found = tx.execute(
        select(payment_table).where(payment_table.c.idem_key == key).order_by(payment_table.c.part)
    ).all()
    paid = [Paid(row.entry_id, row.amount_paise, row.settlement_id) for row in found]
    is_same = sum(part.amount_paise for part in paid) == amount_paise
    if paid and (not is_same or found[0].farmer_id != farmer.party_id):
        raise KeyReusedError(key)
    return paid


def _write(tx: Connection, key: str, farmer: Party, paid: list[Paid]) -> None:
    tx.execute(
        insert(payment_table),
        [
            {
                "entry_id": part.entry_id,
                "idem_key": key,
                "part": place,
                "farmer_id": farmer.party_id,
                "settlement_id": part.settlement_id,
                "amount_paise": part.amount_paise,
            }
            for place, part in enumerate(paid, start=1)
        ],
    )


def _tell(tx: Connection, farmer: Party, paid: list[Paid]) -> None:
    """Each part is receipted."""
    for part in paid:
        subject = {"entry": part.entry_id}
        kind = NoticeKind.PAYMENT
        if part.settlement_id is not None:
            subject["settlement"] = part.settlement_id
            kind = NoticeKind.SETTLEMENT_PAID
        note(
            tx,
            key=f"entry:{part.entry_id}:paid",
            party_id=farmer.party_id,
            kind=kind,
            subject=subject,
        )
