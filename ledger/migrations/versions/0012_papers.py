"""Whose slip it is, which paper a message carries, and the papers that Twilio fetches.

The shop's name and place head every paper; whoever changes them adds a row. A message names the
paper that it carries; the worker that sends it draws the paper and keeps the file until its link
has run out, so that the door has nothing to do but hand it over.
"""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

PAPERS = """
CREATE TABLE shop_profile (
    profile_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name_en    plain_text NOT NULL,
    name_ta    plain_text NOT NULL,
    place_en   plain_text NOT NULL,
    place_ta   plain_text NOT NULL,
    phone      text NOT NULL,
    set_at     timestamptz NOT NULL,
    set_by     bigint REFERENCES party
);
CREATE TRIGGER shop_profile_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON shop_profile
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE TABLE paper_file (
    paper_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    digest       bytea NOT NULL UNIQUE,
    content_type text NOT NULL CHECK (content_type IN ('image/png', 'application/pdf')),
    content      bytea NOT NULL,
    -- The last link to it runs out then, and the file is dropped.
    needed_until timestamptz NOT NULL
);
CREATE INDEX paper_file_needed_until ON paper_file (needed_until);

ALTER TABLE outbound_message ADD COLUMN paper jsonb;

GRANT SELECT, INSERT ON shop_profile TO malar_app;
GRANT SELECT ON shop_profile TO malar_reader;
GRANT SELECT, INSERT, DELETE, UPDATE (needed_until) ON paper_file TO malar_app;
"""


def upgrade() -> None:
    """Lay the tables."""
    op.execute(PAPERS)


def downgrade() -> None:
    """Take them away."""
    op.execute("""
        ALTER TABLE outbound_message DROP COLUMN paper;
        DROP TABLE paper_file;
        DROP TABLE shop_profile;
    """)
