"""The only file that speaks Twilio: signatures and forms coming in, sends and look-ups going out.

What failed is sorted here into three: certainly not sent and worth another try (`Retryable`),
perhaps sent (`Ambiguous`), refused for good (`Permanent`). Twilio's `POST Messages` knows no
idempotency key, so only the first may simply be repeated.
Source: https://www.twilio.com/docs/messaging/api/message-resource
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from twilio.base.exceptions import TwilioException
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import (
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)
from urllib3.exceptions import NewConnectionError
from werkzeug.datastructures import Headers, MultiDict

from bot.delivery_errors import Fault, fault_of
from bot.messages import Approval, Inbound
from ledger.settings import Settings


class SendError(Exception):
    """A message was not handed over."""

    def __init__(self, fault: Fault, code: int | None = None) -> None:
        super().__init__(f"{fault} {code or ''}".strip())
        self.fault = fault
        self.code = code


class Retryable(SendError):  # noqa: N818 - it says what follows, not what failed
    """Certainly not sent; later it may be."""


class Ambiguous(SendError):  # noqa: N818 - likewise
    """Perhaps sent: Twilio may have taken it before the answer was lost."""


class Permanent(SendError):  # noqa: N818 - likewise
    """Refused for good."""


@dataclass(frozen=True, slots=True)
class Free:
    """A text as it is, inside the 24-hour window.

    Attributes:
        media_url: where Twilio fetches the picture or document that goes along. It shows the text
            under a picture and drops it with a document.
    """

    body: str
    media_url: str | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A registered content: buttons under a text, or an approved template."""

    content_sid: str
    variables: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listed:
    """A message as Twilio has it."""

    provider_sid: str
    status: str
    body: str


def is_signed(settings: Settings, url: str, form: MultiDict[str, str], headers: Headers) -> bool:
    """Whether Twilio signed this request, with a secret that is ours.

    The url is what Twilio called: `PUBLIC_BASE_URL`, path and raw query, never what a client's
    headers claim.
    """
    signature = headers.get(SIGNATURE_HEADER)
    if not signature:
        return False
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER))
    secrets = (
        [settings.twilio_shared_key]
        if algorithm.upper() == HMAC_SHA256
        else [settings.twilio_auth_token, settings.twilio_auth_token_secondary]
    )
    return any(
        RequestValidator(secret).validate(url, form, signature, algorithm)
        for secret in secrets
        if secret
    )


def inbound(form: Mapping[str, str]) -> Inbound | None:
    """The message in a webhook's form; None where it lacks its name or its sender."""
    message_sid, sender = form.get("MessageSid"), form.get("From")
    if not message_sid or not sender:
        return None
    media = form.get("NumMedia", "0")
    return Inbound(
        message_sid=message_sid,
        sender=sender,
        external_user_id=form.get("ExternalUserId") or None,
        recipient=form.get("To", ""),
        body=form.get("ButtonPayload") or form.get("Body", ""),
        media_count=int(media) if media.isdecimal() else 0,
        form=dict(form.items()),
    )


