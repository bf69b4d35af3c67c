"""A reply remembers the lots that it shows or writes.

Whoever quotes it with a new figure means them; they are named by the keys that their entries have
or will have.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A column that is empty for whatever speaks of no lot."""
    op.execute("ALTER TABLE outbound_message ADD COLUMN lots text[] NOT NULL DEFAULT '{}'")


def downgrade() -> None:
    """Quotes of replies mean nothing any more."""
    op.execute("ALTER TABLE outbound_message DROP COLUMN lots")
