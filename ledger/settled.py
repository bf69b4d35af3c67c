"""Whether a settlement stands over an entry: it clears one of its postings, or is paid by it."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from ledger.journal_tables import entry_table
from ledger.settlements.tables import line_table, payment_table, settlement_table


@dataclass(frozen=True, slots=True)
class Over:
    """An approved settlement that an entry belongs to."""

    settlement_id: int
    is_paid: bool


def settlement_over(tx: Connection, entry_id: int) -> Over | None:
    """The live settlement that clears the entry or is paid by it, if there is one."""
    cleared = select(line_table.c.settlement_id).where(
        line_table.c.entry_id == entry_id, line_table.c.is_live
    )
    paid_by = select(payment_table.c.settlement_id).where(payment_table.c.entry_id == entry_id)
    paid = (
        select(func.coalesce(func.sum(payment_table.c.amount_paise), 0))
        .where(
            payment_table.c.settlement_id == settlement_table.c.settlement_id,
            ~select(entry_table.c.id)
            .where(entry_table.c.reverses_id == payment_table.c.entry_id)
            .exists(),
        )
        .scalar_subquery()
    )
    row = tx.execute(
        select(settlement_table.c.settlement_id, paid >= settlement_table.c.net_paise).where(
            settlement_table.c.settlement_id.in_(cleared.union(paid_by)),
            settlement_table.c.state == "approved",
        )
    ).one_or_none()
    return None if row is None else Over(*row)
