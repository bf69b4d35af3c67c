"""The market day is divided anew, and the board of the past keeps its own slots."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger.board import MARKET_ZONE, TimeSlot
from ledger.errors import DuplicateError, UnknownCodeError, WrongValueError
from ledger.goods import time_slots
from ledger.people import NewParty, Party, add_party
from ledger.rates import board, in_force, put_on_board
from ledger.register.slots import SlotOverlapError, add_slot, change_slot, remove_slot
from ledger.roles import PartyRole

NIGHT = TimeSlot("Night", "Night", "இரவு", time(18), time(23))
MORNING = datetime(2026, 11, 24, 5, tzinfo=MARKET_ZONE)
NOON = MORNING.replace(hour=12)


@pytest.fixture
def owner(shop: Connection) -> Party:
    return add_party(shop, NewParty(code="A01", role=PartyRole.ADMIN, name_en="Meena"))


def codes(slots: list[TimeSlot]) -> list[str]:
    return [slot.code for slot in slots]


def test_the_day_gets_a_slot_more_one_less_and_one_moved(shop: Connection, owner: Party) -> None:
    assert add_slot(shop, NIGHT, by=owner, at=NOON).code == "night"
    remove_slot(shop, "afternoon", by=owner, at=NOON)
    moved = change_slot(shop, "late-morning", by=owner, at=NOON, ends=time(13), name_en="Forenoon")
    assert (moved.starts, moved.ends, moved.name_en) == (time(8), time(13), "Forenoon")
    assert codes(time_slots(shop)) == [
        *("early-morning", "morning-peak", "late-morning", "evening", "night"),
    ]


@pytest.mark.parametrize(
    ("starts", "ends", "other"),
    [(time(17, 59), time(20), "evening"), (time(3), time(4, 1), "early-morning"),
     (time(0), time(23), "early-morning"), (time(10), time(14), "afternoon")],
)  # fmt: skip
def test_slots_never_overlap_and_the_other_is_named(
    shop: Connection, owner: Party, starts: time, ends: time, other: str
) -> None:
    overlapping = TimeSlot("x", "X", "இரவு", starts, ends)
    with pytest.raises(SlotOverlapError, match=f"overlaps {other}") as refusal:
        add_slot(shop, overlapping, by=owner, at=NOON)
    assert refusal.value.other.code == other
    add_slot(shop, NIGHT, by=owner, at=NOON)


def test_a_slot_may_begin_where_another_ends(shop: Connection, owner: Party) -> None:
    add_slot(shop, NIGHT, by=owner, at=NOON)
    with pytest.raises(SlotOverlapError, match="overlaps evening, 14:00 to 18:00"):
        change_slot(shop, "night", by=owner, at=NOON, starts=time(17))


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"starts": time(20)}, "20:00 is not before 18:00"),
        ({"starts": "20:00"}, "starts: not a time of day"),
        ({"name_ta": ""}, "name_ta: missing"),
        ({"colour": "red"}, "colour: it never changes"),
    ],
)
def test_a_slot_that_cannot_be_is_refused(
    shop: Connection, owner: Party, change: dict[str, Any], why: str
) -> None:
    with pytest.raises(WrongValueError, match=why):
        change_slot(shop, "evening", by=owner, at=NOON, **change)


def test_a_slot_has_its_code_alone(shop: Connection, owner: Party) -> None:
    with pytest.raises(DuplicateError, match="slot evening"):
        add_slot(shop, TimeSlot("evening", "X", "இரவு", time(19), time(20)), by=owner, at=NOON)
    with pytest.raises(UnknownCodeError, match="no slot dawn"):
        remove_slot(shop, "dawn", by=owner, at=NOON)


def test_the_board_of_a_past_minute_is_read_by_the_slots_of_that_minute(
    shop: Connection, owner: Party
) -> None:
    early = put_on_board(shop, "malli", 900_00, by=owner, at=MORNING, key="1")
    peak = put_on_board(
        shop, "malli", 800_00, by=owner, at=MORNING + timedelta(hours=1, minutes=30), key="2"
    )
    half_past_seven = MORNING + timedelta(hours=2, minutes=30)
    before = time_slots(shop)
    remove_slot(shop, "morning-peak", by=owner, at=NOON)
    change_slot(shop, "early-morning", by=owner, at=NOON, ends=time(8), name_en="Dawn")
    change_slot(shop, "early-morning", by=owner, at=NOON, ends=time(7, 45))
    add_slot(shop, NIGHT, by=owner, at=NOON)
    assert in_force(shop, "malli", half_past_seven) == peak
    assert board(shop, MORNING) == [early]
    assert time_slots(shop, half_past_seven) == before
    assert len(time_slots(shop, NOON)) == len(before)
    assert peak.slot == "morning-peak"
