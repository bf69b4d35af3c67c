-- `open_day` and `close_day` as they were: a day is closed by itself, under a lock of its own.
CREATE OR REPLACE FUNCTION open_day() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(71002, NEW.business_date - DATE '2000-01-01');
    IF EXISTS (SELECT FROM closed_day c WHERE c.business_date = NEW.business_date) THEN
        RAISE EXCEPTION '% is closed', NEW.business_date
            USING ERRCODE = 'ML002', DETAIL = to_char(NEW.business_date, 'YYYY-MM-DD');
    END IF;
    RETURN NEW;
END $$;

DROP FUNCTION close_day(date, bigint, timestamptz);
CREATE FUNCTION close_day(closing date, closed_by bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(71002, closing - DATE '2000-01-01');
    INSERT INTO closed_day (business_date, closed_by) VALUES (closing, close_day.closed_by)
        ON CONFLICT DO NOTHING;
    RETURN FOUND;
END $$;
REVOKE ALL ON FUNCTION close_day(date, bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION close_day(date, bigint) TO malar_app;
