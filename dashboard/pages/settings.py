"""The shop's terms, each in a line of plain words, and whose shop it is; changing them."""

from dataclasses import asdict

from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.pages.term_fields import GROUPS, KINDS, as_typed, fact_of, read
from dashboard.room import Room
from ledger import people
from ledger.policy import Act
from ledger.shop_profile import ShopProfile, set_shop_profile, shop_profile
from ledger.term_book import last_moves, term_moves
from ledger.terms import change_term, terms
from locales.facts import Phrase

room = Room("settings")

MOVES_SHOWN = 50
LINE_MOST = 120
PHONE_MOST = 40


@room.get("/settings", Act.KEEP_REGISTER)
def all_(desk: Desk) -> Answer:
    """Every term with its last change, and the head of the papers."""
    return desk.page(
        "settings/all.html",
        groups=GROUPS,
        values=asdict(terms(desk.tx, desk.at)),
        last=last_moves(desk.tx),
        fact_of=fact_of,
        profile=shop_profile(desk.tx),
        of_id={party.party_id: party for party in people.parties(desk.tx)},
    )


@room.get("/settings/terms/<term>", Act.KEEP_REGISTER)
def term(desk: Desk, term: str) -> Answer:
    """One term, to be changed, with every change that it had."""
    if term not in KINDS:
        desk.missing()
    value = asdict(terms(desk.tx, desk.at))[term]
    return desk.page(
        "settings/term.html",
        term=term,
        kind=KINDS[term],
        value=value,
        first=as_typed(term, value),
        moves=term_moves(desk.tx, term, limit=MOVES_SHOWN),
        fact_of=fact_of,
        of_id={party.party_id: party for party in people.parties(desk.tx)},
    )


@room.post("/settings/terms/<term>", Act.KEEP_REGISTER, shows=term, is_fresh=True)
def change(desk: Desk, term: str) -> Answer:
    """Let it be another from now on; what is written keeps what counted then."""
    if term not in KINDS:
        desk.missing()
    value = read(desk.form, term)
    if value == asdict(terms(desk.tx, desk.at))[term]:
        raise FieldError("value", "settings.unchanged")
    change_term(desk.tx, term, value, by=desk.by, at=desk.at)
    facts = {"term": Phrase(f"settings.term.{term}", {}), "value": fact_of(term, value)}
    return desk.done("settings.changed", "settings.all", facts=facts)


@room.post("/settings/shop", Act.KEEP_REGISTER, shows=all_, is_fresh=True)
def head(desk: Desk) -> Answer:
    """Let the papers have another head from now on."""
    form = desk.form
    said = {name: form.text(name, most=LINE_MOST) for name in LINES}
    phone = form.text("phone", most=PHONE_MOST, is_needed=False) or ""
    set_shop_profile(desk.tx, ShopProfile(**said, phone=phone), by=desk.by, at=desk.at)
    return desk.done("settings.head_changed", "settings.all")


LINES = ("name_en", "name_ta", "place_en", "place_ta")
