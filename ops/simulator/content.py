"""Prepared texts and buttons: what `ContentSid` stands for.

Inside the 24-hour window any content may be sent; outside it only what WhatsApp has approved as a
template. Approval takes no time here: what is submitted is approved where its wording keeps
WhatsApp's rules, else rejected.
"""

import json
import re
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ops.simulator.errors import TwilioError
from ops.simulator.exchange import Button

VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
TYPES = ("twilio/text", "twilio/quick-reply")
BUTTONS_MAX = 3
NAME = re.compile(r"[a-z0-9_]{1,512}")
CATEGORIES = ("UTILITY", "MARKETING", "AUTHENTICATION")
TITLE_MAX = 20


@dataclass(frozen=True, slots=True)
class Content:
    """One prepared message in one language.

    Attributes:
        variables: sample values; they stand in where a send leaves a variable out.
        body: the text with `{{1}}` for the first variable.
    """

    sid: str
    friendly_name: str
    language: str
    variables: Mapping[str, str]
    types: Mapping[str, Any]
    body: str
    buttons: tuple[Button, ...]
    created_at: datetime

    @property
    def is_fit(self) -> bool:
        """Whether WhatsApp would take the wording as a template.

        Source: WhatsApp's template rules: no variable first, last or beside another, and at
        least twice as many fixed words as variables, and one.
        """
        pieces = VARIABLE.split(self.body)[::2]
        variables = len(pieces) - 1
        words = sum(len(piece.split()) for piece in pieces)
        if variables and not all(re.search(r"\w", edge) for edge in (pieces[0], pieces[-1])):
            return False
        return all(p.strip() for p in pieces[1:-1]) and words >= 2 * variables + 1

    def text_with(self, values: Mapping[str, str]) -> str:
        """The body with its variables filled in."""
        return self._filled(self.body, values)

    def buttons_with(self, values: Mapping[str, str]) -> tuple[Button, ...]:
        """The buttons; their ids and titles may mention variables too."""
        return tuple(
            Button(self._filled(button.id, values), self._filled(button.title, values))
            for button in self.buttons
        )

    def _filled(self, text: str, values: Mapping[str, str]) -> str:
        known = {**self.variables, **values}
        return VARIABLE.sub(lambda match: known.get(match[1], match[0]), text)


@dataclass(frozen=True, slots=True)
class Approval:
    """What WhatsApp says to a content that was submitted."""

    name: str
    category: str
    status: str
    rejection_reason: str = ""


UNSUBMITTED = Approval("", "", "unsubmitted")


class Contents:
    """The account's prepared messages, and WhatsApp's word on them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._contents: dict[str, Content] = {}
        self._approvals: dict[str, Approval] = {}

    def register(self, given: Any) -> Content:  # noqa: ANN401 - a client's JSON, of any shape
        """Keep a new content.

        Raises:
            TwilioError: the JSON is not that of a text or a quick reply.
        """
        content = _content_of(given)
        with self._lock:
            self._contents[content.sid] = content
        return content

    def find(self, sid: str) -> Content | None:
        """One content."""
        return self._contents.get(sid)

    def submit(self, sid: str, given: Any) -> Approval:  # noqa: ANN401 - a client's JSON, of any shape
        """Ask for approval; the answer that WhatsApp will have given when it is asked for.

        Raises:
            TwilioError: it was submitted before (92009), or its name or category cannot be one.
        """
        wanted = given if isinstance(given, dict) else {}
        name, category = str(wanted.get("name", "")), str(wanted.get("category", ""))
        if not NAME.fullmatch(name) or category not in CATEGORIES:
            raise TwilioError(400, 20001, "name or category is invalid")
        content = self._contents[sid]
        answer = Approval(name, category, "approved")
        if not content.is_fit:
            answer = Approval(name, category, "rejected", "The variables cannot stand like that.")
        with self._lock:
            if sid in self._approvals:
                raise TwilioError(400, 92009, "The content was submitted already.")
            self._approvals[sid] = answer
        return answer

    def approval(self, sid: str) -> Approval:
        """What WhatsApp says to a content now."""
        return self._approvals.get(sid, UNSUBMITTED)

    def is_approved(self, sid: str) -> bool:
        """Whether a content may be sent outside the window."""
        return self.approval(sid).status == "approved"

    def all(self) -> list[Content]:
        """All of them, oldest first."""
        with self._lock:
            return list(self._contents.values())


def values_of(content_variables: str | None) -> dict[str, str]:
    """The values that a send gives for a content's variables.

    Raises:
        TwilioError: not a JSON object of texts (21656).
    """
    if not content_variables:
        return {}
    try:
        values = json.loads(content_variables)
    except ValueError:
        values = None
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise TwilioError(400, 21656, "The ContentVariables parameter is invalid.")
    return values


def _content_of(given: Any) -> Content:  # noqa: ANN401 - a client's JSON, of any shape
    types = given.get("types") if isinstance(given, dict) else None
    if not isinstance(types, dict) or not types or not set(types) <= set(TYPES):
        raise TwilioError(400, 20001, f"types: one of {', '.join(TYPES)} is required")
    quick_reply = types.get("twilio/quick-reply")
    body = (quick_reply or types.get("twilio/text") or {}).get("body")
    actions = (quick_reply or {}).get("actions", [])
    buttons = tuple(Button(str(a.get("id", "")), str(a.get("title", ""))) for a in actions)
    if not body or not given.get("language"):
        raise TwilioError(400, 20001, "language and a body are required")
    if quick_reply and not 1 <= len(buttons) <= BUTTONS_MAX:
        raise TwilioError(400, 20001, f"1 to {BUTTONS_MAX} actions are required")
    if not all(button.id and 0 < len(button.title) <= TITLE_MAX for button in buttons):
        raise TwilioError(400, 20001, f"an action has an id, and a title to {TITLE_MAX} characters")
    return Content(
        sid="HX" + secrets.token_hex(16),
        friendly_name=str(given.get("friendly_name", "")),
        language=str(given["language"]),
        variables={str(k): str(v) for k, v in (given.get("variables") or {}).items()},
        types=types,
        body=str(body),
        buttons=buttons,
        created_at=datetime.now(UTC),
    )
