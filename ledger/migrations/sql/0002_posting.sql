-- The only way into the books for the app: four functions with their owner's rights.
-- Refusals: ML001 key reused, ML002 day closed, ML003 unknown account, ML004 unknown entry,
-- ML005 already reversed; DETAIL names the key, day, account or entry. `ledger/journal.py` maps them.

CREATE FUNCTION open_account(code text, kind text, party_id bigint) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    opened bigint;
BEGIN
    INSERT INTO account (code, kind, party_id)
        VALUES (open_account.code, open_account.kind, open_account.party_id)
        RETURNING id INTO opened;
    IF party_id IS NOT NULL THEN
        INSERT INTO farmer_balance (account_id) VALUES (opened);
    END IF;
    RETURN opened;
END $$;

CREATE FUNCTION close_day(closing date, closed_by bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(71002, closing - DATE '2000-01-01');
    INSERT INTO closed_day (business_date, closed_by) VALUES (closing, close_day.closed_by)
        ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;

-- Writes one entry, or finds that its key has written it before.
--
-- The request is {kind, on, reason, reverses, replaces, postings: [{account, paise}],
-- lot: null | {…}}; as jsonb its text is canonical, so its digest tells a repeat from a
-- different request under the same key. The order of locks is the same for everybody: the day,
-- farmers' balances by account, the house book.
CREATE FUNCTION post_entry(
    key text, request jsonb, actor bigint, channel text, OUT entry_id bigint, OUT is_new boolean
)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    e journal_entry;
    accounts bigint[];
    legs posting[];
    sold lot;
    unknown text;
    target bigint;
    farmers bigint;
    written bytea;
BEGIN
    e.business_date := request->>'on';
    e.request_digest := sha256(convert_to(request::text, 'UTF8'));
    e.reverses_id := request->>'reverses';
    e.replaces_id := request->>'replaces';

    PERFORM pg_advisory_xact_lock_shared(71002, e.business_date - DATE '2000-01-01');
    accounts := ARRAY(
        SELECT a.id FROM account a
        WHERE a.code = ANY (ARRAY(
            SELECT p->>'account' FROM jsonb_array_elements(request->'postings') p
        ))
    );
    PERFORM FROM farmer_balance b WHERE b.account_id = ANY (accounts)
    ORDER BY b.account_id FOR NO KEY UPDATE;

    SELECT j.id, j.request_digest INTO entry_id, written FROM journal_entry j WHERE j.idem_key = key;
    IF FOUND THEN
        IF written <> e.request_digest THEN
            RAISE EXCEPTION 'key already stands for entry %', entry_id
                USING ERRCODE = 'ML001', DETAIL = key;
        END IF;
        is_new := false;
        RETURN;
    END IF;

    FOREACH target IN ARRAY array_remove(ARRAY[e.reverses_id, e.replaces_id], NULL) LOOP
        IF NOT EXISTS (SELECT FROM journal_entry j WHERE j.id = target) THEN
            RAISE EXCEPTION 'no entry %', target USING ERRCODE = 'ML004', DETAIL = target;
        END IF;
    END LOOP;
    IF EXISTS (
        SELECT FROM journal_entry j
        WHERE j.reverses_id = e.reverses_id OR j.replaces_id = e.replaces_id
            OR (j.id = e.reverses_id AND j.kind = 'reversal')
    ) THEN
        RAISE EXCEPTION 'entry % is reversed already, or is a reversal',
            coalesce(e.reverses_id, e.replaces_id)
            USING ERRCODE = 'ML005', DETAIL = coalesce(e.reverses_id, e.replaces_id);
    END IF;

    -- LIMIT 1 keeps these look-ups by key, whatever the planner thinks of the tables' size.
    SELECT min(p.leg->>'account') FILTER (WHERE a.id IS NULL), count(b.seq),
        array_agg(ROW(NULL, p.line, a.id, p.leg->>'paise', b.seq)::posting ORDER BY p.line)
    INTO unknown, farmers, legs
    FROM jsonb_array_elements(request->'postings') WITH ORDINALITY p (leg, line)
    LEFT JOIN LATERAL (
        SELECT id FROM account WHERE code = p.leg->>'account' LIMIT 1
    ) a ON true
    LEFT JOIN LATERAL (
        SELECT postings + 1 AS seq FROM farmer_balance WHERE account_id = a.id LIMIT 1
    ) b ON true;
    IF unknown IS NOT NULL THEN
        RAISE EXCEPTION 'no account %', unknown USING ERRCODE = 'ML003', DETAIL = unknown;
    END IF;
    IF farmers = 0 THEN
        SELECT h.entries + 1 INTO e.house_seq FROM house_book h FOR NO KEY UPDATE;
    END IF;

    e.id := nextval('journal_entry_number');
    e.idem_key := key;
    e.kind := request->>'kind';
    e.recorded_at := transaction_timestamp();
    e.created_xid := pg_current_xact_id();
    e.actor_id := actor;
    e.channel := channel;
    e.reason := request->>'reason';
    IF jsonb_typeof(request->'lot') = 'object' THEN
        sold := jsonb_populate_record(NULL::lot, request->'lot');
        sold.entry_id := e.id;
        SELECT p.party_id INTO sold.farmer_id FROM party p WHERE p.code = request->'lot'->>'farmer';
        SELECT f.flower_id INTO sold.flower_id FROM flower f
        WHERE f.code = request->'lot'->>'flower';
    END IF;
    e.digest := entry_digest(e, legs, sold);

    INSERT INTO journal_entry SELECT e.* ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        -- Another transaction wrote this key, or reversed the same entry, while we came here.
        IF NOT EXISTS (
            SELECT FROM journal_entry j
            WHERE j.idem_key = key OR j.reverses_id = e.reverses_id OR j.replaces_id = e.replaces_id
        ) THEN
            RAISE EXCEPTION 'the number of entry % is taken: audit the books', e.id
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        SELECT p.entry_id, p.is_new INTO entry_id, is_new
        FROM post_entry(key, request, actor, channel) p;
        RETURN;
    END IF;
    UPDATE farmer_balance b
    SET balance_paise = b.balance_paise + p.amount_paise, postings = p.account_seq,
        last_entry_id = e.id
    FROM unnest(legs) p WHERE b.account_id = p.account_id;
    IF farmers = 0 THEN
        UPDATE house_book SET entries = e.house_seq, last_entry_id = e.id;
    END IF;
    INSERT INTO posting
        SELECT e.id, p.line, p.account_id, p.amount_paise, p.account_seq FROM unnest(legs) p;
    IF sold.entry_id IS NOT NULL THEN
        INSERT INTO lot SELECT sold.*;
    END IF;
    entry_id := e.id;
    is_new := true;
END $$;

-- Writes many entries, in order, in one round trip: [{key, request, actor, channel}].
-- All farmers' balances are locked first, so two batches never wait for each other in a circle.
CREATE FUNCTION post_entries(bookings jsonb) RETURNS TABLE (entry_id bigint, is_new boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    booking jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(71002, d.day - DATE '2000-01-01')
    FROM (
        SELECT DISTINCT (x->'request'->>'on')::date AS day FROM jsonb_array_elements(bookings) x
        ORDER BY day
    ) d;
    PERFORM FROM farmer_balance b
    WHERE b.account_id = ANY (ARRAY(
        SELECT a.id FROM jsonb_array_elements(bookings) x
        CROSS JOIN jsonb_array_elements(x->'request'->'postings') p
        JOIN account a ON a.code = p->>'account'
    ))
    ORDER BY b.account_id FOR NO KEY UPDATE;
    FOR booking IN SELECT x FROM jsonb_array_elements(bookings) WITH ORDINALITY b (x, n) ORDER BY n
    LOOP
        RETURN QUERY SELECT p.entry_id, p.is_new FROM post_entry(
            booking->>'key', booking->'request', (booking->>'actor')::bigint, booking->>'channel'
        ) p;
    END LOOP;
END $$;

REVOKE ALL ON FUNCTION open_account(text, text, bigint), close_day(date, bigint),
    post_entry(text, jsonb, bigint, text), post_entries(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION open_account(text, text, bigint), close_day(date, bigint),
    post_entry(text, jsonb, bigint, text), post_entries(jsonb) TO malar_app;
