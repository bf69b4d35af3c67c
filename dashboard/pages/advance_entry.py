"""Lending entered by hand: asked for, given at once, brought back in cash."""

import re

from dashboard.desk import Answer, Desk
from dashboard.pages.tills import rupees, tills
from dashboard.pages.whose import farmer_typed
from dashboard.room import Room
from ledger import advance_book, advances, people, queries
from ledger.accounts import Till
from ledger.people import Party
from ledger.policy import Act
from ledger.roles import PartyRole
from ledger.terms import terms
from locales.facts import Money, Name

room = Room("advances")

REASON_MAX = 200


@room.get("/advances/new", Act.REQUEST_ADVANCE)
def new(desk: Desk) -> Answer:
    """Ask for an advance for a farmer."""
    return _form(desk, "request")


@room.post("/advances/new", Act.REQUEST_ADVANCE, shows=new)
def request(desk: Desk) -> Answer:
    """Write the request; an admin decides."""
    farmer, amount = farmer_typed(desk), desk.form.money("amount")
    desk.form.text("reason", most=REASON_MAX)
    asked = advances.request(desk.tx, farmer.code, amount, desk.doing())
    return desk.done(
        "advances.done.requested",
        "advances.one",
        facts={"amount": Money(amount), "name": _name(farmer)},
        advance_id=asked.advance_id,
    )


@room.get("/advances/give", Act.GIVE_SMALL_ADVANCE)
def giving(desk: Desk) -> Answer:
    """Give an advance at once."""
    return _form(desk, "give")


@room.post("/advances/give", Act.GIVE_SMALL_ADVANCE, shows=giving, is_fresh=True)
def give(desk: Desk) -> Answer:
    """Ask for it, allow it and pay it out: staff up to their limit, an admin any sum."""
    farmer, amount = farmer_typed(desk), desk.form.money("amount")
    desk.form.text("reason", most=REASON_MAX)
    till = Till(desk.form.choice("till", list(Till)))
    given = advances.give(desk.tx, farmer.code, amount, desk.entering(), till=till)
    return desk.done(
        "advances.done.given",
        "advances.one",
        facts={"amount": Money(amount), "name": _name(farmer)},
        advance_id=given.advance_id,
    )


@room.get("/advances/repay", Act.ENTER_PAYMENTS)
def bringing(desk: Desk) -> Answer:
    """Take lent cash back."""
    return _form(desk, "repay")


@room.post("/advances/repay", Act.ENTER_PAYMENTS, shows=bringing, is_fresh=True)
def repay(desk: Desk) -> Answer:
    """Never more than is outstanding; the farmer gets a receipt."""
    farmer, amount = farmer_typed(desk), desk.form.money("amount")
    till = Till(desk.form.choice("till", list(Till)))
    advances.repay(desk.tx, farmer.code, amount, desk.entering(), till=till)
    left = queries.owed_to(desk.tx, farmer.code).advance_paise
    return desk.done(
        "advances.done.repaid",
        "advances.all",
        facts={"amount": Money(amount), "name": _name(farmer), "left": Money(left)},
        farmer=farmer.code,
    )


def _form(desk: Desk, what: str) -> Answer:
    """The form, and, where a link names the farmer, how he stands."""
    farmer = _farmer_asked(desk)
    return desk.page(
        "advances/form.html",
        what=what,
        farmer=farmer,
        amount=_sum_asked(desk),
        outstanding=farmer and queries.owed_to(desk.tx, farmer.code).advance_paise,
        left=farmer and advance_book.room_left(desk.tx, farmer.code, at=desk.at),
        staff_limit=None
        if desk.may(Act.DECIDE_ADVANCE)
        else terms(desk.tx, desk.at).staff_advance_limit_paise,
        tills=tills(desk),
    )


def _farmer_asked(desk: Desk) -> Party | None:
    """The farmer whom a link brings along."""
    found = people.party(desk.tx, desk.args.fields.get("farmer", "")[:16].upper())
    return found if found is not None and found.role is PartyRole.FARMER else None


def _sum_asked(desk: Desk) -> str:
    """A sum that a link brings along, in paise."""
    asked = desk.args.fields.get("paise", "")
    return rupees(int(asked)) if re.fullmatch(r"[1-9]\d{0,12}", asked, re.ASCII) else ""


def _name(farmer: Party) -> Name:
    return Name(farmer.name_en, farmer.name_ta)
