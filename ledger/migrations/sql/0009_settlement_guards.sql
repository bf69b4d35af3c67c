-- What Postgres sees to, whoever writes.

CREATE TRIGGER fee_kind_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON fee_kind
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_stays BEFORE DELETE OR TRUNCATE ON settlement
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_step_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement_step
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_line_stays BEFORE DELETE OR TRUNCATE ON settlement_line
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_carry_stays BEFORE DELETE OR TRUNCATE ON settlement_carry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER settlement_fee_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON settlement_fee
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_part_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON payment_part
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Locks a farmer's three balances, as his postings do and in their order: the day first. What is
-- read afterwards stays true until the transaction ends.
CREATE FUNCTION hold_accounts(farmer bigint, business_date date) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(71002, business_date - DATE '2000-01-01');
    PERFORM FROM farmer_balance b
    WHERE b.account_id IN (SELECT a.id FROM account a WHERE a.party_id = farmer)
    ORDER BY b.account_id FOR NO KEY UPDATE;
END $$;

-- A draft may change and go; what is approved can only be voided; what is void is over. The number
-- is drawn here and nowhere else.
CREATE FUNCTION settlement_moves() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    drawn integer;
    kept settlement := NEW;
BEGIN
    IF OLD.state = 'approved' THEN
        kept.state := OLD.state;
        kept.void_entry_id := OLD.void_entry_id;
        IF OLD.code IS NULL THEN
            kept.code := OLD.code;
            kept.slip_digest := OLD.slip_digest;
        END IF;
        IF kept IS DISTINCT FROM OLD OR NEW.state NOT IN ('approved', 'void') THEN
            RAISE EXCEPTION 'settlement % is approved', OLD.settlement_id
                USING ERRCODE = 'restrict_violation';
        END IF;
    ELSIF OLD.state = 'void' THEN
        RAISE EXCEPTION 'settlement % is void', OLD.settlement_id
            USING ERRCODE = 'restrict_violation';
    ELSIF NEW.state = 'approved' THEN
        INSERT INTO settlement_counter AS c VALUES (date_trunc('month', NEW.approved_on), 1)
        ON CONFLICT (month) DO UPDATE SET last = c.last + 1 RETURNING c.last INTO drawn;
        NEW.number := format('SET-%s-%s', to_char(NEW.approved_on, 'YYYY-MM'),
            lpad(drawn::text, greatest(3, length(drawn::text)), '0'));
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_moves BEFORE UPDATE ON settlement
    FOR EACH ROW EXECUTE FUNCTION settlement_moves();

-- Approving takes every posting up to the cut-off, and all that was carried; voiding lets them go.
CREATE FUNCTION settlement_lines() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.state = 'approved' THEN
        INSERT INTO settlement_line (settlement_id, entry_id, line)
            SELECT NEW.settlement_id, u.entry_id, u.line FROM unsettled_posting u
            WHERE u.farmer_id = NEW.farmer_id AND u.business_date <= NEW.cut_off;
        INSERT INTO settlement_carry (settlement_id, from_id)
            SELECT NEW.settlement_id, o.from_id FROM open_carry o
            WHERE o.farmer_id = NEW.farmer_id AND o.from_id <> NEW.settlement_id;
    ELSIF OLD.state = 'approved' THEN
        IF EXISTS (
            SELECT FROM payment_part p WHERE p.settlement_id = NEW.settlement_id
                AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.reverses_id = p.entry_id)
        ) THEN
            RAISE EXCEPTION 'settlement % is paid', NEW.settlement_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        IF EXISTS (
            SELECT FROM settlement_carry c WHERE c.from_id = NEW.settlement_id AND c.is_live
        ) THEN
            RAISE EXCEPTION 'what settlement % carried is taken in', NEW.settlement_id
                USING ERRCODE = 'restrict_violation';
        END IF;
        UPDATE settlement_line SET is_live = false WHERE settlement_id = NEW.settlement_id;
        UPDATE settlement_carry SET is_live = false WHERE settlement_id = NEW.settlement_id;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER settlement_lines AFTER UPDATE ON settlement
    FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION settlement_lines();

-- A line and a carry change once, when the settlement is void.
CREATE FUNCTION let_go() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF to_jsonb(NEW) - 'is_live' <> to_jsonb(OLD) - 'is_live' OR NEW.is_live
        OR (SELECT state FROM settlement WHERE settlement_id = OLD.settlement_id) <> 'void'
    THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER settlement_line_goes BEFORE UPDATE ON settlement_line
    FOR EACH ROW EXECUTE FUNCTION let_go();
