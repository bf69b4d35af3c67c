"""A shop's own words: what its people say beside the words of the trade.

Each stands for a word that everybody knows (`காசு வெட்டு` for `paid`), so that a shop needs to know
nothing about how words are listed. They are read again when any of them changes, and every change
is kept in the register's history.
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

WORDS = """
CREATE TABLE shop_word (
    name  plain_text PRIMARY KEY,
    means plain_text NOT NULL
);
CREATE TRIGGER shop_word_changes_shop AFTER INSERT OR UPDATE OR DELETE ON shop_word
    FOR EACH STATEMENT EXECUTE FUNCTION count_shop_change();
CREATE TRIGGER shop_word_has_history AFTER INSERT OR UPDATE OR DELETE ON shop_word
    FOR EACH ROW EXECUTE FUNCTION keep_history();
GRANT SELECT ON shop_word TO malar_app, malar_reader;
GRANT INSERT, DELETE ON shop_word TO malar_app;
"""


def upgrade() -> None:
    """Lay the table."""
    op.execute(WORDS)


def downgrade() -> None:
    """Take it away."""
    op.execute("DROP TABLE shop_word")
