"""How every account stands at the end of a day, and what moved in an account within a period."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, text

from ledger.entries import EntryKind
from ledger.reports.periods import Period


@dataclass(frozen=True, slots=True)
class Standing:
    """An account at the end of a business date.

    Attributes:
        kind: asset, liability, income, expense or equity.
        balance_paise: debit positive.
    """

    account: str
    kind: str
    balance_paise: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What moved in an account within a period, in paise, debit positive."""

    account: str
    opening_paise: int
    debit_paise: int
    credit_paise: int
    closing_paise: int


@dataclass(frozen=True, slots=True)
class Happened:
    """How often a trade fact was written in a period, less what was taken back, and for how much.

    Attributes:
        amount_paise: the debits of its entries.
    """

    kind: EntryKind
    entries: int
    amount_paise: int


def standing(tx: Connection, on: date) -> list[Standing]:
    """Every account that has ever moved, by kind and code; together they are zero."""
    return [Standing(*row) for row in tx.execute(text(STANDING), {"on": on})]


def movements(tx: Connection, accounts: list[str], period: Period) -> list[Movement]:
    """What moved in these accounts, in the order in which they are named."""
    values = {"accounts": accounts, "first": period.first, "last": period.last}
    found = {row.code: Movement(*row) for row in tx.execute(text(MOVEMENTS), values)}
    return [found[account] for account in accounts]


def happened(tx: Connection, period: Period) -> list[Happened]:
    """Every kind of fact that was written, the most frequent first."""
    values = {"first": period.first, "last": period.last}
    rows = tx.execute(text(HAPPENED), values)
    return [Happened(EntryKind(row.kind), row.entries, row.amount) for row in rows]


STANDING = """
SELECT a.code, a.kind::text, sum(p.amount_paise)::bigint
FROM account a
JOIN posting p ON p.account_id = a.id
JOIN journal_entry e ON e.id = p.entry_id
WHERE e.business_date <= :on
GROUP BY a.id, a.code, a.kind
ORDER BY array_position(
    ARRAY['asset', 'liability', 'income', 'expense', 'equity'], a.kind::text), a.code
"""

MOVEMENTS = """
SELECT a.code,
    coalesce(sum(p.amount_paise) FILTER (WHERE e.business_date < :first), 0)::bigint,
    coalesce(sum(p.amount_paise)
        FILTER (WHERE e.business_date >= :first AND p.amount_paise > 0), 0)::bigint,
    coalesce(-sum(p.amount_paise)
        FILTER (WHERE e.business_date >= :first AND p.amount_paise < 0), 0)::bigint,
    coalesce(sum(p.amount_paise), 0)::bigint
FROM account a
LEFT JOIN (posting p JOIN journal_entry e ON e.id = p.entry_id AND e.business_date <= :last)
    ON p.account_id = a.id
WHERE a.code = ANY(:accounts)
GROUP BY a.id, a.code
"""

HAPPENED = """
SELECT coalesce(mended.kind, e.kind)::text AS kind,
    sum(CASE WHEN mended.id IS NULL THEN 1 ELSE -1 END)::bigint AS entries,
    sum(CASE WHEN mended.id IS NULL THEN debit.paise ELSE -debit.paise END)::bigint AS amount
FROM journal_entry e
LEFT JOIN journal_entry mended ON mended.id = e.reverses_id
JOIN LATERAL (
    SELECT sum(p.amount_paise) AS paise FROM posting p
    WHERE p.entry_id = e.id AND p.amount_paise > 0
) debit ON true
WHERE e.business_date BETWEEN :first AND :last
GROUP BY 1
ORDER BY 2 DESC, 1
"""
