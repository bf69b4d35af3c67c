"""Which rate is in force at a minute of the market's day."""

from datetime import UTC, datetime, time, timedelta

import pytest

from ledger.board import MARKET_ZONE, BoardRate, TimeSlot, is_far_from, rate_in_force

EARLY = TimeSlot("early", "Early", "அதிகாலை", time(4), time(6))
PEAK = TimeSlot("peak", "Peak", "காலை", time(6), time(8))
SLOTS = (EARLY, PEAK)


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=MARKET_ZONE)


def row(rate_id: int, rate_paise: int, when: datetime, flower: str = "malli") -> BoardRate:
    slot = next((slot.code for slot in SLOTS if slot.holds(when)), None)
    return BoardRate(rate_id, flower, slot, rate_paise, when)


BOARD = (
    row(1, 800_00, at(4, 30)),
    row(2, 900_00, at(6)),
    row(3, 850_00, at(6, 40)),
    row(4, 100_00, at(6), "rose"),
)


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (at(4, 29), None),
        (at(4, 30), 800_00),
        (at(5, 59), 800_00),
        (at(6), 900_00),
        (at(6, 39), 900_00),
        (at(6, 40), 850_00),
        (at(12), 850_00),
        (at(6, day=25), None),
    ],
)
def test_the_newest_rate_of_the_day_counts(when: datetime, expected: int | None) -> None:
    found = rate_in_force(BOARD, SLOTS, "malli", when)
    assert (found and found.rate_paise) == expected


def test_a_rate_of_the_lots_own_slot_goes_before_a_newer_one() -> None:
    typed_late = BoardRate(9, "malli", "early", 700_00, at(6, 50))
    found = rate_in_force((*BOARD, typed_late), SLOTS, "malli", at(7))
    assert found is not None
    assert found.rate_paise == 850_00


def test_of_two_rates_of_one_moment_the_later_row_counts() -> None:
    again = row(5, 870_00, at(6, 40))
    found = rate_in_force((*BOARD, again), SLOTS, "malli", at(7))
    assert found == again


def test_the_day_ends_at_midnight_in_madurai_and_not_in_greenwich() -> None:
    late = row(1, 800_00, at(23, 59))
    assert rate_in_force([late], SLOTS, "malli", late.in_force_from) == late
    after = late.in_force_from.astimezone(UTC) + timedelta(minutes=1)
    assert rate_in_force([late], SLOTS, "malli", after) is None


def test_a_slot_is_half_open() -> None:
    assert EARLY.holds(at(4))
    assert not EARLY.holds(at(6))
    assert PEAK.holds(at(6).astimezone(UTC))


@pytest.mark.parametrize(
    ("typed", "is_far"), [(600_00, False), (599_99, True), (1400_00, False), (1400_01, True)]
)
def test_forty_per_cent_from_the_board_is_far(typed: int, *, is_far: bool) -> None:
    assert is_far_from(1000_00, typed, deviation_bp=4000) is is_far
