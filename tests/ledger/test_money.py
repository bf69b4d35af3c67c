"""One rounding rule: half away from zero, to the paisa."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.money import BASIS, rounded, share


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [(1346_625, 10, 134_663), (5, 2, 3), (-5, 2, -3), (4, 3, 1), (-4, 3, -1), (0, 7, 0), (7, 1, 7)],
)
def test_a_half_is_rounded_away_from_zero(numerator: int, denominator: int, expected: int) -> None:
    assert rounded(numerator, denominator) == expected


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_moves_a_sum_by_half_a_paisa_at_most(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    assert abs(rounded(numerator, denominator) - exact) <= Fraction(1, 2)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_rounding_does_not_know_which_side_owes(numerator: int, denominator: int) -> None:
    assert rounded(-numerator, denominator) == -rounded(numerator, denominator)


@pytest.mark.parametrize("denominator", [0, -1])
def test_a_denominator_is_positive(denominator: int) -> None:
    with pytest.raises(ValueError, match="positive denominator"):
        rounded(1, denominator)


@given(st.integers(0, 10**12))
def test_the_whole_share_is_the_whole(paise: int) -> None:
    assert share(paise, BASIS) == paise
    assert share(paise, 0) == 0
