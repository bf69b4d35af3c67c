-- A settlement: what a farmer is owed up to a day, divided between fees, his advances and him.
-- While it is a draft its figures are a preview; approved, nothing of it changes but that it can
-- be voided. Whether it is paid is no column: payments are entries, and entries can be reversed.

-- What a fee costs and who bears it. The newest row of a code is the one that counts.
CREATE TABLE fee_kind (
    fee_kind_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    code         plain_text NOT NULL,
    name_en      plain_text NOT NULL,
    name_ta      plain_text NOT NULL,
    basis        text NOT NULL CHECK (basis IN ('flat', 'per_unit', 'percent')),
    -- Paise a settlement, paise a unit, or basis points of the gross.
    amount       bigint NOT NULL CHECK (amount >= 0),
    -- Lots of this unit or flower only, this farmer only; NULL is all.
    unit         text CHECK (unit IN ('kg', 'piece', 'bunch')),
    farmer_id    bigint REFERENCES party,
    -- Handed on, or kept as income.
    account      plain_text NOT NULL REFERENCES account (code),
    is_active    boolean NOT NULL,
    set_by       bigint REFERENCES party,
    recorded_at  timestamptz NOT NULL DEFAULT transaction_timestamp(),
    CONSTRAINT a_fee_per_unit_names_it CHECK (basis <> 'per_unit' OR unit IS NOT NULL),
    CONSTRAINT a_percentage_is_of_the_whole CHECK (basis <> 'percent' OR amount <= 10000),
    CONSTRAINT a_fee_goes_to_a_fee_account CHECK (account LIKE 'fee:%' OR account = 'fees-kept')
);

CREATE TABLE settlement (
    settlement_id  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    farmer_id      bigint NOT NULL REFERENCES party,
    cut_off        date NOT NULL,
    revision       integer NOT NULL CHECK (revision > 0),
    state          text NOT NULL DEFAULT 'draft'
        CHECK (state IN ('draft', 'pending', 'approved', 'void')),
    starts_on      date NOT NULL,
    lots           integer NOT NULL,
    -- {unit: thousandths}
    quantities     jsonb NOT NULL CHECK (jsonb_typeof(quantities) = 'object'),
    gross_paise         bigint NOT NULL,
    commission_paise    bigint NOT NULL,
    carried_in_paise    bigint NOT NULL CHECK (carried_in_paise <= 0),
    due_paise           bigint NOT NULL,
    fees_paise          bigint NOT NULL CHECK (fees_paise >= 0),
    fees_carried_paise  bigint NOT NULL CHECK (fees_carried_paise >= 0),
    recovered_paise     bigint NOT NULL CHECK (recovered_paise >= 0),
    advance_after_paise bigint NOT NULL CHECK (advance_after_paise >= 0),
    net_paise           bigint NOT NULL CHECK (net_paise >= 0),
    carried_paise       bigint NOT NULL CHECK (carried_paise = least(due_paise, 0)),
    -- From its approval on.
    number         plain_text UNIQUE,
    approved_on    date,
    approved_at    timestamptz,
    approved_by    bigint REFERENCES party,
    pay_on         date,
    entry_id       bigint UNIQUE REFERENCES journal_entry,
    void_entry_id  bigint UNIQUE REFERENCES journal_entry,
    -- What the farmer's copy is checked by.
    slip_digest    bytea CHECK (length(slip_digest) = 32),
    code           plain_text UNIQUE,
    UNIQUE (farmer_id, cut_off, revision),
    CONSTRAINT a_settlement_divides_what_is_due
        CHECK (due_paise = fees_paise + recovered_paise + net_paise + carried_paise),
    CONSTRAINT a_number_is_taken_at_approval CHECK (
        CASE state WHEN 'approved' THEN number IS NOT NULL
            WHEN 'void' THEN true ELSE number IS NULL END),
    CONSTRAINT an_approval_is_complete CHECK (
        (number IS NULL) = (approved_on IS NULL) AND (number IS NULL) = (approved_at IS NULL)
        AND (number IS NULL) = (pay_on IS NULL)),
    CONSTRAINT only_what_is_due_is_posted CHECK (
        entry_id IS NOT NULL = (number IS NOT NULL AND due_paise > 0)),
    CONSTRAINT a_void_reverses CHECK (
        void_entry_id IS NOT NULL = (state = 'void' AND entry_id IS NOT NULL))
);
CREATE UNIQUE INDEX settlement_one_open ON settlement (farmer_id)
    WHERE state IN ('draft', 'pending');
CREATE INDEX settlement_of_farmer ON settlement (farmer_id, settlement_id);
CREATE INDEX settlement_of_month ON settlement (approved_on);

-- Who did what to it, when and why; append-only. A question stays open until a row answers it.
CREATE TABLE settlement_step (
    step_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    settlement_id bigint NOT NULL REFERENCES settlement,
    step          text NOT NULL CHECK (step IN (
        'drafted', 'submitted', 'approved', 'voided', 'accepted', 'questioned', 'answered')),
    actor_id      bigint REFERENCES party,
    at            timestamptz NOT NULL,
    words         plain_text,
    answers       bigint UNIQUE REFERENCES settlement_step,
    recorded_at   timestamptz NOT NULL DEFAULT transaction_timestamp(),
    CONSTRAINT only_an_answer_answers CHECK ((step = 'answered') = (answers IS NOT NULL)),
    CONSTRAINT it_says_why CHECK (
        step NOT IN ('voided', 'questioned', 'answered') OR words IS NOT NULL)
);
CREATE INDEX settlement_step_of ON settlement_step (settlement_id, step_id);

