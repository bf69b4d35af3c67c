"""${message}: say why."""

from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Say what it adds."""


def downgrade() -> None:
    """Take it away again."""
