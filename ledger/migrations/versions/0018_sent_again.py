"""A failed message can be sent once more: another row names the one whose words it repeats.

At most one row repeats another, so two presses of a button send one message. The indexes are for
whoever looks through what came in and went out, newest first.
"""

from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

AGAIN = """
ALTER TABLE outbound_message
    ADD COLUMN again_of bigint UNIQUE REFERENCES outbound_message,
    ADD COLUMN again_by bigint REFERENCES party,
    ADD CHECK (again_of < id),
    ADD CHECK ((again_of IS NULL) = (again_by IS NULL));
CREATE INDEX outbound_newest ON outbound_message (created_at, id);
CREATE INDEX outbound_failed ON outbound_message (created_at, id) WHERE state = 'failed';
CREATE INDEX inbound_newest ON inbound_message (received_at, id);
"""


def upgrade() -> None:
    """Two columns that are empty for whatever was written the first time."""
    op.execute(AGAIN)


def downgrade() -> None:
    """Nobody knows any more which message repeats which."""
    op.execute("""
        DROP INDEX outbound_newest, outbound_failed, inbound_newest;
        ALTER TABLE outbound_message DROP COLUMN again_of, DROP COLUMN again_by;
    """)
