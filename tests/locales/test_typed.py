"""Figures that a clerk types: what can be read in two ways is refused, not guessed."""

import re

import pytest

from locales.typed import bp_of, milli_of, paise_of


@pytest.mark.parametrize(
    ("typed", "paise"),
    [("1,00,000", 100_000_00), ("12,34,567.5", 12_34_567_50), ("1,234,567", 1_234_567_00),
     ("1 00 000", 100_000_00), ("௮௫௦", 850_00), ("₹ 2,150.50", 2_150_50)],
)  # fmt: skip
def test_commas_part_thousands_and_lakhs(typed: str, paise: int) -> None:
    assert paise_of(typed) == paise


@pytest.mark.parametrize("typed", ["850,50", "1,2", "5 5", "1,,000", ",100", "100,", "1,0000"])
def test_a_comma_that_may_be_a_point_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        paise_of(typed)


def test_five_comma_five_kilos_are_not_fifty_five() -> None:
    for read in (milli_of, bp_of):
        with pytest.raises(ValueError, match="5,5"):
            read("5,5")


@pytest.mark.parametrize("typed", ["-5", "1.234", "1e9", "NaN", "0x10", ".5", "1.", "9" * 13])
def test_what_is_no_sum_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=re.escape(typed)):
        paise_of(typed)
