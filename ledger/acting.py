"""Who changes the register in this transaction: the history's triggers write it down.

What changed they see for themselves; who did it, when and why, only the caller knows. Where
nobody says it, the history names the database's login alone.
"""

from datetime import datetime

from sqlalchemy import Connection, func, select


def acting(
    tx: Connection, party_id: int | None, at: datetime | None = None, *, reason: str | None = None
) -> None:
    """From here to the end of the transaction, changes of the register are somebody's.

    Args:
        tx: the transaction.
        party_id: who acts; None for nobody on the list, such as an import.
        at: the moment of the change; None for that of the transaction.
        reason: why, where he says so.
    """
    said = {
        "malar.actor": "" if party_id is None else str(party_id),
        "malar.at": "" if at is None else at.isoformat(),
        "malar.reason": reason or "",
    }
    is_local = True
    tx.execute(select(*(func.set_config(name, value, is_local) for name, value in said.items())))
