"""Messages have an inbox and an outbox: what came in, what goes out, and how far it got.

A row of the inbox is there before Twilio hears "taken"; its MessageSid is unique for ever. A row
of the outbox is written in the transaction of the turn that caused it, so nobody is told of what
was not written.
"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE inbound_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_sid text NOT NULL UNIQUE,
    sender text NOT NULL,
    external_user_id text,
    recipient text NOT NULL,
    body text NOT NULL,
    media_count smallint NOT NULL,
    form jsonb NOT NULL,
    shard smallint NOT NULL,
    received_at timestamptz NOT NULL,
    attempts smallint NOT NULL DEFAULT 0,
    retry_at timestamptz,
    failure text,
    handled_at timestamptz,
    party_id bigint REFERENCES party,
    conversation jsonb,
    outcome text CHECK (outcome IN ('answered', 'stranger', 'dead')),
    CHECK ((handled_at IS NULL) = (outcome IS NULL))
);
CREATE INDEX ON inbound_message (shard, id) WHERE handled_at IS NULL;
CREATE INDEX ON inbound_message (sender, id);
CREATE INDEX ON inbound_message (party_id, id);

CREATE TABLE outbound_message (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
    inbound_id bigint REFERENCES inbound_message,
    line smallint,
    party_id bigint REFERENCES party,
    recipient text NOT NULL,
    kind text NOT NULL CHECK (kind IN ('reply', 'notice')),
    language text NOT NULL CHECK (language IN ('en', 'ta')),
    body text NOT NULL,
    buttons text,
    template_key text,
    variables jsonb NOT NULL DEFAULT '{}',
    needs_template boolean NOT NULL DEFAULT false,
    state text NOT NULL DEFAULT 'due'
        CHECK (state IN ('due', 'sending', 'unknown', 'handed_over', 'failed')),
    attempts smallint NOT NULL DEFAULT 0,
    resends smallint NOT NULL DEFAULT 0,
    due_at timestamptz NOT NULL,
    created_at timestamptz NOT NULL,
    claimed_at timestamptz,
    handed_over_at timestamptz,
    provider_sid text UNIQUE,
    delivery text,
    delivery_rank smallint NOT NULL DEFAULT -1,
    fault text,
    error_code integer,
    UNIQUE (inbound_id, line),
    CHECK ((state = 'failed') = (fault IS NOT NULL))
);
CREATE INDEX ON outbound_message (state, due_at) WHERE state IN ('due', 'sending', 'unknown');
CREATE INDEX ON outbound_message (recipient, created_at);

CREATE TABLE delivery_event (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    outbound_id bigint REFERENCES outbound_message,
    provider_sid text NOT NULL,
    status text NOT NULL,
    error_code integer,
    received_at timestamptz NOT NULL,
    UNIQUE NULLS NOT DISTINCT (provider_sid, status, error_code)
);
CREATE INDEX ON delivery_event (outbound_id);

CREATE TABLE message_template (
    key text,
    language text CHECK (language IN ('en', 'ta')),
    content_sid text NOT NULL,
    PRIMARY KEY (key, language)
);
"""

RIGHTS = """
GRANT SELECT, INSERT, UPDATE ON inbound_message, outbound_message, delivery_event TO malar_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON message_template TO malar_app;
GRANT SELECT ON inbound_message, outbound_message, delivery_event, message_template TO malar_reader;
"""


def upgrade() -> None:
    """Lay the tables, and give the application its rights."""
    op.execute(TABLES)
    op.execute(RIGHTS)


def downgrade() -> None:
    """Take them away."""
    op.execute("DROP TABLE message_template, delivery_event, outbound_message, inbound_message")
