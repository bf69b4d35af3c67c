"""Settlements: what a farmer is owed up to a day, numbered without gaps, cleared once.

Two files, in reading order: the tables, and what Postgres sees to whoever writes.
"""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Lay the tables and their guards."""
    for part in ("0009_settlement_tables", "0009_settlement_guards"):
        op.execute((SQL / f"{part}.sql").read_text("utf-8"))


def downgrade() -> None:
    """Drop them."""
    op.execute(
        """
        DROP TRIGGER settlement_entry_belongs ON journal_entry;
        DROP VIEW open_carry, unsettled_posting;
        DROP FUNCTION settlement_fault(settlement);
        DROP TABLE settlement_run_farmer, settlement_run, payment_part, settlement_counter,
            settlement_fee, settlement_carry, settlement_line, settlement_step, settlement,
            fee_kind;
        DROP FUNCTION settlement_entry_belongs(), payment_part_agrees(), sealed_fee(),
            whole_settlement(), let_go(), settlement_lines(), settlement_moves(),
            hold_accounts(bigint, date);
        """
    )
