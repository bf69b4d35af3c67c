"""Tells Twilio our templates and buttons, and remembers Twilio's names for them.

A content at Twilio never changes, so its friendly name carries a digest of what is in it: the same
content is registered once, a changed one anew.
"""

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from bot.messages import message_template
from bot.whatsapp import Twilio
from locales.templates import Kind, Template


def register_templates(tx: sa.Connection, twilio: Twilio, templates: Iterable[Template]) -> None:
    """See that Twilio has every template, and write its name for each into our table.

    Raises:
        SendError: Twilio refused, or did not answer; run it again.
    """
    registered = twilio.contents()
    for template in templates:
        content = _content(template)
        sid = registered.get(content["friendly_name"]) or twilio.register(content)
        row = {"key": template.key, "language": template.language, "content_sid": sid}
        tx.execute(
            pg.insert(message_template)
            .values(row)
            .on_conflict_do_update(
                index_elements=["key", "language"], set_={"content_sid": row["content_sid"]}
            )
        )


def _content(template: Template) -> dict[str, Any]:
    """A template in the shape of Twilio's Content API.

    Source: https://www.twilio.com/docs/content/content-api-resources
    """
    kind = "twilio/text" if template.kind is Kind.UTILITY else "twilio/quick-reply"
    shown: dict[str, Any] = {"body": template.body}
    if template.buttons:
        shown["actions"] = [{"title": each.title, "id": each.id} for each in template.buttons]
    content = {
        "language": template.language,
        "variables": {str(n): sample for n, sample in enumerate(template.samples, start=1)},
        "types": {kind: shown},
    }
    digest = sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:8]
    return {"friendly_name": f"malar_{template.key}_{template.language}_{digest}", **content}