-- The postings on a farmer's payable that an approved settlement cleared. Voiding it lets them go.
CREATE TABLE settlement_line (
    settlement_id bigint NOT NULL REFERENCES settlement,
    entry_id      bigint NOT NULL,
    line          smallint NOT NULL,
    is_live       boolean NOT NULL DEFAULT true,
    PRIMARY KEY (settlement_id, entry_id, line),
    FOREIGN KEY (entry_id, line) REFERENCES posting
);
CREATE UNIQUE INDEX one_live_settlement_a_posting ON settlement_line (entry_id, line)
    WHERE is_live;

-- What an earlier settlement carried over (a negative due, fees, or both) and this one took in.
CREATE TABLE settlement_carry (
    settlement_id bigint NOT NULL REFERENCES settlement,
    from_id       bigint NOT NULL REFERENCES settlement,
    is_live       boolean NOT NULL DEFAULT true,
    PRIMARY KEY (settlement_id, from_id)
);
CREATE UNIQUE INDEX one_live_settlement_a_carry ON settlement_carry (from_id) WHERE is_live;

CREATE TABLE settlement_fee (
    settlement_id bigint NOT NULL REFERENCES settlement,
    line          smallint NOT NULL CHECK (line > 0),
    fee_kind_id   bigint NOT NULL REFERENCES fee_kind,
    -- The settlement that could not take it; NULL for a fee of this one.
    from_id       bigint REFERENCES settlement,
    asked_paise   bigint NOT NULL CHECK (asked_paise > 0),
    applied_paise bigint NOT NULL CHECK (applied_paise BETWEEN 0 AND asked_paise),
    PRIMARY KEY (settlement_id, line)
);

-- The last number of each month; its lock makes the numbers gapless.
CREATE TABLE settlement_counter (
    month date PRIMARY KEY CHECK (extract(day FROM month) = 1),
    last  integer NOT NULL CHECK (last > 0)
);

-- What a farmer was paid, by the parts of one payment: against a settlement, or on account.
CREATE TABLE payment_part (
    entry_id      bigint PRIMARY KEY REFERENCES journal_entry,
    idem_key      plain_text NOT NULL,
    part          smallint NOT NULL CHECK (part > 0),
    farmer_id     bigint NOT NULL REFERENCES party,
    settlement_id bigint REFERENCES settlement,
    amount_paise  bigint NOT NULL CHECK (amount_paise > 0),
    CONSTRAINT payment_part_once UNIQUE (idem_key, part)
);
CREATE INDEX payment_part_of ON payment_part (settlement_id);

-- A run over many farmers: a row for each who is done, so that whoever starts it again goes on.
CREATE TABLE settlement_run (
    run_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cut_off      date NOT NULL,
    is_approving boolean NOT NULL,
    is_everyone  boolean NOT NULL,
    farmers      integer NOT NULL,
    started_by   bigint REFERENCES party,
    started_at   timestamptz NOT NULL,
    finished_at  timestamptz,
    faults       text[] NOT NULL DEFAULT '{}'
);
CREATE UNIQUE INDEX settlement_run_under_way ON settlement_run (cut_off, is_approving, is_everyone)
    WHERE finished_at IS NULL;

CREATE TABLE settlement_run_farmer (
    run_id        bigint NOT NULL REFERENCES settlement_run,
    farmer_id     bigint NOT NULL REFERENCES party,
    outcome       text NOT NULL CHECK (outcome IN ('drafted', 'approved', 'skipped', 'failed')),
    settlement_id bigint REFERENCES settlement,
    net_paise     bigint NOT NULL DEFAULT 0,
    why           text,
    PRIMARY KEY (run_id, farmer_id),
    CHECK ((outcome IN ('drafted', 'approved')) = (settlement_id IS NOT NULL))
);

-- The postings on farmers' payables that stand in no live settlement: what the next one clears.
-- A settlement's own entry, and its reversal, are no trade; they are never lines.
CREATE VIEW unsettled_posting AS
SELECT a.party_id AS farmer_id, p.entry_id, p.line, p.amount_paise, e.business_date,
    e.kind, e.reverses_id
FROM posting p
JOIN account a ON a.id = p.account_id AND a.code LIKE 'payable:%'
JOIN journal_entry e ON e.id = p.entry_id
LEFT JOIN journal_entry o ON o.id = e.reverses_id
WHERE coalesce(o.kind, e.kind) <> 'settlement'
    AND NOT EXISTS (
        SELECT FROM settlement_line l
        WHERE l.entry_id = p.entry_id AND l.line = p.line AND l.is_live
    );

-- What was carried over and taken in by no live settlement.
CREATE VIEW open_carry AS
SELECT s.farmer_id, s.settlement_id AS from_id, s.carried_paise, s.fees_carried_paise
FROM settlement s
WHERE s.state = 'approved' AND (s.carried_paise < 0 OR s.fees_carried_paise > 0)
    AND NOT EXISTS (
        SELECT FROM settlement_carry c WHERE c.from_id = s.settlement_id AND c.is_live
    );
