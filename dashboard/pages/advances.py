"""Advances: what waits for a decision, what is to be paid out, what is still out; one of them.

Asking for one, giving one at once and taking one back: `advance_entry`.
"""

import re
from dataclasses import dataclass
from datetime import date

from flask import redirect, url_for
from sqlalchemy import Connection

from dashboard.desk import Answer, Desk
from dashboard.pages.tills import tills
from dashboard.pages.whose import farmer_typed_if_any
from dashboard.room import Room
from ledger import advance_book, advances, people, queries
from ledger.accounts import Till
from ledger.advance_book import Advance, AdvanceState
from ledger.people import Party
from ledger.policy import Act
from ledger.queries import EntryRow
from locales.facts import Money

room = Room("advances")

PAGE = 50
OUT_SHOWN = 8
"""Farmers with lent cash on the list's page, the oldest first; the others are behind a link."""

REASON_MAX = 200

OVER = (AdvanceState.PAID, AdvanceState.REJECTED)
"""What waits for nobody any more."""


@dataclass(frozen=True, slots=True)
class Out:
    """A farmer's lent cash that is still out.

    Attributes:
        since: the day on which the oldest of it was lent.
        days: how long that is ago.
    """

    farmer: Party
    outstanding_paise: int
    since: date
    days: int


@room.get("/advances", Act.REQUEST_ADVANCE)
def all_(desk: Desk) -> Answer:
    """What waits, what is out, and what was; or one farmer's, or those in one state."""
    states, farmer, page = _state(desk), _farmer(desk), _page(desk)
    is_filtered = bool(states) or farmer is not None
    found = advance_book.newest_advances(
        desk.tx,
        states or (tuple(AdvanceState) if is_filtered else OVER),
        farmer=farmer,
        limit=PAGE + 1,
        offset=(page - 1) * PAGE,
    )
    waiting = [] if is_filtered else advance_book.open_advances(desk.tx)
    out = _out(desk, farmer)
    return desk.page(
        "advances/all.html",
        requested=[each for each in waiting if each.state is AdvanceState.REQUESTED],
        approved=[each for each in waiting if each.state is AdvanceState.APPROVED],
        found=found[:PAGE],
        page=page,
        has_more=len(found) > PAGE,
        states=list(AdvanceState),
        state=states[0] if states else None,
        farmer=farmer,
        is_filtered=is_filtered,
        out=out if is_filtered else out[:OUT_SHOWN],
        out_count=len(out),
        out_paise=sum(each.outstanding_paise for each in out),
        parties={party.code: party for party in people.parties(desk.tx)},
        turned=lambda n: url_for("advances.all", page=n, state=_first(states), farmer=farmer),
    )


@room.post("/advances", Act.REQUEST_ADVANCE, shows=all_)
def seek(desk: Desk) -> Answer:
    """Lead on to the advances sought: a name is sent, and only its code stands in an address."""
    state = desk.form.choice("state", list(AdvanceState), is_needed=False)
    farmer = farmer_typed_if_any(desk)
    code = None if farmer is None else farmer.code
    return redirect(url_for("advances.all", state=state, farmer=code), 303)


@room.get("/advances/out", Act.REQUEST_ADVANCE)
def out(desk: Desk) -> Answer:
    """Every farmer who has lent cash to bring back, the oldest first."""
    page = _page(desk)
    found = _out(desk)
    shown = found[(page - 1) * PAGE : page * PAGE]
    return desk.page(
        "advances/out.html",
        out=shown,
        out_count=len(found),
        out_paise=sum(each.outstanding_paise for each in found),
        page=page,
        has_more=len(found) > page * PAGE,
        turned=lambda n: url_for("advances.out", page=n),
    )


