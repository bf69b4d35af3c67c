"""Webhook bodies as Twilio sends them, and signatures made without our own code."""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from itertools import count
from urllib.parse import urlencode

from ledger.settings import Settings

SENDER = "whatsapp:+914522580000"
BASE = "https://shop.example"

SETTINGS = Settings(
    database_url="",
    redis_url="",
    public_base_url=BASE,
    twilio_account_sid="AC" + "0" * 32,
    whatsapp_sender=SENDER,
    twilio_auth_token="primary-token",  # noqa: S106 - a test's own
    link_key="a-key",
)

_numbers = count(1)


def text_form(text: str, *, sender: str = "whatsapp:+919842012345", **more: str) -> dict[str, str]:
    """Somebody typed something."""
    sid = f"SM{next(_numbers):032x}"
    return {
        "SmsMessageSid": sid,
        "NumMedia": "0",
        "ProfileName": "மீனா",
        "MessageType": "text",
        "SmsSid": sid,
        "WaId": sender.removeprefix("whatsapp:+"),
        "SmsStatus": "received",
        "Body": text,
        "To": SENDER,
        "NumSegments": "1",
        "ReferralNumMedia": "0",
        "MessageSid": sid,
        "AccountSid": SETTINGS.twilio_account_sid,
        "ChannelMetadata": '{"type":"whatsapp","data":{"context":{"ProfileName":"மீனா"}}}',
        "From": sender,
        "ApiVersion": "2010-04-01",
        **more,
    }


def tap_form(payload: str, title: str, *, sender: str = "whatsapp:+919842012345") -> dict[str, str]:
    """Somebody tapped a button under an earlier message."""
    return text_form(
        title,
        sender=sender,
        MessageType="interactive",
        ButtonText=title,
        ButtonPayload=payload,
        Forwarded="false",
        FrequentlyForwarded="false",
        ExternalUserId="whatsapp:IN.1349876543210",
        OriginalRepliedMessageSender=SENDER,
        OriginalRepliedMessageSid="MM" + "a" * 32,
    )


def status_form(sid: str, status: str, **more: str) -> dict[str, str]:
    """What became of a message."""
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "AccountSid": SETTINGS.twilio_account_sid,
        "From": SENDER,
        "To": "whatsapp:+919842012345",
        "ApiVersion": "2010-04-01",
        "ChannelPrefix": "whatsapp",
        "ChannelToAddress": "+91984201XXXX",
        **more,
    }


def signature(
    url: str,
    form: Mapping[str, str],
    secret: str = SETTINGS.twilio_auth_token,
    algorithm: str = "sha1",
) -> str:
    """Twilio's signature: HMAC over the address and the sorted parameters, in base64.

    Source: https://www.twilio.com/docs/usage/webhooks/webhooks-security
    """
    text = url + "".join(key + form[key] for key in sorted(form))
    made = hmac.new(secret.encode(), text.encode(), getattr(hashlib, algorithm))
    return base64.b64encode(made.digest()).decode()


def signed(path: str, form: Mapping[str, str], base: str = BASE) -> dict[str, str]:
    """The headers that make a body Twilio's."""
    return {
        "X-Twilio-Signature": signature(base + path, form),
        "I-Twilio-Idempotency-Token": "8f1c2d1e-0000-4000-8000-000000000000",
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    }


def encoded(form: Mapping[str, str]) -> str:
    """A body on the wire."""
    return urlencode(form)
