"""The door in: verify, record, nudge, 200. Nothing is answered here; replies leave by the outbox.

Twilio waits 15 seconds at most and hardly repeats, so a message is safe in the inbox before the
200, and whatever is slow happens later. The fallback address is the same inbox: a message that
comes through both is one message.
Source: https://www.twilio.com/docs/messaging/guides/webhook-request
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import NoReturn
from uuid import UUID

import sqlalchemy as sa
from flask import Blueprint, Response, abort, request
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from bot import whatsapp
from bot.deliveries import DeliveryReport, record_delivery
from bot.messages import record_inbound, shard_of
from ledger.settings import Settings


@dataclass(frozen=True, slots=True)
class Door:
    """What the door needs.

    Attributes:
        on_inbound: told the shard of every message that was taken; must not raise.
        clock: the moment, aware.
        refusals: counts what this process has said about strangers.
    """

    settings: Settings
    engine: sa.Engine
    on_inbound: Callable[[int], object]
    clock: Callable[[], datetime]
    refusals: FixedWindowRateLimiter = field(
        default_factory=lambda: FixedWindowRateLimiter(MemoryStorage())
    )


def webhook(door: Door) -> Blueprint:
    """The three addresses that Twilio calls."""
    blueprint = Blueprint("webhook", __name__, url_prefix="/whatsapp")

    @blueprint.post("/inbound")
    @blueprint.post("/inbound/fallback")
    def take_message() -> Response:
        _refuse_strangers(door)
        if request.form.get("To") != door.settings.whatsapp_sender:
            _refuse(door, "Refused a message that is to another number than WHATSAPP_SENDER")
        message = whatsapp.inbound(request.form) or abort(400)
        with door.engine.begin() as tx:
            inbound_id = record_inbound(tx, message, door.clock)
        if inbound_id is None:
            _log.info("A message came again")
        else:
            _log.info("Took a message", extra={"inbound_id": inbound_id})
            door.on_inbound(shard_of(message.sender))
        return Response(EMPTY_TWIML, content_type="text/xml; charset=utf-8")

    @blueprint.post("/status")
    def take_status() -> Response:
        _refuse_strangers(door)
        with door.engine.begin() as tx:
            record_delivery(tx, _report(), at=door.clock())
        return Response(status=200)

    return blueprint


EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'
"""Twilio's "nothing to say"."""

_log = logging.getLogger(__name__)


ONCE_A_MINUTE = RateLimitItemPerMinute(1)
"""How often the same refusal is worth a line: anybody can knock."""


def _refuse_strangers(door: Door) -> None:
    """403 for whatever Twilio did not sign for our account."""
    settings = door.settings
    # Twilio signs percent-encoded addresses; a raw byte that is no text is a stranger's.
    query = request.query_string.decode(errors="replace")
    url = settings.public_base_url + request.path + (f"?{query}" if query else "")
    if not whatsapp.is_signed(settings, url, request.form, request.headers):
        _refuse(door, "Refused a webhook that Twilio did not sign for PUBLIC_BASE_URL and our key")
    if request.form.get("AccountSid") != settings.twilio_account_sid:
        _refuse(door, "Refused a webhook of another account than TWILIO_ACCOUNT_SID")


def _refuse(door: Door, why: str) -> NoReturn:
    """403; the log says why, which the stranger does not hear."""
    if door.refusals.hit(ONCE_A_MINUTE, why):
        _log.warning(why)
    abort(403)


def _report() -> DeliveryReport:
    sid, status = request.form.get("MessageSid"), request.form.get("MessageStatus")
    if not sid or not status:
        abort(400)
    return DeliveryReport(
        provider_sid=sid,
        status=status,
        error_code=request.form.get("ErrorCode", type=int),
        public_id=request.args.get("m", type=UUID),
        attempt=request.args.get("n", type=int),
    )
