"""Proves the books, or names the row that is wrong.

One file a family of checks; `CHECKS` is the list. Reading only, in one look: what is posted
meanwhile is not seen. Memory does not grow with the book. What no check can find is a whole book
rewritten with all its digests and seals; only a root kept outside the database tells that
(`malar day verify`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from psycopg.pq import TransactionStatus
from sqlalchemy import Connection, func, select, text

from ledger.audit import (
    advances,
    chain,
    closed_days,
    entries,
    guards,
    notices,
    rates,
    rows,
    settlements,
)
from ledger.audit.finding import Finding
from ledger.journal_tables import entry_table, posting_table
from ledger.seals import last_seal, unsealed

__all__ = ["Audit", "Finding", "audit"]

CHECKS: tuple[Callable[[Connection], Iterator[Finding]], ...] = (
    entries.check,
    rows.check,
    chain.check,
    closed_days.check,
    rates.check,
    advances.check,
    settlements.check,
    notices.check,
    guards.check,
)


@dataclass(frozen=True, slots=True)
class Audit:
    """What was looked at, and what is wrong with it.

    Attributes:
        unsealed: entries that wait for a seal; nothing is wrong with them.
        root: of the last seal, in hex; None where nothing was ever sealed.
    """

    entries: int
    postings: int
    unsealed: int
    root: str | None
    findings: list[Finding]

    @property
    def is_clean(self) -> bool:
        """Whether nothing is wrong."""
        return not self.findings


def audit(tx: Connection) -> Audit:
    """Look at every row of the books.

    Give it a transaction in which nothing was done yet, so that all is seen at one moment.
    """
    look_at_one_moment(tx)
    last = last_seal(tx)
    return Audit(
        entries=tx.scalar(select(func.count()).select_from(entry_table)) or 0,
        postings=tx.scalar(select(func.count()).select_from(posting_table)) or 0,
        unsealed=unsealed(tx),
        root=None if last is None else last.root.hex(),
        findings=[finding for check in CHECKS for finding in check(tx)],
    )


def look_at_one_moment(tx: Connection) -> None:
    """Let a transaction, in which nothing was done yet, see all as it is now and take its time."""
    raw = tx.connection.driver_connection
    if raw is not None and raw.info.transaction_status is TransactionStatus.IDLE:
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
    tx.execute(text("SET LOCAL statement_timeout = 0"))
