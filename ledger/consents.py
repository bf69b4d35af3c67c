"""What somebody agreed to: the privacy notice he was shown, and whether he may be written to.

Events that nobody changes; the last word counts. Whoever stops is still answered when he writes,
he is only told nothing of the shop's own accord (`docs/decisions/0071-*`).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Table,
    Text,
    insert,
    literal,
    select,
)

from ledger.db import metadata
from ledger.people import party_table

VERSION = "2026-11"
"""Of the privacy notice in the catalogs; another text is another version."""

consent_event_table = Table(
    "consent_event",
    metadata,
    Column("consent_id", BigInteger, primary_key=True),
    Column("party_id", BigInteger),
    Column("what", Text),
    Column("version", Text),
    Column("language", Text),
    Column("at", DateTime(timezone=True)),
    Column("via", Text),
    Column("inbound_id", BigInteger),
    Column("outbound_id", BigInteger),
    Column("recorded_by", BigInteger),
)


class ConsentEvent(StrEnum):
    """What happened."""

    SHOWN = "shown"  # he was sent the privacy notice
    GIVEN = "given"  # he agreed, at the counter or in writing
    WITHDRAWN = "withdrawn"  # he took that back
    STOPPED = "stopped"  # STOP
    STARTED = "started"  # START


SILENT = frozenset({ConsentEvent.WITHDRAWN, ConsentEvent.STOPPED})
"""After these he is told nothing until he speaks again."""


@dataclass(frozen=True, slots=True)
class Consent:
    """Where somebody stands.

    Attributes:
        shown: the newest version of the privacy notice that he was sent.
        last: his last word; None where he never said any.
        since: when he said it.
    """

    shown: str | None = None
    last: ConsentEvent | None = None
    since: datetime | None = None

    @property
    def is_stopped(self) -> bool:
        """Whether he wants no notices."""
        return self.last in SILENT


@dataclass(frozen=True, slots=True)
class Via:
    """Through what somebody said it, and what proves it.

    Attributes:
        channel: `whatsapp`, `counter`, `web` or `import`.
        inbound_id: the message that said it.
        outbound_id: the message that showed it.
        recorded_by: who wrote it down, where it was said at the counter.
    """

    channel: str
    inbound_id: int | None = None
    outbound_id: int | None = None
    recorded_by: int | None = None


def stop(tx: Connection, party_id: int, at: datetime, via: Via) -> None:
    """He wants no notices from now on."""
    record(tx, party_id, ConsentEvent.STOPPED, at, via)


def start(tx: Connection, party_id: int, at: datetime, via: Via) -> None:
    """He wants notices again."""
    record(tx, party_id, ConsentEvent.STARTED, at, via)


def record(tx: Connection, party_id: int, what: ConsentEvent, at: datetime, via: Via) -> None:
    """Write an event, with the version in force and the language he reads."""
    fixed = {
        "party_id": party_id,
        "what": what,
        "version": VERSION,
        "at": at,
        "via": via.channel,
        "inbound_id": via.inbound_id,
        "outbound_id": via.outbound_id,
        "recorded_by": via.recorded_by,
    }
    known = (literal(value, consent_event_table.c[name].type) for name, value in fixed.items())
    whose = select(*known, party_table.c.language).where(party_table.c.party_id == party_id)
    tx.execute(insert(consent_event_table).from_select([*fixed, "language"], whose))


def is_stopped(tx: Connection, party_id: int) -> bool:
    """Whether somebody wants no notices."""
    return consent(tx, party_id).is_stopped


def consent(tx: Connection, party_id: int) -> Consent:
    """Where somebody stands."""
    event = consent_event_table.c
    his = select(event.what, event.version, event.at).where(event.party_id == party_id)
    newest = his.order_by(event.consent_id.desc()).limit(1)
    shown = tx.execute(newest.where(event.what == ConsentEvent.SHOWN)).first()
    said = tx.execute(newest.where(event.what != ConsentEvent.SHOWN)).first()
    return Consent(
        shown=None if shown is None else shown.version,
        last=None if said is None else ConsentEvent(said.what),
        since=None if said is None else said.at,
    )
