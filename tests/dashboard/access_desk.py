"""Signs people in for tests that are about something else, without paying for a hash each time."""

from datetime import UTC, datetime

from sqlalchemy import Connection

from dashboard.access import credentials, events, factors, passwords, sessions
from dashboard.access.events import AccessEvent
from ledger.people import Party

AT = datetime(2026, 11, 24, 1, 10, tzinfo=UTC)
"""6:40 in the morning of the market."""

PASSWORD = "three white elephants"  # noqa: S105 - of nobody but the tests
HASH = passwords.hashed(PASSWORD)
"""Made once a run."""

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - likewise
BROWSER = "Firefox on Selvi's phone"


def signed_in(tx: Connection, party: Party, at: datetime = AT) -> str:
    """The token of a whole session whose owner has just proved himself."""
    return sessions.begin(tx, party, is_whole=True, agent=BROWSER, at=at)


def given_access(tx: Connection, party: Party, *, has_factor: bool = False) -> Party:
    """Somebody has `PASSWORD`, and, where it is said, an authenticator with `SECRET`."""
    credentials.opened(tx, party.party_id)
    credentials.write(tx, party.party_id, password_hash=HASH, changed_at=AT)
    if has_factor:
        credentials.write(tx, party.party_id, totp_secret=SECRET, totp_last_step=None)
    return party


def anew(tx: Connection, party: Party, *, has_factor: bool = False) -> Party:
    """The same, whatever became of him in the test before."""
    credentials.opened(tx, party.party_id)
    factors.drop(tx, party.party_id)
    credentials.write(tx, party.party_id, failures=0, locked_until=None, is_locked_out=False)
    sessions.drop_all(tx, party.party_id, at=AT)
    return given_access(tx, party, has_factor=has_factor)


def code_at(at: datetime, secret: str = SECRET) -> str:
    """What the authenticator shows."""
    return factors.code_now(secret, at)


def whats(tx: Connection, party: Party) -> list[AccessEvent]:
    """What happened to somebody's access, oldest first."""
    return [each.what for each in reversed(events.latest(tx, party.party_id))]
