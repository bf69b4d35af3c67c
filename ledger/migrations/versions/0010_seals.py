"""Seals chain what was written; a closed day closes all before it and keeps every balance.

Neither costs a posting anything: entries are sealed afterwards, in batches, and balances are kept
when nobody can change them any more.
"""

from pathlib import Path

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Lay the tables; the functions that close a day change their minds."""
    op.execute((SQL / "0010_seals.sql").read_text("utf-8"))


def downgrade() -> None:
    """Drop them."""
    op.execute((SQL / "0010_before.sql").read_text("utf-8"))
    op.execute(
        """
        DROP FUNCTION seal_entries(integer), seal_root(seal, bigint, bigint[], bytea[]);
        DROP INDEX journal_entry_by_transaction;
        ALTER TABLE closed_day DROP COLUMN seal_seq;
        DROP TABLE closed_balance, seal_item, seal;
        """
    )
