"""What needs two people: who wants what, in figures; another owner's yes or no."""

from datetime import timedelta

from sqlalchemy import Connection

from dashboard.desk import Answer, Desk
from dashboard.pages.ask_words import wanted
from dashboard.room import Room
from ledger import approvals, ask_book, people, second_acts
from ledger.approvals import UnknownAskError
from ledger.people import Party
from ledger.policy import Act
from ledger.terms import terms
from papers.wording import names_of

room = Room("asks")

REASON_MAX = 200
DECIDED_SHOWN = timedelta(days=30)
DECIDED_MOST = 50


@room.get("/asks", Act.ASK_SECOND)
def all_(desk: Desk) -> Answer:
    """What waits for a second person, the oldest first; below, what was decided lately."""
    names = names_of(desk.tx)
    open_ = approvals.open_asks(desk.tx)
    decided = ask_book.decided_asks(desk.tx, desk.at - DECIDED_SHOWN, limit=DECIDED_MOST)
    return desk.page(
        "asks/all.html",
        waiting=[(each, wanted(desk, each, names)) for each in open_],
        decided=[(each, wanted(desk, each, names)) for each in decided],
        of_id=_of_id(desk.tx),
    )


@room.get("/asks/<int:ask_id>", Act.ASK_SECOND)
def one(desk: Desk, ask_id: int) -> Answer:
    """One of them, with everything that is needed to decide it."""
    try:
        found = approvals.ask_of(desk.tx, ask_id)
    except UnknownAskError:
        desk.missing()
    is_own = found.asked_by == desk.by.party_id
    return desk.page(
        "asks/one.html",
        it=found,
        want=wanted(desk, found, names_of(desk.tx)),
        is_own=is_own,
        may_grant=desk.may(Act.SECOND)
        and (not is_own or terms(desk.tx, desk.at).lone_admin_may == 1),
        of_id=_of_id(desk.tx),
    )


@room.post("/asks/<int:ask_id>/grant", Act.SECOND, shows=one, is_fresh=True)
def grant(desk: Desk, ask_id: int) -> Answer:
    """Say yes; it is done at once where that is possible."""
    granted = second_acts.grant(desk.tx, ask_id, by=desk.by, at=desk.at, source=desk.source)
    what = "done" if granted.is_used else "granted"
    return desk.done(f"asks.told.{what}", "asks.one", ask_id=ask_id)


@room.post("/asks/<int:ask_id>/refuse", Act.ASK_SECOND, shows=one)
def refuse(desk: Desk, ask_id: int) -> Answer:
    """Say no, or take back what one asked for oneself."""
    reason = desk.form.text("reason", most=REASON_MAX)
    refused = approvals.refuse(desk.tx, ask_id, by=desk.by, at=desk.at, reason=reason)
    what = "withdrawn" if refused.asked_by == desk.by.party_id else "refused"
    return desk.done(f"asks.told.{what}", "asks.all")


def _of_id(tx: Connection) -> dict[int, Party]:
    return {party.party_id: party for party in people.parties(tx)}
