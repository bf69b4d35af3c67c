"""What happened to somebody's access: written beside it, changed by nobody."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, insert, select

from dashboard.access.tables import access_event_table
from ledger.trail import Stretch


class AccessEvent(StrEnum):
    """What happened."""

    SIGNED_IN = "signed_in"
    SIGNED_OUT = "signed_out"
    WRONG_PASSWORD = "wrong_password"  # noqa: S105 - an event's name
    WRONG_CODE = "wrong_code"
    LOCKED = "locked"  # too many wrong ones in a row
    PROVED = "proved"  # proved himself again, for something that matters
    CODE_GIVEN = "code_given"
    PASSWORD_SET = "password_set"  # noqa: S105 - an event's name; by a one-time code
    PASSWORD_CHANGED = "password_changed"  # noqa: S105 - an event's name
    FACTOR_SET = "factor_set"
    FACTOR_REMOVED = "factor_removed"
    FACTOR_RESET = "factor_reset"  # an admin took a lost one away
    RECOVERY_MADE = "recovery_made"
    RECOVERY_USED = "recovery_used"
    SESSIONS_ENDED = "sessions_ended"
    LOCKED_OUT = "locked_out"  # by an admin
    UNLOCKED = "unlocked"


@dataclass(frozen=True, slots=True)
class Happened:
    """An event as it is read.

    Attributes:
        what: happened.
        at: when.
        done_by: who did it; None where that was not proved.
    """

    what: AccessEvent
    at: datetime
    done_by: int | None


def note(
    tx: Connection,
    what: AccessEvent,
    *,
    party_id: int | None,
    at: datetime,
    by: int | None = None,
) -> None:
    """Write down what happened to somebody's access; None for one that nobody has."""
    event = insert(access_event_table)
    tx.execute(event.values(party_id=party_id, what=what, at=at, done_by=by))


def latest(tx: Connection, party_id: int, *, most: int = 50) -> list[Happened]:
    """What happened last to somebody's access, newest first."""
    event = access_event_table.c
    wanted = select(event.what, event.at, event.done_by).where(event.party_id == party_id)
    rows = tx.execute(wanted.order_by(event.event_id.desc()).limit(most))
    return [Happened(AccessEvent(row.what), row.at, row.done_by) for row in rows]


@dataclass(frozen=True, slots=True)
class AccessStep(Happened):
    """An event in the trail of everybody.

    Attributes:
        event_id: its number.
        party_id: to whose access it happened; None where nobody has such a one.
    """

    event_id: int
    party_id: int | None


def steps_in(tx: Connection, stretch: Stretch) -> list[AccessStep]:
    """What happened to anybody's access, newest first; who did something is also whose it is."""
    event = access_event_table.c
    rows = select(event.what, event.at, event.done_by, event.event_id, event.party_id)
    wanted = stretch.of(rows, event.at, event.event_id, event.party_id, event.done_by)
    return [
        AccessStep(AccessEvent(row.what), row.at, row.done_by, row.event_id, row.party_id)
        for row in tx.execute(wanted)
    ]
