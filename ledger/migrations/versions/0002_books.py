"""The books: accounts, entries, postings, lots, and the functions that alone write them.

Three files, in reading order: the tables, what Postgres refuses even from their owner, and how
an entry is written.
"""

from pathlib import Path

from alembic import op

from ledger.accounts import SHARED

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Make the books and open the shop's own accounts."""
    for part in ("0002_tables", "0002_guards", "0002_posting"):
        op.execute((SQL / f"{part}.sql").read_text("utf-8"))
    for account in SHARED:
        op.execute(f"SELECT open_account('{account.code}', '{account.kind}', NULL)")


def downgrade() -> None:
    """Drop them."""
    op.execute(
        """
        DROP FUNCTION post_entries(jsonb), post_entry(text, jsonb, bigint, text),
            close_day(date, bigint), open_account(text, text, bigint);
        DROP TABLE closed_day, house_book, farmer_balance, lot, posting, journal_entry, account
            CASCADE;
        DROP FUNCTION whole_entry(), is_mirror(bigint, bigint), open_day(), sealed_postings(),
            sealed_lot();
        DROP SEQUENCE journal_entry_number;
        """
    )
