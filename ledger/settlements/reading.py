"""Settlements as they stand in the book, and the questions that are open about them."""

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    ScalarSelect,
    Select,
    case,
    func,
    literal_column,
    select,
)

from ledger.journal_tables import entry_table
from ledger.people import Party, party_table
from ledger.settlements.facts import (
    Answer,
    Question,
    Settlement,
    SettlementState,
    UnknownSettlementError,
)
from ledger.settlements.tables import payment_table, settlement_table, step_table

answer_table = step_table.alias("answer")
reversal_table = entry_table.alias("payment_reversal")
DRAFTS = frozenset({SettlementState.DRAFT, SettlementState.PENDING})
APPROVED = frozenset({SettlementState.APPROVED, SettlementState.PAID})
ITS_ID: ColumnElement[int] = literal_column("settlement.settlement_id")
"""Of the row at hand. As a column of the table it would bring all settlements into a subquery of
what an INSERT returns: SQLAlchemy correlates there with nothing."""

COLUMNS = [
    column
    for column in settlement_table.c
    if column.name not in {"farmer_id", "state", "approved_on", "void_entry_id", "slip_digest"}
]


def settlement_of(tx: Connection, which: int | str) -> Settlement:
    """The settlement with this id, or with the number that stands on its slip.

    Raises:
        UnknownSettlementError: there is none.
    """
    column = settlement_table.c
    named = column.settlement_id == which if isinstance(which, int) else column.number == which
    found = found_in(tx, rows().where(named))
    if not found:
        raise UnknownSettlementError(which)
    return found[0]


def settlement_by_code(tx: Connection, code: str) -> Settlement | None:
    """The settlement whose slip bears this check code."""
    return next(iter(found_in(tx, rows().where(settlement_table.c.code == code))), None)


def settlements(
    tx: Connection,
    *,
    farmer: str | None = None,
    state: SettlementState | None = None,
    month: date | None = None,
) -> list[Settlement]:
    """Settlements, oldest first.

    Args:
        tx: the transaction.
        farmer: his only.
        state: those that got so far.
        month: any day of the month of their cut-off.
    """
    wanted = rows()
    if farmer is not None:
        wanted = wanted.where(party_table.c.code == farmer)
    if state is not None:
        wanted = wanted.where(state_now() == state)
    if month is not None:
        first = func.date_trunc("month", settlement_table.c.cut_off)
        wanted = wanted.where(first == month.replace(day=1))
    return found_in(tx, wanted)


def latest_of(tx: Connection, farmer: str) -> Settlement | None:
    """A farmer's newest settlement that stands."""
    newest = (
        rows()
        .where(party_table.c.code == farmer, state_now().in_(APPROVED))
        .order_by(None)
        .order_by(settlement_table.c.settlement_id.desc())
        .limit(1)
    )
    return next(iter(found_in(tx, newest)), None)


def unpaid(tx: Connection, on: date) -> list[Settlement]:
    """Settlements that were to be paid by this day and are not, wholly or in part."""
    due = settlement_table.c.pay_on <= on
    return found_in(tx, rows().where(state_now() == SettlementState.APPROVED, due))


def open_questions(tx: Connection) -> list[Question]:
    """Farmers' questions that nobody has closed, oldest first."""
    rows = tx.execute(
        select(
            step_table.c.step_id,
            step_table.c.settlement_id,
            settlement_table.c.number,
            party_table.c.code,
            step_table.c.words,
            step_table.c.at,
        )
        .join(settlement_table, settlement_table.c.settlement_id == step_table.c.settlement_id)
        .join(party_table, party_table.c.party_id == settlement_table.c.farmer_id)
        .outerjoin(answer_table, answer_table.c.answers == step_table.c.step_id)
        .where(step_table.c.step == Answer.QUESTIONED, answer_table.c.step_id.is_(None))
        .order_by(step_table.c.step_id)
    )
    return [Question(*row) for row in rows]


@cache
def written() -> tuple[ColumnElement[Any], ...]:
    """What `read_back` takes from the settlement that an INSERT or an UPDATE has written."""
    return (
        *COLUMNS,
        state_now().label("state"),
        _paid().label("paid_paise"),
        _last_answer().label("answer"),
        _open_question().label("question"),
    )


def read_back(row: RowMapping, farmer: Party) -> Settlement:
    """A farmer's settlement as it was just written."""
    return _settlement({**row, "farmer": farmer.code})


@cache
def rows() -> Select[*tuple[object, ...]]:
    """Settlements with the codes of their farmers, oldest first; `found_in` makes facts of them."""
    return (
        select(*written(), party_table.c.code.label("farmer"))
        .join(party_table, party_table.c.party_id == settlement_table.c.farmer_id)
        .order_by(settlement_table.c.settlement_id)
    )


@cache
def state_now() -> ColumnElement[str]:
    """How far a settlement got; whether it is paid is no column."""
    state = settlement_table.c.state
    is_paid = (state == SettlementState.APPROVED) & (_paid() >= settlement_table.c.net_paise)
    return case((is_paid, SettlementState.PAID), else_=state)


def unpaid_now() -> ColumnElement[int]:
    """What of an approved settlement is left to pay."""
    return settlement_table.c.net_paise - _paid()


def _paid() -> ScalarSelect[int]:
    """Of the net, the payments that stand."""
    return (
        select(func.coalesce(func.sum(payment_table.c.amount_paise), 0))
        .outerjoin(reversal_table, reversal_table.c.reverses_id == payment_table.c.entry_id)
        .where(
            payment_table.c.settlement_id == ITS_ID,
            reversal_table.c.id.is_(None),
        )
        .scalar_subquery()
    )


def _last_answer() -> ScalarSelect[str]:
    return (
        select(step_table.c.step)
        .where(
            step_table.c.settlement_id == ITS_ID,
            step_table.c.step.in_(list(Answer)),
        )
        .order_by(step_table.c.step_id.desc())
        .limit(1)
        .scalar_subquery()
    )


def _open_question() -> ScalarSelect[str]:
    return (
        select(step_table.c.words)
        .outerjoin(answer_table, answer_table.c.answers == step_table.c.step_id)
        .where(
            step_table.c.settlement_id == ITS_ID,
            step_table.c.step == Answer.QUESTIONED,
            answer_table.c.step_id.is_(None),
        )
        .order_by(step_table.c.step_id.desc())
        .limit(1)
        .scalar_subquery()
    )


def found_in(tx: Connection, wanted: Select[*tuple[object, ...]]) -> list[Settlement]:
    """The settlements that a choice of `rows` finds."""
    return [_settlement({**row}) for row in tx.execute(wanted).mappings()]


def _settlement(row: dict[str, Any]) -> Settlement:
    said = row["answer"]
    kept = {"state": SettlementState(row["state"]), "paid_paise": int(row["paid_paise"])}
    return Settlement(**row | kept | {"answer": None if said is None else Answer(said)})
