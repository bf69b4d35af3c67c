-- Text that can stand in a digest and in one line of a report.
CREATE DOMAIN plain_text AS text
    CONSTRAINT plain_text_is_one_line CHECK (VALUE <> '' AND VALUE !~ '[\x01-\x1f\x7f]');

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
REVOKE ALL ON FUNCTION refuse_change() FROM PUBLIC;

-- People. A person is an internal id; phone numbers only point to him.

CREATE TABLE party (
    party_id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code          plain_text NOT NULL CONSTRAINT party_code_unique UNIQUE,
    role          text NOT NULL CHECK (role IN ('farmer', 'staff', 'admin')),
    name_en       plain_text NOT NULL,
    name_ta       text NOT NULL,
    village_en    text NOT NULL,
    village_ta    text NOT NULL,
    language      text NOT NULL CHECK (language IN ('en', 'ta')),
    notices       text NOT NULL CHECK (notices IN ('every_lot', 'daily', 'settlements', 'none')),
    commission_bp integer CHECK (commission_bp BETWEEN 0 AND 10000),
    is_fast       boolean NOT NULL,
    is_active     boolean NOT NULL DEFAULT true
);

CREATE TABLE identity (
    address  plain_text CONSTRAINT identity_address_unique PRIMARY KEY,
    party_id bigint NOT NULL REFERENCES party,
    kind     text NOT NULL CHECK (kind IN ('phone', 'bsuid'))
);
CREATE INDEX identity_of_party ON identity (party_id);

-- Goods.

CREATE TABLE flower (
    flower_id     bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code          plain_text NOT NULL CONSTRAINT flower_code_unique UNIQUE,
    name_en       plain_text NOT NULL,
    name_ta       text NOT NULL,
    unit          text NOT NULL CHECK (unit IN ('kg', 'piece', 'bunch')),
    commission_bp integer CHECK (commission_bp BETWEEN 0 AND 10000),
    is_active     boolean NOT NULL DEFAULT true
);

CREATE TABLE flower_alias (
    flower_id bigint NOT NULL REFERENCES flower,
    alias     plain_text NOT NULL,
    PRIMARY KEY (flower_id, alias)
);

CREATE TABLE time_slot (
    code    plain_text PRIMARY KEY,
    name_en plain_text NOT NULL,
    name_ta plain_text NOT NULL,
    starts  time NOT NULL,
    ends    time NOT NULL,
    CHECK (starts < ends),
    CONSTRAINT time_slot_never_overlaps EXCLUDE USING gist (
        int4range(extract(epoch FROM starts)::int, extract(epoch FROM ends)::int) WITH &&
    )
);
INSERT INTO time_slot (code, name_en, name_ta, starts, ends) VALUES
    ('early-morning', 'Early morning', 'அதிகாலை',  '04:00', '06:00'),
    ('morning-peak',  'Morning peak',  'காலைச் சந்தை', '06:00', '08:00'),
    ('late-morning',  'Late morning',  'முற்பகல்', '08:00', '10:00'),
    ('afternoon',     'Afternoon',     'பகல்',      '10:00', '14:00'),
    ('evening',       'Evening',       'மாலை',     '14:00', '18:00');

-- The newest row of a code is the one that counts.
CREATE TABLE adjustment_kind (
    adjustment_kind_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code          plain_text NOT NULL,
    name_en       plain_text NOT NULL,
    name_ta       plain_text NOT NULL,
    adjustment_bp integer NOT NULL CHECK (adjustment_bp > -10000),
    side          text NOT NULL CHECK (side IN ('price', 'shop')),
    set_by        bigint REFERENCES party,
    recorded_at   timestamptz NOT NULL DEFAULT transaction_timestamp()
);
INSERT INTO adjustment_kind (code, name_en, name_ta, adjustment_bp, side) VALUES
    ('wet',        'Wet',        'ஈரம்',       -1000, 'price'),
    ('late',       'Late',       'தாமதம்',      -500, 'price'),
    ('bonus',      'Bonus',      'போனஸ்',        500, 'shop'),
    ('premium',    'Premium',    'முதல் தரம்',  1000, 'price'),
    ('first-time', 'First time', 'முதல் முறை',   200, 'shop');

-- The board and the terms.

CREATE TABLE rate (
    rate_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    idem_key      plain_text NOT NULL UNIQUE,
    flower_id     bigint NOT NULL REFERENCES flower,
    slot          text REFERENCES time_slot,
    rate_paise    bigint NOT NULL CHECK (rate_paise > 0),
    in_force_from timestamptz NOT NULL,
    set_by        bigint REFERENCES party,
    recorded_at   timestamptz NOT NULL DEFAULT transaction_timestamp()
);
CREATE INDEX rate_of_the_day ON rate (in_force_from, flower_id);

CREATE TABLE setting (
    setting_id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name          plain_text NOT NULL,
    value         bigint NOT NULL,
    in_force_from timestamptz NOT NULL,
    set_by        bigint REFERENCES party,
    recorded_at   timestamptz NOT NULL DEFAULT transaction_timestamp()
);

CREATE TRIGGER rate_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON rate
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER setting_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON setting
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER adjustment_kind_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON adjustment_kind
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A code is what accounts, slips and people's memories hang on: it never changes.
GRANT SELECT ON party, identity, flower, flower_alias, time_slot, adjustment_kind, rate, setting
    TO malar_app, malar_reader;
GRANT INSERT, UPDATE (name_en, name_ta, village_en, village_ta, language, notices, commission_bp,
    is_fast, is_active) ON party TO malar_app;
GRANT INSERT, DELETE ON identity, flower_alias TO malar_app;
GRANT INSERT, UPDATE (name_en, name_ta, commission_bp, is_active) ON flower TO malar_app;
GRANT INSERT, UPDATE, DELETE ON time_slot TO malar_app;
GRANT INSERT ON rate, setting, adjustment_kind TO malar_app;
