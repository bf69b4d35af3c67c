-- What Postgres refuses, even from the tables' owner. A superuser can switch these off; then
-- the digests tell (`ledger/audit.py`).

CREATE TRIGGER account_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON account
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_entry_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON journal_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER posting_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON posting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON lot
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closed_day_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON closed_day
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whoever writes into a day shares a lock on it; who closes it takes the lock alone. So a day
-- closes after the last entry that was under way, and none comes later.
CREATE FUNCTION open_day() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(71002, NEW.business_date - DATE '2000-01-01');
    IF EXISTS (SELECT FROM closed_day c WHERE c.business_date = NEW.business_date) THEN
        RAISE EXCEPTION '% is closed', NEW.business_date
            USING ERRCODE = 'ML002', DETAIL = to_char(NEW.business_date, 'YYYY-MM-DD');
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER journal_entry_in_an_open_day BEFORE INSERT ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION open_day();

-- An entry's postings are written once, in one statement, in the transaction that made it.
CREATE FUNCTION sealed_postings() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    sealed bigint;
BEGIN
    SELECT a.entry_id INTO sealed
    FROM (SELECT entry_id, count(*) AS n FROM added GROUP BY entry_id) a
    LEFT JOIN journal_entry e ON e.id = a.entry_id
        AND e.created_xid = pg_current_xact_id()
        AND e.recorded_at = transaction_timestamp()
    WHERE e.id IS NULL
        OR a.n <> (SELECT count(*) FROM posting p WHERE p.entry_id = a.entry_id)
    LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'entry % is sealed: no posting can be added', sealed
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER posting_sealed AFTER INSERT ON posting REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION sealed_postings();

CREATE FUNCTION sealed_lot() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF NOT EXISTS (
        SELECT FROM journal_entry e
        WHERE e.id = NEW.entry_id AND e.kind = 'sale'
            AND e.created_xid = pg_current_xact_id()
            AND e.recorded_at = transaction_timestamp()
    ) THEN
        RAISE EXCEPTION 'entry % is sealed: no lot can be added', NEW.entry_id
            USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER lot_sealed AFTER INSERT ON lot
    FOR EACH ROW EXECUTE FUNCTION sealed_lot();

-- The digest of an entry: SHA-256 over every column of the entry, its postings and its lot.
-- Fields are joined by U+001F, records by U+001E, an absent value is empty (`docs/decisions/0002-*`).
CREATE FUNCTION entry_digest(e journal_entry, legs posting[], sold lot) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
DECLARE
    whole text;
BEGIN
    whole := array_to_string(ARRAY[
        e.id::text, e.idem_key, encode(e.request_digest, 'hex'), e.kind,
        to_char(e.business_date, 'YYYY-MM-DD'),
        (extract(epoch FROM e.recorded_at) * 1000000)::bigint::text,
        e.created_xid::text, e.actor_id::text, e.channel, e.reason,
        e.reverses_id::text, e.replaces_id::text, e.house_seq::text
    ], E'\x1f', '');
    whole := whole || (
        SELECT string_agg(E'\x1e' || array_to_string(ARRAY[
            p.line::text, p.account_id::text, p.amount_paise::text, p.account_seq::text
        ], E'\x1f', ''), '' ORDER BY p.line)
        FROM unnest(legs) p
    );
    IF sold.entry_id IS NOT NULL THEN
        whole := whole || E'\x1e' || array_to_string(ARRAY[
            sold.farmer_id::text, sold.flower_id::text, sold.quantity_milli::text,
            sold.rate_paise::text, sold.rate_id::text, sold.adjustments::text,
            sold.commission_bp::text, sold.sale_paise::text, sold.gross_paise::text,
            sold.commission_paise::text, sold.net_paise::text,
            (extract(epoch FROM sold.weighed_at) * 1000000)::bigint::text
        ], E'\x1f', '');
    END IF;
    RETURN sha256(convert_to(whole, 'UTF8'));
END $$;

