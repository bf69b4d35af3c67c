"""Closed days: balances kept are the sums of the postings, and nothing was written there later."""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.audit.finding import Finding, found_by


def check(tx: Connection) -> Iterator[Finding]:
    """What is wrong with closed days."""
    return found_by(tx, BALANCES, LATE)


# The balances of a day are those of the closed day before it and what moved since: each is proved
# by the one before, the first by the postings alone.
BALANCES = """
WITH day AS (
    SELECT business_date AS day,
        lag(business_date, 1, '-infinity') OVER (ORDER BY business_date) AS before
    FROM closed_day
), due AS (
    SELECT day, account_id, sum(paise) AS paise FROM (
        SELECT d.day, p.account_id, p.amount_paise AS paise
        FROM day d JOIN journal_entry e ON e.business_date > d.before AND e.business_date <= d.day
        JOIN posting p ON p.entry_id = e.id
        UNION ALL
        SELECT d.day, b.account_id, b.balance_paise
        FROM day d JOIN closed_balance b ON b.business_date = d.before
    ) moved GROUP BY day, account_id HAVING sum(paise) <> 0
)
SELECT format('balance of %s at the end of %s',
        coalesce(a.code, 'account ' || coalesce(due.account_id, b.account_id)),
        to_char(coalesce(due.day, b.business_date), 'DD-MM-YYYY')),
    CASE WHEN b.account_id IS NULL THEN 'is missing'
        WHEN NOT EXISTS (SELECT FROM day WHERE day.day = b.business_date)
            THEN 'is kept, but the day is not closed'
        ELSE format('is kept as %s paise, but the postings sum to %s',
            b.balance_paise, coalesce(due.paise, 0)) END
FROM due FULL JOIN closed_balance b ON b.business_date = due.day AND b.account_id = due.account_id
LEFT JOIN account a ON a.id = coalesce(due.account_id, b.account_id)
WHERE b.balance_paise IS DISTINCT FROM due.paise
"""

# Closing a day seals all that is written in it.
LATE = """
SELECT 'entry ' || e.id, format('is dated %s, in a day that was closed before it was written',
    to_char(e.business_date, 'DD-MM-YYYY'))
FROM journal_entry e
JOIN LATERAL (
    SELECT seal_seq FROM closed_day c WHERE c.business_date >= e.business_date
    ORDER BY c.business_date LIMIT 1
) c ON true
LEFT JOIN seal_item i ON i.entry_id = e.id
WHERE i.seq IS NULL OR i.seq > coalesce(c.seal_seq, 0)
UNION ALL
SELECT 'closed day ' || to_char(c.business_date, 'DD-MM-YYYY'),
    format('names seal %s, which is missing', c.seal_seq)
FROM closed_day c
WHERE c.seal_seq IS NOT NULL AND NOT EXISTS (SELECT FROM seal s WHERE s.seq = c.seal_seq)
"""
