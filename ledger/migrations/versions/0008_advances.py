"""Advances as they are asked for, decided and paid; and balances that cannot go beyond zero.

What is outstanding stays a sum of postings. These tables say who asked, who allowed it and which
entry paid it; Postgres sees to it that each happens once and in order.
"""

from pathlib import Path

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql" / "0008_advances.sql"


def upgrade() -> None:
    """Lay the tables and their guards."""
    op.execute(SQL.read_text("utf-8"))


def downgrade() -> None:
    """Drop them."""
    op.execute(
        """
        DROP TRIGGER balance_within_bounds ON farmer_balance;
        DROP TABLE advance_payment, advance_decision, advance;
        DROP FUNCTION balance_within_bounds(), advance_payment_agrees();
        """
    )
