"""How often a message of unknown fate was looked up: what cannot be found out ends as a failure."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Count from none."""
    op.execute("ALTER TABLE outbound_message ADD COLUMN look_ups smallint NOT NULL DEFAULT 0")


def downgrade() -> None:
    """Stop counting."""
    op.execute("ALTER TABLE outbound_message DROP COLUMN look_ups")
