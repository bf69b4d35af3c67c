"""Draws the paper that a message carries, when the message is sent, and keeps it for Twilio.

A worker does it and not the door: drawing takes a tenth of a second to a second. What goes wrong
here leaves the message claimed, and the sweep sees to it as to any send that broke off.
"""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.papers_door import keep
from ledger.terms import terms
from locales.languages import formal
from papers.asked import from_json
from papers.links import sign
from workers.place import Place


def link_to_paper(place: Place, row: sa.Row[Any]) -> str:
    """Where Twilio fetches the paper of a message, for as many hours as the shop's terms say."""
    from papers.files import made  # noqa: PLC0415 - 0.3 s and 30 MB that few workers ever need

    now = place.clock()
    with place.engine.begin() as tx:
        file = made(tx, from_json(row.paper), formal(row.language))
        until = now + timedelta(hours=terms(tx, now).link_hours)
        paper_id = keep(tx, file.content, file.content_type, at=now, until=until)
    token = sign(place.settings.link_key, paper_id, until)
    return f"{place.settings.public_base_url}/papers/{token}"
