"""How the demo shop's people come into the pages: a password that everybody may know.

The owner's authenticator is played by `malar access code A01`. Whoever has a password already
keeps what he has.
"""

from datetime import datetime

from sqlalchemy import Connection

from dashboard.access import credentials, factors
from dashboard.access.codes import set_password
from dashboard.access.events import AccessEvent
from ledger.register.people import known_party
from ops.demo_shop.staff import CLERKS, OWNER

PASSWORD = "malli mullai kanakambaram"  # noqa: S105 - a practice shop's, printed when it starts


def give_access(tx: Connection, at: datetime) -> None:
    """The owner gets a password and a second factor, the first clerk a password."""
    for code in (OWNER, CLERKS[0]):
        who = known_party(tx, code)
        if credentials.credential(tx, who.party_id).password_hash is None:
            set_password(tx, who, PASSWORD, at=at, event=AccessEvent.PASSWORD_SET)
    owner = known_party(tx, OWNER)
    if not factors.has_factor(tx, owner):
        secret = factors.start(tx, owner)
        factors.confirm(tx, owner, factors.code_now(secret, at), at=at)
