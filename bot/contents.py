"""Tells Twilio our templates and buttons, asks WhatsApp's approval, and remembers both.

A content at Twilio never changes, and WhatsApp lets nobody edit a template often: its name carries
a digest of what is in it. The same content is registered once, a changed one anew, and the one
before it goes on being sent until the new one is approved.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from bot.messages import Approval, message_template
from bot.whatsapp import Twilio
from locales.languages import formal
from locales.templates import Template

_row = message_template.c


@dataclass(frozen=True, slots=True)
class Registered:
    """A template as Twilio and WhatsApp have it.

    Attributes:
        name: at Twilio and at WhatsApp.
        rejection: why WhatsApp refused it.
        checked_at: when WhatsApp's answer was asked for last.
    """

    of: Template
    content_sid: str
    name: str
    approval: Approval
    rejection: str | None
    checked_at: datetime | None


def register_templates(
    tx: sa.Connection, twilio: Twilio, templates: Iterable[Template], *, at: datetime
) -> None:
    """See that Twilio has every template, and write its name for each into our table.

    What Twilio does not have any more is forgotten.

    Raises:
        SendError: Twilio refused, or did not answer; run it again.
    """
    known = twilio.contents()
    tx.execute(sa.delete(message_template).where(_row.content_sid.not_in(list(known.values()))))
    for template in templates:
        content = _content(template)
        name = content["friendly_name"]
        values = {
            "key": template.key,
            "language": template.language,
            "content_sid": known.get(name) or twilio.register(content),
            "name": name,
            "variables": list(template.variables),
            "registered_at": at,
        }
        tx.execute(
            pg.insert(message_template)
            .values(values)
            .on_conflict_do_update(
                index_elements=["content_sid"],
                set_={"name": name, "variables": values["variables"]},
            )
        )


def registered(tx: sa.Connection, templates: Iterable[Template]) -> list[Registered]:
    """The templates that are registered as they are now worded."""
    rows = {row.name: row for row in tx.execute(sa.select(message_template))}
    named = ((template, rows.get(name_of(template))) for template in templates)
    return [
        Registered(
            template,
            row.content_sid,
            row.name,
            Approval(row.approval),
            row.rejection,
            row.checked_at,
        )
        for template, row in named
        if row is not None
    ]


def submit_templates(
    tx: sa.Connection, twilio: Twilio, templates: Iterable[Template], *, at: datetime
) -> list[Registered]:
    """Register every template, and ask WhatsApp to approve what it was not asked about before.

    Returns:
        How far each has got.

    Raises:
        SendError: Twilio refused, or did not answer; run it again.
    """
    wanted = list(templates)
    register_templates(tx, twilio, wanted, at=at)
    note_approvals(tx, twilio.approvals(), at=at)
    for one in registered(tx, wanted):
        if one.of.needs_approval and one.approval is Approval.UNSUBMITTED:
            approval = twilio.submit(one.content_sid, one.name, one.of.category)
            _write(tx, one.content_sid, approval, None, at=at)
    return registered(tx, wanted)


def note_approvals(
    tx: sa.Connection, approvals: Mapping[str, tuple[Approval, str | None]], *, at: datetime
) -> None:
    """Write down how far WhatsApp's approvals got, as Twilio tells it: what is sent follows it."""
    for content_sid, (approval, rejection) in approvals.items():
        _write(tx, content_sid, approval, rejection, at=at)


def name_of(template: Template) -> str:
    """A template's name at Twilio and at WhatsApp: another one when it is worded anew."""
    return str(_content(template)["friendly_name"])


def _write(
    tx: sa.Connection, content_sid: str, approval: Approval, why: str | None, *, at: datetime
) -> None:
    changed = sa.update(message_template).where(_row.content_sid == content_sid)
    tx.execute(changed.values(approval=approval, rejection=why, checked_at=at))


def _content(template: Template) -> dict[str, Any]:
    """A template in the shape of Twilio's Content API, which knows real languages only.

    Source: https://www.twilio.com/docs/content/content-api-resources
    """
    shown: dict[str, Any] = {"body": template.body}
    if template.buttons:
        shown["actions"] = [{"title": each.title, "id": each.id} for each in template.buttons]
    content = {
        "language": formal(template.language),
        "variables": {str(n): sample for n, sample in enumerate(template.samples, start=1)},
        "types": {"twilio/quick-reply" if template.buttons else "twilio/text": shown},
    }
    digest = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]
    return {"friendly_name": f"malar_{template.key}_{template.language}_{digest}", **content}
