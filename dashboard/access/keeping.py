"""What an admin does to the access of others; to his own only where nobody else could."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, select

from dashboard.access import credentials, factors, sessions
from dashboard.access.events import AccessEvent, note
from dashboard.access.tables import access_event_table
from ledger import people
from ledger.errors import LedgerError
from ledger.people import Party
from ledger.policy import Act, require
from ledger.roles import PartyRole

HELPED_FOR = timedelta(hours=24)
"""So long he who was let in by another is nobody apart from him: time enough to notice that
somebody took his place."""

HELP = (AccessEvent.CODE_GIVEN, AccessEvent.FACTOR_RESET)


class OwnAccessError(LedgerError):
    """Nobody helps himself in: another admin does."""

    def __init__(self) -> None:
        super().__init__("not for oneself: another admin of the shop does it")


class NoPagesError(LedgerError):
    """The pages are for the shop's own people."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is nobody of the shop's own people")
        self.code = code


def require_keeper(tx: Connection, party: Party, *, by: Party, is_alone: bool = False) -> None:
    """Go on only for an admin who keeps the access of somebody else of the shop.

    Args:
        tx: the transaction.
        party: whose access it is.
        by: who acts.
        is_alone: it is his own, and no other admin has access who could do it for him; said at
            the shop's computer alone, whose keeper could change the books anyway.

    Raises:
        NotAllowedError: he is no admin.
        OwnAccessError: it is his own, and another could.
        NoPagesError: pages are not for a farmer, nor for somebody who left.
    """
    require(by.role, Act.KEEP_ACCESS)
    if not party.is_active or party.role is PartyRole.FARMER:
        raise NoPagesError(party.code)
    if party.party_id == by.party_id and not (is_alone and not _others(tx, by)):
        raise OwnAccessError


def lock_out(tx: Connection, party: Party, *, by: Party, at: datetime) -> None:
    """Somebody is signed out everywhere and stays out until an admin lets him in again.

    Raises:
        As `require_keeper`.
    """
    require_keeper(tx, party, by=by)
    credentials.opened(tx, party.party_id)
    credentials.write(tx, party.party_id, is_locked_out=True)
    sessions.drop_all(tx, party.party_id, at=at)
    note(tx, AccessEvent.LOCKED_OUT, party_id=party.party_id, at=at, by=by.party_id)


def unlock(
    tx: Connection, party: Party, *, by: Party, at: datetime, is_alone: bool = False
) -> None:
    """Somebody may try again, whoever or whatever locked him.

    Raises:
        As `require_keeper`.
    """
    require_keeper(tx, party, by=by, is_alone=is_alone)
    credentials.opened(tx, party.party_id)
    credentials.write(tx, party.party_id, is_locked_out=False, locked_until=None, failures=0)
    note(tx, AccessEvent.UNLOCKED, party_id=party.party_id, at=at, by=by.party_id)


def reset_factor(
    tx: Connection, party: Party, *, by: Party, at: datetime, is_alone: bool = False
) -> None:
    """The second factor that somebody lost counts no more; his password alone opens no more.

    An admin is asked for a new one at his next sign-in.

    Raises:
        As `require_keeper`.
    """
    require_keeper(tx, party, by=by, is_alone=is_alone)
    credentials.opened(tx, party.party_id)
    factors.drop(tx, party.party_id)
    sessions.drop_all(tx, party.party_id, at=at)
    note(tx, AccessEvent.FACTOR_RESET, party_id=party.party_id, at=at, by=by.party_id)


def was_let_in_by(tx: Connection, party_id: int, helper_id: int, *, at: datetime) -> bool:
    """Whether somebody's way in lay in another's hands lately: a code, a factor taken away.

    Whoever gives a code can use it himself, and so be two people at once.
    """
    event = access_event_table.c
    lately = select(event.event_id).where(
        event.party_id == party_id,
        event.done_by == helper_id,
        event.what.in_(HELP),
        event.at > at - HELPED_FOR,
    )
    return tx.execute(lately.limit(1)).first() is not None


def _others(tx: Connection, by: Party) -> list[Party]:
    """Admins other than him who can open the pages."""
    has = {his.party_id for his in credentials.everybody(tx) if his.password_hash}
    admins = people.parties(tx, PartyRole.ADMIN)
    return [a for a in admins if a.is_active and a.party_id != by.party_id and a.party_id in has]
