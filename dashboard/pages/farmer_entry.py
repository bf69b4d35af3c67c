"""A farmer is written into the list, and what is written about him changes."""

from typing import Any

from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError, Form
from dashboard.pages.farmers import known
from dashboard.pages.person_form import CODE_MOST, beside, names_in, phones_in
from dashboard.room import Room
from ledger.farmer_book import namesakes, next_code
from ledger.people import Cycle, NewParty, Notices
from ledger.policy import Act
from ledger.register.people import change_party, enrol
from ledger.roles import PartyRole
from ledger.terms import terms
from locales.facts import Fact, Name
from locales.languages import LANGUAGES

room = Room("farmers")

NAMED = 5
"""Namesakes that are named; there are hardly ever more than two."""


@room.get("/farmers/new", Act.KEEP_REGISTER)
def new(desk: Desk) -> Answer:
    """The form, with the next code that is free."""
    return desk.page(
        "farmers/new.html", code=next_code(desk.tx, PartyRole.FARMER), **_offered(desk)
    )


@room.post("/farmers/new", Act.KEEP_REGISTER, shows=new, is_fresh=True)
def create(desk: Desk) -> Answer:
    """Write him in, with his three accounts."""
    said: dict[str, Any] = {
        "code": desk.form.text("code", most=CODE_MOST),
        **names_in(desk.form),
        **_agreed_in(desk.form),
    }
    farmer = NewParty(role=PartyRole.FARMER, **said)
    _refuse_namesakes(desk, farmer)
    with beside(address="phone"):
        added = enrol(desk.tx, farmer, phones_in(desk.form), by=desk.by, at=desk.at)
    facts: dict[str, Fact] = {"name": Name(added.name_en, added.name_ta), "code": added.code}
    return desk.done("farmers.done.new", "farmers.one", facts=facts, code=added.code)


@room.get("/farmers/<code>/edit", Act.KEEP_REGISTER)
def edit(desk: Desk, code: str) -> Answer:
    """What is written about him, to be changed."""
    return desk.page("farmers/edit.html", who=known(desk, code), **_offered(desk))


@room.post("/farmers/<code>/edit", Act.KEEP_REGISTER, shows=edit, is_fresh=True)
def change(desk: Desk, code: str) -> Answer:
    """Change it; what was before stays in his history."""
    who = known(desk, code)
    said = {**names_in(desk.form), **_agreed_in(desk.form)}
    if any(said[name] != getattr(who, name) for name in ("name_en", "name_ta")):
        named = NewParty(code=who.code, role=who.role, **said)
        _refuse_namesakes(desk, named, but=who.party_id)
    with beside():
        change_party(desk.tx, who.party_id, by=desk.by, at=desk.at, **said)
    return desk.done("farmers.done.changed", "farmers.one", code=who.code)


def _agreed_in(form: Form) -> dict[str, Any]:
    """What is agreed with him; what is left empty is the shop's."""
    return {
        "notices": Notices(form.choice("notices", list(Notices))),
        "cycle": Cycle(form.choice("cycle", list(Cycle))),
        "commission_bp": form.percent("commission_bp", is_needed=False),
        "recovery_cap_paise": form.money("recovery_cap_paise", is_needed=False),
        "advance_limit_paise": form.money("advance_limit_paise", is_needed=False),
    }


def _refuse_namesakes(desk: Desk, farmer: NewParty, *, but: int | None = None) -> None:
    """Nobody is written in twice unnoticed: of a namesake it must be said that he is another.

    Raises:
        FieldError: there is one, and it was not said.
    """
    others = namesakes(desk.tx, farmer, but=but)
    if others and not desk.form.check("is_another"):
        codes = ", ".join(each.code for each in others[:NAMED])
        raise FieldError("is_another", "farmers.namesake", {"codes": codes})


def _offered(desk: Desk) -> dict[str, Any]:
    return {
        "languages": LANGUAGES,
        "notices": list(Notices),
        "cycles": list(Cycle),
        "terms": terms(desk.tx, desk.at),
    }
