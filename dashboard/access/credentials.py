"""Where somebody stands: has he a password, a second factor, is he locked.

Whoever tries a proof holds the row while he tries: tries at the same time are counted one after
the other, and no code counts twice.
"""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select, update
from sqlalchemy.dialects.postgresql import insert

from dashboard.access.events import AccessEvent, note
from dashboard.access.tables import credential_table, recovery_code_table

TRIES = 10
"""Wrong ones in a row."""

LOCKED_FOR = timedelta(minutes=15)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """Where somebody stands.

    Attributes:
        password_hash: none until he has set a password.
        changed_at: when he last did.
        totp_secret: of his second factor, if he has one.
        totp_pending: one that he has not proved by a code yet.
        totp_last_step: of the last code that counted.
        failures: wrong proofs in a row.
        locked_until: too many of them; the next is looked at from then on.
        is_locked_out: by an admin, until an admin lets him in again.
    """

    party_id: int
    password_hash: str | None = None
    changed_at: datetime | None = None
    totp_secret: str | None = None
    totp_pending: str | None = None
    totp_last_step: int | None = None
    failures: int = 0
    locked_until: datetime | None = None
    is_locked_out: bool = False

    def is_locked(self, at: datetime) -> bool:
        """Whether no proof of his is looked at."""
        return self.is_locked_out or (self.locked_until is not None and at < self.locked_until)


def credential(tx: Connection, party_id: int) -> Credential:
    """Where somebody stands; with nothing, if he was never given access."""
    return _read(tx, party_id, is_held=False) or Credential(party_id=party_id)


def held(tx: Connection, party_id: int) -> Credential | None:
    """Where somebody stands, and nobody else looks until this transaction has ended."""
    return _read(tx, party_id, is_held=True)


def opened(tx: Connection, party_id: int) -> Credential:
    """Somebody's row, held; made if he has none."""
    row = insert(credential_table).values(party_id=party_id).on_conflict_do_nothing()
    tx.execute(row)
    found = held(tx, party_id)
    assert found is not None  # noqa: S101 - it was just made, and no row is ever dropped
    return found


def write(tx: Connection, party_id: int, **columns: object) -> None:
    """Change somebody's row."""
    his = update(credential_table).where(credential_table.c.party_id == party_id)
    tx.execute(his.values(**columns))


def count_failure(tx: Connection, his: Credential, what: AccessEvent, *, at: datetime) -> None:
    """A proof was wrong; too many in a row and none is looked at for a while."""
    note(tx, what, party_id=his.party_id, at=at)
    failures = his.failures + 1
    if failures < TRIES:
        write(tx, his.party_id, failures=failures, locked_until=None)
        return
    write(tx, his.party_id, failures=0, locked_until=at + LOCKED_FOR)
    note(tx, AccessEvent.LOCKED, party_id=his.party_id, at=at)
    log.warning("access of party %d is locked: %d wrong proofs in a row", his.party_id, TRIES)


def clear_failures(tx: Connection, his: Credential) -> None:
    """All proofs were right: the next wrong one is the first again."""
    if his.failures or his.locked_until:
        write(tx, his.party_id, failures=0, locked_until=None)


def everybody(tx: Connection) -> list[Credential]:
    """Whoever was ever given access."""
    rows = tx.execute(select(credential_table).order_by(credential_table.c.party_id))
    return [Credential(**row) for row in rows.mappings()]


def recovery_left(tx: Connection, party_id: int) -> int:
    """How many of his recovery codes somebody has not used."""
    code = recovery_code_table.c
    unused = select(func.count()).where(code.party_id == party_id, code.used_at.is_(None))
    return int(tx.scalar(unused) or 0)


def _read(tx: Connection, party_id: int, *, is_held: bool) -> Credential | None:
    wanted = select(credential_table).where(credential_table.c.party_id == party_id)
    row = tx.execute(wanted.with_for_update() if is_held else wanted).mappings().first()
    return None if row is None else Credential(**row)
