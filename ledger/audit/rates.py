"""Rates: a lot that was priced from the board bears the rate of that row of the board."""

from collections.abc import Iterator

from sqlalchemy import Connection

from ledger.audit.finding import Finding, found_by


def check(tx: Connection) -> Iterator[Finding]:
    """What is wrong with lots' rates."""
    return found_by(tx, PRICED)


PRICED = """
SELECT 'entry ' || l.entry_id,
    CASE WHEN r.rate_id IS NULL THEN format('names rate %s, which is missing', l.rate_id)
        WHEN r.flower_id <> l.flower_id
            THEN format('takes the rate of another flower, rate %s', l.rate_id)
        WHEN r.in_force_from > l.weighed_at
            THEN format('takes rate %s, which was not in force yet', l.rate_id)
        ELSE format('says %s paise a unit, but rate %s is %s',
            l.rate_paise, l.rate_id, r.rate_paise) END
FROM lot l LEFT JOIN rate r ON r.rate_id = l.rate_id
WHERE l.rate_id IS NOT NULL AND (r.rate_id IS NULL OR r.flower_id <> l.flower_id
    OR r.in_force_from > l.weighed_at OR r.rate_paise <> l.rate_paise)
"""
