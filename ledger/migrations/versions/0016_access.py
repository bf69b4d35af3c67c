"""Who may open the pages: passwords, second factors, sessions, and what happened to them.

What proves a person is kept as hashes; the one thing that is not, the secret of his authenticator,
is like them read by the app alone: whoever has the reader's rights may see everything that the
shop does, and cannot sign in as anybody. What happened is a list that nobody changes.
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PROOFS = """
CREATE TABLE credential (
    party_id       bigint PRIMARY KEY REFERENCES party,
    -- Argon2id; none until he has chosen a password by a one-time code.
    password_hash  text,
    changed_at     timestamptz,
    -- The secret that counts, and one that is not yet proved by a code.
    totp_secret    text,
    totp_pending   text,
    -- A code counts once: the step of the last one that did.
    totp_last_step bigint,
    failures       smallint NOT NULL DEFAULT 0 CHECK (failures >= 0),
    locked_until   timestamptz,
    is_locked_out  boolean NOT NULL DEFAULT false
);

CREATE TABLE recovery_code (
    party_id  bigint REFERENCES credential,
    -- The part of the code that finds its row; the rest is hashed.
    selector  text CHECK (char_length(selector) = 2),
    code_hash text NOT NULL,
    used_at   timestamptz,
    PRIMARY KEY (party_id, selector)
);

CREATE TABLE one_time_code (
    code_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    party_id   bigint NOT NULL REFERENCES credential,
    code_hash  text NOT NULL,
    issued_by  bigint REFERENCES party,
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > issued_at),
    -- Used, or made worthless by a newer one.
    ended_at   timestamptz
);
CREATE UNIQUE INDEX one_open_code_a_person ON one_time_code (party_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON credential, one_time_code TO malar_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON recovery_code TO malar_app;
"""

SESSIONS = """
CREATE TABLE web_session (
    session_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    party_id     bigint NOT NULL REFERENCES party,
    -- His password alone was right, or everything that is asked of him.
    stage        text NOT NULL CHECK (stage IN ('password', 'whole')),
    started_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    proved_at    timestamptz,
    ended_at     timestamptz,
    agent        text NOT NULL CHECK (char_length(agent) <= 200),
    CHECK (stage = 'whole' OR proved_at IS NULL)
);
CREATE INDEX open_session_of_party ON web_session (party_id) WHERE ended_at IS NULL;

GRANT SELECT, INSERT, UPDATE ON web_session TO malar_app;
"""

EVENTS = """
CREATE TABLE access_event (
    event_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Whose access; none where somebody tried a code that nobody has.
    party_id bigint REFERENCES party,
    what     plain_text NOT NULL,
    at       timestamptz NOT NULL,
    -- Who did it; none where that is not proved.
    done_by  bigint REFERENCES party
);
CREATE INDEX access_event_of_party ON access_event (party_id, event_id);
CREATE TRIGGER access_event_is_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON access_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

GRANT SELECT, INSERT ON access_event TO malar_app;
GRANT SELECT ON access_event TO malar_reader;
"""


def upgrade() -> None:
    """Lay the tables."""
    for statement in (PROOFS, SESSIONS, EVENTS):
        op.execute(statement)


def downgrade() -> None:
    """Nobody can sign in any more."""
    op.execute("DROP TABLE access_event, web_session, one_time_code, recovery_code, credential")
