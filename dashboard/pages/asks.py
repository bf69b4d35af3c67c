"""What needs two people: who wants what, in figures; another owner's yes or no."""

from datetime import timedelta

from sqlalchemy import Connection

from dashboard.access.keeping import was_let_in_by
from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.pages.ask_words import wanted
from dashboard.room import Room
from ledger import approvals, ask_book, people, second_acts
from ledger.accounts import farmer_of
from ledger.approvals import Ask, UnknownAskError
from ledger.people import Party
from ledger.policy import Act, NotAllowedError
from ledger.roles import PartyRole
from ledger.terms import terms
from locales.facts import Name
from papers.wording import names_of

room = Room("asks")

REASON_MAX = 200
DECIDED_SHOWN = timedelta(days=30)
DECIDED_MOST = 50


@room.get("/asks", Act.ASK_SECOND)
def all_(desk: Desk) -> Answer:
    """What waits for a second person, the oldest first; below, what was decided lately."""
    names = names_of(desk.tx)
    open_ = [each for each in approvals.open_asks(desk.tx) if _may_see(desk, each)]
    lately = ask_book.decided_asks(desk.tx, desk.at - DECIDED_SHOWN, limit=DECIDED_MOST)
    decided = [each for each in lately if _may_see(desk, each)]
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
    if not _may_see(desk, found):
        raise NotAllowedError(Act.MOVE_MONEY)
    is_own = found.asked_by == desk.by.party_id
    return desk.page(
        "asks/one.html",
        it=found,
        want=wanted(desk, found, names_of(desk.tx)),
        is_own=is_own,
        may_grant=desk.may(Act.SECOND) and (not is_own or _may_do_both(desk)),
        is_dependent=_is_dependent(desk, found),
        of_id=_of_id(desk.tx),
    )


@room.post("/asks/<int:ask_id>/grant", Act.SECOND, shows=one, is_fresh=True)
def grant(desk: Desk, ask_id: int) -> Answer:
    """Say yes; it is done at once where that is possible.

    Raises:
        FieldError: whoever asked let him in himself, less than a day ago.
    """
    asked = approvals.ask_of(desk.tx, ask_id)
    if _is_dependent(desk, asked):
        asker = people.party_of_id(desk.tx, asked.asked_by)
        why = {"name": Name(asker.name_en, asker.name_ta)}
        raise FieldError("ask", "asks.let_in_by_him", why)
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


def _may_see(desk: Desk, asked: Ask) -> bool:
    """Whether it is about a farmer, or his own, or he may see the owner's money too."""
    is_about_farmer = any(map(farmer_of, asked.facts.get("postings", {}))) or (
        "postings" not in asked.facts
    )
    return is_about_farmer or asked.asked_by == desk.by.party_id or desk.may(Act.MOVE_MONEY)


def _may_do_both(desk: Desk) -> bool:
    """Whether the shop's only admin may be the second person too; the books decide the same."""
    admins = [each for each in people.parties(desk.tx, PartyRole.ADMIN) if each.is_active]
    return len(admins) == 1 and terms(desk.tx, desk.at).lone_admin_may == 1


def _is_dependent(desk: Desk, asked: Ask) -> bool:
    """Whether whoever asked could be he himself, since he let him in lately."""
    is_own = asked.asked_by == desk.by.party_id
    return not is_own and was_let_in_by(desk.tx, desk.by.party_id, asked.asked_by, at=desk.at)


def _of_id(tx: Connection) -> dict[int, Party]:
    return {party.party_id: party for party in people.parties(tx)}
