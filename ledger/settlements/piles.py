"""Settlements in piles, as they lie on the owner's table, a page at a time; and one's story."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, and_, case, func, select

from ledger.journal_tables import account_table, entry_table, posting_table
from ledger.people import party_table
from ledger.settlements.facts import Settlement, SettlementState
from ledger.settlements.reading import DRAFTS, found_in, rows, state_now, unpaid_now
from ledger.settlements.tables import payment_table, settlement_table, step_table


class Pile(StrEnum):
    """What is still to be done about a settlement, or that nothing is."""

    WAITING = "waiting"
    TO_PAY = "to_pay"
    PAID = "paid"
    VOID = "void"


@dataclass(frozen=True, slots=True)
class Height:
    """How many lie in a pile, and what they come to: their nets, or what of them is unpaid."""

    count: int
    paise: int


def heights(tx: Connection) -> Mapping[Pile, Height]:
    """How high the two piles are that somebody has to work off."""
    column = settlement_table.c
    sums = {
        Pile.WAITING: select(func.count(), func.coalesce(func.sum(column.net_paise), 0)).where(
            column.state.in_(DRAFTS)
        ),
        Pile.TO_PAY: select(func.count(), func.coalesce(func.sum(unpaid_now()), 0)).where(
            state_now() == SettlementState.APPROVED
        ),
    }
    return {
        pile: Height(*map(int, tx.execute(each.select_from(settlement_table)).one()))
        for pile, each in sums.items()
    }


def pile_of(  # noqa: PLR0913 - which pile, of whom, of when, and which part of it
    tx: Connection,
    pile: Pile | None,
    *,
    farmer: str | None = None,
    month: date | None = None,
    most: int,
    after: int = 0,
) -> list[Settlement]:
    """A part of a pile: what was laid before the owner first, what is promised first, else newest.

    Args:
        tx: the transaction.
        pile: None for all of them together.
        farmer: his only, by code.
        month: any day of the month of their cut-off.
        most: so many of them.
        after: so many are left out before.
    """
    column = settlement_table.c
    wanted = rows()
    if pile is not None:
        wanted = wanted.where(_lies_in(pile))
    if farmer is not None:
        wanted = wanted.where(party_table.c.code == farmer)
    if month is not None:
        first = month.replace(day=1)
        following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
        wanted = wanted.where(column.cut_off >= first, column.cut_off < following)
    newest = column.settlement_id.desc()
    order = {
        Pile.WAITING: (case((column.state == SettlementState.PENDING, 0), else_=1), newest),
        Pile.TO_PAY: (column.pay_on, column.settlement_id),
    }
    sorted_ = wanted.order_by(None).order_by(*order.get(pile, (newest,)) if pile else (newest,))
    return found_in(tx, sorted_.limit(most).offset(after))


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done to a settlement, or said about it.

    Attributes:
        what: `drafted`, `submitted`, `approved`, `accepted`, `questioned`, `answered`, `voided`.
        actor_id: None for the shop's own machinery.
        words: the question, the answer, or why it was taken back.
    """

    what: str
    actor_id: int | None
    at: datetime
    words: str | None


def steps_of(tx: Connection, settlement_id: int) -> list[Step]:
    """What became of a settlement, oldest first."""
    column = step_table.c
    found = select(column.step, column.actor_id, column.at, column.words)
    mine = found.where(column.settlement_id == settlement_id).order_by(column.step_id)
    return [Step(*row) for row in tx.execute(mine)]


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment of a settlement.

    Attributes:
        till: where the money came from.
        is_reversed: it was taken back.
    """

    entry_id: int
    on: date
    amount_paise: int
    till: str
    actor_id: int | None
    is_reversed: bool


def payments_of(tx: Connection, settlement_id: int) -> list[Payment]:
    """What was paid of a settlement, oldest first."""
    back = entry_table.alias("back")
    part, entry = payment_table.c, entry_table.c
    out = and_(posting_table.c.entry_id == part.entry_id, posting_table.c.amount_paise < 0)
    found = (
        select(
            part.entry_id,
            entry.on,
            part.amount_paise,
            account_table.c.code,
            entry.actor_id,
            back.c.id.is_not(None),
        )
        .join(entry_table, entry.id == part.entry_id)
        .join(posting_table, out)
        .join(account_table, account_table.c.id == posting_table.c.account_id)
        .outerjoin(back, back.c.reverses_id == part.entry_id)
        .where(part.settlement_id == settlement_id)
        .order_by(part.entry_id)
    )
    return [Payment(*row) for row in tx.execute(found)]


def _lies_in(pile: Pile) -> ColumnElement[bool]:
    match pile:
        case Pile.WAITING:
            return settlement_table.c.state.in_(DRAFTS)
        case Pile.TO_PAY:
            return state_now() == SettlementState.APPROVED
        case Pile.PAID:
            return state_now() == SettlementState.PAID
        case Pile.VOID:
            return settlement_table.c.state == SettlementState.VOID
