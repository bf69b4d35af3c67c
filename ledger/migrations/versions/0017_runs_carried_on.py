"""A settlement run remembers through what it was ordered, and when it was last tried.

Whoever carries it on posts with its orderer's name and through the same channel. Runs of before
were the command's or the schedule's.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CARRIED_ON = """
ALTER TABLE settlement_run
    ADD COLUMN channel plain_text NOT NULL DEFAULT 'cli',
    ADD COLUMN tried_at timestamptz;
UPDATE settlement_run SET channel = 'schedule' WHERE started_by IS NULL;
ALTER TABLE settlement_run ALTER COLUMN channel DROP DEFAULT;
GRANT UPDATE (tried_at) ON settlement_run TO malar_app;
"""


def upgrade() -> None:
    """Two columns."""
    op.execute(CARRIED_ON)


def downgrade() -> None:
    """Take them away; whoever ordered a run from a page is forgotten to have done so there."""
    op.execute("ALTER TABLE settlement_run DROP COLUMN channel, DROP COLUMN tried_at")
