"""Who is signed in, on which device, until when.

The browser holds a token that nobody guesses; here is only its hash. What a session allows is
asked anew each time: whoever leaves the shop is out with his next click.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, RowMapping, Select, insert, select, update

from dashboard.access.events import AccessEvent, note
from dashboard.access.tables import web_session_table
from ledger import people
from ledger.people import Party
from ledger.policy import Act, require
from ledger.roles import PartyRole

IDLE = timedelta(minutes=30)
"""Without a click."""

ABSOLUTE = timedelta(hours=12)
"""With ever so many: a market day."""

PROOF = timedelta(minutes=10)
"""So long a proof is good for what needs a fresh one, and a sign-in may stay half done."""

SEEN = timedelta(minutes=1)
"""A click is noted where the last one was longer ago."""

AGENT = 200
"""Characters of what a browser calls itself."""

COLUMNS = tuple(column for column in web_session_table.c if column.name != "token_sha256")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Somebody on a device.

    Attributes:
        session_id: internal; the token is known to his browser alone.
        party: who.
        is_whole: everything that is asked of him was proved, not his password alone.
        started_at: when he signed in.
        seen_at: his last click, to the minute.
        proved_at: when he last proved himself.
        agent: what his browser calls itself.
    """

    session_id: int
    party: Party
    is_whole: bool
    started_at: datetime
    seen_at: datetime
    proved_at: datetime | None
    agent: str


def session_of(tx: Connection, token: str, *, at: datetime) -> Session | None:
    """Whose token it is; None where it is nobody's, or his no more.

    Notes the click, at most once a minute, so that most calls write nothing.
    """
    digest = _digest(token)
    row = tx.execute(_open(at).where(web_session_table.c.token_sha256 == digest)).mappings().first()
    if row is None:
        return None
    found = people.party_of_id(tx, row["party_id"])
    if not found.is_active or found.role is PartyRole.FARMER:
        return None
    if at - row["seen_at"] >= SEEN:
        seen = update(web_session_table).where(web_session_table.c.token_sha256 == digest)
        tx.execute(seen.values(seen_at=at))
    return _session(row, found)


def is_fresh(session: Session, at: datetime) -> bool:
    """Whether he has just proved himself."""
    return session.proved_at is not None and at - session.proved_at < PROOF


def begin(tx: Connection, party: Party, *, is_whole: bool, agent: str, at: datetime) -> str:
    """Somebody is let in, wholly or as far as his password goes; returns his token."""
    token = secrets.token_urlsafe(32)
    started = insert(web_session_table).values(
        token_sha256=_digest(token),
        party_id=party.party_id,
        stage=_stage(is_whole=is_whole),
        started_at=at,
        seen_at=at,
        proved_at=at if is_whole else None,
        agent="".join(c for c in agent if c.isprintable())[:AGENT],
    )
    tx.execute(started)
    if is_whole:
        note(tx, AccessEvent.SIGNED_IN, party_id=party.party_id, at=at, by=party.party_id)
    return token


def renew(
    tx: Connection, session: Session, *, is_whole: bool, is_proved: bool, at: datetime
) -> str:
    """A new token for the same session, which proved more than before; the old one ends."""
    token = secrets.token_urlsafe(32)
    his = update(web_session_table).where(web_session_table.c.session_id == session.session_id)
    tx.execute(
        his.values(
            token_sha256=_digest(token),
            stage=_stage(is_whole=is_whole),
            seen_at=at,
            proved_at=at if is_whole and is_proved else session.proved_at,
        )
    )
    who = session.party.party_id
    if is_whole and not session.is_whole:
        note(tx, AccessEvent.SIGNED_IN, party_id=who, at=at, by=who)
    elif is_proved:
        note(tx, AccessEvent.PROVED, party_id=who, at=at, by=who)
    return token


def end(tx: Connection, session_id: int, *, by: Party, at: datetime) -> None:
    """A session is over: one's own, or another's by whoever keeps people's access.

    Raises:
        NotAllowedError: it is another's, and he does not.
    """
    row = web_session_table.c
    open_one = (row.session_id == session_id) & row.ended_at.is_(None)
    whose = tx.scalar(select(row.party_id).where(open_one))
    if whose is None:
        return
    _require_own(whose, by)
    tx.execute(update(web_session_table).where(open_one).values(ended_at=at))
    what = AccessEvent.SIGNED_OUT if whose == by.party_id else AccessEvent.SESSIONS_ENDED
    note(tx, what, party_id=whose, at=at, by=by.party_id)


def end_all(
    tx: Connection, party_id: int, *, by: Party, at: datetime, leaving: int | None = None
) -> None:
    """All of somebody's sessions are over, or all but one.

    Raises:
        NotAllowedError: they are another's, and he does not keep people's access.
    """
    _require_own(party_id, by)
    drop_all(tx, party_id, at=at, leaving=leaving)
    note(tx, AccessEvent.SESSIONS_ENDED, party_id=party_id, at=at, by=by.party_id)


def drop_all(tx: Connection, party_id: int, *, at: datetime, leaving: int | None = None) -> None:
    """As `end_all`, where another event says why."""
    row = web_session_table.c
    ended = update(web_session_table).where(row.party_id == party_id, row.ended_at.is_(None))
    if leaving is not None:
        ended = ended.where(row.session_id != leaving)
    tx.execute(ended.values(ended_at=at))


def sessions_of(tx: Connection, party_id: int, *, at: datetime) -> list[Session]:
    """On which devices somebody is signed in, the last used first."""
    found = people.party_of_id(tx, party_id)
    row = web_session_table.c
    his = _open(at).where(row.party_id == party_id).order_by(row.seen_at.desc(), row.session_id)
    return [_session(each, found) for each in tx.execute(his).mappings()]


def _open(at: datetime) -> Select[tuple[object, ...]]:
    """Sessions that are not over at a moment; half a sign-in is over soon."""
    row = web_session_table.c
    return select(*COLUMNS).where(
        row.ended_at.is_(None),
        row.seen_at > at - IDLE,
        row.started_at > at - ABSOLUTE,
        (row.stage == _stage(is_whole=True)) | (row.started_at > at - PROOF),
    )


def _session(row: RowMapping, party: Party) -> Session:
    return Session(
        session_id=row["session_id"],
        party=party,
        is_whole=row["stage"] == _stage(is_whole=True),
        started_at=row["started_at"],
        seen_at=row["seen_at"],
        proved_at=row["proved_at"],
        agent=row["agent"],
    )


def _stage(*, is_whole: bool) -> str:
    return "whole" if is_whole else "password"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()


def _require_own(party_id: int, by: Party) -> None:
    if party_id != by.party_id:
        require(by.role, Act.KEEP_ACCESS)
