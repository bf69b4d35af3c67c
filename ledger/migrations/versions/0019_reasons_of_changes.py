"""The register's history keeps why something was changed, where whoever changed it says so.

A farmer who leaves, or a clerk, is asked about years later; who let him go is known, and now why.
"""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

HISTORY = """
CREATE OR REPLACE FUNCTION keep_history() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    was jsonb := CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD) END;
    becomes jsonb := CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW) END;
    row_now jsonb := coalesce(becomes, was);
    whose text := coalesce(row_now->>'code', row_now->>'name');
BEGIN
    IF TG_TABLE_NAME = 'identity' THEN
        SELECT p.code INTO whose FROM party p WHERE p.party_id = (row_now->>'party_id')::bigint;
    ELSIF TG_TABLE_NAME = 'flower_alias' THEN
        SELECT f.code INTO whose FROM flower f WHERE f.flower_id = (row_now->>'flower_id')::bigint;
    END IF;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(o.key, o.value), jsonb_object_agg(o.key, becomes->o.key)
        INTO was, becomes
        FROM jsonb_each(was) o WHERE o.value IS DISTINCT FROM becomes->o.key;
        IF was IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO register_change (room, code, before, after, actor_id, changed_at{column})
    VALUES (
        TG_TABLE_NAME, whose, was, becomes,
        nullif(current_setting('malar.actor', true), '')::bigint,
        coalesce(
            nullif(current_setting('malar.at', true), '')::timestamptz, transaction_timestamp()
        ){value}
    );
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """A column that stays empty where nobody says why."""
    op.execute("ALTER TABLE register_change ADD COLUMN reason plain_text")
    said = "nullif(current_setting('malar.reason', true), '')"
    op.execute(HISTORY.format(column=", reason", value=f",\n        {said}"))


def downgrade() -> None:
    """Nobody knows any more why."""
    op.execute(HISTORY.format(column="", value=""))
    op.execute("ALTER TABLE register_change DROP COLUMN reason")
