"""Money that passed, newest first: what it was, where it came from, where it went."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from ledger.entries import EntryKind
from ledger.journal_tables import account_table, entry_table, posting_table

KINDS = frozenset(EntryKind) - {EntryKind.SALE, EntryKind.SETTLEMENT, EntryKind.REVERSAL}
"""What moves money; what was taken back is marked where it stands."""

WITH_FARMERS = frozenset(
    {
        EntryKind.ADVANCE,
        EntryKind.ADVANCE_REPAID,
        EntryKind.PAYMENT,
        EntryKind.SETTLEMENT_PAYMENT,
        EntryKind.OPENING,
    }
)
"""What passes between the shop and a farmer; the rest is the owner's business."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """An entry that moved money.

    Attributes:
        paise: what passed.
        source: the account that it left.
        goal: the account that it came to.
        is_reversed: it was taken back.
    """

    entry_id: int
    kind: EntryKind
    on: date
    actor_id: int | None
    reason: str | None
    is_reversed: bool
    paise: int
    source: str
    goal: str


def movements(
    tx: Connection,
    most: int,
    *,
    before: int | None = None,
    kinds: Collection[EntryKind] = KINDS,
) -> list[Movement]:
    """The newest movements; where `before` is given, those older than the entry of that number."""
    back, entry = entry_table.alias("back"), entry_table.c
    wanted = (
        select(entry.id, entry.kind, entry.on, entry.actor_id, entry.reason, back.c.id.is_not(None))
        .outerjoin(back, back.c.reverses_id == entry.id)
        .where(entry.kind.in_(kinds))
        .order_by(entry.id.desc())
        .limit(most)
    )
    if before is not None:
        wanted = wanted.where(entry.id < before)
    rows = tx.execute(wanted).all()
    sides = _sides(tx, [row[0] for row in rows])
    return [
        Movement(
            entry_id=entry_id,
            kind=EntryKind(kind),
            on=on,
            actor_id=actor_id,
            reason=reason,
            is_reversed=is_reversed,
            source=sides[entry_id][0],
            goal=sides[entry_id][1],
            paise=sides[entry_id][2],
        )
        for entry_id, kind, on, actor_id, reason, is_reversed in rows
    ]


def _sides(tx: Connection, entries: list[int]) -> dict[int, tuple[str, str, int]]:
    """Where each entry took from and brought to, and how much; a movement has a side of each."""
    legs = (
        select(posting_table.c.entry_id, account_table.c.code, posting_table.c.amount_paise)
        .join(account_table, account_table.c.id == posting_table.c.account_id)
        .where(posting_table.c.entry_id.in_(entries))
        .order_by(posting_table.c.amount_paise)
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for entry_id, code, paise in tx.execute(legs):
        found.setdefault(entry_id, []).append((code, paise))
    return {entry_id: (each[0][0], each[-1][0], each[-1][1]) for entry_id, each in found.items()}
