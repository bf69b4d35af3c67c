"""The register is kept: every change by somebody who may, checked, with its history."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from ledger import people
from ledger.board import TimeSlot
from ledger.errors import DuplicateError, UnknownCodeError, WrongValueError
from ledger.goods import AdjustmentKind, NewFlower, adjustment_kinds
from ledger.history import Change, Room, changes
from ledger.journal import post
from ledger.lots import Side
from ledger.people import Cycle, NewParty, Notices, Party, add_party, set_language
from ledger.policy import NotAllowedError
from ledger.queries import Owed
from ledger.register.flowers import add_aliases, change_flower, enter_flower, remove_aliases
from ledger.register.people import (
    LastAdminError,
    MoneyOutstandingError,
    OwnLeaveError,
    activate,
    change_party,
    deactivate,
    enrol,
)
from ledger.register.qualities import set_quality
from ledger.register.slots import add_slot, change_slot, remove_slot
from ledger.roles import PartyRole
from ledger.terms import change_term
from tests.books.shop import AT, CLERK, all_at_once, lend, sell

KAVIN = NewParty(code="f099", role=PartyRole.FARMER, name_en="Kavin", name_ta="கவின்")
ROSE = NewFlower(code="rose", name_en="Rose", name_ta="ரோஜா")
WETTER = AdjustmentKind("wet", "Wet", "ஈரம்", -1500, Side.PRICE)
NIGHT = TimeSlot("night", "Night", "இரவு", time(18), time(23))


@pytest.fixture
def owner(shop: Connection) -> Party:
    return add_party(shop, NewParty(code="A01", role=PartyRole.ADMIN, name_en="Meena"))


@pytest.fixture
def clerk(shop: Connection) -> Party:
    return add_party(shop, NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi"))


@pytest.fixture
def murugan(shop: Connection) -> Party:
    found = people.party(shop, "F012")
    assert found is not None
    return found


def latest(tx: Connection, code: str) -> Change:
    return changes(tx, code=code)[0]


def test_a_farmer_is_enrolled_as_he_is_known_with_what_was_agreed(
    shop: Connection, owner: Party
) -> None:
    agreed: dict[str, Any] = {"cycle": Cycle.TEN_DAY, "recovery_cap_paise": 500_00}
    new = NewParty(**_fields(KAVIN) | agreed, aliases=("Kavi", "கவி"))
    kavin = enrol(shop, new, ["98430 12399"], by=owner, at=AT)
    assert kavin == people.party_at(shop, "whatsapp:+919843012399") == people.party(shop, "F099")
    assert (kavin.cycle, kavin.recovery_cap_paise) == (Cycle.TEN_DAY, 500_00)
    assert kavin.aliases == ("Kavi", "கவி")
    assert kavin.advance_limit_paise is None


def _fields(new: NewParty) -> dict[str, Any]:
    return {"code": new.code, "role": new.role, "name_en": new.name_en, "name_ta": new.name_ta}


def test_what_changes_is_kept_with_who_when_before_and_after(
    shop: Connection, owner: Party, murugan: Party
) -> None:
    changed = change_party(
        shop, murugan.party_id, by=owner, at=AT, notices="daily", commission_bp=450
    )
    assert (changed.notices, changed.commission_bp) == (Notices.DAILY, 450)
    kept = latest(shop, "F012")
    assert kept.room is Room.PARTY
    assert kept.before == {"notices": "every_lot", "commission_bp": None}
    assert kept.after == {"notices": "daily", "commission_bp": 450}
    assert (kept.actor_id, kept.changed_at) == (owner.party_id, AT)


def test_a_change_to_the_same_is_no_change(shop: Connection, owner: Party, murugan: Party) -> None:
    before = changes(shop)
    change_party(shop, murugan.party_id, by=owner, at=AT, name_en="Murugan")
    change_party(shop, murugan.party_id, by=owner, at=AT)
    assert changes(shop) == before


def test_a_hand_at_the_database_leaves_its_trace_too(shop: Connection) -> None:
    shop.execute(text("UPDATE party SET commission_bp = 0 WHERE code = 'F012'"))
    kept = latest(shop, "F012")
    assert (kept.after, kept.actor_id) == ({"commission_bp": 0}, None)
    assert kept.login == shop.scalar(text("SELECT session_user::text"))


def test_who_chooses_his_language_is_who_changed_it(shop: Connection, murugan: Party) -> None:
    set_language(shop, murugan.party_id, "en")
    assert latest(shop, "F012").actor_id == murugan.party_id


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_change SET code = 'x'",
        "DELETE FROM register_change",
        "INSERT INTO register_change (room) VALUES ('party')",
    ],
)
def test_the_app_cannot_touch_the_history(shop: Connection, statement: str) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"):
        shop.execute(text(statement))


def test_not_even_the_owner_of_the_tables_changes_the_history(owner_engine: Engine) -> None:
    with owner_engine.begin() as tx, pytest.raises(IntegrityError, match="append-only"):
        tx.execute(text("DELETE FROM register_change"))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"code": "F013"}, "code: it never changes"),
        ({"role": "admin"}, "role: it never changes"),
        ({"is_active": False}, "is_active: it never changes"),
        ({"notices": "hourly"}, "notices: 'hourly' is not one of every_lot, daily"),
        ({"cycle": "yearly"}, "cycle: 'yearly' is not one of"),
        ({"language": "hi"}, "language: 'hi' is not one of en, ta"),
        ({"commission_bp": 10_001}, "commission_bp: 10001 is not between 0 and 10000"),
        ({"recovery_cap_paise": -1}, "recovery_cap_paise: -1 is not between"),
        ({"name_en": "  "}, "name_en: missing"),
        ({"name_en": "Muru\u200bgan"}, r"name_en: holds a character that cannot be seen, U\+200B"),
        ({"name_ta": "Murugan"}, "name_ta: 'Murugan' has no Tamil letter"),
        ({"aliases": ("a\nb",)}, "aliases: holds a character that cannot be seen"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    shop: Connection, owner: Party, murugan: Party, change: dict[str, Any], why: str
) -> None:
    with pytest.raises(WrongValueError, match=why):
        change_party(shop, murugan.party_id, by=owner, at=AT, **change)
    assert people.party(shop, "F012") == murugan


ACTS: dict[str, Callable[[Connection, Party], object]] = {
    "enrol": lambda tx, who: enrol(tx, KAVIN, by=who, at=AT),
    "change": lambda tx, who: change_party(tx, who.party_id, by=who, at=AT, commission_bp=0),
    "rest": lambda tx, who: deactivate(tx, who.party_id, by=who, at=AT),
    "come back": lambda tx, who: activate(tx, who.party_id, by=who, at=AT),
    "flower": lambda tx, who: change_flower(tx, "malli", by=who, at=AT, commission_bp=0),
    "new flower": lambda tx, who: enter_flower(tx, ROSE, by=who, at=AT),
    "aliases": lambda tx, who: add_aliases(tx, "malli", ["m"], by=who, at=AT),
    "fewer aliases": lambda tx, who: remove_aliases(tx, "malli", [], by=who, at=AT),
    "quality": lambda tx, who: set_quality(tx, WETTER, by=who, at=AT),
    "slot": lambda tx, who: add_slot(tx, NIGHT, by=who, at=AT),
    "other slot": lambda tx, who: change_slot(tx, "evening", by=who, at=AT),
    "no slot": lambda tx, who: remove_slot(tx, "evening", by=who, at=AT),
    "term": lambda tx, who: change_term(tx, "commission_bp", 0, by=who, at=AT),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_an_admin_keeps_the_register(
    shop: Connection, owner: Party, clerk: Party, murugan: Party, act: str
) -> None:
    before = changes(shop)
    for who in (clerk, murugan):
        with pytest.raises(NotAllowedError):
            ACTS[act](shop, who)
    assert changes(shop) == before
    if act != "rest":
        ACTS[act](shop, owner)


def test_a_farmer_rests_only_when_nothing_is_outstanding(
    shop: Connection, owner: Party, murugan: Party
) -> None:
    sell(shop)
    post(shop, lend(1000_00), key="lend", source=CLERK)
    with pytest.raises(MoneyOutstandingError) as refusal:
        deactivate(shop, murugan.party_id, by=owner, at=AT)
    assert refusal.value.owed == Owed(1496_25, 0, 1000_00)
    selvam = people.party(shop, "F013")
    assert selvam is not None
    assert not deactivate(shop, selvam.party_id, by=owner, at=AT).is_active
    assert activate(shop, selvam.party_id, by=owner, at=AT, reason="back \n again").is_active
    assert [(change.after, change.reason) for change in changes(shop, code="F013")[:2]] == [
        ({"is_active": True}, "back again"),
        ({"is_active": False}, None),
    ]


def test_what_is_owed_and_lent_in_the_same_sum_is_still_outstanding(
    shop: Connection, owner: Party, murugan: Party
) -> None:
    sell(shop)
    post(shop, lend(1496_25), key="lend", source=CLERK)
    with pytest.raises(MoneyOutstandingError):
        deactivate(shop, murugan.party_id, by=owner, at=AT)


def test_the_last_admin_stays(shop: Connection, owner: Party) -> None:
    with pytest.raises(LastAdminError):
        deactivate(shop, owner.party_id, by=owner, at=AT)
    second = enrol(
        shop, NewParty(code="A02", role=PartyRole.ADMIN, name_en="Ravi"), by=owner, at=AT
    )
    deactivate(shop, owner.party_id, by=second, at=AT)
    with pytest.raises(LastAdminError):
        deactivate(shop, second.party_id, by=second, at=AT)


def test_an_admin_does_not_let_himself_leave(shop: Connection, owner: Party) -> None:
    second = enrol(
        shop, NewParty(code="A02", role=PartyRole.ADMIN, name_en="Ravi"), by=owner, at=AT
    )
    with pytest.raises(OwnLeaveError):
        deactivate(shop, second.party_id, by=second, at=AT)
    assert not deactivate(shop, second.party_id, by=owner, at=AT).is_active


def test_two_admins_cannot_send_each_other_to_rest(shop_engine: Engine) -> None:
    with shop_engine.begin() as tx:
        two = [
            add_party(tx, NewParty(code=code, role=PartyRole.ADMIN, name_en=code))
            for code in ("A01", "A02")
        ]

    def send(who: Party, by: Party) -> Party:
        with shop_engine.begin() as tx:
            return deactivate(tx, who.party_id, by=by, at=AT)

    ends = all_at_once([lambda: send(two[0], two[1]), lambda: send(two[1], two[0])])
    assert sorted(type(end).__name__ for end in ends) == ["LastAdminError", "Party"]


def test_a_flower_changes_but_not_its_code_or_unit(shop: Connection, owner: Party) -> None:
    malli = change_flower(shop, "MALLI", by=owner, at=AT, name_en="Jasmine", commission_bp=700)
    assert (malli.code, malli.name_en, malli.commission_bp) == ("malli", "Jasmine", 700)
    assert latest(shop, "malli").before == {"name_en": "Malli", "commission_bp": None}
    assert not change_flower(shop, "malli", by=owner, at=AT, is_active=False).is_active
    with pytest.raises(WrongValueError, match="unit: it never changes"):
        change_flower(shop, "malli", by=owner, at=AT, unit="piece")
    with pytest.raises(UnknownCodeError, match="no flower mallu"):
        change_flower(shop, "mallu", by=owner, at=AT, commission_bp=1)


def test_two_flowers_never_bear_one_name(shop: Connection, owner: Party) -> None:
    enter_flower(shop, ROSE, by=owner, at=AT)
    with pytest.raises(DuplicateError, match=r"name_en malli \(malli\)"):
        change_flower(shop, "rose", by=owner, at=AT, name_en="malli")
    with pytest.raises(DuplicateError, match="name_ta"):
        enter_flower(shop, NewFlower(code="r", name_en="R", name_ta="ரோஜா"), by=owner, at=AT)
    assert change_flower(shop, "malli", by=owner, at=AT, name_en="MALLI").name_en == "MALLI"
    for code in ("lotus", "pichi"):
        assert enter_flower(shop, NewFlower(code=code, name_en=code), by=owner, at=AT).name_ta == ""
    with pytest.raises(DuplicateError, match="code rose"):
        enter_flower(shop, NewFlower(code="rose", name_en="Red"), by=owner, at=AT)


def test_aliases_come_and_go_and_are_remembered(shop: Connection, owner: Party) -> None:
    called = add_aliases(shop, "malli", ["jasmine", "மல்லிகை", "jasmine"], by=owner, at=AT)
    assert called.aliases == ("jasmine", "மல்லிகை")
    add_aliases(shop, "malli", ["jasmine"], by=owner, at=AT)
    assert remove_aliases(shop, "malli", ["jasmine"], by=owner, at=AT).aliases == ("மல்லிகை",)
    with pytest.raises(UnknownCodeError, match="no alias of malli jasmine"):
        remove_aliases(shop, "malli", ["jasmine"], by=owner, at=AT)
    rooms = [(c.room, c.before is None) for c in changes(shop, code="malli")[:3]]
    assert rooms == [
        (Room.FLOWER_ALIAS, False),
        (Room.FLOWER_ALIAS, True),
        (Room.FLOWER_ALIAS, True),
    ]


def test_a_quality_gets_another_figure_from_now_on(shop: Connection, owner: Party) -> None:
    assert set_quality(shop, WETTER, by=owner, at=AT) == adjustment_kinds(shop)["wet"] == WETTER
    assert latest(shop, "wet").actor_id == owner.party_id
    for bad in (-10_000, 10_001):
        with pytest.raises(WrongValueError, match="adjustment_bp"):
            set_quality(shop, AdjustmentKind("x", "X", "ஈரம்", bad, Side.SHOP), by=owner, at=AT)


def test_a_term_is_changed_by_somebody(shop: Connection, owner: Party) -> None:
    change_term(shop, "commission_bp", 600, by=owner, at=AT)
    change_term(shop, "commission_bp", 650, by=owner, at=AT + timedelta(days=1))
    kept = changes(shop, code="commission_bp")
    assert [(c.after or {})["value"] for c in kept] == [650, 600]
    assert {c.actor_id for c in kept} == {owner.party_id}
    assert kept[1].changed_at == AT