@room.get("/advances/<int:advance_id>", Act.REQUEST_ADVANCE)
def one(desk: Desk, advance_id: int) -> Answer:
    """Every step of an advance with who, when and why, and what can be done about it."""
    try:
        found = advance_book.advance_of(desk.tx, advance_id)
    except advance_book.UnknownAdvanceError:
        desk.missing()
    farmer = people.farmer(desk.tx, found.farmer)
    left = advance_book.room_left(desk.tx, farmer.code, at=desk.at)
    return desk.page(
        "advances/one.html",
        it=found,
        farmer=farmer,
        left=left,
        beyond=max(0, found.amount_paise - left),
        outstanding=queries.owed_to(desk.tx, farmer.code).advance_paise,
        paid=_entry(desk.tx, found.entry_id),
        right=_entry(desk.tx, found.replaced_by),
        of_id={party.party_id: party for party in people.parties(desk.tx)},
        tills=tills(desk),
    )


@room.post("/advances/<int:advance_id>/approve", Act.DECIDE_ADVANCE, shows=one, is_fresh=True)
def approve(desk: Desk, advance_id: int) -> Answer:
    """Allow it; beyond the farmer's limit another admin is asked first."""
    reason = desk.form.text("reason", most=REASON_MAX, is_needed=False)
    done = advances.approve(desk.tx, advance_id, by=desk.by, at=desk.at, reason=reason)
    return _told(desk, done, "approved")


@room.post("/advances/<int:advance_id>/reject", Act.DECIDE_ADVANCE, shows=one, is_fresh=True)
def reject(desk: Desk, advance_id: int) -> Answer:
    """Refuse it; the farmer reads why."""
    reason = desk.form.text("reason", most=REASON_MAX)
    done = advances.reject(desk.tx, advance_id, by=desk.by, at=desk.at, reason=reason)
    return _told(desk, done, "rejected")


@room.post("/advances/<int:advance_id>/pay", Act.DISBURSE_ADVANCE, shows=one, is_fresh=True)
def pay(desk: Desk, advance_id: int) -> Answer:
    """Pay it out, once."""
    till = Till(desk.form.choice("till", list(Till)))
    done = advances.disburse(desk.tx, advance_id, desk.entering(), till=till)
    return _told(desk, done, "paid")


def _told(desk: Desk, done: Advance, what: str) -> Answer:
    facts = {"amount": Money(done.amount_paise)}
    return desk.done(
        f"advances.done.{what}", "advances.one", facts=facts, advance_id=done.advance_id
    )


def _entry(tx: Connection, entry_id: int | None) -> EntryRow | None:
    return None if entry_id is None else queries.entry_of(tx, entry_id)


def _out(desk: Desk, farmer: str | None = None) -> list[Out]:
    """Who has lent cash to bring back, the oldest first."""
    parties = {party.code: party for party in people.parties(desk.tx)}
    oldest: dict[str, Out] = {}
    for each in advance_book.aged(desk.tx, desk.on):
        before = oldest.get(each.farmer)
        oldest[each.farmer] = Out(
            parties[each.farmer],
            each.outstanding_paise + (before.outstanding_paise if before else 0),
            before.since if before else each.on,
            before.days if before else each.days,
        )
    found = [each for code, each in oldest.items() if farmer in (None, code)]
    return sorted(found, key=lambda each: (each.since, each.farmer.code))


def _state(desk: Desk) -> tuple[AdvanceState, ...]:
    asked = desk.args.fields.get("state")
    return (AdvanceState(asked),) if asked in tuple(AdvanceState) else ()


def _first(states: tuple[AdvanceState, ...]) -> str | None:
    return states[0] if states else None


def _farmer(desk: Desk) -> str | None:
    asked = desk.args.fields.get("farmer", "")
    return asked.upper() if re.fullmatch(r"\w{1,16}", asked) else None


def _page(desk: Desk) -> int:
    asked = desk.args.fields.get("page", "")
    return int(asked) if re.fullmatch(r"[1-9]\d{0,4}", asked, re.ASCII) else 1
