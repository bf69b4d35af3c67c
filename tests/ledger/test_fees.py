"""Fees are reckoned once each, to the paisa, and taken as far as what is due goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.fees import Basis, Charge, Fee, Tally, applied, charges

LOTS = {"kg": Tally(3, 12_345, 1_000_00), "bunch": Tally(1, 2_000, 50_01)}


def fee(basis: Basis, amount: int, unit: str | None = None) -> Fee:
    return Fee(
        fee_kind_id=1, code="fee", name_en="Fee", name_ta="கட்டணம்", basis=basis, amount=amount,
        account="fee:cess", unit=unit,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("basis", "amount", "unit", "paise"),
    [
        (Basis.FLAT, 500_00, None, 500_00),
        (Basis.FLAT, 500_00, "bunch", 500_00),
        (Basis.FLAT, 500_00, "piece", 0),
        (Basis.PER_UNIT, 50, "kg", 617),
        (Basis.PERCENT, 100, None, 10_50),
        (Basis.PERCENT, 100, "bunch", 50),
        (Basis.PERCENT, 0, None, 0),
    ],
)
def test_a_fee_asks_for(basis: Basis, amount: int, unit: str | None, paise: int) -> None:
    asked = sum(charge.asked_paise for charge in charges([fee(basis, amount, unit)], LOTS))
    assert asked == paise


@pytest.mark.parametrize("basis", list(Basis))
def test_lots_that_were_only_taken_back_cost_no_fee(basis: Basis) -> None:
    taken_back = {"kg": Tally(-1, -10_000, -1_000_00)}
    assert list(charges([fee(basis, 100, "kg")], taken_back)) == []


def test_a_lot_taken_back_counts_against_the_others() -> None:
    assert Tally(2, 20_000, 200_00).plus(-1, -5_000, -50_00) == Tally(1, 15_000, 150_00)


def test_fees_are_taken_in_their_order() -> None:
    asked = [Charge(fee(Basis.FLAT, 1), 200_00, from_id=7), Charge(fee(Basis.FLAT, 1), 150_00)]
    assert [c.applied_paise for c in applied(asked, 300_00)] == [200_00, 100_00]
    assert [c.applied_paise for c in applied(asked, -1)] == [0, 0]


@given(st.lists(st.integers(1, 10**7)), st.integers(-(10**7), 10**8))
def test_no_fee_is_lost_and_none_exceeds_what_is_due(asked: list[int], due: int) -> None:
    taken = applied([Charge(fee(Basis.FLAT, 1), paise) for paise in asked], due)
    assert [charge.asked_paise for charge in taken] == asked
    assert sum(charge.applied_paise for charge in taken) == min(sum(asked), max(0, due))
    assert all(0 <= charge.applied_paise <= charge.asked_paise for charge in taken)
