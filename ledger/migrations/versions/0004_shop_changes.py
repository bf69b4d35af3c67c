"""Whoever holds the shop's names in memory can see, in one read, that they are old.

A worker reads hundreds of names to understand one message, so it keeps them. The counter rises in
the transaction that changes a name, a flower, an adjustment or a term: who sees the new number
sees the new names, and nobody books by old ones.
"""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

WATCHED = ("party", "flower", "flower_alias", "adjustment_kind", "setting")

COUNTER = """
CREATE TABLE shop_change (
    is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    changes bigint NOT NULL
);
INSERT INTO shop_change (changes) VALUES (0);

CREATE FUNCTION count_shop_change() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    UPDATE shop_change SET changes = changes + 1;
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION count_shop_change() FROM PUBLIC;

GRANT SELECT ON shop_change TO malar_app, malar_reader;
"""


def upgrade() -> None:
    """Lay the counter and watch the tables."""
    op.execute(COUNTER)
    for table in WATCHED:
        op.execute(
            f"CREATE TRIGGER {table}_changes_shop AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION count_shop_change()"
        )


def downgrade() -> None:
    """Stop watching."""
    for table in WATCHED:
        op.execute(f"DROP TRIGGER {table}_changes_shop ON {table}")
    op.execute("DROP FUNCTION count_shop_change()")
    op.execute("DROP TABLE shop_change")