-- Whether a sale's postings say what its lot says: the market owes the sale, the shop its gift,
-- the farmer is owed the net, the shop has its commission, and nothing else stands there.
CREATE FUNCTION lot_agrees(sold lot) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN coalesce(bool_and(coalesce(p.amount_paise = CASE
            WHEN a.code = 'market' THEN sold.sale_paise
            WHEN a.code = 'quality-allowance' THEN sold.gross_paise - sold.sale_paise
            WHEN a.code = 'commission' THEN -sold.commission_paise
            WHEN a.party_id = sold.farmer_id AND a.code LIKE 'payable:%' THEN -sold.net_paise
        END, false)), false)
        AND count(*) = (
            SELECT count(*) FROM unnest(ARRAY[sold.sale_paise, sold.gross_paise - sold.sale_paise,
                sold.commission_paise, sold.net_paise]) paise WHERE paise <> 0
        )
    FROM posting p JOIN account a ON a.id = p.account_id
    WHERE p.entry_id = sold.entry_id;
END $$;

-- Whether one entry is the exact mirror of another that is not a reversal itself.
CREATE FUNCTION is_mirror(mirror bigint, original bigint) RETURNS boolean
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN EXISTS (SELECT FROM journal_entry WHERE id = original AND kind <> 'reversal')
        AND NOT EXISTS (
            SELECT account_id, -amount_paise FROM posting WHERE entry_id = original
            EXCEPT SELECT account_id, amount_paise FROM posting WHERE entry_id = mirror
        ) AND NOT EXISTS (
            SELECT account_id, amount_paise FROM posting WHERE entry_id = mirror
            EXCEPT SELECT account_id, -amount_paise FROM posting WHERE entry_id = original
        );
END $$;

-- An entry is looked at once as a whole, at COMMIT at the latest.
CREATE FUNCTION whole_entry() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    legs posting[];
    sold lot;
    total numeric;
    farmers bigint;
    numbered bigint;
    fault text;
BEGIN
    SELECT array_agg(p ORDER BY p.line), sum(p.amount_paise),
        count(*) FILTER (WHERE a.is_tracked), count(p.account_seq)
    INTO legs, total, farmers, numbered
    FROM posting p JOIN account a ON a.id = p.account_id WHERE p.entry_id = NEW.id;
    SELECT * INTO sold FROM lot WHERE lot.entry_id = NEW.id;
    fault := CASE
        WHEN coalesce(cardinality(legs), 0) < 2 THEN 'has fewer than two postings'
        WHEN total <> 0 THEN 'does not sum to zero'
        WHEN NEW.created_xid <> pg_current_xact_id()
            OR NEW.recorded_at <> transaction_timestamp() THEN 'bears a false stamp'
        WHEN numbered <> farmers OR (farmers = 0) <> (NEW.house_seq IS NOT NULL)
            THEN 'is not numbered'
        WHEN (NEW.kind = 'sale') <> (sold.entry_id IS NOT NULL)
            THEN 'is a sale without a lot'
        WHEN NEW.kind = 'sale' AND NOT lot_agrees(sold) THEN 'disagrees with its lot'
        WHEN NEW.reverses_id IS NOT NULL AND NOT is_mirror(NEW.id, NEW.reverses_id)
            THEN 'is not the mirror of what it reverses'
        WHEN NEW.replaces_id IS NOT NULL AND NOT EXISTS (
            SELECT FROM journal_entry r WHERE r.reverses_id = NEW.replaces_id
        ) THEN 'replaces what was not reversed'
        WHEN NEW.digest <> entry_digest(NEW, legs, sold) THEN 'bears a false digest'
    END;
    IF fault IS NOT NULL THEN
        RAISE EXCEPTION 'entry % %', NEW.id, fault USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER journal_entry_whole AFTER INSERT ON journal_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION whole_entry();

REVOKE ALL ON FUNCTION open_day(), sealed_postings(), sealed_lot(), whole_entry(),
    entry_digest(journal_entry, posting[], lot), lot_agrees(lot), is_mirror(bigint, bigint)
    FROM PUBLIC;
