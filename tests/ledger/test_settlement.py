"""Clearing what a farmer is owed conserves every paisa, and nobody is paid a negative sum."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger import accounts
from ledger.entries import Posting
from ledger.errors import UnbalancedError
from ledger.settlement import Clearing, clear, settle

ON = date(2026, 11, 24)
paise = st.integers(0, 10**9)


def test_the_worked_settlement() -> None:
    cleared = clear(
        35_625_00, fees_paise=500_00, outstanding_paise=5_000_00, recovery_cap_paise=None
    )
    assert cleared == Clearing(
        due_paise=35_625_00,
        fees_paise=500_00,
        fees_carried_paise=0,
        recovered_paise=5_000_00,
        net_paise=30_125_00,
        carried_paise=0,
    )


def test_the_worked_settlement_posts_what_it_says() -> None:
    cleared = clear(
        35_625_00, fees_paise=500_00, outstanding_paise=5_000_00, recovery_cap_paise=None
    )
    entry = settle("F012", cleared, on=ON, fees={accounts.LOADING.code: 500_00})
    assert entry.postings == (
        Posting("payable:F012", 35_625_00),
        Posting("settled:F012", -30_125_00),
        Posting("advance:F012", -5_000_00),
        Posting("fee:loading", -500_00),
    )


def test_fees_come_before_the_advance_and_the_rest_is_carried() -> None:
    cleared = clear(300_00, fees_paise=500_00, outstanding_paise=100_00, recovery_cap_paise=None)
    assert (cleared.fees_paise, cleared.fees_carried_paise) == (300_00, 200_00)
    assert (cleared.recovered_paise, cleared.net_paise) == (0, 0)


def test_a_farmers_cap_limits_what_is_recovered() -> None:
    cleared = clear(1000_00, fees_paise=0, outstanding_paise=800_00, recovery_cap_paise=250_00)
    assert (cleared.recovered_paise, cleared.net_paise) == (250_00, 750_00)


def test_an_overpaid_farmer_is_carried_and_not_paid() -> None:
    cleared = clear(-75_00, fees_paise=20_00, outstanding_paise=500_00, recovery_cap_paise=None)
    assert cleared == Clearing(-75_00, 0, 20_00, 0, 0, -75_00)


@given(st.integers(-(10**9), 10**9), paise, paise, st.none() | paise)
def test_a_settlement_conserves_to_the_paisa(
    due: int, fees: int, outstanding: int, cap: int | None
) -> None:
    cleared = clear(due, fees_paise=fees, outstanding_paise=outstanding, recovery_cap_paise=cap)
    assert due == (
        cleared.fees_paise + cleared.recovered_paise + cleared.net_paise + cleared.carried_paise
    )
    assert fees == cleared.fees_paise + cleared.fees_carried_paise
    assert min(cleared.fees_paise, cleared.recovered_paise, cleared.net_paise) >= 0
    assert cleared.recovered_paise <= outstanding
    assert cap is None or cleared.recovered_paise <= cap


@given(st.integers(1, 10**9), paise, paise)
def test_after_a_settlement_nothing_is_left_payable(due: int, fees: int, outstanding: int) -> None:
    cleared = clear(due, fees_paise=fees, outstanding_paise=outstanding, recovery_cap_paise=None)
    entry = settle("F012", cleared, on=ON, fees={accounts.CESS.code: cleared.fees_paise})
    assert entry.postings[0] == Posting("payable:F012", due)


def test_fees_that_do_not_add_up_are_refused() -> None:
    cleared = clear(100_00, fees_paise=10_00, outstanding_paise=0, recovery_cap_paise=None)
    with pytest.raises(UnbalancedError):
        settle("F012", cleared, on=ON, fees={accounts.CESS.code: 9_00})
