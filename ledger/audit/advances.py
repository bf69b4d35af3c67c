"""Advances: paid by an entry that lends just that, and only where somebody approved it."""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.audit.finding import Finding, found_by


def check(tx: Connection) -> Iterator[Finding]:
    """What is wrong with advances, and with balances that cannot go beyond zero."""
    return found_by(tx, ADVANCES)


# Nobody owes less than nothing, or was paid more than was settled.
ADVANCES = """
SELECT 'balance of ' || a.code, 'stands beyond zero'
FROM farmer_balance b JOIN account a ON a.id = b.account_id
WHERE (a.code LIKE 'advance:%' AND b.balance_paise < 0)
    OR (a.code LIKE 'settled:%' AND b.balance_paise > 0)
UNION ALL
SELECT 'advance ' || p.advance_id,
    format('is paid by entry %s, which lends something else', p.entry_id)
FROM advance_payment p WHERE NOT EXISTS (
    SELECT FROM advance v
    JOIN account a ON a.party_id = v.farmer_id AND a.code LIKE 'advance:%'
    JOIN posting g ON g.account_id = a.id AND g.amount_paise = v.amount_paise
    JOIN journal_entry e ON e.id = g.entry_id AND e.kind = 'advance'
    WHERE v.advance_id = p.advance_id AND e.id = p.entry_id
)
UNION ALL
SELECT 'advance ' || p.advance_id, 'is paid, and nobody approved it'
FROM advance_payment p LEFT JOIN advance_decision d ON d.advance_id = p.advance_id
WHERE d.is_approved IS NOT TRUE
UNION ALL
SELECT 'entry ' || e.id, format('pays advance %s, which does not know of it', n.advance)
FROM journal_entry e CROSS JOIN LATERAL split_part(e.idem_key, ':', 2) n (advance)
WHERE split_part(e.idem_key, ':', 1) = 'advance' AND split_part(e.idem_key, ':', 3) = 'paid'
    AND NOT EXISTS (
        SELECT FROM advance_payment p WHERE p.entry_id = e.id AND p.advance_id::text = n.advance
    )
"""
