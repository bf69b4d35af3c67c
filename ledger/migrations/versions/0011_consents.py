"""Who may be written to, what runs when, and how far WhatsApp's approval of a template got.

Consent is a list of events that nobody changes: what somebody was shown, gave, withdrew, stopped
and started, in which version, when and through what. A regular job's run is a row, so that one
missed while Redis or the machine was away is found and caught up. A changed template is another
row: the one before it goes on being used until WhatsApp has approved the new one.
"""

from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CONSENT = """
CREATE TABLE consent_event (
    consent_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    party_id    bigint NOT NULL REFERENCES party,
    what        text NOT NULL
        CHECK (what IN ('shown', 'given', 'withdrawn', 'stopped', 'started')),
    -- Which text of the privacy notice was in force, and in which language he reads.
    version     plain_text NOT NULL,
    language    text NOT NULL CHECK (language IN ('en', 'ta')),
    at          timestamptz NOT NULL,
    via         plain_text NOT NULL,
    -- The message that said it, or that showed it; who wrote it down, where it was not himself.
    inbound_id  bigint REFERENCES inbound_message,
    outbound_id bigint REFERENCES outbound_message,
    recorded_by bigint REFERENCES party
);
CREATE INDEX consent_of_party ON consent_event (party_id, consent_id);
CREATE TRIGGER consent_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON consent_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON consent_event TO malar_app;
GRANT SELECT ON consent_event TO malar_reader;
"""

RUNS = """
CREATE TABLE regular_run (
    name     plain_text,
    due_at   timestamptz,
    attempts smallint NOT NULL DEFAULT 0,
    retry_at timestamptz,
    done_at  timestamptz,
    failure  text,
    PRIMARY KEY (name, due_at)
);

GRANT SELECT, INSERT, UPDATE ON regular_run TO malar_app;
GRANT SELECT ON regular_run TO malar_reader;
"""

TEMPLATES = """
ALTER TABLE message_template
    ADD COLUMN name text,
    ADD COLUMN variables text[] NOT NULL DEFAULT '{}',
    ADD COLUMN approval text NOT NULL DEFAULT 'unsubmitted' CHECK (approval IN
        ('unsubmitted', 'received', 'pending', 'approved', 'rejected', 'paused', 'disabled')),
    ADD COLUMN rejection text,
    ADD COLUMN registered_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    ADD COLUMN checked_at timestamptz,
    DROP CONSTRAINT message_template_pkey,
    ADD PRIMARY KEY (content_sid);
CREATE INDEX ON message_template (key, language);

-- A notice may go out with buttons inside the window, or as its template outside it.
ALTER TABLE outbound_message ADD COLUMN button_variables jsonb NOT NULL DEFAULT '{}';
UPDATE outbound_message SET button_variables = variables, variables = '{}'
WHERE buttons IS NOT NULL;
"""


def upgrade() -> None:
    """Lay the tables."""
    for statement in (CONSENT, RUNS, TEMPLATES):
        op.execute(statement)


def downgrade() -> None:
    """Take them away; of each template the newest registration stays."""
    op.execute("""
        DELETE FROM message_template old USING message_template newer
        WHERE (old.key, old.language) = (newer.key, newer.language)
            AND (old.registered_at, old.content_sid) < (newer.registered_at, newer.content_sid);
        DROP INDEX message_template_key_language_idx;
        ALTER TABLE message_template
            DROP CONSTRAINT message_template_pkey,
            ADD PRIMARY KEY (key, language),
            DROP COLUMN name, DROP COLUMN variables, DROP COLUMN approval, DROP COLUMN rejection,
            DROP COLUMN registered_at, DROP COLUMN checked_at;
        UPDATE outbound_message SET variables = button_variables WHERE buttons IS NOT NULL;
        ALTER TABLE outbound_message DROP COLUMN button_variables;
        DROP TABLE regular_run;
        DROP TABLE consent_event;
    """)
