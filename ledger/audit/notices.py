"""Notices: what a farmer was told he had is what his postings said at that moment."""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.audit.finding import Finding, found_by


def check(tx: Connection) -> Iterator[Finding]:
    """What is wrong with notices' figures."""
    return found_by(tx, BALANCES, SUBJECTS, ROOTS)


# A notice says how many postings each balance sums; they are numbered, so they can be summed again.
BALANCES = """
WITH running AS (
    SELECT a.party_id, split_part(a.code, ':', 1) AS account, p.account_seq AS number,
        sum(p.amount_paise * CASE WHEN a.kind = 'asset' THEN 1 ELSE -1 END)
            OVER (PARTITION BY a.id ORDER BY p.account_seq) AS paise
    FROM account a JOIN posting p ON p.account_id = a.id WHERE a.is_tracked
)
SELECT 'notice ' || n.notice_id,
    CASE WHEN r.paise IS NULL AND said.number <> 0
        THEN format('sums %s postings on %s, but there are fewer', said.number, said.account)
        ELSE format('says %s paise on %s, but the postings summed to %s',
            said.paise, said.account, coalesce(r.paise, 0)) END
FROM notice n CROSS JOIN LATERAL (VALUES
    ('payable', n.payable_paise, n.payable_seq),
    ('settled', n.settled_paise, n.settled_seq),
    ('advance', n.advance_paise, n.advance_seq)
) said (account, paise, number)
LEFT JOIN running r ON r.party_id = n.party_id AND r.account = said.account
    AND r.number = said.number
WHERE said.paise IS NOT NULL
    AND (said.paise <> coalesce(r.paise, 0) OR (r.paise IS NULL AND said.number <> 0))
"""

# What a notice is about exists, and is his who is told.
SUBJECTS = """
SELECT 'notice ' || n.notice_id, format('tells of entry %s, which is missing', named.entry_id)
FROM notice n CROSS JOIN LATERAL (
    SELECT jsonb_array_elements_text(n.subject->'entries')::bigint
    WHERE jsonb_typeof(n.subject->'entries') = 'array'
    UNION ALL
    SELECT (n.subject->>'entry')::bigint
) named (entry_id)
WHERE named.entry_id IS NOT NULL
    AND NOT EXISTS (SELECT FROM journal_entry e WHERE e.id = named.entry_id)
UNION ALL
SELECT 'notice ' || n.notice_id, format('tells of advance %s, which is missing or not his', v.id)
FROM notice n CROSS JOIN LATERAL (SELECT (n.subject->>'advance')::bigint) v (id)
JOIN party p ON p.party_id = n.party_id
WHERE v.id IS NOT NULL AND NOT EXISTS (
    SELECT FROM advance a WHERE a.advance_id = v.id
        AND (p.role <> 'farmer' OR a.farmer_id = n.party_id)
)
UNION ALL
SELECT 'notice ' || n.notice_id, format('tells of settlement %s, which is missing or not his', v.id)
FROM notice n CROSS JOIN LATERAL (SELECT (n.subject->>'settlement')::bigint) v (id)
JOIN party p ON p.party_id = n.party_id
WHERE v.id IS NOT NULL AND NOT EXISTS (
    SELECT FROM settlement s WHERE s.settlement_id = v.id
        AND (p.role <> 'farmer' OR s.farmer_id = n.party_id)
)
"""

ROOTS = """
SELECT 'notice ' || n.notice_id, format('says the root of %s, which has another', n.subject->>'on')
FROM notice n
LEFT JOIN closed_day c ON c.business_date = (n.subject->>'on')::date
LEFT JOIN seal s ON s.seq = c.seal_seq
WHERE n.kind = 'day_root' AND encode(s.root, 'hex') IS DISTINCT FROM n.subject->>'root'
"""
