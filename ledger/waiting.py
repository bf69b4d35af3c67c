"""What waits for somebody of the shop, counted in one look."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, func, select

from ledger import settlements
from ledger.advance_tables import advance_table, decision_table, payment_table
from ledger.approvals import ask_table
from ledger.approvals import decision_table as ask_decision_table
from ledger.settlements.facts import SettlementState
from ledger.settlements.tables import settlement_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """How many of each wait.

    Attributes:
        requests: advances that nobody has decided about.
        promised: advances that are approved and not paid out.
        drafts: settlements that nobody has approved.
        due: settlements that were promised for today or before, and are not paid.
        questions: farmers' questions about their settlements.
        asks: acts that wait for a second person's yes.
    """

    requests: int
    promised: int
    drafts: int
    due: int
    questions: int
    asks: int


def waiting(tx: Connection, on: date) -> Waiting:
    """What waits on a business date."""
    asked, decided, paid = advance_table.c, decision_table.c, payment_table.c
    unpaid = advance_table.outerjoin(
        decision_table, decided.advance_id == asked.advance_id
    ).outerjoin(payment_table, paid.advance_id == asked.advance_id)
    advances = select(func.count()).select_from(unpaid).where(paid.advance_id.is_(None))
    drafts = select(func.count()).where(
        settlement_table.c.state.in_([SettlementState.DRAFT, SettlementState.PENDING])
    )
    asks = (
        select(func.count())
        .select_from(
            ask_table.outerjoin(
                ask_decision_table, ask_decision_table.c.ask_id == ask_table.c.ask_id
            )
        )
        .where(ask_decision_table.c.ask_id.is_(None))
    )
    row = tx.execute(
        select(
            advances.where(decided.advance_id.is_(None)).scalar_subquery().label("requests"),
            advances.where(decided.is_approved).scalar_subquery().label("promised"),
            drafts.scalar_subquery().label("drafts"),
            asks.scalar_subquery().label("asks"),
        )
    ).one()
    return Waiting(
        requests=row.requests,
        promised=row.promised,
        drafts=row.drafts,
        asks=row.asks,
        due=len(settlements.unpaid(tx, on)),
        questions=len(settlements.open_questions(tx)),
    )
