"""Where Twilio fetches the papers that messages carry: a signed link, good for a time.

The worker that sends a message has drawn its paper and kept the file here, so the door only hands
it over. A link names a file and a moment, never a person; who has it may see the paper, as who has
the message may.
Source: https://www.twilio.com/docs/messaging/guides/accepted-mime-types
"""

import hashlib
from datetime import datetime

import sqlalchemy as sa
from flask import Blueprint, Response, abort
from sqlalchemy.dialects import postgresql as pg

from bot.webhook import Door
from ledger.db import metadata
from papers.links import BadLinkError, ExpiredLinkError, read

paper_file = sa.Table(
    "paper_file",
    metadata,
    sa.Column("paper_id", sa.BigInteger, sa.Identity(always=True), primary_key=True),
    sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
    sa.Column("content_type", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("needed_until", sa.DateTime(timezone=True), nullable=False),
)
_file = paper_file.c


def papers_door(door: Door) -> Blueprint:
    """The one address."""
    blueprint = Blueprint("papers", __name__, url_prefix="/papers")

    @blueprint.get("/<token>")
    def fetch(token: str) -> Response:
        try:
            paper_id = read(door.settings.link_key, token, door.clock())
        except BadLinkError:
            abort(404)
        except ExpiredLinkError:
            abort(410)
        with door.engine.begin() as tx:
            found = kept(tx, paper_id) or abort(410)
        ending = found.content_type.partition("/")[2]
        inline = {"Content-Disposition": f'inline; filename="malar.{ending}"'}
        return Response(found.content, content_type=found.content_type, headers=inline)

    return blueprint


def keep(
    tx: sa.Connection, content: bytes, content_type: str, *, at: datetime, until: datetime
) -> int:
    """Keep a file until its link runs out; those that nobody needs any more are dropped.

    Returns:
        Its number; the same file has the same.
    """
    tx.execute(sa.delete(paper_file).where(_file.needed_until < at))
    row = pg.insert(paper_file).values(
        digest=hashlib.sha256(content).digest(),
        content_type=content_type,
        content=content,
        needed_until=until,
    )
    longest = sa.func.greatest(_file.needed_until, row.excluded.needed_until)
    kept_row = row.on_conflict_do_update(
        index_elements=["digest"], set_={"needed_until": longest}
    ).returning(_file.paper_id)
    return int(tx.execute(kept_row).scalar_one())


def kept(tx: sa.Connection, paper_id: int) -> sa.Row[bytes, str] | None:
    """A file; None where it was dropped."""
    row = sa.select(_file.content, _file.content_type).where(_file.paper_id == paper_id)
    return tx.execute(row).one_or_none()
