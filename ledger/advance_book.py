"""What stands about advances: who asked, who allowed it and why, which entry paid it.

Reads only; `ledger.advances` writes. What a farmer has outstanding is a sum of postings and goes
down by itself when a settlement recovers it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, or_, select

from ledger import accounts, people, queries
from ledger.advance_ages import Lent, still_out
from ledger.advance_tables import advance_table, decision_table, payment_table
from ledger.errors import LedgerError
from ledger.journal_tables import account_table, entry_table, posting_table
from ledger.people import party_table
from ledger.terms import terms

reversal_table = entry_table.alias("reversal")
replacement_table = entry_table.alias("replacement")


class AdvanceState(StrEnum):
    """How far an advance got."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAID = "paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Advance:
    """An advance as it stands.

    Attributes:
        farmer: his code.
        requested_by: the party who asked for it: the farmer himself, or somebody of the shop.
        channel: through what it was asked for.
        decided_by: who approved or rejected it.
        entry_id: the entry that paid it.
        is_reversed: that entry was taken back.
        replaced_by: the entry that puts it right, where it was not only taken back.
    """

    advance_id: int
    farmer: str
    amount_paise: int
    reason: str
    state: AdvanceState
    requested_by: int
    requested_at: datetime
    channel: str
    decided_by: int | None
    decided_at: datetime | None
    decision_reason: str | None
    entry_id: int | None
    is_reversed: bool
    replaced_by: int | None


@dataclass(frozen=True, slots=True)
class AgedAdvance:
    """Lent cash that is still out.

    Attributes:
        farmer: his code.
        entry_id: the entry that lent it.
        on: the business date on which it was lent, before any correction.
        outstanding_paise: what of it has not come back; the oldest is taken to come back first.
        days: how long it has been out.
    """

    farmer: str
    entry_id: int
    on: date
    outstanding_paise: int
    days: int


class UnknownAdvanceError(LedgerError):
    """Nobody asked for an advance of that number."""

    def __init__(self, advance_id: int) -> None:
        super().__init__(f"no advance {advance_id}")
        self.advance_id = advance_id


def advance_of(tx: Connection, advance_id: int) -> Advance:
    """The advance with this number.

    Raises:
        UnknownAdvanceError: there is none.
    """
    row = tx.execute(_advances().where(advance_table.c.advance_id == advance_id)).mappings().first()
    if row is None:
        raise UnknownAdvanceError(advance_id)
    return _advance(row)


def advances(tx: Connection, farmer: str | None = None) -> list[Advance]:
    """Every advance, or every one of a farmer, in the order in which they were asked for."""
    wanted = _advances().order_by(advance_table.c.advance_id)
    if farmer is not None:
        wanted = wanted.where(party_table.c.code == farmer)
    return [_advance(row) for row in tx.execute(wanted).mappings()]


def open_advances(tx: Connection, farmer: str | None = None) -> list[Advance]:
    """The advances that wait for a decision or for their money, as they were asked for."""
    waiting = _advances().where(IN_STATE[AdvanceState.REQUESTED] | IN_STATE[AdvanceState.APPROVED])
    if farmer is not None:
        waiting = waiting.where(party_table.c.code == farmer)
    rows = tx.execute(waiting.order_by(advance_table.c.advance_id)).mappings()
    return [_advance(row) for row in rows]


def newest_advances(
    tx: Connection,
    states: Collection[AdvanceState],
    *,
    farmer: str | None = None,
    limit: int,
    offset: int = 0,
) -> list[Advance]:
    """Some of the advances in these states, the last asked for first."""
    wanted = _advances().where(or_(*(IN_STATE[state] for state in states)))
    if farmer is not None:
        wanted = wanted.where(party_table.c.code == farmer)
    newest = wanted.order_by(advance_table.c.advance_id.desc()).limit(limit).offset(offset)
    return [_advance(row) for row in tx.execute(newest).mappings()]


def advance_paid_by(tx: Connection, entry_id: int) -> Advance | None:
    """The advance that an entry paid out; None for any other entry."""
    wanted = _advances().where(payment_table.c.entry_id == entry_id)
    row = tx.execute(wanted).mappings().first()
    return None if row is None else _advance(row)


