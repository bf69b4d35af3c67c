"""Who is told what: everybody's choice, his STOP, and whether he can be reached at all.

| choice | is told |
| --- | --- |
| every lot | everything at once, and no digest |
| daily | money at once; lots in the evening's digest, or at once where it is out already |
| settlements | money: advances, payments, settlements, corrections of the book |
| none | nothing but the answer to what he asked; he asks when he wants to know |

A change of the number under which somebody is written to is told to everybody, STOP or not: it
protects him. The shop's own people are told of what waits for them whatever they chose, except
none.
"""

from datetime import date

from sqlalchemy import Connection

from ledger import queries
from ledger.advance_book import advance_of
from ledger.consents import is_stopped
from ledger.notices import Notice, NoticeKind, Withheld, has_digest
from ledger.people import Notices, Party

LOTS = frozenset({NoticeKind.LOTS, NoticeKind.LOT_UNDONE})

UNWANTED = {
    Notices.EVERY_LOT: frozenset({NoticeKind.DAY_DIGEST}),
    Notices.DAILY: frozenset(),
    Notices.SETTLEMENTS: LOTS | {NoticeKind.DAY_DIGEST, NoticeKind.RATES},
    Notices.NONE: frozenset(NoticeKind) - {NoticeKind.IDENTITY, NoticeKind.ANSWER},
}
"""What each choice leaves out."""


def why_not(tx: Connection, notice: Notice, reader: Party) -> Withheld | None:
    """Why somebody is not told of a fact; None where he is."""
    return refusal(tx, notice.kind, reader) or _said_otherwise(tx, notice, reader)


def refusal(tx: Connection, kind: NoticeKind, reader: Party) -> Withheld | None:
    """Why somebody hears of nothing of a kind; None where he does."""
    if not reader.is_active:
        return Withheld.INACTIVE
    if kind is NoticeKind.IDENTITY:
        return None
    if is_stopped(tx, reader.party_id):
        return Withheld.STOPPED
    return Withheld.CHOICE if kind in UNWANTED[reader.notices] else None


def _said_otherwise(tx: Connection, notice: Notice, reader: Party) -> Withheld | None:
    """Whether he hears of it in another way."""
    match notice.kind:
        case NoticeKind.ADVANCE_REQUESTED if _is_his_wish(tx, notice, reader):
            return Withheld.ANSWERED
        case NoticeKind.LOTS | NoticeKind.LOT_UNDONE if reader.notices is Notices.DAILY:
            is_out = has_digest(tx, notice, _day_of(tx, notice))
            return None if is_out else Withheld.IN_DIGEST
        case _:
            return None


def _is_his_wish(tx: Connection, notice: Notice, reader: Party) -> bool:
    """Whether he asked himself, and was answered when he did."""
    return advance_of(tx, notice.subject["advance"]).requested_by == reader.party_id


def _day_of(tx: Connection, notice: Notice) -> date:
    """The business date of the lots that a notice is about."""
    if notice.kind is NoticeKind.LOTS:
        return queries.lots_of(tx, notice.subject["entries"])[0].on
    return queries.entry_of(tx, notice.subject["entry"]).on
