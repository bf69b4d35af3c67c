"""Farmers are paid: what was settled on paper, their settlements oldest first, the rest on account.

A payment may be a part of a settlement, or cover several; each part is an entry. Nobody is paid
more than is due, whoever else pays him at the same moment: what of his settlements is unpaid, and
what is payable. A lot put right after its settlement counts in the next one. A payment is taken
back like any entry (`ledger.corrections`); then its settlement is unpaid again.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace

from sqlalchemy import Connection, insert, select

from ledger import people, queries, trade
from ledger.accounts import Till
from ledger.dating import check_date
from ledger.entering import Entering
from ledger.entries import EntryKind
from ledger.errors import KeyReusedError, LedgerError, rupees
from ledger.journal import post
from ledger.journal_tables import entry_table
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
class Part:
    """A part of a payment, and what it pays.

    Attributes:
        settlement_id: the settlement; None where it pays none of ours.
        is_brought_in: it pays what was settled in the paper book; else, without a settlement, it
            goes on account.
    """

    amount_paise: int
    settlement_id: int | None = None
    is_brought_in: bool = False


@dataclass(frozen=True, slots=True)
class Paid(Part):
    """A part of a payment that is written."""

    entry_id: int = field(kw_only=True)


def pay(  # noqa: PLR0913 - one settlement may be meant
    tx: Connection,
    farmer: str,
    amount_paise: int,
    entering: Entering,
    *,
    till: Till,
    settlement_id: int | None = None,
) -> list[Paid]:
    """Pay a farmer: what was settled on paper, his settlements oldest first, the rest on account.

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
    if any(is_settled(part) for part in parts):
        require(role, Act.APPROVE_SETTLEMENT)
    paid = []
    for place, part in enumerate(parts, start=1):
        worded = trade.settlement_payment if is_settled(part) else trade.payment
        entry = worded(farmer, part.amount_paise, till=till, on=on)
        posted = post(tx, entry, key=f"{key}:{place}", source=entering.source)
        paid.append(Paid(**asdict(part), entry_id=posted.entry_id))
    _write(tx, key, whose, paid)
    _tell(tx, whose, paid)
    return paid


def parts_of(
    tx: Connection, farmer: str, amount_paise: int, settlement_id: int | None = None
) -> Iterator[Part]:
    """How a sum would be divided.

    Raises:
        MoreThanDueError: he is owed less.
    """
    due = list(_due(tx, farmer, settlement_id))
    due_paise = sum(part.amount_paise for part in due)
    if amount_paise > due_paise:
        raise MoreThanDueError(amount_paise, due_paise)
    left = amount_paise
    for part in due:
        paise = min(left, part.amount_paise)
        left -= paise
        if paise:
            yield replace(part, amount_paise=paise)


def is_settled(part: Part) -> bool:
    """Whether it pays what was settled, here or on paper; else it goes on account."""
    return part.settlement_id is not None or part.is_brought_in


def _due(tx: Connection, farmer: str, settlement_id: int | None) -> Iterator[Part]:
    """All that could be paid, in its order; of a settlement that is named, that alone."""
    unpaid = _unpaid(tx, farmer, settlement_id)
    of_ours = [Part(each.unpaid_paise, each.settlement_id) for each in unpaid]
    if settlement_id is not None:
        yield from of_ours
        return
    owed = queries.owed_to(tx, farmer)
    brought_in = owed.settled_paise - sum(part.amount_paise for part in of_ours)
    yield Part(brought_in, is_brought_in=True)
    yield from of_ours
    yield Part(max(0, owed.payable_paise))


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
        select(payment_table, entry_table.c.kind)
        .join(entry_table, entry_table.c.id == payment_table.c.entry_id)
        .where(payment_table.c.idem_key == key)
        .order_by(payment_table.c.part)
    ).all()
    paid = [
        Paid(
            row.amount_paise,
            row.settlement_id,
            row.settlement_id is None and row.kind == EntryKind.SETTLEMENT_PAYMENT,
            entry_id=row.entry_id,
        )
        for row in found
    ]
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
