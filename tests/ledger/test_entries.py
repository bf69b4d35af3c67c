"""An entry refuses to exist unbalanced; its reversal undoes it."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.entries import EntryKind, JournalEntry, Posting, entry, reversal_of
from ledger.errors import UnbalancedError

ON = date(2026, 11, 24)
amounts = st.integers(-(10**9), 10**9)


@given(st.lists(amounts, max_size=6))
def test_an_unbalanced_entry_cannot_be_constructed(paise: list[int]) -> None:
    postings = tuple(Posting(f"account {n}", amount) for n, amount in enumerate(paise))
    if len(paise) >= 2 and sum(paise) == 0 and 0 not in paise:
        assert JournalEntry(EntryKind.TRANSFER, ON, postings).postings == postings
    else:
        with pytest.raises(UnbalancedError):
            JournalEntry(EntryKind.TRANSFER, ON, postings)


@given(st.lists(amounts.filter(bool), min_size=1, max_size=6).filter(sum))
def test_an_entry_that_balances_stands(paise: list[int]) -> None:
    closing = [*paise, -sum(paise)]
    legs = [(f"account {n}", amount) for n, amount in enumerate(closing)]
    assert len(entry(EntryKind.TRANSFER, ON, *legs).postings) == len(closing)


def test_an_account_stands_once_in_an_entry() -> None:
    with pytest.raises(UnbalancedError, match="twice"):
        entry(EntryKind.TRANSFER, ON, ("cash", 5), ("cash", -5))


def test_legs_of_zero_are_left_out() -> None:
    written = entry(EntryKind.SALE, ON, ("market", 5), ("quality-allowance", 0), ("commission", -5))
    assert [p.account for p in written.postings] == ["market", "commission"]


def test_a_reversal_is_the_mirror_and_names_its_original() -> None:
    original = entry(EntryKind.TRANSFER, ON, ("bank", 5_00), ("cash", -5_00))
    mirror = reversal_of(104, original, on=date(2026, 11, 25), reason="wrong till")
    assert mirror == JournalEntry(
        EntryKind.REVERSAL,
        date(2026, 11, 25),
        (Posting("bank", -5_00), Posting("cash", 5_00)),
        reason="wrong till",
        reverses=104,
    )
