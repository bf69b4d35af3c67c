"""The shop's own people: who works here, what each may do, whether he can sign in to the pages."""

from typing import Any

from flask import redirect, url_for

from dashboard.access import credentials, sessions
from dashboard.desk import Answer, Desk
from dashboard.pages.person_changes import changes_of
from dashboard.pages.person_form import (
    CODE_MOST,
    REASON_MOST,
    beside,
    change_number,
    names_in,
    numbers_of,
    phones_in,
)
from dashboard.room import Room
from ledger import people
from ledger.farmer_book import next_code
from ledger.people import NewParty, Party
from ledger.policy import Act
from ledger.register.people import activate, change_party, deactivate, enrol
from ledger.roles import PartyRole
from locales.facts import Fact, Name
from locales.languages import LANGUAGES

room = Room("people")

OWN = (PartyRole.ADMIN, PartyRole.STAFF)


@room.get("/people", Act.KEEP_REGISTER)
def all_(desk: Desk) -> Answer:
    """Everybody of the shop, those who left at the end."""
    ours = [who for role in OWN for who in people.parties(desk.tx, role)]
    ours.sort(key=lambda who: not who.is_active)
    return desk.page(
        "people/all.html",
        ours=ours,
        access={who.code: credentials.credential(desk.tx, who.party_id) for who in ours},
    )


@room.get("/people/<code>", Act.KEEP_REGISTER)
def one(desk: Desk, code: str) -> Answer:
    """One of them; a farmer has a page of his own."""
    who = people.party(desk.tx, code.upper())
    if who is None:
        desk.missing()
    if who.role is PartyRole.FARMER:
        return redirect(url_for("farmers.one", code=who.code), 303)
    return desk.page(
        "people/one.html",
        who=who,
        is_own=who.party_id == desk.by.party_id,
        access=credentials.credential(desk.tx, who.party_id),
        devices=len(sessions.sessions_of(desk.tx, who.party_id, at=desk.at)),
        numbers=numbers_of(desk, who),
        addresses=[people.bare(each) for each in people.addresses_of(desk.tx, who.party_id)],
        changes=changes_of(desk, who),
    )


@room.get("/people/new", Act.KEEP_REGISTER)
def new(desk: Desk) -> Answer:
    """The form, with the next code that is free."""
    codes = {role: next_code(desk.tx, role) for role in OWN}
    return desk.page("people/new.html", codes=codes, roles=OWN[::-1], languages=LANGUAGES)


@room.post("/people/new", Act.KEEP_REGISTER, shows=new, is_fresh=True)
def create(desk: Desk) -> Answer:
    """Write one of the shop's own people in; what he may do never changes after that."""
    role = PartyRole(desk.form.choice("role", OWN))
    code = desk.form.text("code", most=CODE_MOST, is_needed=False)
    wanted = NewParty(
        code=code or next_code(desk.tx, role),
        role=role,
        is_fast=desk.form.check("is_fast"),
        **_names(desk),
    )
    with beside(address="phone"):
        added = enrol(desk.tx, wanted, phones_in(desk.form), by=desk.by, at=desk.at)
    facts: dict[str, Fact] = {"name": Name(added.name_en, added.name_ta), "code": added.code}
    return desk.done("people.done.new", "people.one", facts=facts, code=added.code)


@room.get("/people/<code>/edit", Act.KEEP_REGISTER)
def edit(desk: Desk, code: str) -> Answer:
    """What is written about him, to be changed."""
    return desk.page("people/edit.html", who=_known(desk, code), languages=LANGUAGES)


@room.post("/people/<code>/edit", Act.KEEP_REGISTER, shows=edit, is_fresh=True)
def change(desk: Desk, code: str) -> Answer:
    """Change it; what was before stays in his history."""
    who = _known(desk, code)
    said = {**_names(desk), "is_fast": desk.form.check("is_fast")}
    with beside():
        change_party(desk.tx, who.party_id, by=desk.by, at=desk.at, **said)
    return desk.done("people.done.changed", "people.one", code=who.code)


@room.post("/people/<code>/number", Act.CHANGE_IDENTITY, shows=one, is_fresh=True)
def number(desk: Desk, code: str) -> Answer:
    """Let a number be his: the first at once, any change with a second person's yes."""
    who = _known(desk, code)
    change_number(desk, who)
    return desk.done("people.done.number", "people.one", code=who.code)


@room.post("/people/<code>/leave", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def leave(desk: Desk, code: str) -> Answer:
    """Let him leave; wherever he is signed in, he is signed out."""
    who = _known(desk, code)
    reason = desk.form.text("reason", most=REASON_MOST)
    deactivate(desk.tx, who.party_id, by=desk.by, at=desk.at, reason=reason)
    sessions.end_all(desk.tx, who.party_id, by=desk.by, at=desk.at)
    return desk.done("people.done.left", "people.one", code=who.code)


@room.post("/people/<code>/return", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def come_back(desk: Desk, code: str) -> Answer:
    """Let him come back."""
    who = _known(desk, code)
    reason = desk.form.text("reason", most=REASON_MOST)
    activate(desk.tx, who.party_id, by=desk.by, at=desk.at, reason=reason)
    return desk.done("people.done.back", "people.one", code=who.code)


def _known(desk: Desk, code: str) -> Party:
    """Who of the shop has a code; a farmer is changed on his own pages."""
    who = people.party(desk.tx, code.upper())
    if who is None or who.role is PartyRole.FARMER:
        desk.missing()
    return who


def _names(desk: Desk) -> dict[str, Any]:
    """His names and language; of where he comes from nothing is asked."""
    said = names_in(desk.form)
    return {name: said[name] for name in ("name_en", "name_ta", "language")}
