"""What somebody is to be told is a row, written in the transaction of the fact itself.

So every channel (chat, pages, commands, the nightly run) tells the same things, nobody is told
twice, and what was told can be proved: a farmer's balances stand on the row with the number of
postings that they sum.
"""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

NOTICE = """
CREATE TABLE notice (
    notice_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    idem_key      plain_text NOT NULL UNIQUE,
    party_id      bigint NOT NULL REFERENCES party,
    kind          plain_text NOT NULL,
    -- What it is about: ids of rows, and words that stand nowhere else.
    subject       jsonb NOT NULL CHECK (jsonb_typeof(subject) = 'object'),
    -- What stood between the shop and a farmer at that moment, in paise, positive as people say
    -- it, and how many postings his three accounts had; NULL for anybody else.
    payable_paise bigint,
    settled_paise bigint,
    advance_paise bigint,
    payable_seq   bigint,
    settled_seq   bigint,
    advance_seq   bigint,
    noted_at      timestamptz NOT NULL DEFAULT transaction_timestamp(),
    -- Then one of the two: the message that tells it, or why nobody is told.
    outbound_id   bigint REFERENCES outbound_message,
    withheld      text,
    worded_at     timestamptz,
    CHECK (outbound_id IS NULL OR withheld IS NULL),
    CHECK ((worded_at IS NULL) = (outbound_id IS NULL AND withheld IS NULL)),
    CHECK (num_nulls(payable_paise, settled_paise, advance_paise, payable_seq, settled_seq,
        advance_seq) IN (0, 6))
);
CREATE INDEX notice_to_be_worded ON notice (notice_id) WHERE worded_at IS NULL;
CREATE INDEX notice_of_party ON notice (party_id, notice_id);

GRANT SELECT ON notice TO malar_app, malar_reader;
GRANT INSERT, UPDATE (outbound_id, withheld, worded_at) ON notice TO malar_app;
"""


def upgrade() -> None:
    """Lay the table."""
    op.execute(NOTICE)


def downgrade() -> None:
    """Drop it."""
    op.execute("DROP TABLE notice")