CREATE TRIGGER settlement_carry_goes BEFORE UPDATE ON settlement_carry
    FOR EACH ROW EXECUTE FUNCTION let_go();

-- What the figures and the entry of an approved settlement disagree about, if anything.
CREATE FUNCTION settlement_fault(s settlement) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
    lines bigint;
    lines_paise numeric;
    carried_in numeric;
    fees_carried_in numeric;
    fees_from numeric;
    applied numeric;
    left_over numeric;
BEGIN
    SELECT count(*), coalesce(-sum(p.amount_paise), 0) INTO lines, lines_paise
    FROM settlement_line l JOIN posting p ON p.entry_id = l.entry_id AND p.line = l.line
    JOIN journal_entry e ON e.id = l.entry_id
    JOIN account a ON a.id = p.account_id AND a.party_id = s.farmer_id AND a.code LIKE 'payable:%'
    WHERE l.settlement_id = s.settlement_id AND e.business_date <= s.cut_off;
    SELECT coalesce(sum(f.carried_paise), 0), coalesce(sum(f.fees_carried_paise), 0)
    INTO carried_in, fees_carried_in
    FROM settlement_carry c JOIN settlement f ON f.settlement_id = c.from_id
    WHERE c.settlement_id = s.settlement_id AND f.farmer_id = s.farmer_id;
    SELECT coalesce(sum(applied_paise), 0), coalesce(sum(asked_paise - applied_paise), 0),
        coalesce(sum(asked_paise) FILTER (WHERE from_id IS NOT NULL), 0)
    INTO applied, left_over, fees_from
    FROM settlement_fee WHERE settlement_id = s.settlement_id;
    RETURN CASE
        WHEN lines = 0 THEN 'clears nothing'
        WHEN lines <> (SELECT count(*) FROM settlement_line WHERE settlement_id = s.settlement_id)
            THEN 'has a line that is not its farmer''s, or after its cut-off'
        WHEN carried_in <> s.carried_in_paise THEN 'disagrees with what was carried over'
        WHEN lines_paise + carried_in <> s.due_paise THEN 'disagrees with its lines'
        WHEN applied <> s.fees_paise OR left_over <> s.fees_carried_paise
            OR fees_from <> fees_carried_in THEN 'disagrees with its fees'
        WHEN s.code IS NULL OR s.slip_digest IS NULL THEN 'has no check code'
        WHEN s.entry_id IS NOT NULL AND EXISTS (
            SELECT code, sum(paise) FROM (
                SELECT a.code, CASE split_part(a.code, ':', 1) WHEN 'payable' THEN s.due_paise
                    WHEN 'settled' THEN -s.net_paise ELSE -s.recovered_paise END AS paise
                FROM account a WHERE a.party_id = s.farmer_id
                UNION ALL
                SELECT k.account, -f.applied_paise
                FROM settlement_fee f JOIN fee_kind k USING (fee_kind_id)
                WHERE f.settlement_id = s.settlement_id
                UNION ALL
                SELECT a.code, -p.amount_paise
                FROM posting p JOIN account a ON a.id = p.account_id WHERE p.entry_id = s.entry_id
            ) due_and_posted GROUP BY code HAVING sum(paise) <> 0
        ) THEN 'disagrees with its entry'
        WHEN s.void_entry_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM journal_entry WHERE id = s.void_entry_id AND reverses_id = s.entry_id
        ) THEN 'is voided by an entry that does not reverse its own'
    END;
END $$;

CREATE FUNCTION whole_settlement() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    now_is settlement;
    fault text;
BEGIN
    SELECT * INTO now_is FROM settlement WHERE settlement_id = NEW.settlement_id;
    fault := settlement_fault(now_is);
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'settlement % %', NEW.settlement_id, fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settlement_whole AFTER UPDATE ON settlement
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.number IS NOT NULL)
    EXECUTE FUNCTION whole_settlement();

-- A fee is written with its settlement's approval, not later.
CREATE FUNCTION sealed_fee() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM settlement s WHERE s.settlement_id = NEW.settlement_id
            AND s.state = 'approved' AND s.code IS NULL
    ) THEN
        RAISE EXCEPTION 'settlement % is sealed: no fee can be added', NEW.settlement_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER settlement_fee_sealed AFTER INSERT ON settlement_fee
    FOR EACH ROW EXECUTE FUNCTION sealed_fee();

