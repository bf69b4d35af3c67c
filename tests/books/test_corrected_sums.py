"""A rate or an advance is put right: which lots, how far, and by whose yes."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine

from ledger import queries
from ledger.accounts import Till
from ledger.advances import StaffLimitError, over_limit_facts
from ledger.approvals import AskKind, SecondPersonNeededError
from ledger.entries import EntryKind
from ledger.errors import BeyondZeroError
from ledger.journal import post
from ledger.limits import AmountError
from ledger.putting_right import NothingToCorrectError
from tests.books.people import person
from tests.books.putting_right import (
    correct,
    correct_advance,
    correct_rate,
    lots_standing,
    priced_by_board,
    second_yes,
    settle,
    told,
    undo,
    weigh,
)
from tests.books.shop import AT, CLERK, all_at_once, lend, lot
from tests.books.test_advances import give, outstanding, repay


def test_a_wrong_rate_is_put_right_for_every_lot_that_took_it_from_the_board(
    shop: Connection,
) -> None:
    early = priced_by_board(shop, 1_000, -1)
    hit = [priced_by_board(shop, 2_000, 0), priced_by_board(shop, 3_000, 119, "F013")]
    late, typed = priced_by_board(shop, 4_000, 120), weigh(shop, sold=lot(5_000))
    undone = priced_by_board(shop, 6_000, 5)
    undo(shop, undone)
    corrected = correct_rate(shop, 140_00)
    assert [queries.entry_of(shop, each.reversal_id).reverses for each in corrected] == hit
    rates_now = {each.quantity_milli: each.rate_paise for each in lots_standing(shop)}
    assert rates_now == {1_000: 150_00, 2_000: 140_00, 3_000: 140_00, 4_000: 150_00, 5_000: 150_00}
    assert {early, late, typed}.isdisjoint(hit)
    assert [kind for kind, _ in told(shop, "F013")] == ["correction"]
    assert correct_rate(shop, 140_00) == []


def test_a_lot_that_has_the_right_rate_already_stays(shop: Connection) -> None:
    right = priced_by_board(shop, 1_000, 0, rate_paise=140_00)
    wrong = priced_by_board(shop, 2_000, 1)
    (corrected,) = correct_rate(shop, 140_00)
    assert queries.entry_of(shop, corrected.reversal_id).reverses == wrong
    assert queries.entry_of(shop, right).reversed_by is None


def test_a_lot_is_the_boards_until_its_rate_is_another(shop: Connection) -> None:
    lot = priced_by_board(shop, 1_000, 0)
    lighter = correct(shop, lot, quantity_milli=900, key="1").replacement_id
    assert lots_standing(shop)[0].rate_id is not None
    correct(shop, lighter, rate_paise=140_00, key="2")
    assert lots_standing(shop)[0].rate_id is None


def test_two_rates_put_right_at_once_do_not_block_each_other(shop_engine: Engine) -> None:
    """Their lots are two farmers', and come in opposite order."""
    with shop_engine.begin() as tx:
        person(tx, "A01")
        for half, farmers in enumerate((("F012", "F013"), ("F013", "F012"))):
            for n in range(6):
                priced_by_board(tx, 1_000 + 10 * half + n, 30 * half + n, farmers[n % 2])

    def put_right(half: int) -> int:
        since = AT + timedelta(minutes=30 * half)
        with shop_engine.begin() as tx:
            until = since + timedelta(minutes=30)
            return len(correct_rate(tx, 140_00, key=f"rate{half}", since=since, until=until))

    assert all_at_once([lambda: put_right(0), lambda: put_right(1)]) == [6, 6]


def test_a_rate_is_put_right_for_all_lots_or_none(shop: Connection) -> None:
    priced_by_board(shop, 2_000, 0)
    settle(shop, is_paid=True)
    free = priced_by_board(shop, 3_000, 1, "F013")
    with pytest.raises(SecondPersonNeededError) as needed:
        correct_rate(shop, 140_00)
    assert queries.entry_of(shop, free).reversed_by is None
    yes = second_yes(shop, AskKind.REVERSE_PAID, needed.value.facts)
    assert len(correct_rate(shop, 140_00, ask=yes)) == 2


def test_an_advance_is_put_right_in_amount_till_and_farmer(shop: Connection) -> None:
    lent = post(shop, lend(1000_00), key="lend", source=CLERK).entry_id
    put_right = correct_advance(shop, lent, amount_paise=100_00, till=Till.UPI, farmer="F013")
    now = queries.entry_of(shop, put_right.replacement_id)
    assert now.kind is EntryKind.ADVANCE
    assert {p.account: p.amount_paise for p in now.postings} == {
        "advance:F013": 100_00,
        "upi": -100_00,
    }
    assert told(shop, "F012") == [("correction", {"entry": put_right.reversal_id})]
    assert told(shop, "F013") == [("advance_paid", {"entry": put_right.replacement_id})]


def test_an_advance_of_which_a_part_came_back_can_be_put_right_down_to_that(
    shop: Connection,
) -> None:
    given = give(shop, 1000_00).entry_id
    assert given is not None
    repay(shop, 400_00)
    with pytest.raises(BeyondZeroError):
        correct_advance(shop, given, amount_paise=399_99)
    with pytest.raises(BeyondZeroError):
        undo(shop, given)
    assert outstanding(shop) == 600_00
    correct_advance(shop, given, amount_paise=400_00)
    assert outstanding(shop) == 0


def test_an_advance_is_not_put_right_beyond_what_may_be_lent(shop: Connection) -> None:
    given = give(shop, 1000_00, "S01").entry_id
    assert given is not None
    with pytest.raises(StaffLimitError):
        correct_advance(shop, given, "S01", amount_paise=2000_01)
    with pytest.raises(SecondPersonNeededError):
        correct_advance(shop, given, amount_paise=20_000_01)
    for paise in (0, -1, 5_00_000_01):
        with pytest.raises(AmountError):
            correct_advance(shop, given, amount_paise=paise)
    with pytest.raises(NothingToCorrectError):
        correct_advance(shop, given, amount_paise=1000_00, till=Till.CASH)
    assert outstanding(shop) == 1000_00
    yes = second_yes(shop, AskKind.ADVANCE_OVER_LIMIT, over_limit_facts("F012", 20_000_01))
    correct_advance(shop, given, amount_paise=20_000_01, ask=yes)
    assert outstanding(shop) == 20_000_01
