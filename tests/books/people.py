"""The shop's people: who acts in a test."""

from sqlalchemy import Connection

from ledger import people
from ledger.journal import Source
from ledger.people import NewParty, Party, PartyRole, add_party


def person(tx: Connection, code: str) -> Party:
    """Who has the code; the shop's own people are taken on when they first act."""
    known = people.party(tx, code)
    if known is not None:
        return known
    role = PartyRole.ADMIN if code.startswith("A") else PartyRole.STAFF
    return add_party(tx, NewParty(code=code, role=role, name_en=f"Person {code}", language="en"))


def through(who: Party, channel: str = "cli") -> Source:
    """Who makes an entry, and through what."""
    return Source(who.party_id, channel)
