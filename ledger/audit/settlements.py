"""Settlements: figures are those of their lines, numbers have no gaps, slips say as the book.

What Postgres checks when a settlement is approved (`settlement_fault`) is asked again; a slip's
digest and its code are computed anew from the rows.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text

from ledger.audit.finding import Finding, found_by
from ledger.settlements import NothingToSettleError, digest_of_slip, slip_of
from ledger.settlements.tables import settlement_table
from ledger.slip_code import CODES, code_of


def check(tx: Connection) -> Iterator[Finding]:
    """What is wrong with settlements, and with what was paid against them."""
    yield from found_by(tx, FAULTS, LINES, NUMBERS, STEPS, PAYMENTS)
    column = settlement_table.c
    numbered = select(column.settlement_id, column.number, column.slip_digest, column.code).where(
        column.number.is_not(None)
    )
    for row in tx.execute(numbered.order_by(column.settlement_id)).all():
        for fault in _slip_faults(tx, row.settlement_id, row.slip_digest, row.code):
            yield Finding(f"settlement {row.number}", fault)


def faults_of(tx: Connection, settlement_id: int) -> list[str]:
    """What one approved settlement disagrees about with its rows, its entry and its slip."""
    column = settlement_table.c
    row = tx.execute(
        select(column.slip_digest, column.code, func.settlement_fault(text("settlement"))).where(
            column.settlement_id == settlement_id
        )
    ).one()
    faults = [*_slip_faults(tx, settlement_id, row[0], row[1])]
    return faults if row[2] is None else [row[2], *faults]


def _slip_faults(
    tx: Connection, settlement_id: int, slip_digest: bytes | None, code: str | None
) -> Iterator[str]:
    """What a settlement's stamp and its rows disagree about."""
    try:
        digest = digest_of_slip(slip_of(tx, settlement_id))
    except NothingToSettleError:
        yield "has lost its lines"
        return
    if digest != slip_digest:
        yield "was changed after its slip was written: its digest does not fit"
    elif code not in [code_of(digest, turn) for turn in range(CODES)]:
        yield "bears a code that is not its slip's"


FAULTS = """
SELECT 'settlement ' || s.number, settlement_fault(s)
FROM settlement s WHERE s.number IS NOT NULL AND settlement_fault(s) IS NOT NULL
UNION ALL
SELECT 'entry ' || e.id, 'is a settlement''s, and no settlement knows of it'
FROM journal_entry e
WHERE e.kind = 'settlement' AND NOT EXISTS (SELECT FROM settlement s WHERE s.entry_id = e.id)
"""

# A posting is cleared once; what a void settlement took is free again.
LINES = """
SELECT format('entry %s posting %s', entry_id, line), 'stands in more than one live settlement'
FROM settlement_line WHERE is_live GROUP BY entry_id, line HAVING count(*) > 1
UNION ALL
SELECT 'settlement ' || from_id, 'is taken in by more than one live settlement'
FROM settlement_carry WHERE is_live GROUP BY from_id HAVING count(*) > 1
UNION ALL
SELECT format('entry %s posting %s', l.entry_id, l.line),
    format('is %s settlement %s, which is %s',
        CASE WHEN l.is_live THEN 'held by' ELSE 'let go by' END, s.number, s.state)
FROM settlement_line l JOIN settlement s ON s.settlement_id = l.settlement_id
WHERE l.is_live <> (s.state = 'approved')
UNION ALL
SELECT 'settlement ' || s.number, format('holds what settlement %s carried, and is %s',
    c.from_id, s.state)
FROM settlement_carry c JOIN settlement s ON s.settlement_id = c.settlement_id
WHERE c.is_live <> (s.state = 'approved')
"""

