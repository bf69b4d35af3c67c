-- What one person may not do alone: asked by one, decided by another, used once.

CREATE TABLE ask (
    ask_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    idem_key    plain_text NOT NULL UNIQUE,
    kind        text NOT NULL CHECK (kind IN (
        'change_identity', 'advance_over_limit', 'back_date', 'reverse_paid', 'void_paid')),
    -- What exactly is asked for; the act that uses the grant must be this one.
    facts       jsonb NOT NULL CHECK (jsonb_typeof(facts) = 'object'),
    reason      plain_text NOT NULL,
    asked_by    bigint NOT NULL REFERENCES party,
    asked_at    timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp()
);

CREATE TABLE ask_decision (
    ask_id      bigint PRIMARY KEY REFERENCES ask,
    is_granted  boolean NOT NULL,
    reason      plain_text,
    decided_by  bigint NOT NULL REFERENCES party,
    decided_at  timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT transaction_timestamp(),
    CONSTRAINT a_refusal_has_a_reason CHECK (is_granted OR reason IS NOT NULL)
);

CREATE TABLE ask_use (
    ask_id  bigint PRIMARY KEY REFERENCES ask_decision,
    used_at timestamptz NOT NULL DEFAULT transaction_timestamp()
);

-- Whoever asked never grants it, unless he is the only admin and the shop's term lets him.
-- Taking back what one asked is nobody else's business: he may refuse his own.
CREATE FUNCTION second_person() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    asker bigint := (SELECT asked_by FROM ask WHERE ask_id = NEW.ask_id);
    admins bigint[] := ARRAY(SELECT party_id FROM party WHERE role = 'admin' AND is_active);
    lone_may bigint := (
        SELECT value FROM setting
        WHERE name = 'lone_admin_may' AND in_force_from <= NEW.decided_at
        ORDER BY in_force_from DESC, setting_id DESC LIMIT 1
    );
BEGIN
    IF NEW.decided_by <> ALL (admins) AND (NEW.is_granted OR NEW.decided_by <> asker) THEN
        RAISE EXCEPTION 'only an admin decides' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'an_admin_decides';
    END IF;
    IF NEW.is_granted AND NEW.decided_by = asker
        AND NOT (cardinality(admins) = 1 AND coalesce(lone_may, 0) = 1)
    THEN
        RAISE EXCEPTION 'another person decides' USING ERRCODE = 'check_violation',
            CONSTRAINT = 'another_person_decides';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ask_decision_by_second BEFORE INSERT ON ask_decision
    FOR EACH ROW EXECUTE FUNCTION second_person();

CREATE FUNCTION granted_ask() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT (SELECT is_granted FROM ask_decision WHERE ask_id = NEW.ask_id) THEN
        RAISE EXCEPTION 'ask % was refused', NEW.ask_id USING ERRCODE = 'check_violation',
            CONSTRAINT = 'a_used_ask_was_granted';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER ask_use_of_grant BEFORE INSERT ON ask_use
    FOR EACH ROW EXECUTE FUNCTION granted_ask();

CREATE TRIGGER ask_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ask
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ask_decision_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ask_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ask_use_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON ask_use
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE ALL ON FUNCTION second_person(), granted_ask() FROM PUBLIC;

GRANT SELECT ON ask, ask_decision, ask_use TO malar_app, malar_reader;
GRANT INSERT ON ask, ask_decision, ask_use TO malar_app;