def room_left(tx: Connection, farmer: str, *, at: datetime) -> int:
    """How much more a farmer may be lent within his limit, in paise; negative when he is beyond it.

    What was approved and not yet paid out counts as lent.

    Raises:
        UnknownCodeError: no farmer has the code.
    """
    limit = people.farmer(tx, farmer).advance_limit_paise
    if limit is None:
        limit = terms(tx, at).advance_limit_paise
    promised = sum(
        found.amount_paise
        for found in open_advances(tx, farmer)
        if found.state is AdvanceState.APPROVED
    )
    return limit - queries.owed_to(tx, farmer).advance_paise - promised


def aged(tx: Connection, on: date) -> list[AgedAdvance]:
    """What was out at the end of a business date, by farmer, oldest first."""
    lent: defaultdict[str, list[Lent]] = defaultdict(list)
    for row in tx.execute(_moves(on)):
        lent[row.code].append(Lent(*row[1:]))
    return [
        AgedAdvance(farmer, move.entry_id, day, paise, (on - day).days)
        for farmer, moves in sorted(lent.items())
        for move, day, paise in still_out(moves)
    ]


def _moves(on: date) -> Select[str, int, date, int, int | None, int | None]:
    """Every posting on a farmer's advance account up to a day, in order."""
    return (
        select(
            party_table.c.code,
            entry_table.c.id,
            entry_table.c.on,
            posting_table.c.amount_paise,
            entry_table.c.reverses_id,
            entry_table.c.replaces_id,
        )
        .join(posting_table, posting_table.c.entry_id == entry_table.c.id)
        .join(account_table, account_table.c.id == posting_table.c.account_id)
        .join(party_table, party_table.c.party_id == account_table.c.party_id)
        .where(
            account_table.c.code == func.concat(accounts.advance("").code, party_table.c.code),
            entry_table.c.on <= on,
        )
        .order_by(entry_table.c.on, entry_table.c.id)
    )


def _advances() -> Select[*tuple[object, ...]]:
    decision, payment = decision_table.c, payment_table.c
    return (
        select(
            advance_table.c.advance_id,
            party_table.c.code.label("farmer"),
            advance_table.c.amount_paise,
            advance_table.c.reason,
            advance_table.c.requested_by,
            advance_table.c.requested_at,
            advance_table.c.channel,
            decision.is_approved,
            decision.decided_by,
            decision.decided_at,
            decision.reason.label("decision_reason"),
            payment.entry_id,
            reversal_table.c.id.is_not(None).label("is_reversed"),
            replacement_table.c.id.label("replaced_by"),
        )
        .join(party_table, party_table.c.party_id == advance_table.c.farmer_id)
        .outerjoin(decision_table, decision.advance_id == advance_table.c.advance_id)
        .outerjoin(payment_table, payment.advance_id == advance_table.c.advance_id)
        .outerjoin(reversal_table, reversal_table.c.reverses_id == payment.entry_id)
        .outerjoin(replacement_table, replacement_table.c.replaces_id == payment.entry_id)
    )


def _advance(row: RowMapping) -> Advance:
    columns = dict(row)
    is_approved = columns.pop("is_approved")
    if columns["entry_id"] is not None:
        state = AdvanceState.PAID
    elif is_approved is None:
        state = AdvanceState.REQUESTED
    else:
        state = AdvanceState.APPROVED if is_approved else AdvanceState.REJECTED
    return Advance(**columns, state=state)


IN_STATE: Mapping[AdvanceState, ColumnElement[bool]] = {
    AdvanceState.REQUESTED: decision_table.c.advance_id.is_(None),
    AdvanceState.APPROVED: decision_table.c.is_approved & payment_table.c.entry_id.is_(None),
    AdvanceState.REJECTED: ~decision_table.c.is_approved,
    AdvanceState.PAID: payment_table.c.entry_id.is_not(None),
}
"""What tells one state from the others, in the query of `_advances`."""
