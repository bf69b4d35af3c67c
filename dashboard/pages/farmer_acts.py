"""What is done about a farmer: other names, his word on notices, his number; he leaves, comes back.

Each form stands on his own page (`farmers.one`), and leads back to it.
"""

from bot.language.teaching import no_farmers_name
from bot.shop_book import shop_at
from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.pages.farmers import known, one
from dashboard.pages.person_form import NAME_MOST, REASON_MOST, beside, change_number
from dashboard.room import Room
from ledger import consents
from ledger.consents import ConsentEvent, Via
from ledger.policy import Act
from ledger.register.people import activate, add_aliases, deactivate, remove_aliases

room = Room("farmers")

WORDS = (
    ConsentEvent.GIVEN,
    ConsentEvent.WITHDRAWN,
    ConsentEvent.STOPPED,
    ConsentEvent.STARTED,
)
"""What he may say at the counter; that he was shown the privacy notice his message says."""


@room.post("/farmers/<code>/names", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def add_name(desk: Desk, code: str) -> Answer:
    """Let him be called so too; a word that Malar reads as something else is refused."""
    who = known(desk, code)
    name = desk.form.text("alias", most=NAME_MOST)
    why = no_farmers_name(name, shop_at(desk.tx, desk.at))
    if why is not None:
        raise FieldError("alias", f"farmers.untaught.{why.name.lower()}")
    with beside(aliases="alias"):
        add_aliases(desk.tx, who.party_id, [name], by=desk.by, at=desk.at)
    return desk.done("farmers.done.called", "farmers.one", code=who.code)


@room.post("/farmers/<code>/names/remove", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def remove_name(desk: Desk, code: str) -> Answer:
    """Let him be called so no longer."""
    who = known(desk, code)
    name = desk.form.choice("alias", who.aliases)
    remove_aliases(desk.tx, who.party_id, [name], by=desk.by, at=desk.at)
    return desk.done("farmers.done.not_called", "farmers.one", code=who.code)


@room.post("/farmers/<code>/consent", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def consent(desk: Desk, code: str) -> Answer:
    """Write down what he said at the counter: whether he agrees, whether he wants notices."""
    who = known(desk, code)
    said = ConsentEvent(desk.form.choice("said", list(WORDS)))
    via = Via("counter", recorded_by=desk.by.party_id)
    consents.record(desk.tx, who.party_id, said, desk.at, via)
    return desk.done(f"farmers.done.{said}", "farmers.one", code=who.code)


@room.post("/farmers/<code>/number", Act.CHANGE_IDENTITY, shows=one, is_fresh=True)
def number(desk: Desk, code: str) -> Answer:
    """Let a number be his: the first at once, any change with a second person's yes."""
    who = known(desk, code)
    change_number(desk, who)
    return desk.done("farmers.done.number", "farmers.one", code=who.code)


@room.post("/farmers/<code>/leave", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def leave(desk: Desk, code: str) -> Answer:
    """Let him leave; nothing may be outstanding."""
    who = known(desk, code)
    reason = desk.form.text("reason", most=REASON_MOST)
    deactivate(desk.tx, who.party_id, by=desk.by, at=desk.at, reason=reason)
    return desk.done("farmers.done.left", "farmers.one", code=who.code)


@room.post("/farmers/<code>/return", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def come_back(desk: Desk, code: str) -> Answer:
    """Let him come back."""
    who = known(desk, code)
    reason = desk.form.text("reason", most=REASON_MOST)
    activate(desk.tx, who.party_id, by=desk.by, at=desk.at, reason=reason)
    return desk.done("farmers.done.back", "farmers.one", code=who.code)
