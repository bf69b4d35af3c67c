"""Farmers: found by code, name or village, each with what stands; one of them with everything.

Writing one in and changing him: `farmer_entry`; what is done about him: `farmer_acts`.
"""

import re
from datetime import timedelta

from flask import g, redirect, request, url_for

from bot.message_book import Sought, messages
from dashboard.desk import Answer, Desk
from dashboard.filling import Problem
from dashboard.finding import farmers_meant
from dashboard.forms import FieldError
from dashboard.pages.messages import PHONE
from dashboard.pages.person_changes import changes_of
from dashboard.pages.person_form import numbers_of
from dashboard.room import Room
from ledger import advance_book, consents, goods, people, queries, settlements
from ledger.errors import UnknownCodeError
from ledger.farmer_book import (
    FarmerRow,
    FarmersSought,
    count_farmers,
    farmers_sought,
    villages,
    with_owed,
)
from ledger.lot_book import LotsSought, booked_lots, lot_sums
from ledger.people import Party
from ledger.policy import Act
from ledger.roles import PartyRole
from ledger.terms import terms

room = Room("farmers")

PAGE = 50
PAGES_MAX = 10_000
WORDS_MOST = 60
STATES = ("here", "left", "every")
LAST_DAYS = timedelta(days=7)
LOTS_SHOWN = 6
SHOWN = 5
"""Advances, settlements and messages, the newest; the others are behind a link."""


@room.get("/farmers", Act.SEE_ANY_FARMER)
def all_(desk: Desk) -> Answer:
    """The farmers sought, by code, each with what he is owed and what he owes."""
    try:
        sought = _sought(desk)
        number = desk.args.number("page", least=1, most=PAGES_MAX, is_needed=False) or 1
    except FieldError as error:
        g.problem = Problem(error.why, error.name)
        sought, number = FarmersSought(is_active=True), 1
    count = count_farmers(desk.tx, sought)
    found = farmers_sought(desk.tx, sought, limit=PAGE, offset=(number - 1) * PAGE)
    is_typing = "HX-Request" in request.headers
    near = [] if count or is_typing else _near(desk, sought)
    return desk.page(
        "farmers/all.html",
        sought=sought,
        rows=found or near,
        count=count,
        is_near=bool(near),
        is_typing=is_typing,
        number=number,
        has_more=count > number * PAGE,
        states=STATES,
        villages=villages(desk.tx),
    )


@room.get("/farmers/<code>", Act.SEE_ANY_FARMER)
def one(desk: Desk, code: str) -> Answer:
    """Everything about a farmer: what stands, what he brought, what is agreed, what changed.

    Who is of the shop has a page among its people.
    """
    if desk.may(Act.KEEP_REGISTER) and _is_of_the_shop(desk, code):
        return redirect(url_for("people.one", code=code.upper()), 303)
    who = known(desk, code)
    lately = LotsSought(first=desk.on - LAST_DAYS, farmer=who.code)
    lines, _more = messages(desk.tx, Sought(party_id=who.party_id), limit=SHOWN)
    his = settlements.settlements(desk.tx, farmer=who.code)
    return desk.page(
        "farmers/one.html",
        who=who,
        owed=queries.owed_to(desk.tx, who.code),
        room_left=advance_book.room_left(desk.tx, who.code, at=desk.at),
        lots=booked_lots(desk.tx, lately, limit=LOTS_SHOWN),
        sums=lot_sums(desk.tx, lately),
        since=lately.first,
        flowers={each.code: each for each in goods.flowers(desk.tx)},
        advances=advance_book.newest_advances(
            desk.tx, tuple(advance_book.AdvanceState), farmer=who.code, limit=SHOWN, offset=0
        ),
        settlements=his[: -SHOWN - 1 : -1],
        lines=lines,
        numbers=numbers_of(desk, who),
        addresses=[people.bare(each) for each in people.addresses_of(desk.tx, who.party_id)],
        consent=consents.consent(desk.tx, who.party_id),
        terms=terms(desk.tx, desk.at),
        changes=changes_of(desk, who),
    )


def _is_of_the_shop(desk: Desk, code: str) -> bool:
    """Whether a code is that of somebody who works here."""
    found = people.party(desk.tx, code.upper())
    return found is not None and found.role is not PartyRole.FARMER


def known(desk: Desk, code: str) -> Party:
    """The farmer with a code; who asks for another is told that there is no such page."""
    try:
        return people.farmer(desk.tx, code.upper())
    except UnknownCodeError:
        desk.missing()


def _sought(desk: Desk) -> FarmersSought:
    """Whom the address asks for; those who still come, if it does not say.

    Raises:
        FieldError: it asks for something that there is not, or by a phone number: addresses are
            kept in logs.
    """
    args = desk.args
    words = args.text("q", most=WORDS_MOST, is_needed=False)
    if words is not None and PHONE.search(words):
        raise FieldError("q", "farmers.no_number")
    state = args.choice("state", STATES, is_needed=False) or "here"
    return FarmersSought(
        words=words,
        village=args.text("village", most=WORDS_MOST, is_needed=False),
        is_active=None if state == "every" else state == "here",
    )


def _near(desk: Desk, sought: FarmersSought) -> list[FarmerRow]:
    """Whose name sounds like what was typed, where nobody's is written so.

    That takes a while among thousands: whoever is still typing presses the button for it.
    """
    words = sought.words or ""
    if sought.village is not None or not re.search(r"[^\W\d]", words):
        return []
    everybody = people.parties(desk.tx, PartyRole.FARMER)
    them = [each for each in everybody if sought.is_active in (None, each.is_active)]
    return with_owed(desk.tx, farmers_meant(them, words)[:PAGE])
