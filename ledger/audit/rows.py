"""What the rows of the books say about each other: numbers without gaps, balances, mirrors.

Each check is a query that gives the rows that are wrong and what is wrong with them.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.audit.finding import Finding, found_by


def check(tx: Connection) -> Iterator[Finding]:
    """Compare the rows of the books with each other."""
    return found_by(tx, MISSING, HOUSE, BALANCES, TRIAL_BALANCE, ORPHANS, MIRRORS, CHART)


# A deleted entry leaves a hole in the numbers of a farmer's account, or a number short of what
# the balance row counted.
MISSING = """
WITH counted AS (
    SELECT account_id, account_seq AS number, entry_id FROM posting WHERE account_seq IS NOT NULL
    UNION ALL
    SELECT account_id, postings + 1, NULL FROM farmer_balance
), followed AS (
    SELECT account_id, number, entry_id,
        lag(number, 1, 0::bigint) OVER w AS before, lag(entry_id) OVER w AS entry_before
    FROM counted WINDOW w AS (PARTITION BY account_id ORDER BY number, entry_id)
)
SELECT coalesce(a.code, 'account ' || f.account_id)
        || CASE WHEN f.number - f.before > 2 THEN ' postings ' || f.before + 1 || ' to '
            ELSE ' posting ' END || greatest(f.number - 1, f.before + 1),
    CASE WHEN f.number <= f.before THEN 'does not follow the numbers before it'
        ELSE concat_ws(', ', 'is missing',
            'after entry ' || f.entry_before, 'before entry ' || f.entry_id) END
FROM followed f LEFT JOIN account a ON a.id = f.account_id
WHERE f.number <> f.before + 1
"""

# Likewise for entries in which no farmer stands.
HOUSE = """
WITH counted AS (
    SELECT house_seq AS number, id FROM journal_entry WHERE house_seq IS NOT NULL
    UNION ALL
    SELECT entries + 1, NULL FROM house_book
), followed AS (
    SELECT number, id, lag(number, 1, 0::bigint) OVER w AS before, lag(id) OVER w AS entry_before
    FROM counted WINDOW w AS (ORDER BY number, id)
)
SELECT 'house entry ' || before + 1,
    CASE WHEN number <= before THEN 'does not follow the numbers before it'
        ELSE concat_ws(', ', 'is missing',
            'after entry ' || entry_before, 'before entry ' || id) END
FROM followed WHERE number <> before + 1
UNION ALL
SELECT 'house book', 'has ' || count(*) || ' rows instead of one'
FROM house_book HAVING count(*) <> 1
UNION ALL
SELECT 'house book', format('says its last entry is %s, but it is %s', h.last_entry_id, e.last)
FROM house_book h, (SELECT max(id) AS last FROM journal_entry WHERE house_seq IS NOT NULL) e
WHERE h.last_entry_id IS DISTINCT FROM e.last
"""

BALANCES = """
WITH summed AS (
    SELECT a.id, a.code, coalesce(sum(p.amount_paise), 0) AS paise, max(p.entry_id) AS last
    FROM account a LEFT JOIN posting p ON p.account_id = a.id
    WHERE a.is_tracked GROUP BY a.id, a.code
)
SELECT 'balance of ' || coalesce(s.code, 'account ' || b.account_id),
    CASE WHEN s.id IS NULL THEN 'belongs to no farmer'
        WHEN b.account_id IS NULL THEN 'is missing'
        WHEN b.balance_paise <> s.paise
            THEN format('is %s paise, but the postings sum to %s', b.balance_paise, s.paise)
        ELSE format('says its last entry is %s, but it is %s', b.last_entry_id, s.last) END
FROM summed s FULL JOIN farmer_balance b ON b.account_id = s.id
WHERE s.id IS NULL OR b.account_id IS NULL OR b.balance_paise <> s.paise
    OR b.last_entry_id IS DISTINCT FROM s.last
"""

TRIAL_BALANCE = """
SELECT 'trial balance', 'is off by ' || sum(amount_paise) || ' paise'
FROM posting HAVING sum(amount_paise) <> 0
"""

ORPHANS = """
SELECT format('entry %s posting %s', p.entry_id, p.line), 'has no entry above it'
FROM posting p WHERE NOT EXISTS (SELECT FROM journal_entry e WHERE e.id = p.entry_id)
UNION ALL
SELECT 'lot of entry ' || l.entry_id, 'has no entry above it'
FROM lot l WHERE NOT EXISTS (SELECT FROM journal_entry e WHERE e.id = l.entry_id)
UNION ALL
SELECT 'entry ' || e.id, format('names entry %s, which is missing', named)
FROM journal_entry e CROSS JOIN LATERAL unnest(ARRAY[e.reverses_id, e.replaces_id]) named
WHERE named IS NOT NULL AND NOT EXISTS (SELECT FROM journal_entry t WHERE t.id = named)
"""

MIRRORS = """
SELECT 'entry ' || r.id, 'is not the mirror of entry ' || r.reverses_id
FROM journal_entry r JOIN journal_entry o ON o.id = r.reverses_id
WHERE o.kind = 'reversal' OR EXISTS (
    SELECT FROM (SELECT * FROM posting WHERE entry_id = r.id) m
    FULL JOIN (SELECT * FROM posting WHERE entry_id = o.id) p ON p.account_id = m.account_id
    WHERE m.amount_paise IS DISTINCT FROM -p.amount_paise
)
UNION ALL
SELECT 'entry ' || e.id, format('replaces entry %s, which was not reversed', e.replaces_id)
FROM journal_entry e
WHERE e.replaces_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM journal_entry r WHERE r.reverses_id = e.replaces_id)
"""

CHART = """
SELECT 'account ' || a.code, 'does not bear the code of its farmer'
FROM account a LEFT JOIN party p ON p.party_id = a.party_id
WHERE a.party_id IS NOT NULL AND p.code IS DISTINCT FROM split_part(a.code, ':', 2)
UNION ALL
SELECT 'farmer ' || p.code, 'does not have his three accounts'
FROM party p WHERE p.role = 'farmer'
    AND (SELECT count(*) FROM account a WHERE a.party_id = p.party_id) <> 3
"""
