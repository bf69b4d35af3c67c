"""A cycle ends on known days, and every day belongs to one cycle."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.cycles import cycle_ends, period_of
from ledger.people import Cycle

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
cycles = st.sampled_from(Cycle)


@pytest.mark.parametrize(
    ("cycle", "on", "starts"),
    [
        (Cycle.DAILY, date(2026, 11, 24), date(2026, 11, 24)),
        (Cycle.WEEKLY, date(2026, 11, 29), date(2026, 11, 23)),
        (Cycle.TEN_DAY, date(2026, 11, 10), date(2026, 11, 1)),
        (Cycle.TEN_DAY, date(2026, 11, 20), date(2026, 11, 11)),
        (Cycle.TEN_DAY, date(2026, 2, 28), date(2026, 2, 21)),
        (Cycle.FORTNIGHTLY, date(2026, 11, 15), date(2026, 11, 1)),
        (Cycle.FORTNIGHTLY, date(2028, 2, 29), date(2028, 2, 16)),
        (Cycle.MONTHLY, date(2026, 12, 31), date(2026, 12, 1)),
    ],
)
def test_a_cycle_ends_and_began(cycle: Cycle, on: date, starts: date) -> None:
    assert cycle_ends(cycle, on)
    assert period_of(cycle, on) == (starts, on)


@pytest.mark.parametrize(
    ("cycle", "on"),
    [
        (Cycle.WEEKLY, date(2026, 11, 28)),
        (Cycle.TEN_DAY, date(2026, 10, 30)),
        (Cycle.FORTNIGHTLY, date(2026, 11, 14)),
        (Cycle.MONTHLY, date(2028, 2, 28)),
    ],
)
def test_a_cycle_goes_on(cycle: Cycle, on: date) -> None:
    assert not cycle_ends(cycle, on)


@given(cycles, days)
def test_the_day_before_a_period_ended_the_one_before(cycle: Cycle, cut_off: date) -> None:
    starts, _ = period_of(cycle, cut_off)
    assert cycle_ends(cycle, starts - timedelta(days=1))
    inside = (starts + timedelta(days=n) for n in range((cut_off - starts).days))
    assert not any(cycle_ends(cycle, day) for day in inside)
