"""By which addresses somebody is known: his first by one person, every change by two."""

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from ledger import approvals, people
from ledger.approvals import SecondPersonNeededError
from ledger.errors import DuplicateError, UnknownCodeError, WrongValueError
from ledger.history import changes
from ledger.people import NewParty, Party, add_party, addresses_of
from ledger.policy import NotAllowedError
from ledger.register.identities import IdentityChange, ask_for_change, change_identity
from ledger.roles import PartyRole
from tests.books.shop import AT

OLD, NEW, HIDDEN = "+919801200000", "+919843012345", "IN.1349876543210"


@pytest.fixture
def meena(shop: Connection) -> Party:
    return add_party(shop, NewParty(code="A01", role=PartyRole.ADMIN, name_en="Meena"))


@pytest.fixture
def ravi(shop: Connection) -> Party:
    return add_party(shop, NewParty(code="A02", role=PartyRole.ADMIN, name_en="Ravi"))


def granted(tx: Connection, wanted: IdentityChange, by: Party, second: Party) -> int:
    asked = ask_for_change(tx, wanted, by=by, at=AT, reason="he has a new number", key=str(wanted))
    return approvals.grant(tx, asked.ask_id, by=second, at=AT).ask_id


def test_the_first_address_needs_nobody_else(shop: Connection, meena: Party) -> None:
    kavin = add_party(shop, NewParty(code="F099", role=PartyRole.FARMER, name_en="Kavin"))
    change_identity(shop, IdentityChange("f099", added="98430-12345"), by=meena, at=AT)
    assert addresses_of(shop, kavin.party_id) == [f"whatsapp:{NEW}"]
    kept = changes(shop, code="F099")[0]
    assert (kept.actor_id, kept.before) == (meena.party_id, None)


def test_another_number_needs_a_second_person(shop: Connection, meena: Party, ravi: Party) -> None:
    wanted = IdentityChange("F012", added="09843012345", removed=OLD)
    with pytest.raises(SecondPersonNeededError):
        change_identity(shop, wanted, by=meena, at=AT)
    ask = granted(shop, wanted, meena, ravi)
    who = change_identity(shop, wanted, by=ravi, at=AT, ask=ask)
    assert people.party_at(shop, NEW) == who
    assert people.party_at(shop, OLD) is None
    told = text("SELECT subject FROM notice WHERE kind = 'identity'")
    assert shop.scalar(told) == {"added": NEW, "removed": OLD}
    with pytest.raises(SecondPersonNeededError):
        change_identity(shop, IdentityChange("F012", HIDDEN), by=ravi, at=AT, ask=ask)


def test_a_user_id_beside_the_phone_is_a_change_too(
    shop: Connection, meena: Party, ravi: Party
) -> None:
    wanted = IdentityChange("F012", added=f"whatsapp:{HIDDEN}")
    with pytest.raises(SecondPersonNeededError):
        change_identity(shop, wanted, by=meena, at=AT)
    change_identity(shop, wanted, by=meena, at=AT, ask=granted(shop, wanted, meena, ravi))
    assert people.party_at(shop, f"whatsapp:{HIDDEN}") == people.party_at(shop, OLD)


def test_an_address_that_was_taken_away_does_not_make_the_next_one_a_first(
    shop: Connection, meena: Party, ravi: Party
) -> None:
    gone = IdentityChange("F012", removed=OLD)
    change_identity(shop, gone, by=meena, at=AT, ask=granted(shop, gone, meena, ravi))
    with pytest.raises(SecondPersonNeededError):
        change_identity(shop, IdentityChange("F012", added=NEW), by=meena, at=AT)


@pytest.mark.parametrize(
    ("wanted", "error", "why"),
    [
        (IdentityChange("F012", "12345"), WrongValueError, "'12345' is not a phone"),
        (IdentityChange("F012", "+91 12345 67890"), WrongValueError, "is not a phone"),
        (IdentityChange("F012", "IN."), WrongValueError, "is not a phone"),
        (IdentityChange("F012"), WrongValueError, "nothing would change"),
        (IdentityChange("F012", OLD, OLD), WrongValueError, "nothing would change"),
        (IdentityChange("F012", "9801300000"), DuplicateError, r"address \+919801300000 is taken"),
        (IdentityChange("F012", OLD), DuplicateError, "is taken"),
        (IdentityChange("F012", None, NEW), UnknownCodeError, r"no address of F012 \+9198430"),
        (IdentityChange("F999", NEW), UnknownCodeError, "no person F999"),
    ],
)
def test_what_cannot_be_is_refused_before_anybody_is_asked(
    shop: Connection, meena: Party, wanted: IdentityChange, error: type[Exception], why: str
) -> None:
    with pytest.raises(error, match=why):
        change_identity(shop, wanted, by=meena, at=AT)
    with pytest.raises(error, match=why):
        ask_for_change(shop, wanted, by=meena, at=AT, reason="new", key="k")
    assert approvals.open_asks(shop) == []


def test_staff_may_ask_but_not_change(shop: Connection, meena: Party) -> None:
    selvi = add_party(shop, NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi"))
    wanted = IdentityChange("F012", added=NEW)
    ask = granted(shop, wanted, selvi, meena)
    with pytest.raises(NotAllowedError):
        change_identity(shop, wanted, by=selvi, at=AT, ask=ask)
    change_identity(shop, wanted, by=meena, at=AT, ask=ask)


@pytest.mark.parametrize(("address", "kind"), [("9843012345", "phone"), ("IN1349", "bsuid")])
def test_the_database_keeps_the_form_of_an_address(
    shop: Connection, address: str, kind: str
) -> None:
    with pytest.raises(IntegrityError, match="identity_has_its_form"):
        shop.execute(
            text("INSERT INTO identity SELECT :address, party_id, :kind FROM party LIMIT 1"),
            {"address": address, "kind": kind},
        )
