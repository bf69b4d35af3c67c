-- The books. Debit is positive, credit negative; money is paise, a quantity thousandths.

CREATE TABLE account (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code       plain_text NOT NULL CONSTRAINT account_code_unique UNIQUE,
    kind       text NOT NULL CHECK (kind IN ('asset', 'liability', 'income', 'expense', 'equity')),
    party_id   bigint REFERENCES party,
    -- A farmer's account: its postings are numbered without gaps and its balance is kept.
    is_tracked boolean NOT NULL GENERATED ALWAYS AS (party_id IS NOT NULL) STORED
);
CREATE INDEX account_of_party ON account (party_id);

CREATE SEQUENCE journal_entry_number;

CREATE TABLE journal_entry (
    id             bigint PRIMARY KEY,
    idem_key       plain_text NOT NULL UNIQUE,
    request_digest bytea NOT NULL CHECK (length(request_digest) = 32),
    kind           plain_text NOT NULL,
    business_date  date NOT NULL CHECK (business_date BETWEEN '2000-01-01' AND '2999-12-31'),
    recorded_at    timestamptz NOT NULL CHECK (recorded_at BETWEEN '2000-01-01' AND '2999-12-31'),
    created_xid    xid8 NOT NULL,
    actor_id       bigint REFERENCES party,
    channel        plain_text NOT NULL,
    reason         plain_text,
    reverses_id    bigint UNIQUE REFERENCES journal_entry,
    replaces_id    bigint UNIQUE REFERENCES journal_entry,
    -- The number, without gaps, of an entry in which no farmer stands; NULL where one does.
    house_seq      bigint UNIQUE CHECK (house_seq > 0),
    digest         bytea NOT NULL CHECK (length(digest) = 32),
    CONSTRAINT a_reversal_reverses CHECK ((kind = 'reversal') = (reverses_id IS NOT NULL)),
    CONSTRAINT a_reversal_has_a_reason CHECK (reverses_id IS NULL OR reason IS NOT NULL)
);
CREATE INDEX journal_entry_of_day ON journal_entry (business_date, id);
CREATE INDEX journal_entry_by_actor ON journal_entry (actor_id, id);

CREATE TABLE posting (
    entry_id     bigint NOT NULL REFERENCES journal_entry,
    line         smallint NOT NULL CHECK (line > 0),
    account_id   bigint NOT NULL REFERENCES account,
    amount_paise bigint NOT NULL CHECK (amount_paise <> 0),
    -- The posting's number on a farmer's account, without gaps.
    account_seq  bigint CHECK (account_seq > 0),
    PRIMARY KEY (entry_id, line),
    CONSTRAINT posting_once_an_account UNIQUE (account_id, entry_id) INCLUDE (amount_paise),
    CONSTRAINT posting_number_unique UNIQUE (account_id, account_seq)
);

CREATE TABLE lot (
    entry_id         bigint PRIMARY KEY REFERENCES journal_entry,
    farmer_id        bigint NOT NULL REFERENCES party,
    flower_id        bigint NOT NULL REFERENCES flower,
    quantity_milli   bigint NOT NULL CHECK (quantity_milli > 0),
    rate_paise       bigint NOT NULL CHECK (rate_paise > 0),
    rate_id          bigint REFERENCES rate,
    adjustments      jsonb NOT NULL CHECK (jsonb_typeof(adjustments) = 'array'),
    commission_bp    integer NOT NULL CHECK (commission_bp BETWEEN 0 AND 10000),
    sale_paise       bigint NOT NULL CHECK (sale_paise >= 0),
    gross_paise      bigint NOT NULL CHECK (gross_paise >= 0),
    commission_paise bigint NOT NULL CHECK (commission_paise >= 0),
    net_paise        bigint NOT NULL CHECK (net_paise = gross_paise - commission_paise),
    weighed_at       timestamptz NOT NULL CHECK (weighed_at BETWEEN '2000-01-01' AND '2999-12-31')
);
CREATE INDEX lot_of_farmer ON lot (farmer_id, weighed_at);

-- Farmers' accounts only: this row is the lock that settlement needs. Cash, commission and the
-- other shared accounts have none, for it would make every posting wait for every other.
CREATE TABLE farmer_balance (
    account_id    bigint PRIMARY KEY REFERENCES account,
    balance_paise bigint NOT NULL DEFAULT 0,
    postings      bigint NOT NULL DEFAULT 0,
    last_entry_id bigint
) WITH (fillfactor = 50);

-- How many entries there are in which no farmer stands; one row.
CREATE TABLE house_book (
    is_only       boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    entries       bigint NOT NULL DEFAULT 0,
    last_entry_id bigint
);
INSERT INTO house_book DEFAULT VALUES;

CREATE TABLE closed_day (
    business_date date PRIMARY KEY,
    closed_at     timestamptz NOT NULL DEFAULT transaction_timestamp(),
    closed_by     bigint REFERENCES party
);

GRANT SELECT ON account, journal_entry, posting, lot, farmer_balance, house_book, closed_day
    TO malar_app, malar_reader;
