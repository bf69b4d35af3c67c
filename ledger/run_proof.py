"""How a settlement run ends: its totals are proved and the admins are told, whatever was found."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, select, text, update

from ledger import people
from ledger.notices import NoticeKind, note
from ledger.roles import PartyRole
from ledger.run_book import run_of, run_table


def finish(tx: Connection, run_id: int, at: datetime) -> None:
    """Prove the totals and tell the admins, once, whoever ends the run first."""
    mine = run_table.c.run_id == run_id
    row = tx.execute(select(run_table).where(mine).with_for_update()).one()
    if row.finished_at is not None:
        return
    faults = list(_faults(tx, run_id))
    tx.execute(update(run_table).where(mine).values(finished_at=at, faults=faults))
    run = run_of(tx, run_id)
    for admin in people.parties(tx, PartyRole.ADMIN):
        if admin.is_active:
            note(
                tx,
                key=f"run:{run_id}:{admin.party_id}",
                party_id=admin.party_id,
                kind=NoticeKind.RUN_DONE,
                subject={
                    "run": run_id,
                    "cut_off": run.cut_off.isoformat(),
                    "drafted": run.drafted,
                    "approved": run.approved,
                    "skipped": run.skipped,
                    "failed": len(run.failed),
                    "net_paise": run.net_paise,
                    "faults": faults,
                },
            )


def _faults(tx: Connection, run_id: int) -> Iterable[str]:
    """What does not hold after the run: the trial balance, its settlements, their postings."""
    total = tx.scalar(text("SELECT coalesce(sum(amount_paise), 0) FROM posting"))
    if total != 0:
        yield f"the trial balance is off by {total} paise"
    for number, fault in tx.execute(text(DISAGREEING), {"run": run_id}):
        yield f"{number} {fault}"
    nets, posted = tx.execute(text(TOTALS), {"run": run_id}).one()
    if nets != posted:
        yield f"the slips say {nets} paise, {posted} are posted"


DISAGREEING = """
SELECT s.number, settlement_fault(s)
FROM settlement s JOIN settlement_run_farmer r ON r.settlement_id = s.settlement_id
WHERE r.run_id = :run AND r.outcome = 'approved' AND settlement_fault(s) IS NOT NULL
"""

TOTALS = """
SELECT coalesce(sum(s.net_paise), 0), coalesce(sum(-p.amount_paise), 0)
FROM settlement_run_farmer r
JOIN settlement s ON s.settlement_id = r.settlement_id
LEFT JOIN account a ON a.party_id = s.farmer_id AND a.code LIKE 'settled:%'
LEFT JOIN posting p ON p.entry_id = s.entry_id AND p.account_id = a.id
WHERE r.run_id = :run AND r.outcome = 'approved'
"""