NUMBERS = """
WITH numbered AS (
    SELECT number, date_trunc('month', approved_on)::date AS month,
        split_part(number, '-', 4)::integer AS n
    FROM settlement WHERE number ~ '^SET-[0-9]{4}-[0-9]{2}-[0-9]{3,9}$'
), counted AS (
    SELECT coalesce(c.month, n.month) AS month, c.last, n.most, n.many
    FROM settlement_counter c FULL JOIN (
        SELECT month, max(n) AS most, count(DISTINCT n) AS many FROM numbered GROUP BY month
    ) n ON n.month = c.month
)
SELECT 'settlement ' || s.number, 'bears a number of another form, or of another month'
FROM settlement s WHERE s.number IS NOT NULL AND NOT EXISTS (
    SELECT FROM numbered n
    WHERE n.number = s.number AND s.number LIKE to_char(n.month, '"SET-"YYYY-MM-%')
)
UNION ALL
SELECT 'numbers of settlements of ' || to_char(month, 'YYYY-MM'),
    format('have gaps: %s of %s are there, the counter says %s',
        coalesce(many, 0), coalesce(most, 0), coalesce(last, 0))
FROM counted WHERE last IS DISTINCT FROM most OR many <> most
"""

# Every move has its step, by who made it.
STEPS = """
SELECT 'settlement ' || coalesce(s.number, s.settlement_id::text),
    format('is %s, and no step of it says so', s.state)
FROM settlement s
WHERE (s.number IS NOT NULL AND NOT EXISTS (
        SELECT FROM settlement_step t WHERE t.settlement_id = s.settlement_id
            AND t.step = 'approved' AND t.at = s.approved_at
            AND t.actor_id IS NOT DISTINCT FROM s.approved_by
    )) OR (s.state = 'void') <> EXISTS (
        SELECT FROM settlement_step t
        WHERE t.settlement_id = s.settlement_id AND t.step = 'voided'
    )
"""

PAYMENTS = """
SELECT 'entry ' || p.entry_id, 'does not pay what its row says'
FROM payment_part p WHERE NOT EXISTS (
    SELECT FROM journal_entry e JOIN posting g ON g.entry_id = e.id
    JOIN account a ON a.id = g.account_id
    WHERE e.id = p.entry_id AND a.party_id = p.farmer_id AND g.amount_paise = p.amount_paise
        AND (e.kind = 'settlement_payment' AND a.code LIKE 'settled:%'
            OR p.settlement_id IS NULL AND e.kind = 'payment' AND a.code LIKE 'payable:%')
)
UNION ALL
SELECT 'farmer ' || t.code,
    format('is paid %s paise more than was brought in as settled', sum(g.amount_paise))
FROM account a JOIN posting g ON g.account_id = a.id JOIN journal_entry e ON e.id = g.entry_id
JOIN journal_entry fact ON fact.id = coalesce(e.reverses_id, e.id)
JOIN party t ON t.party_id = a.party_id
LEFT JOIN payment_part p ON p.entry_id = fact.id
WHERE a.code LIKE 'settled:%'
    AND (fact.kind = 'opening' OR p.part > 0 AND p.settlement_id IS NULL)
GROUP BY t.code
HAVING sum(g.amount_paise) > 0
UNION ALL
SELECT 'settlement ' || coalesce(s.number, s.settlement_id::text),
    format('is paid %s paise, but is %s over %s', sum(p.amount_paise), s.state, s.net_paise)
FROM settlement s JOIN payment_part p ON p.settlement_id = s.settlement_id
WHERE NOT EXISTS (SELECT FROM journal_entry r WHERE r.reverses_id = p.entry_id)
GROUP BY s.settlement_id
HAVING s.state <> 'approved' OR sum(p.amount_paise) > s.net_paise
    OR bool_or(p.farmer_id <> s.farmer_id)
UNION ALL
SELECT 'entry ' || e.id, 'pays a settlement, and no row says which'
FROM journal_entry e
WHERE e.kind = 'settlement_payment'
    AND NOT EXISTS (SELECT FROM payment_part p WHERE p.entry_id = e.id)
"""
