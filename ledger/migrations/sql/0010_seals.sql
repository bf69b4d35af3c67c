-- Seals chain the digests of entries after the fact, and a closed day keeps every account's
-- balance. Nobody writes these tables by hand: two functions do, with their owner's rights.

-- A root covers everything before it. Only one that is kept outside the database shows that a
-- whole book was written anew, digests and seals and all.
CREATE TABLE seal (
    seq           bigint PRIMARY KEY CHECK (seq > 0),
    entries       integer NOT NULL CHECK (entries > 0),
    -- Every entry of an older transaction of this cluster is sealed: the next look starts here.
    horizon       xid8 NOT NULL,
    -- Transactions are numbered by a cluster; a book restored into another one has another count.
    cluster       text NOT NULL,
    sealed_at     timestamptz NOT NULL DEFAULT transaction_timestamp(),
    previous_root bytea UNIQUE CHECK (length(previous_root) = 32),
    root          bytea NOT NULL UNIQUE CHECK (length(root) = 32),
    CONSTRAINT only_the_first_seal_follows_none CHECK ((seq = 1) = (previous_root IS NULL))
);

CREATE TABLE seal_item (
    -- The entry's number in the order of sealing, without gaps.
    voucher_no bigint PRIMARY KEY CHECK (voucher_no > 0),
    seq        bigint NOT NULL REFERENCES seal,
    entry_id   bigint NOT NULL UNIQUE REFERENCES journal_entry,
    -- The entry's digest when it was sealed.
    leaf       bytea NOT NULL CHECK (length(leaf) = 32)
);
CREATE INDEX seal_item_of_seal ON seal_item (seq, voucher_no);
CREATE INDEX journal_entry_by_transaction ON journal_entry (created_xid, id);

-- What the book was sealed with when a day was closed; NULL where nothing was ever written.
ALTER TABLE closed_day ADD COLUMN seal_seq bigint REFERENCES seal;

-- Every account's balance at the end of a closed day; an account without a row has none.
CREATE TABLE closed_balance (
    business_date date NOT NULL REFERENCES closed_day,
    account_id    bigint NOT NULL REFERENCES account,
    balance_paise bigint NOT NULL CHECK (balance_paise <> 0),
    PRIMARY KEY (business_date, account_id)
);

CREATE TRIGGER seal_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON seal
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER seal_item_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON seal_item
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER closed_balance_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON closed_balance
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Seals entries that are committed and not sealed yet, oldest transactions first.
--
-- It never asks for "numbers above the last": an entry may commit after one with a higher number.
-- The look starts at the horizon of the look before: whoever was still writing then has a
-- transaction at or above it, and is found now. Sealers wait for each other.
CREATE FUNCTION seal_entries(at_most integer) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    last seal;
    made seal;
    first_no bigint;
    ids bigint[];
    leaves bytea[];
    xids xid8[];
BEGIN
    PERFORM pg_advisory_xact_lock(71004, 0);
    made.horizon := pg_snapshot_xmin(pg_current_snapshot());
    SELECT system_identifier::text INTO made.cluster FROM pg_control_system();
    SELECT * INTO last FROM seal ORDER BY seq DESC LIMIT 1;
    SELECT coalesce(max(voucher_no), 0) + 1 INTO first_no FROM seal_item;

    SELECT array_agg(e.id), array_agg(e.digest), array_agg(e.created_xid) INTO ids, leaves, xids
    FROM (
        SELECT j.id, j.digest, j.created_xid FROM journal_entry j
        WHERE j.created_xid >= CASE WHEN last.cluster = made.cluster THEN last.horizon
                ELSE '0'::xid8 END
            AND NOT EXISTS (SELECT FROM seal_item i WHERE i.entry_id = j.id)
        ORDER BY j.created_xid, j.id LIMIT at_most
    ) e;
    IF ids IS NULL THEN
        RETURN NULL;
    END IF;

    made.seq := coalesce(last.seq, 0) + 1;
    made.entries := cardinality(ids);
    IF made.entries = at_most AND xids[at_most] < made.horizon THEN
        made.horizon := xids[at_most];
    END IF;
    made.sealed_at := transaction_timestamp();
    made.previous_root := last.root;
    made.root := seal_root(made, first_no, ids, leaves);
    INSERT INTO seal SELECT made.*;
    INSERT INTO seal_item
        SELECT first_no + n - 1, made.seq, ids[n], leaves[n] FROM generate_series(1, made.entries) n;
    RETURN made.seq;
