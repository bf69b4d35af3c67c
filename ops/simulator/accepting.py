"""One send: refused with Twilio's error, or accepted and on its way to a phone."""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from ops.simulator.config import SimulatorConfig
from ops.simulator.content import Content, Contents, values_of
from ops.simulator.courier import Courier
from ops.simulator.errors import TwilioError
from ops.simulator.exchange import Exchange, Message
from ops.simulator.media import Media, NotFetchedError, fetch
from ops.simulator.mischief import Mischief, Mode

ADDRESS = re.compile(r"whatsapp:(\+[1-9]\d{7,14}|[A-Z]{2}\.\d{5,})")
BODY_MAX = 1600
FILLED_MAX = 1024
"""The longest content after its variables are filled in."""


class Acceptance:
    """The desk at which sends are taken in."""

    def __init__(
        self,
        config: SimulatorConfig,
        exchange: Exchange,
        contents: Contents,
        mischief: Mischief,
        courier: Courier,
    ) -> None:
        self._config = config
        self._exchange = exchange
        self._contents = contents
        self._mischief = mischief
        self._courier = courier

    def accept(self, form: Mapping[str, str]) -> Message:
        """Take a send in and start its delivery.

        Raises:
            TwilioError: refused; nothing is kept.
        """
        phone, service = self._addresses(form)
        callback_url = form.get("StatusCallback")
        if callback_url and urlsplit(callback_url).scheme not in {"http", "https"}:
            raise TwilioError(400, 21609, "The StatusCallback URL is not a valid URL.")
        content = self._content(form)
        if content is None:
            body, media_url = _body(form), form.get("MediaUrl")
            media, fault = self._media(media_url)
            message = self._exchange.accept(phone, body, media=media, messaging_service_sid=service)
        else:
            values = values_of(form.get("ContentVariables"))
            message = self._exchange.accept(
                phone,
                content.text_with(values),
                buttons=content.buttons_with(values),
                is_template=not self._exchange.has_open_window(phone),
                messaging_service_sid=service,
            )
            fault = _fault_of(content, values)
        self._courier.deliver(message, callback_url, self._fault(message, content) or fault)
        return message

    def _addresses(self, form: Mapping[str, str]) -> tuple[str, str | None]:
        phone, sender = form.get("To", ""), form.get("From", "")
        service = form.get("MessagingServiceSid") or None
        if not phone:
            raise TwilioError(400, 21604, "A 'To' phone number is required.")
        if not phone.startswith("whatsapp:"):
            raise TwilioError(400, 21910, "Invalid From and To pair: not of the same channel")
        if not ADDRESS.fullmatch(phone):
            raise TwilioError(400, 21211, f"The 'To' number {phone} is not a valid phone number.")
        if not sender and not service:
            raise TwilioError(400, 21603, "A 'From' phone number is required.")
        if sender and sender != self._config.sender:
            raise TwilioError(
                400, 63007, "Twilio could not find a Channel with the specified From address"
            )
        return phone, service

    def _content(self, form: Mapping[str, str]) -> Content | None:
        sid = form.get("ContentSid")
        if not sid:
            return None
        content = self._contents.find(sid)
        if content is None:
            raise TwilioError(400, 21655, "The ContentSid is invalid.")
        return content

    def _media(self, url: str | None) -> tuple[Media | None, int | None]:
        """What goes along, or why it does not arrive; without it the text does not either."""
        if url is None:
            return None, None
        if urlsplit(url).scheme not in {"http", "https"}:
            raise TwilioError(400, 21620, f"Invalid media URL(s): {url}")
        try:
            return fetch(self._config, url), None
        except NotFetchedError:
            return None, 63019

    def _fault(self, message: Message, content: Content | None) -> int | None:
        """Why the message will not arrive, as far as the phone decides it."""
        if prank := self._mischief.take(Mode.UNDELIVERABLE, message.phone):
            return prank.code
        if self._exchange.is_blocked(message.phone):
            return 63014
        is_template = content is not None and self._contents.is_approved(content.sid)
        return None if is_template or self._exchange.has_open_window(message.phone) else 63016


def _body(form: Mapping[str, str]) -> str:
    body = form.get("Body", "")
    if not body and "MediaUrl" not in form:
        raise TwilioError(400, 21619, "A text message body or media urls must be specified.")
    if len(body) > BODY_MAX:
        raise TwilioError(
            400, 21617, f"The concatenated message body exceeds the {BODY_MAX} character limit."
        )
    return body


def _fault_of(content: Content, values: Mapping[str, str]) -> int | None:
    """63021 where WhatsApp finds the content, filled in, too long or a value empty."""
    is_bad = len(content.text_with(values)) > FILLED_MAX or not all(values.values())
    return 63021 if is_bad else None
