"""Every change of the shop's register is kept, and what needs two people is asked and decided.

Triggers write the history, so no room, no command and no hand at `psql` can forget it; who acts
is told to them by the transaction (`docs/decisions/0030-*`). An ask is a row, its decision
another, its one use a third; none of them ever changes.
"""

from pathlib import Path

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SQL = Path(__file__).parents[1] / "sql"

WATCHED = (
    "party",
    "identity",
    "flower",
    "flower_alias",
    "time_slot",
    "adjustment_kind",
    "setting",
)


def upgrade() -> None:
    """Give a farmer his terms, watch the register, and lay the asks."""
    op.execute((SQL / "0007_register.sql").read_text("utf-8"))
    for table in WATCHED:
        op.execute(
            f"CREATE TRIGGER {table}_has_history AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION keep_history()"
        )
    op.execute((SQL / "0007_asks.sql").read_text("utf-8"))


def downgrade() -> None:
    """Forget them."""
    op.execute("DROP TABLE ask_use, ask_decision, ask")
    op.execute("DROP FUNCTION second_person(), granted_ask()")
    for table in WATCHED:
        op.execute(f"DROP TRIGGER {table}_has_history ON {table}")
    op.execute(
        """
        DROP FUNCTION keep_history();
        DROP TABLE register_change;
        ALTER TABLE rate ADD FOREIGN KEY (slot) REFERENCES time_slot NOT VALID;
        ALTER TABLE identity DROP CONSTRAINT identity_has_its_form;
        ALTER TABLE party DROP COLUMN aliases, DROP COLUMN cycle,
            DROP COLUMN recovery_cap_paise, DROP COLUMN advance_limit_paise;
        """
    )
