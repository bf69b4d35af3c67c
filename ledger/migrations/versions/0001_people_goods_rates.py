"""People, goods, the rate board and the shop's terms: what a lot needs before it can be priced.

Rates, terms and adjustment kinds are append-only: an old entry never changes because a setting
did, and the board of any past minute can be read back.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"


def upgrade() -> None:
    """Make the tables, with the default time slots and adjustment kinds."""
    op.execute((SQL / "0001_people_goods_rates.sql").read_text("utf-8"))


def downgrade() -> None:
    """Drop them."""
    op.execute(
        """
        DROP TABLE setting, rate, adjustment_kind, time_slot, flower_alias, flower,
            identity, party;
        DROP FUNCTION refuse_change();
        DROP DOMAIN plain_text;
        """
    )
