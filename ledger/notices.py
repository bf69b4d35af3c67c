"""What somebody is to be told: a row in the transaction of the fact, worded and sent later.

The books know that a farmer has to hear of his settlement; how it is said, in which language and
whether he wants to hear it is the business of `workers.notices`.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, DateTime, Table, Text, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert

from ledger import accounts
from ledger.db import metadata
from ledger.journal_tables import account_table, farmer_balance_table

notice_table = Table(
    "notice",
    metadata,
    Column("notice_id", BigInteger, primary_key=True),
    Column("idem_key", Text),
    Column("party_id", BigInteger),
    Column("kind", Text),
    Column("subject", JSONB),
    *(
        Column(f"{account}_{what}", BigInteger)
        for what in ("paise", "seq")
        for account in ("payable", "settled", "advance")
    ),
    Column("noted_at", DateTime(timezone=True)),
    Column("outbound_id", BigInteger),
    Column("withheld", Text),
    Column("worded_at", DateTime(timezone=True)),
)


class NoticeKind(StrEnum):
    """What happened; `subject` says to what.

    The subject's keys: `entries` (a list), `entry`, `advance`, `settlement`, `rate` are ids;
    `on` is a day as YYYY-MM-DD.
    """

    LOTS = "lots"  # entries
    LOT_UNDONE = "lot_undone"  # entry: the reversal
    DAY_DIGEST = "day_digest"  # on
    RATES = "rates"  # on
    ADVANCE_REQUESTED = "advance_requested"  # advance
    ADVANCE_APPROVED = "advance_approved"  # advance
    ADVANCE_REJECTED = "advance_rejected"  # advance
    ADVANCE_PAID = "advance_paid"  # advance
    ADVANCE_REPAID = "advance_repaid"  # entry
    PAYMENT = "payment"  # entry, on account
    SETTLEMENT_READY = "settlement_ready"  # settlement
    SETTLEMENT_PAID = "settlement_paid"  # settlement, entry
    SETTLEMENT_VOIDED = "settlement_voided"  # settlement
    PAY_DATE = "pay_date"  # settlement: a reminder of the promised day
    CORRECTION = "correction"  # entry: the replacement, or a reversal without one
    TO_APPROVE = "to_approve"  # to admins: advance, or ask
    QUESTION = "question"  # to staff: settlement, and the farmer's `words`
    RUN_DONE = "run_done"  # to admins: a settlement run's figures
    DAY_ROOT = "day_root"  # to admins: on, root


def note(
    tx: Connection, *, key: str, party_id: int, kind: NoticeKind, subject: Mapping[str, Any]
) -> None:
    """Have somebody told; the same key again does nothing.

    A farmer's balances at this moment of the transaction are noted with it: call it after posting.

    Args:
        tx: the transaction of the fact.
        key: names the fact and the person, for ever: `settlement:17:ready`.
        party_id: who is to be told.
        kind: what happened.
        subject: which rows it is about; see `NoticeKind`.
    """
    row = insert(notice_table).values(
        idem_key=key, party_id=party_id, kind=kind, subject=dict(subject), **_balances(tx, party_id)
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=[notice_table.c.idem_key]))


def _balances(tx: Connection, party_id: int) -> dict[str, int]:
    """The sums of a farmer's three accounts as people say them, and how many postings they have."""
    balance = farmer_balance_table.c
    rows = tx.execute(
        select(
            func.split_part(account_table.c.code, ":", 1), balance.balance_paise, balance.postings
        )
        .join(account_table, account_table.c.id == balance.account_id)
        .where(account_table.c.party_id == party_id)
    )
    found: dict[str, int] = {}
    for account, paise, postings in rows:
        is_asset = account == accounts.advance("").code.rstrip(":")
        found |= {f"{account}_paise": paise if is_asset else -paise, f"{account}_seq": postings}
    return found
