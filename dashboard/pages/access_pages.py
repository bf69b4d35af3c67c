"""What an admin does to the access of others: a code in, a lost phone, a locked door."""

from collections.abc import Callable
from typing import TypeVar

from dashboard.access import codes, credentials, events, keeping, sessions
from dashboard.access.keeping import NoPagesError, OwnAccessError
from dashboard.access.proving import of_the_shop
from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.room import Room
from ledger import people
from ledger.people import Party
from ledger.policy import Act
from ledger.roles import PartyRole

room = Room("access")

EVENTS_SHOWN = 30

T = TypeVar("T")


@room.get("/access", Act.KEEP_ACCESS)
def all_(desk: Desk) -> Answer:
    """Who of the shop may open the pages, and how he stands."""
    ours = [
        who
        for role in (PartyRole.ADMIN, PartyRole.STAFF)
        for who in people.parties(desk.tx, role)
        if who.is_active
    ]
    standing = [(who, credentials.credential(desk.tx, who.party_id)) for who in ours]
    here = {who.party_id: _sessions(desk, who) for who in ours}
    return desk.page("access/all.html", standing=standing, sessions=here)


@room.get("/people/<code>/access", Act.KEEP_ACCESS)
def of(desk: Desk, code: str) -> Answer:
    """One of them: what he has, where he is signed in, what happened to his access."""
    who = _who(desk, code)
    happened = events.latest(desk.tx, who.party_id, most=EVENTS_SHOWN)
    doers = {each.done_by for each in happened if each.done_by is not None}
    return desk.page(
        "access/one.html",
        who=who,
        his=credentials.credential(desk.tx, who.party_id),
        is_own=who.party_id == desk.by.party_id,
        sessions=_sessions(desk, who),
        happened=happened,
        of_id={party_id: people.party_of_id(desk.tx, party_id) for party_id in doers},
    )


@room.post("/people/<code>/access/code", Act.KEEP_ACCESS, shows=of, is_fresh=True)
def give(desk: Desk, code: str) -> Answer:
    """A one-time code for him, shown this once."""
    who = _who(desk, code)
    given = _refusing(lambda: codes.give(desk.tx, who, by=desk.by, at=desk.at))
    return desk.page("access/code.html", who=who, given=given)


@room.post("/people/<code>/access/lock-out", Act.KEEP_ACCESS, shows=of, is_fresh=True)
def lock_out(desk: Desk, code: str) -> Answer:
    """He is signed out, and let in no more."""
    who = _who(desk, code)
    _refusing(lambda: keeping.lock_out(desk.tx, who, by=desk.by, at=desk.at))
    return desk.done("access.locked_out", "access.of", code=who.code)


@room.post("/people/<code>/access/unlock", Act.KEEP_ACCESS, shows=of, is_fresh=True)
def unlock(desk: Desk, code: str) -> Answer:
    """He may try again."""
    who = _who(desk, code)
    _refusing(lambda: keeping.unlock(desk.tx, who, by=desk.by, at=desk.at))
    return desk.done("access.unlocked", "access.of", code=who.code)


@room.post("/people/<code>/access/end", Act.KEEP_ACCESS, shows=of, is_fresh=True)
def end(desk: Desk, code: str) -> Answer:
    """He is signed out everywhere."""
    who = _who(desk, code)
    sessions.end_all(desk.tx, who.party_id, by=desk.by, at=desk.at)
    return desk.done("access.ended", "access.of", code=who.code)


@room.post("/people/<code>/access/factor", Act.KEEP_ACCESS, shows=of, is_fresh=True)
def reset_factor(desk: Desk, code: str) -> Answer:
    """The second factor that he lost counts no more."""
    who = _who(desk, code)
    _refusing(lambda: keeping.reset_factor(desk.tx, who, by=desk.by, at=desk.at))
    return desk.done("access.factor_reset", "access.of", code=who.code)


def _who(desk: Desk, code: str) -> Party:
    """Whose access it is: somebody of the shop's own."""
    return of_the_shop(desk.tx, code) or desk.missing()


def _sessions(desk: Desk, who: Party) -> list[sessions.Session]:
    return sessions.sessions_of(desk.tx, who.party_id, at=desk.at)


def _refusing(act: Callable[[], T]) -> T:
    """Do it, and say in words why not."""
    try:
        return act()
    except OwnAccessError as error:
        raise FieldError("access", "access.own") from error
    except NoPagesError as error:
        raise FieldError("access", "access.left") from error
