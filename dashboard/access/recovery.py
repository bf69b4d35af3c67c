"""Ten codes for the day on which the phone is lost: shown once, each counts once."""

from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from dashboard.access import drawn
from dashboard.access.events import AccessEvent, note
from dashboard.access.tables import recovery_code_table
from ledger.people import Party

CODES = 10
SELECTOR = 2
"""So many characters find the code's row, so that one hash is compared and not ten."""

SECRET = 10
"""Fifty bits."""


def renew(tx: Connection, party: Party, *, at: datetime) -> list[str]:
    """Ten new codes as people read them, to be shown this once; the old ones are worth nothing."""
    drop(tx, party.party_id)
    codes: dict[str, str] = {}
    while len(codes) < CODES:
        codes.setdefault(drawn.draw(SELECTOR), drawn.draw(SECRET))
    rows = [
        {
            "party_id": party.party_id,
            "selector": selector,
            "code_hash": drawn.hashed(selector + secret),
        }
        for selector, secret in codes.items()
    ]
    tx.execute(insert(recovery_code_table), rows)
    note(tx, AccessEvent.RECOVERY_MADE, party_id=party.party_id, at=at, by=party.party_id)
    return [drawn.shown(selector + secret) for selector, secret in codes.items()]


def drop(tx: Connection, party_id: int) -> None:
    """None of his codes is worth anything."""
    tx.execute(delete(recovery_code_table).where(recovery_code_table.c.party_id == party_id))


def looks_like_one(code: str) -> bool:
    """Whether it is as long as a recovery code, and not an authenticator's six digits."""
    return len(drawn.typed(code)) == SELECTOR + SECRET


def takes(tx: Connection, party_id: int, code: str, *, at: datetime) -> bool:
    """Whether it is one of his codes; from then on it is used up."""
    plain, row = drawn.typed(code), recovery_code_table.c
    his = (row.party_id == party_id) & (row.selector == plain[:SELECTOR]) & row.used_at.is_(None)
    kept = tx.scalar(select(row.code_hash).where(his))
    if kept is None or not drawn.is_it(kept, plain):
        return False
    tx.execute(update(recovery_code_table).where(his).values(used_at=at))
    note(tx, AccessEvent.RECOVERY_USED, party_id=party_id, at=at, by=party_id)
    return True
