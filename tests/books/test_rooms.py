"""People, goods, the board and the terms: the rooms beside the books."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert, text
from sqlalchemy.exc import IntegrityError

from ledger import queries
from ledger.board import MARKET_ZONE, BoardRate, TimeSlot, rate_in_force
from ledger.errors import DuplicateError, KeyReusedError, UnknownCodeError, WrongValueError
from ledger.goods import NewFlower, add_flower, adjustment_kinds, flowers, slot_table, time_slots
from ledger.lots import Side
from ledger.people import (
    NewParty,
    Notices,
    add_address,
    add_party,
    addresses_of,
    parties,
    party,
    party_at,
    set_fast_mode,
    set_language,
)
from ledger.rates import NewRate, board, in_force, set_rate, set_rates
from ledger.roles import PartyRole
from ledger.terms import Terms, set_term, terms
from tests.books.shop import AT

DAWN = datetime(2026, 11, 23, tzinfo=MARKET_ZONE)
PHONE, USER_ID = "whatsapp:+919800000099", "whatsapp:IN.1234567890"
KAVIN = NewParty(code="F099", role=PartyRole.FARMER, name_en="Kavin", notices=Notices.DAILY)


def test_a_person_is_found_by_phone_and_by_user_id(tx: Connection) -> None:
    added = add_party(tx, KAVIN, [USER_ID, PHONE])
    assert party_at(tx, PHONE) == party_at(tx, USER_ID) == party(tx, "F099") == added
    assert addresses_of(tx, added.party_id) == [PHONE, USER_ID]
    assert added.notices is Notices.DAILY
    assert party_at(tx, "whatsapp:+919800000098") is None


def test_a_farmer_comes_with_his_three_accounts_and_a_clerk_with_none(tx: Connection) -> None:
    add_party(tx, KAVIN)
    add_party(tx, NewParty(code="S09", role=PartyRole.STAFF, name_en="Selvi"))
    own = [code for code in queries.trial_balance(tx) if code.endswith((":F099", ":S09"))]
    assert sorted(own) == ["advance:F099", "payable:F099", "settled:F099"]


def test_a_code_and_an_address_belong_to_one_person(tx: Connection) -> None:
    added = add_party(tx, KAVIN, [PHONE])
    with pytest.raises(DuplicateError, match="code F099"):
        add_party(tx, KAVIN)
    with pytest.raises(DuplicateError, match=r"address \+919800000099"):
        add_address(tx, added.party_id, PHONE)
    assert [p.code for p in parties(tx, PartyRole.FARMER)] == ["F099"]


def test_language_and_fast_mode_are_remembered(tx: Connection) -> None:
    added = add_party(tx, KAVIN)
    set_language(tx, added.party_id, "en")
    set_fast_mode(tx, added.party_id, is_fast=True)
    kept = party(tx, "F099")
    assert kept is not None
    assert (kept.language, kept.is_fast) == ("en", True)


def test_the_app_cannot_give_a_person_another_code(tx: Connection) -> None:
    add_party(tx, KAVIN)
    with pytest.raises(Exception, match="permission denied"):
        tx.execute(text("UPDATE party SET code = 'F001'"))


def test_a_flower_keeps_its_names(tx: Connection) -> None:
    malli = NewFlower(code="malli", name_en="Malli", name_ta="மல்லி", aliases=("மல்லிகை", "jasmine"))
    added = add_flower(tx, malli)
    assert flowers(tx) == [added]
    assert added.aliases == ("jasmine", "மல்லிகை")
    with pytest.raises(DuplicateError, match="code malli"):
        add_flower(tx, malli)


def test_the_market_day_has_five_slots_from_four_to_six(tx: Connection) -> None:
    slots = time_slots(tx)
    assert [(slot.starts.hour, slot.ends.hour) for slot in slots] == [
        (4, 6),
        (6, 8),
        (8, 10),
        (10, 14),
        (14, 18),
    ]


def test_slots_never_overlap(tx: Connection) -> None:
    overlapping = {"code": "x", "name_en": "x", "name_ta": "x", "starts": time(5), "ends": time(7)}
    with pytest.raises(IntegrityError, match="never_overlaps"):
        tx.execute(insert(slot_table).values(overlapping))


def test_the_five_quality_adjustments(tx: Connection) -> None:
    kinds = adjustment_kinds(tx)
    assert {code: (kind.adjustment_bp, kind.side) for code, kind in kinds.items()} == {
        "wet": (-1000, Side.PRICE),
        "late": (-500, Side.PRICE),
        "premium": (1000, Side.PRICE),
        "bonus": (500, Side.SHOP),
        "first-time": (200, Side.SHOP),
    }


def test_the_newest_row_of_an_adjustment_counts(tx: Connection) -> None:
    tx.execute(
        text("""INSERT INTO adjustment_kind (code, name_en, name_ta, adjustment_bp, side)
        VALUES ('wet', 'Wet', 'ஈரம்', -1500, 'price')""")
    )
    assert adjustment_kinds(tx)["wet"].adjustment_bp == -1500


def test_a_rate_supersedes_and_the_board_of_the_past_can_be_read(tx: Connection) -> None:
    add_flower(tx, NewFlower(code="malli", name_en="Malli"))
    add_flower(tx, NewFlower(code="rose", name_en="Rose"))
    early = set_rate(tx, "malli", 900_00, at=AT, by=None, key="1")
    later = set_rate(tx, "malli", 850_00, at=AT + timedelta(minutes=40), by=None, key="2")
    assert in_force(tx, "malli", AT + timedelta(minutes=39)) == early
    assert board(tx, AT + timedelta(minutes=40)) == [later]
    assert in_force(tx, "rose", AT) is None
    assert board(tx, AT + timedelta(days=1)) == []


def test_the_same_message_sets_a_rate_once(tx: Connection) -> None:
    add_flower(tx, NewFlower(code="malli", name_en="Malli"))
    first = set_rate(tx, "malli", 900_00, at=AT, by=None, key="wa:SM1:1")
    assert set_rate(tx, "malli", 900_00, at=AT, by=None, key="wa:SM1:1") == first
    with pytest.raises(KeyReusedError):
        set_rate(tx, "malli", 800_00, at=AT, by=None, key="wa:SM1:1")


def test_several_rates_are_put_up_as_one_after_the_other(tx: Connection) -> None:
    add_flower(tx, NewFlower(code="malli", name_en="Malli"))
    add_flower(tx, NewFlower(code="rose", name_en="Rose"))
    first = time_slots(tx)[0]
    at_dawn, at_night = datetime.combine(DAWN, first.starts, MARKET_ZONE), DAWN
    named = [
        NewRate("rose", 200_00, at_dawn, "1"),
        NewRate("malli", 900_00, at_night, "2"),
        NewRate("rose", 210_00, at_dawn, "3"),
    ]
    written = set_rates(tx, named, by=None)
    assert [(row.flower, row.slot, row.rate_paise) for row in written] == [
        ("rose", first.code, 200_00),
        ("malli", None, 900_00),
        ("rose", first.code, 210_00),
    ]
    assert set_rates(tx, named, by=None) == written
    assert in_force(tx, "rose", at_dawn) == written[-1]
    with pytest.raises(KeyReusedError):
        set_rates(tx, [*named, NewRate("rose", 220_00, at_dawn, "3")], by=None)


moments = st.integers(0, 48 * 60).map(lambda minutes: DAWN + timedelta(minutes=minutes))
rows = st.lists(
    st.tuples(st.sampled_from(["malli", "rose"]), st.integers(1, 99), moments), max_size=8
)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(rows, moments)
def test_the_board_in_the_database_is_the_board_of_the_rule(
    tx: Connection, put: list[tuple[str, int, datetime]], when: datetime
) -> None:
    with tx.begin_nested() as attempt:
        for flower in ("malli", "rose"):
            add_flower(tx, NewFlower(code=flower, name_en=flower))
        slots: list[TimeSlot] = time_slots(tx)
        named = [
            NewRate(flower, paise, at, f"rate:{n}") for n, (flower, paise, at) in enumerate(put)
        ]
        written: list[BoardRate] = set_rates(tx, named, by=None)
        for flower in ("malli", "rose"):
            assert in_force(tx, flower, when) == rate_in_force(written, slots, flower, when)
        attempt.rollback()


def test_terms_change_from_a_moment_on_and_keep_their_history(tx: Connection) -> None:
    assert terms(tx, AT) == Terms()
    set_term(tx, "commission_bp", 600, at=AT, by=None)
    set_term(tx, "commission_bp", 700, at=AT + timedelta(days=1), by=None)
    assert terms(tx, AT - timedelta(seconds=1)).commission_bp == 500
    assert terms(tx, AT).commission_bp == 600
    assert terms(tx, AT + timedelta(days=2)) == Terms(commission_bp=700)


def test_a_term_that_does_not_exist_is_refused(tx: Connection) -> None:
    with pytest.raises(UnknownCodeError, match="no term generosity"):
        set_term(tx, "generosity", 1, at=AT, by=None)


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("commission_bp", -1),
        ("commission_bp", 10_001),
        ("lone_admin_may", 2),
        ("amount_max_paise", 10**13),
    ],
)
def test_a_term_that_goes_too_far_is_refused(tx: Connection, term: str, value: int) -> None:
    with pytest.raises(WrongValueError, match=f"{term}: {value} is not between 0 and"):
        set_term(tx, term, value, at=AT, by=None)
