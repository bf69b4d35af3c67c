"""The parameters of Twilio's webhooks: a person's message, and what became of the shop's.

Source: https://www.twilio.com/docs/messaging/guides/webhook-request and
https://www.twilio.com/docs/messaging/guides/track-outbound-message-status.
"""

import json
from dataclasses import dataclass

from ops.simulator.config import SimulatorConfig
from ops.simulator.errors import DELIVERY_FAULTS
from ops.simulator.exchange import Button, Message
from ops.simulator.resources import API_VERSION

Form = dict[str, str]


@dataclass(frozen=True, slots=True)
class Tap:
    """A tap on a button of a message."""

    button: Button
    message: Message


@dataclass(frozen=True, slots=True)
class Quote:
    """A message that is swiped and answered.

    Attributes:
        sender: whose it is: the shop's address, or the person's own.
    """

    sid: str
    sender: str


def inbound_form(
    config: SimulatorConfig,
    message: Message,
    profile: str,
    tapped: Tap | None,
    quoted: Quote | None = None,
) -> Form:
    """What Twilio sends for a message of a person.

    Args:
        config: the account.
        message: his message.
        profile: the name that he gave himself.
        tapped: the button, when he tapped instead of typing.
        quoted: the message that he answers by quoting it, the shop's or his own.
    """
    address = message.phone.removeprefix("whatsapp:")
    kind = (message.media_type or "text").partition("/")[0]
    form = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "SmsMessageSid": message.sid,
        "AccountSid": config.account_sid,
        "From": message.phone,
        "To": config.sender,
        "Body": message.body,
        "NumMedia": "1" if message.media_type else "0",
        "NumSegments": "1",
        "SmsStatus": "received",
        "ApiVersion": API_VERSION,
        "MessageType": "interactive" if tapped else kind,
        "ReferralNumMedia": "0",
        "ProfileName": profile,
        "ChannelMetadata": json.dumps({"type": "whatsapp", "data": {"context": {}}}),
    }
    if address.startswith("+"):
        form["WaId"] = address[1:]
    else:
        form["ExternalUserId"] = message.phone
    if config.messaging_service_sid:
        form["MessagingServiceSid"] = config.messaging_service_sid
    if message.media_type:
        form["MediaContentType0"] = message.media_type
        form["MediaUrl0"] = (
            f"https://api.twilio.com/{API_VERSION}/Accounts/{config.account_sid}"
            f"/Messages/{message.sid}/Media/ME{message.sid[2:]}"
        )
    if quoted is not None:
        form |= _quote_form(quoted)
    return form | (_tap_form(config, tapped) if tapped else {})


def status_form(config: SimulatorConfig, message: Message, status: str, fault: int | None) -> Form:
    """What Twilio reports of a message of the shop.

    Args:
        config: the account.
        message: the shop's message.
        status: what it has come to.
        fault: Twilio's code when it did not arrive.
    """
    form = {
        "MessageSid": message.sid,
        "SmsSid": message.sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "AccountSid": config.account_sid,
        "From": config.sender,
        "To": message.phone,
        "ApiVersion": API_VERSION,
        "ChannelPrefix": "whatsapp",
        "ChannelToAddress": message.phone.removeprefix("whatsapp:")[:-4] + "XXXX",
        "ChannelInstallSid": f"XE{config.account_sid[2:]}",
    }
    if status in {"delivered", "read", "undelivered"}:
        form["EventType"] = status.upper()
    if message.messaging_service_sid:
        form["MessagingServiceSid"] = message.messaging_service_sid
    if fault is not None:
        form["ErrorCode"] = str(fault)
        form["ChannelStatusMessage"] = DELIVERY_FAULTS.get(fault, "Unknown error")
    return form


def _tap_form(config: SimulatorConfig, tapped: Tap) -> Form:
    return {
        "ButtonText": tapped.button.title,
        "ButtonPayload": tapped.button.id,
        "ButtonType": "REPLY",
        **_quote_form(Quote(tapped.message.sid, config.sender)),
    }


def _quote_form(quoted: Quote) -> Form:
    return {
        "OriginalRepliedMessageSender": quoted.sender,
        "OriginalRepliedMessageSid": quoted.sid,
    }
