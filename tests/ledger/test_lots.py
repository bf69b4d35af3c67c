"""What a lot is worth: the worked figures of `docs/books.md`, and what must hold for every lot."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.lots import Adjustment, Side, Worth, worth

WET = Adjustment("wet", -1000, Side.PRICE)
LATE = Adjustment("late", -500, Side.PRICE)
BONUS = Adjustment("bonus", 500, Side.SHOP)

quantities = st.integers(1, 500_000)
rates = st.integers(1, 10_000_00)
commissions = st.integers(0, 10_000)
adjustments = st.lists(
    st.builds(Adjustment, st.just("x"), st.integers(-5000, 5000), st.sampled_from(Side)), max_size=4
)


def test_ten_and_a_half_kilos_at_150_rupees() -> None:
    assert worth(10_500, 150_00, commission_bp=500) == Worth(1575_00, 1575_00, 78_75, 1496_25)


def test_wet_and_late_are_multiplied_before_commission() -> None:
    assert worth(10_500, 150_00, (WET, LATE), commission_bp=500) == Worth(
        sale_paise=1346_63, gross_paise=1346_63, commission_paise=67_33, net_paise=1279_30
    )


def test_a_bonus_is_the_shops_gift_and_not_the_markets() -> None:
    priced = worth(10_000, 100_00, (BONUS,), commission_bp=500)
    assert priced == Worth(1000_00, 1050_00, 52_50, 997_50)
    assert priced.gift_paise == 50_00


@given(quantities, rates, adjustments, commissions)
def test_gross_is_commission_and_net(
    quantity: int, rate: int, chosen: list[Adjustment], commission_bp: int
) -> None:
    priced = worth(quantity, rate, chosen, commission_bp=commission_bp)
    assert priced.gross_paise == priced.commission_paise + priced.net_paise
    assert priced.sale_paise + priced.gift_paise == priced.gross_paise
    assert min(priced.commission_paise, priced.net_paise) >= 0


@given(quantities, rates, adjustments)
def test_the_order_of_adjustments_does_not_matter(
    quantity: int, rate: int, chosen: list[Adjustment]
) -> None:
    expected = worth(quantity, rate, chosen, commission_bp=500)
    assert worth(quantity, rate, reversed(chosen), commission_bp=500) == expected


@given(st.lists(quantities, min_size=2, max_size=12), rates, st.integers(0, 2500))
def test_splitting_a_lot_in_n_moves_commission_by_less_than_n_paise(
    parts: list[int], rate: int, commission_bp: int
) -> None:
    whole = worth(sum(parts), rate, commission_bp=commission_bp)
    split = [worth(part, rate, commission_bp=commission_bp) for part in parts]
    moved = sum(part.commission_paise for part in split) - whole.commission_paise
    assert abs(moved) < len(parts)
    assert abs(sum(part.gross_paise for part in split) - whole.gross_paise) < len(parts)


@pytest.mark.parametrize(("quantity", "rate"), [(0, 1), (-1, 1), (1, 0), (1, -1)])
def test_a_lot_without_weight_or_rate_is_no_lot(quantity: int, rate: int) -> None:
    with pytest.raises(ValueError, match="weight and a rate"):
        worth(quantity, rate, commission_bp=500)


@pytest.mark.parametrize("commission_bp", [-1, 10_001])
def test_commission_is_a_part_of_the_whole(commission_bp: int) -> None:
    with pytest.raises(ValueError, match="commission"):
        worth(1, 1, commission_bp=commission_bp)
