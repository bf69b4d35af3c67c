"""`malar say`: a message as if typed on somebody's phone, and what came of it.

It takes the whole way: signed, through the door, a turn, the outbox. Where the simulator stands in
for Twilio the message is typed on its phone; else it is signed here, as Twilio would.
"""

import json
import secrets
import time
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.request import Request, urlopen

import sqlalchemy as sa

from bot.messages import inbound_message, outbound_message
from ledger import people
from ledger.settings import Settings
from ops.environment import Ports
from ops.refusal import Refusal
from ops.simulator.config import SimulatorConfig
from ops.simulator.door import Door

TURN_SECONDS = 15.0
POLL_SECONDS = 0.02
WHATSAPP = "whatsapp:"


class SayError(Refusal):
    """The message did not arrive or was not taken up; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One message that came of it."""

    to: str | None
    """Whose phone, by name; None: the sender's own."""
    text: str


def address_of(tx: sa.Connection, who: str) -> str:
    """The address of a phone number (`+91…`, or ten digits) or of a person's code.

    Raises:
        SayError: nobody has that code, or he has no phone.
    """
    digits = who.replace(" ", "").removeprefix("+")
    if digits.isdecimal() and len(digits) >= len("9876543210"):
        return f"{WHATSAPP}+{digits if who.startswith('+') else '91' + digits[-10:]}"
    found = people.party(tx, who.upper())
    if found is None:
        raise SayError(f"nobody has the code {who}; give a code like F012 or a number like +9198…")
    addresses = people.addresses_of(tx, found.party_id)
    if not addresses:
        raise SayError(f"{who} has no phone")
    return addresses[0]


def sid_of(tx: sa.Connection, address: str, begins: str) -> str:
    """Twilio's name for the newest message of a phone that begins so, ours before his own.

    Raises:
        SayError: there is none.
    """
    ours, his = outbound_message.c, inbound_message.c
    for named, is_his_phone, body, newest in (
        (ours.provider_sid, ours.recipient == address, ours.body, ours.id),
        (his.message_sid, his.sender == address, his.body, his.id),
    ):
        found = sa.select(named).where(
            is_his_phone, named.is_not(None), body.startswith(begins, autoescape=True)
        )
        sid = tx.execute(found.order_by(newest.desc()).limit(1)).scalar()
        if sid is not None:
            return str(sid)
    raise SayError(f"no message on that phone begins with {begins}")


def type_on_phone(ports: Ports, address: str, text: str, quoted: str | None = None) -> str:
    """Type on a simulated phone; returns the message's sid.

    Args:
        ports: where the simulator listens.
        address: whose phone.
        text: what is typed.
        quoted: the sid of the message that is answered by quoting it.
    """
    number = address.removeprefix(WHATSAPP)
    request = Request(  # noqa: S310 - our own http URL
        f"{ports.simulator_url}/simulator/phones/{number}/say",
        data=json.dumps({"text": text, "quoted": quoted}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urlopen(request, timeout=TURN_SECONDS) as response:  # noqa: S310 - likewise
        return str(json.load(response)["sid"])


def sign_and_post(settings: Settings, ports: Ports, form: dict[str, str]) -> str:
    """Post a message to the door as Twilio would; returns the message's sid.

    Raises:
        SayError: the door did not take it.
    """
    config = SimulatorConfig(
        door_url=ports.door_url,
        public_base_url=settings.public_base_url,
        account_sid=settings.twilio_account_sid,
        auth_token=settings.twilio_auth_token,
        sender=settings.whatsapp_sender,
        shared_key=settings.twilio_shared_key,
    )
    status = Door(config).knock(f"{settings.public_base_url}/whatsapp/inbound", form)
    if status != 200:  # noqa: PLR2004 - HTTP's own number
        raise SayError(f"the door answered {status}")
    return form["MessageSid"]


def typed_form(
    settings: Settings, address: str, text: str, quoted: str | None = None
) -> dict[str, str]:
    """How Twilio tells of a message that somebody typed, perhaps under a quoted one."""
    sid = f"SM{secrets.token_hex(16)}"
    quote = {"OriginalRepliedMessageSid": quoted} if quoted else {}
    return quote | {
        "MessageSid": sid,
        "SmsMessageSid": sid,
        "AccountSid": settings.twilio_account_sid,
        "From": address,
        "To": settings.whatsapp_sender,
        "Body": text,
        "NumMedia": "0",
        "WaId": address.removeprefix(f"{WHATSAPP}+"),
        "ApiVersion": "2010-04-01",
    }


def what_came_of(engine: sa.Engine, sid: str, address: str) -> Iterator[Heard]:
    """Wait for the turn; then the replies and the notices, in the order they were said.

    Raises:
        SayError: no worker took it up in time.
    """
    inbound_id = _wait_for_turn(engine, sid)
    said = (
        sa.select(outbound_message.c.recipient, outbound_message.c.body)
        .where(outbound_message.c.inbound_id == inbound_id)
        .order_by(outbound_message.c.id)
    )
    with engine.begin() as tx:
        for row in tx.execute(said):
            if row.recipient == address:
                yield Heard(None, row.body)
            else:
                party = people.party_at(tx, row.recipient)
                yield Heard(party.name_en if party else row.recipient, row.body)


def _wait_for_turn(engine: sa.Engine, sid: str) -> int:
    handled = sa.select(inbound_message.c.id).where(
        inbound_message.c.message_sid == sid, inbound_message.c.handled_at.is_not(None)
    )
    deadline = time.monotonic() + TURN_SECONDS
    while time.monotonic() < deadline:
        with engine.begin() as tx:
            found = tx.execute(handled).scalar()
        if found is not None:
            return int(found)
        time.sleep(POLL_SECONDS)
    raise SayError(f"taken at the door, but no worker took it up in {TURN_SECONDS:.0f} s")
