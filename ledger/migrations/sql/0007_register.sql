-- What is agreed with a farmer beside his commission; NULL is the shop's own term.
ALTER TABLE party
    ADD aliases text[] NOT NULL DEFAULT '{}',
    ADD cycle text NOT NULL DEFAULT 'weekly'
        CHECK (cycle IN ('daily', 'weekly', 'ten_day', 'fortnightly', 'monthly')),
    ADD recovery_cap_paise bigint CHECK (recovery_cap_paise >= 0),
    ADD advance_limit_paise bigint CHECK (advance_limit_paise >= 0);
GRANT UPDATE (aliases, cycle, recovery_cap_paise, advance_limit_paise) ON party TO malar_app;

-- A phone as E.164 has it; WhatsApp's business-scoped user id: a country and its own id.
ALTER TABLE identity ADD CONSTRAINT identity_has_its_form CHECK (
    CASE kind
        WHEN 'phone' THEN address ~ '^\+[1-9][0-9]{7,14}$'
        ELSE address ~ '^[A-Z]{2}\.[A-Za-z0-9.]{1,128}$'
    END
);

-- The history of the register. Nobody has the right to write it: the trigger has.
CREATE TABLE register_change (
    change_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    -- Which table, and whose row: the person's, flower's, slot's, quality's code, or the term.
    room        text NOT NULL,
    code        text NOT NULL,
    -- Of a change the columns that changed; of a new row all of it after, of a lost one before.
    before      jsonb,
    after       jsonb,
    actor_id    bigint REFERENCES party,
    login       text NOT NULL DEFAULT session_user,
    changed_at  timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    CHECK (num_nonnulls(before, after) > 0)
);
CREATE INDEX register_change_of_code ON register_change (lower(code), change_id);
CREATE INDEX register_change_of_room ON register_change (room, changed_at);

CREATE TRIGGER register_change_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON register_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION keep_history() RETURNS trigger
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
    INSERT INTO register_change (room, code, before, after, actor_id, changed_at)
    VALUES (
        TG_TABLE_NAME, whose, was, becomes,
        nullif(current_setting('malar.actor', true), '')::bigint,
        coalesce(
            nullif(current_setting('malar.at', true), '')::timestamptz, transaction_timestamp()
        )
    );
    RETURN NULL;
END $$;
REVOKE ALL ON FUNCTION keep_history() FROM PUBLIC;

GRANT SELECT ON register_change TO malar_app, malar_reader;

-- The history knows the slots of any moment, so a slot may go while old rates still name it.
ALTER TABLE rate DROP CONSTRAINT rate_slot_fkey;
