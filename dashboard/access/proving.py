"""Proving who one is: a password, then a code; once to sign in, again for what matters.

A wrong proof is a value and no exception: it was counted in `tx`, and the caller commits that,
whatever his page then says. (Whoever rolls back lets people guess for ever.) What a stranger hears
does not depend on whether there is such a person, how long he waits neither.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection

from dashboard.access import credentials, factors, passwords, recovery
from dashboard.access.credentials import Credential
from dashboard.access.events import AccessEvent, note
from dashboard.access.factors import has_factor, needs_factor
from ledger import people
from ledger.people import Party
from ledger.roles import PartyRole

__all__ = ["Factor", "Refused", "check_factor", "check_password", "has_factor", "needs_factor",
           "of_the_shop", "prove"]  # fmt: skip


LONGEST_CODE = 20
"""Characters of a person's code that are looked at."""


class Refused(StrEnum):
    """Why somebody is not let in."""

    WRONG = "wrong"
    LOCKED = "locked"
    """Said only to whoever has proved a part already; to a stranger everything is wrong."""


class Factor(StrEnum):
    """What proved him beside his password."""

    TOTP = "totp"
    RECOVERY = "recovery"


def of_the_shop(tx: Connection, code: str) -> Party | None:
    """Who of the shop's own people has this code; nobody who left."""
    bare = code.strip()[:LONGEST_CODE].upper()
    found = people.party(tx, bare) if bare.isprintable() else None
    is_ours = found is not None and found.is_active and found.role is not PartyRole.FARMER
    return found if is_ours else None


def check_password(tx: Connection, code: str, password: str, *, at: datetime) -> Party | Refused:
    """Who it is, if the password is his; always `WRONG` otherwise, after the same time.

    Commit whatever comes back: a failure was counted.
    """
    found = of_the_shop(tx, code)
    his = credentials.held(tx, found.party_id) if found else None
    is_open = his is not None and not his.is_locked(at)
    is_right = passwords.is_right(his.password_hash if his and is_open else None, password)
    if found is None or his is None:
        note(tx, AccessEvent.WRONG_PASSWORD, party_id=None, at=at)
        return Refused.WRONG
    if not is_open:
        return Refused.WRONG
    if not is_right:
        credentials.count_failure(tx, his, AccessEvent.WRONG_PASSWORD, at=at)
        return Refused.WRONG
    _renew_hash(tx, his, password)
    if his.totp_secret is None:
        credentials.clear_failures(tx, his)
    return found


def check_factor(tx: Connection, party: Party, code: str, *, at: datetime) -> Factor | Refused:
    """What the code is, if it is one of his that was never used.

    Commit whatever comes back: a failure was counted, or a code used up.
    """
    his = credentials.held(tx, party.party_id)
    if his is None or his.totp_secret is None:
        return Refused.WRONG
    if his.is_locked(at):
        return Refused.LOCKED
    if recovery.looks_like_one(code):
        found = Factor.RECOVERY if recovery.takes(tx, his.party_id, code, at=at) else None
    else:
        found = Factor.TOTP if factors.takes(tx, his, code, at=at) else None
    if found is None:
        credentials.count_failure(tx, his, AccessEvent.WRONG_CODE, at=at)
        return Refused.WRONG
    credentials.clear_failures(tx, his)
    return found


def prove(
    tx: Connection, party: Party, password: str, code: str | None, *, at: datetime
) -> Refused | None:
    """Whoever is signed in shows that it is still he; None where he did.

    The code is needed from whoever has a second factor. Commit whatever comes back.
    """
    his = credentials.held(tx, party.party_id)
    if his is None or his.is_locked(at):
        return Refused.LOCKED
    if not passwords.is_right(his.password_hash, password):
        credentials.count_failure(tx, his, AccessEvent.WRONG_PASSWORD, at=at)
        return Refused.WRONG
    if his.totp_secret is None:
        credentials.clear_failures(tx, his)
        return None
    proved = check_factor(tx, party, code or "", at=at)
    return proved if isinstance(proved, Refused) else None


def _renew_hash(tx: Connection, his: Credential, password: str) -> None:
    """A password that was hashed with less than what is used today is hashed again."""
    if his.password_hash and passwords.is_outdated(his.password_hash):
        credentials.write(tx, his.party_id, password_hash=passwords.hashed(password))
