"""The shop's people: who acts in a test."""

from datetime import date, datetime

from sqlalchemy import Connection

from ledger import people
from ledger.entering import Doing, Entering
from ledger.journal import Source
from ledger.people import NewParty, Party, add_party
from ledger.roles import PartyRole
from tests.books.shop import AT, ON


def person(tx: Connection, code: str) -> Party:
    """Who has the code; the shop's own people are taken on when they first act."""
    known = people.party(tx, code)
    if known is not None:
        return known
    role = PartyRole.ADMIN if code.startswith("A") else PartyRole.STAFF
    return add_party(tx, NewParty(code=code, role=role, name_en=f"Person {code}", language="en"))


def doing(
    who: Party,
    key: str,
    reason: str | None = None,
    *,
    at: datetime = AT,
    ask: int | None = None,
) -> Doing:
    """Somebody does something to the books."""
    return Doing(by=who, at=at, key=key, source=through(who), reason=reason, ask=ask)


def entering(  # noqa: PLR0913 - each may be another
    who: Party,
    key: str,
    reason: str | None = None,
    *,
    on: date = ON,
    at: datetime = AT,
    ask: int | None = None,
) -> Entering:
    """Somebody enters money that passed."""
    source = through(who)
    return Entering(by=who, on=on, at=at, key=key, source=source, reason=reason, ask=ask)


def through(who: Party, channel: str = "cli") -> Source:
    """Who makes an entry, and through what."""
    return Source(who.party_id, channel)