class Twilio:
    """Our account at Twilio, over one kept-alive connection. Not for use by several threads.

    Args:
        settings: whose account, and where.
        timeouts: seconds to connect, and to wait for an answer.
    """

    def __init__(self, settings: Settings, timeouts: tuple[float, float] = (5, 10)) -> None:
        from twilio.rest import Client  # noqa: PLC0415 - 140 ms and 35 MB that the door never needs

        self._settings = settings
        self._client = Client(
            settings.twilio_account_sid,
            settings.twilio_auth_token,
            http_client=_Connection(settings.twilio_api_base, timeouts),
        )

    def send(self, recipient: str, content: Free | Filled, callback: str) -> tuple[str, str]:
        """Hand a message over.

        Args:
            recipient: his address, `whatsapp:…`.
            content: what he gets.
            callback: where Twilio reports what becomes of it.

        Returns:
            Twilio's name for the message, and its first status.

        Raises:
            Retryable: it was not sent.
            Ambiguous: it may have been.
            Permanent: it never will be.
        """
        match content:
            case Free(body, media_url):
                what: dict[str, Any] = {"body": body}
                if media_url is not None:
                    what["media_url"] = [media_url]
            case Filled(content_sid, variables):
                what = {"content_sid": content_sid, "content_variables": json.dumps(variables)}
        if self._settings.twilio_messaging_service_sid:
            what["messaging_service_sid"] = self._settings.twilio_messaging_service_sid
        with _sorted_errors():
            message = self._client.messages.create(
                to=recipient,
                from_=self._settings.whatsapp_sender,
                status_callback=callback,
                **what,
            )
        return message.sid, str(message.status)

    def sent_to(self, recipient: str, since: datetime) -> list[Listed]:
        """What Twilio took for somebody since a moment, newest first.

        Raises:
            SendError: Twilio did not answer.
        """
        with _sorted_errors():
            messages = self._client.messages.list(
                to=recipient, from_=self._settings.whatsapp_sender, limit=LISTED
            )
        return [
            Listed(message.sid, str(message.status), message.body or "")
            for message in messages
            if message.date_created is None or message.date_created >= since
        ]

    def contents(self) -> dict[str, str]:
        """Names and sids of the contents that are registered with Twilio."""
        with _sorted_errors():
            return {
                each.friendly_name: each.sid for each in self._client.content.v1.contents.list()
            }

    def register(self, content: Mapping[str, Any]) -> str:
        """Register a content of the Content API's own shape; its sid."""
        return str(self._post_content("", content)["sid"])

    def submit(self, content_sid: str, name: str, category: str) -> Approval:
        """Ask WhatsApp to approve a content as a template; how far that got at once.

        Source: https://www.twilio.com/docs/content/content-api-resources
        """
        wanted = {"name": name, "category": category}
        answer = self._post_content(f"/{content_sid}/ApprovalRequests/whatsapp", wanted)
        return _approval(answer["status"])

    def approvals(self) -> dict[str, tuple[Approval, str | None]]:
        """How far WhatsApp's approval of each content got, and why it was refused."""
        with _sorted_errors():
            contents = self._client.content.v1.content_and_approvals.list()
        return {
            each.sid: (
                _approval(each.approval_requests["status"]),
                each.approval_requests.get("rejection_reason") or None,
            )
            for each in contents
        }

    def _post_content(self, path: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Post to the Content API, whose models in the library drop what they do not know."""
        with _sorted_errors():
            response = self._client.request(
                "POST",
                f"https://content.twilio.com/v1/Content{path}",
                data=dict(body),
                headers={"Content-Type": "application/json"},
            )
        if response.status_code != requests.codes.created:
            raise _sorted(_code_in(response.text), response.status_code)
        answer: dict[str, Any] = json.loads(response.text)
        return answer


LISTED = 50
"""How far back a look-up goes."""


class _Connection(TwilioHttpClient):  # type: ignore[misc] # Twilio has no types
    """Twilio's own client with timeouts, perhaps turned to another server (the simulator)."""

    def __init__(self, base: str | None, timeouts: tuple[float, float]) -> None:
        super().__init__()
        self.timeout = timeouts  # its constructor takes one number, what it calls takes two
        self._base = urlsplit(base) if base else None

    def request(self, method: str, url: str, **options: Any) -> Any:  # noqa: ANN401 - Twilio's own
        if self._base:
            parts = urlsplit(url)
            url = urlunsplit(parts._replace(scheme=self._base.scheme, netloc=self._base.netloc))
        return super().request(method, url, **options)


def _approval(word: str) -> Approval:
    """How far an approval got; a word that we do not know is not a yes yet."""
    return Approval(word) if word in set(Approval) else Approval.PENDING


@contextmanager
def _sorted_errors() -> Iterator[None]:
    try:
        yield
    except TwilioException as error:
        raise _sorted(*_said(error)) from error
    except requests.exceptions.ConnectTimeout as error:
        raise Retryable(Fault.LATER) from error
    except requests.exceptions.ConnectionError as error:
        kind = Retryable if _was_never_connected(error.args) else Ambiguous
        raise kind(Fault.LATER if kind is Retryable else Fault.AMBIGUOUS) from error
    except requests.exceptions.RequestException as error:
        raise Ambiguous(Fault.AMBIGUOUS) from error


def _said(error: TwilioException) -> tuple[int | None, int | None]:
    """Twilio's code and the HTTP status; of a refused list both stand in its response alone."""
    for response in error.args:
        if hasattr(response, "status_code"):
            return _code_in(response.text), response.status_code
    return getattr(error, "code", None), getattr(error, "status", None)


def _code_in(text: str) -> int | None:
    """The code in what Twilio answers to a request that it refuses."""
    try:
        code = json.loads(text)["code"]
    except (ValueError, TypeError, KeyError):
        return None
    return code if isinstance(code, int) else None


def _sorted(code: int | None, http_status: int | None) -> SendError:
    fault = fault_of(code, http_status or 500)
    match fault:
        case Fault.LATER:
            return Retryable(fault, code)
        case Fault.AMBIGUOUS:
            return Ambiguous(fault, code)
        case _:
            return Permanent(fault, code)


def _was_never_connected(causes: Iterable[object]) -> bool:
    return any(isinstance(getattr(cause, "reason", None), NewConnectionError) for cause in causes)