END $$;

-- SHA-256 over a seal's own columns and its entries in order; fields and records are joined as in
-- `entry_digest`. The root before it is one of the columns: that is the chain.
CREATE FUNCTION seal_root(s seal, first_no bigint, ids bigint[], leaves bytea[]) RETURNS bytea
LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN sha256(convert_to(
        array_to_string(ARRAY[
            s.seq::text, s.entries::text, s.horizon::text, s.cluster,
            (extract(epoch FROM s.sealed_at) * 1000000)::bigint::text,
            encode(s.previous_root, 'hex')
        ], E'\x1f', '') || (
            SELECT string_agg(E'\x1e' || array_to_string(ARRAY[
                (first_no + n - 1)::text, ids[n]::text, encode(leaves[n], 'hex')
            ], E'\x1f'), '' ORDER BY n)
            FROM generate_series(1, cardinality(ids)) n
        ), 'UTF8'));
END $$;

-- Closing a day closes every day before it. So one lock stands for the whole calendar: who writes
-- an entry shares it, who closes takes it alone, after the last entry that was under way.
CREATE OR REPLACE FUNCTION open_day() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(71005, 0);
    IF EXISTS (SELECT FROM closed_day c WHERE c.business_date >= NEW.business_date) THEN
        RAISE EXCEPTION '% is closed', NEW.business_date
            USING ERRCODE = 'ML002', DETAIL = to_char(NEW.business_date, 'YYYY-MM-DD');
    END IF;
    RETURN NEW;
END $$;

-- Seals all that is written, and keeps the balances: those of the last closed day, and what came
-- after. Whether the day was open until now.
DROP FUNCTION close_day(date, bigint);
CREATE FUNCTION close_day(closing date, closed_by bigint, closed_at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    kept date;
BEGIN
    PERFORM pg_advisory_xact_lock(71005, 0);
    IF EXISTS (SELECT FROM closed_day c WHERE c.business_date >= closing) THEN
        RETURN false;
    END IF;
    WHILE seal_entries(5000) IS NOT NULL LOOP
    END LOOP;
    INSERT INTO closed_day (business_date, closed_by, closed_at, seal_seq) VALUES
        (closing, close_day.closed_by, close_day.closed_at, (SELECT max(seq) FROM seal));
    SELECT coalesce(max(business_date), '-infinity') INTO kept FROM closed_balance;
    INSERT INTO closed_balance (business_date, account_id, balance_paise)
        SELECT closing, moved.account_id, sum(moved.paise) FROM (
            SELECT b.account_id, b.balance_paise AS paise FROM closed_balance b
            WHERE b.business_date = kept
            UNION ALL
            SELECT p.account_id, p.amount_paise FROM journal_entry e
            JOIN posting p ON p.entry_id = e.id
            WHERE e.business_date > kept AND e.business_date <= closing
        ) moved GROUP BY moved.account_id HAVING sum(moved.paise) <> 0;
    RETURN true;
END $$;

REVOKE ALL ON FUNCTION seal_entries(integer), seal_root(seal, bigint, bigint[], bytea[]),
    close_day(date, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION seal_entries(integer), close_day(date, bigint, timestamptz) TO malar_app;
GRANT SELECT ON seal, seal_item, closed_balance TO malar_app, malar_reader;
