-- An advance is asked for, decided once and paid once: three append-only tables. The keys say the
-- order by themselves: only what was approved can be paid, nothing is decided or paid twice,
-- whoever writes at the same time.

CREATE TABLE advance (
    advance_id   bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    idem_key     plain_text NOT NULL UNIQUE,
    farmer_id    bigint NOT NULL REFERENCES party,
    amount_paise bigint NOT NULL CHECK (amount_paise > 0),
    reason       plain_text NOT NULL,
    requested_by bigint NOT NULL REFERENCES party,
    requested_at timestamptz NOT NULL,
    channel      plain_text NOT NULL
);
CREATE INDEX advance_of_farmer ON advance (farmer_id, advance_id);

CREATE TABLE advance_decision (
    advance_id  bigint PRIMARY KEY REFERENCES advance,
    is_approved boolean NOT NULL,
    decided_by  bigint NOT NULL REFERENCES party,
    decided_at  timestamptz NOT NULL,
    reason      plain_text,
    CONSTRAINT advance_decision_once UNIQUE (advance_id, is_approved),
    CONSTRAINT a_rejection_has_a_reason CHECK (is_approved OR reason IS NOT NULL)
);

CREATE TABLE advance_payment (
    advance_id  bigint PRIMARY KEY REFERENCES advance,
    is_approved boolean NOT NULL DEFAULT true CHECK (is_approved),
    entry_id    bigint NOT NULL UNIQUE REFERENCES journal_entry,
    CONSTRAINT only_an_approved_advance_is_paid
        FOREIGN KEY (advance_id, is_approved) REFERENCES advance_decision (advance_id, is_approved)
);

CREATE TRIGGER advance_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON advance
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER advance_decision_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON advance_decision
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER advance_payment_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON advance_payment
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The entry of a payment lends this farmer this sum, and nothing else.
CREATE FUNCTION advance_payment_agrees() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM advance v
        JOIN account a ON a.party_id = v.farmer_id AND a.code LIKE 'advance:%'
        JOIN posting p ON p.account_id = a.id AND p.amount_paise = v.amount_paise
        JOIN journal_entry e ON e.id = p.entry_id AND e.kind = 'advance'
        WHERE v.advance_id = NEW.advance_id AND e.id = NEW.entry_id
    ) THEN
        RAISE EXCEPTION 'entry % does not pay advance %', NEW.entry_id, NEW.advance_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER advance_payment_agrees AFTER INSERT ON advance_payment
    FOR EACH ROW EXECUTE FUNCTION advance_payment_agrees();

-- Nobody brings back more than he was lent, nobody is paid more than was settled. A correction
-- looks away between the mirror and the right entry (SET CONSTRAINTS); COMMIT looks in any case.
CREATE FUNCTION balance_within_bounds() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    beyond text;
BEGIN
    SELECT a.code INTO beyond FROM farmer_balance b JOIN account a ON a.id = b.account_id
    WHERE b.account_id = NEW.account_id
        AND ((a.code LIKE 'advance:%' AND b.balance_paise < 0)
            OR (a.code LIKE 'settled:%' AND b.balance_paise > 0));
    IF FOUND THEN
        RAISE EXCEPTION '% would go beyond zero', beyond
            USING ERRCODE = 'ML006', DETAIL = beyond;
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER balance_within_bounds AFTER UPDATE ON farmer_balance
    DEFERRABLE INITIALLY IMMEDIATE FOR EACH ROW EXECUTE FUNCTION balance_within_bounds();

REVOKE ALL ON FUNCTION advance_payment_agrees(), balance_within_bounds() FROM PUBLIC;
GRANT SELECT ON advance, advance_decision, advance_payment TO malar_app, malar_reader;
GRANT INSERT ON advance, advance_decision, advance_payment TO malar_app;