-- A payment's part is what its entry says; a settlement is paid while it stands, never beyond its
-- net, and no more than was brought in of what was settled before.
CREATE FUNCTION payment_part_agrees() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM journal_entry e JOIN posting p ON p.entry_id = e.id
        JOIN account a ON a.id = p.account_id
        WHERE e.id = NEW.entry_id AND a.party_id = NEW.farmer_id
            AND p.amount_paise = NEW.amount_paise
            AND (e.kind = 'settlement_payment' AND a.code LIKE 'settled:%'
                OR NEW.settlement_id IS NULL AND e.kind = 'payment' AND a.code LIKE 'payable:%')
    ) THEN
        RAISE EXCEPTION 'entry % does not pay this', NEW.entry_id USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.settlement_id IS NULL AND (
        SELECT sum(p.amount_paise) FROM account a
        JOIN posting p ON p.account_id = a.id JOIN journal_entry e ON e.id = p.entry_id
        JOIN journal_entry fact ON fact.id = coalesce(e.reverses_id, e.id)
        LEFT JOIN payment_part part ON part.entry_id = fact.id
        WHERE a.party_id = NEW.farmer_id AND a.code LIKE 'settled:%'
            AND (fact.kind = 'opening' OR part.part > 0 AND part.settlement_id IS NULL)
    ) > 0 THEN
        RAISE EXCEPTION 'less was brought in for farmer %', NEW.farmer_id
            USING ERRCODE = 'check_violation';
    END IF;
    IF EXISTS (
        SELECT FROM settlement s WHERE s.settlement_id = NEW.settlement_id AND (
            s.state <> 'approved' OR s.farmer_id <> NEW.farmer_id OR s.net_paise < (
                SELECT sum(p.amount_paise) FROM payment_part p
                WHERE p.settlement_id = s.settlement_id
                    AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.reverses_id = p.entry_id)
            )
        )
    ) THEN
        RAISE EXCEPTION 'settlement % is not owed this', NEW.settlement_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER payment_part_agrees AFTER INSERT ON payment_part
    FOR EACH ROW EXECUTE FUNCTION payment_part_agrees();

-- A settlement's entry is written by approving it and reversed by voiding it, in no other way; and
-- what pays one names it.
CREATE FUNCTION settlement_entry_belongs() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NEW.kind = 'settlement'
        AND NOT EXISTS (SELECT FROM settlement s WHERE s.entry_id = NEW.id)
        OR NEW.kind = 'settlement_payment'
        AND NOT EXISTS (SELECT FROM payment_part p WHERE p.entry_id = NEW.id)
    THEN
        RAISE EXCEPTION 'entry % belongs to no settlement', NEW.id
            USING ERRCODE = 'check_violation';
    ELSIF EXISTS (
        SELECT FROM settlement s
        WHERE s.entry_id = NEW.reverses_id AND s.void_entry_id IS DISTINCT FROM NEW.id
    ) THEN
        RAISE EXCEPTION 'entry % is a settlement''s: void that', NEW.reverses_id
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER settlement_entry_belongs AFTER INSERT ON journal_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
    WHEN (NEW.kind IN ('settlement', 'settlement_payment', 'reversal'))
    EXECUTE FUNCTION settlement_entry_belongs();

REVOKE ALL ON FUNCTION hold_accounts(bigint, date), settlement_moves(), settlement_lines(),
    let_go(), settlement_fault(settlement), whole_settlement(), sealed_fee(),
    payment_part_agrees(), settlement_entry_belongs() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION hold_accounts(bigint, date) TO malar_app;
GRANT EXECUTE ON FUNCTION settlement_fault(settlement) TO malar_app, malar_reader;

GRANT SELECT ON fee_kind, settlement, settlement_step, settlement_line, settlement_carry,
    settlement_fee, settlement_counter, payment_part, settlement_run, settlement_run_farmer,
    unsettled_posting, open_carry TO malar_app, malar_reader;
GRANT INSERT ON fee_kind, settlement_step, settlement_fee, payment_part, settlement_run_farmer
    TO malar_app;
GRANT INSERT (farmer_id, cut_off, revision, starts_on, lots, quantities, gross_paise,
        commission_paise, carried_in_paise, due_paise, fees_paise, fees_carried_paise,
        recovered_paise, advance_after_paise, net_paise, carried_paise),
    UPDATE (state, starts_on, lots, quantities, gross_paise, commission_paise, carried_in_paise,
        due_paise, fees_paise, fees_carried_paise, recovered_paise, advance_after_paise,
        net_paise, carried_paise, approved_on, approved_at, approved_by, pay_on, entry_id,
        void_entry_id, slip_digest, code) ON settlement TO malar_app;
GRANT INSERT, UPDATE (finished_at, faults) ON settlement_run TO malar_app;
GRANT UPDATE (outcome, settlement_id, net_paise, why) ON settlement_run_farmer TO malar_app;
