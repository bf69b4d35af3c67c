"""The second factor: six digits of an authenticator on his phone, each of which counts once.

A secret counts when one of its codes was typed back: until then the one before it does. Whoever
needs no factor may take it away again; an admin needs one.
"""

import hmac
from datetime import datetime, timedelta
from io import BytesIO

import pyotp
import segno
from sqlalchemy import Connection

from dashboard.access import credentials, recovery
from dashboard.access.credentials import Credential
from dashboard.access.events import AccessEvent, note
from ledger.people import Party
from ledger.roles import PartyRole

STEP = timedelta(seconds=30)
"""A code is his for so long; the one before and the one after count too, since clocks differ."""

QR_PIXELS = 5
"""A module of the picture."""


def needs_factor(party: Party) -> bool:
    """Whether somebody may not do without one."""
    return party.role is PartyRole.ADMIN


def has_factor(tx: Connection, party: Party) -> bool:
    """Whether somebody has one that counts."""
    return credentials.credential(tx, party.party_id).totp_secret is not None


def start(tx: Connection, party: Party) -> str:
    """A new secret, which counts as soon as one of its codes was typed back."""
    secret = pyotp.random_base32()
    his = credentials.opened(tx, party.party_id)
    credentials.write(tx, his.party_id, totp_pending=secret)
    return secret


def pending(tx: Connection, party: Party) -> str | None:
    """The secret that waits for its first code."""
    return credentials.credential(tx, party.party_id).totp_pending


def confirm(tx: Connection, party: Party, code: str, *, at: datetime) -> list[str] | None:
    """The pending secret counts from now on, and new recovery codes with it.

    Returns:
        The codes, to be shown this once; None where the code was not one of the secret's.
    """
    his = credentials.held(tx, party.party_id)
    if his is None or his.totp_pending is None:
        return None
    step = step_of(his.totp_pending, code, at=at, after=None)
    if step is None:
        return None
    credentials.write(
        tx,
        party.party_id,
        totp_secret=his.totp_pending,
        totp_pending=None,
        totp_last_step=step,
    )
    note(tx, AccessEvent.FACTOR_SET, party_id=party.party_id, at=at, by=party.party_id)
    return recovery.renew(tx, party, at=at)


def remove(tx: Connection, party: Party, *, at: datetime) -> bool:
    """Somebody does without his second factor; False where he may not."""
    if needs_factor(party):
        return False
    drop(tx, party.party_id)
    note(tx, AccessEvent.FACTOR_REMOVED, party_id=party.party_id, at=at, by=party.party_id)
    return True


def drop(tx: Connection, party_id: int) -> None:
    """The secret and the recovery codes are gone."""
    recovery.drop(tx, party_id)
    credentials.write(tx, party_id, totp_secret=None, totp_pending=None, totp_last_step=None)


def takes(tx: Connection, his: Credential, code: str, *, at: datetime) -> bool:
    """Whether it is a code of his authenticator; from then on it is used up."""
    if his.totp_secret is None:
        return False
    step = step_of(his.totp_secret, code, at=at, after=his.totp_last_step)
    if step is not None:
        credentials.write(tx, his.party_id, totp_last_step=step)
    return step is not None


def step_of(secret: str, code: str, *, at: datetime, after: int | None) -> int | None:
    """Of which step the code is: the present one or a neighbour, but none that was used."""
    digits = code.replace(" ", "")
    if not (digits.isascii() and digits.isdecimal()):
        return None
    now = int(at.timestamp()) // int(STEP.total_seconds())
    totp = pyotp.TOTP(secret)
    for step in (now, now - 1, now + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            return step if after is None or step > after else None
    return None


def code_now(secret: str, at: datetime) -> str:
    """The code that the authenticator shows at a moment."""
    return pyotp.TOTP(secret).at(at)


def address_of(secret: str, party: Party, shop: str) -> str:
    """What an authenticator reads from the picture: `otpauth://totp/…`."""
    return pyotp.TOTP(secret).provisioning_uri(name=party.code, issuer_name=shop)


def picture_of(address: str) -> str:
    """The address as a QR code: an `<svg>` that stands in a page."""
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", scale=QR_PIXELS, light="#fff", xmldecl=False, svgclass="qr", nl=False
    )
    return drawn.getvalue().decode()
