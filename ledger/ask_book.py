"""What was asked of second persons and what they said, in the order in which it happened."""

from datetime import datetime

from sqlalchemy import Connection

from ledger.approvals import Ask, ask_in, ask_table, asks_with_decisions, decision_table
from ledger.trail import Stretch


def decided_asks(tx: Connection, since: datetime, *, limit: int) -> list[Ask]:
    """What was granted or refused from a moment on, the last decision first."""
    return decisions(tx, Stretch(since=since, limit=limit))


def decisions(tx: Connection, stretch: Stretch) -> list[Ask]:
    """What was decided, the last decision first."""
    decided = asks_with_decisions().where(decision_table.c.decided_at.is_not(None))
    by, at = decision_table.c.decided_by, decision_table.c.decided_at
    rows = tx.execute(stretch.of(decided, at, ask_table.c.ask_id, by)).mappings()
    return [ask_in(row) for row in rows]


def wishes(tx: Connection, stretch: Stretch) -> list[Ask]:
    """What was asked for, the last first."""
    by, at = ask_table.c.asked_by, ask_table.c.asked_at
    rows = tx.execute(stretch.of(asks_with_decisions(), at, ask_table.c.ask_id, by)).mappings()
    return [ask_in(row) for row in rows]
