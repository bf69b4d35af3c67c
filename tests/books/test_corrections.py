"""What stands wrong is put right: by whom, until when, with whose yes, and who hears of it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from ledger import corrections, queries, trade
from ledger.approvals import AskKind, SecondPersonNeededError
from ledger.audit import audit
from ledger.errors import (
    AlreadyReversedError,
    DayClosedError,
    UnknownCodeError,
    UnknownEntryError,
    WrongValueError,
)
from ledger.goods import NewFlower, add_flower
from ledger.journal import Booking, Corrected, Posted, close_day, hold, post, post_many
from ledger.limits import LotLimitError
from ledger.lots import Adjustment, Side
from ledger.people import NewParty, add_party
from ledger.policy import NotAllowedError
from ledger.putting_right import (
    NothingToCorrectError,
    NotHisEntryError,
    VoidInsteadError,
    WrongKindError,
)
from ledger.queries import Owed
from ledger.reasons import ReasonMissingError
from ledger.register.people import deactivate
from ledger.roles import PartyRole
from tests.books.people import person
from tests.books.putting_right import (
    NEXT_DAY,
    WET,
    correct,
    correct_advance,
    correct_rate,
    lots_standing,
    second_yes,
    settle,
    told,
    undo,
    weigh,
)
from tests.books.shop import AT, CLERK, ON, all_at_once, bank_the_cash, lend, lot


def test_nothing_is_moved_to_a_farmer_who_left(shop: Connection) -> None:
    gone = add_party(shop, NewParty(code="F077", role=PartyRole.FARMER, name_en="Kannan"))
    wrong = weigh(shop)
    lent = post(shop, lend(), key="lent", source=CLERK).entry_id
    deactivate(shop, gone.party_id, by=person(shop, "A01"), at=AT, reason="moved away")
    with pytest.raises(UnknownCodeError):
        correct(shop, wrong, farmer="F077")
    with pytest.raises(UnknownCodeError):
        correct_advance(shop, lent, farmer="F077")
    assert queries.owed_to(shop, "F077") == Owed()


def test_a_weight_is_put_right_for_the_farmer_and_the_market_alike(shop: Connection) -> None:
    wrong = weigh(shop)
    put_right = correct(shop, wrong, quantity_milli=9_500)
    replacement = queries.entry_of(shop, put_right.replacement_id)
    reversal = queries.entry_of(shop, put_right.reversal_id)
    assert (reversal.reverses, replacement.replaces) == (wrong, wrong)
    assert (reversal.reason, replacement.reason) == ("scale", "scale")
    assert queries.trial_balance(shop)["market"] == 1425_00
    assert queries.owed_to(shop, "F012").payable_paise == 1353_75
    assert told(shop, "F012") == [("correction", {"entry": put_right.replacement_id})]
    assert audit(shop).findings == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rate_paise": 160_00}, {"rate_paise": 160_00}),
        ({"adjustments": [WET]}, {"adjustments": (WET,)}),
        ({"flower": "mullai"}, {"flower": "mullai"}),
        ({"farmer": "F013"}, {"farmer": "F013"}),
        ({"farmer": "F013", "commission_bp": 400}, {"farmer": "F013"}),
        ({"quantity_milli": 9_000, "rate_paise": 140_00}, {"quantity_milli": 9_000}),
    ],
)
def test_what_is_not_named_stays_as_it_was(
    shop: Connection, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    add_flower(shop, NewFlower(code="mullai", name_en="Mullai"))
    before = lot(adjustments=(Adjustment("bonus", 500, Side.SHOP),))
    wrong = weigh(shop, sold=before)
    correct(shop, wrong, **changes)
    (now,) = lots_standing(shop)
    for name in ("farmer", "flower", "quantity_milli", "rate_paise", "adjustments"):
        named = expected.get(name, changes.get(name, getattr(before, name)))
        assert getattr(now, name) == named, name
    assert (now.commission_bp, now.at) == (changes.get("commission_bp", 500), AT)


def test_where_the_farmer_changes_both_hear_and_neither_of_the_other(shop: Connection) -> None:
    wrong = weigh(shop)
    put_right = correct(shop, wrong, farmer="F013")
    assert queries.owed_to(shop, "F012") == Owed()
    assert queries.owed_to(shop, "F013").payable_paise == 1496_25
    assert told(shop, "F012") == [("correction", {"entry": put_right.reversal_id})]
    assert told(shop, "F013") == [("lots", {"entries": [put_right.replacement_id]})]


def test_an_entry_that_is_taken_back_is_told_as_what_it_was(shop: Connection) -> None:
    own, others = weigh(shop), weigh(shop, "S02", lot(9_000))
    lent = post(shop, lend(), key="lend", source=CLERK).entry_id
    undone = [
        undo(shop, own, "S01", key="1"),
        undo(shop, others, key="2"),
        undo(shop, lent, key="3"),
    ]
    kinds = ["lot_undone", "correction", "correction"]
    expected = [(kind, {"entry": each.entry_id}) for kind, each in zip(kinds, undone, strict=True)]
    assert told(shop, "F012") == expected
    assert queries.owed_to(shop, "F012") == Owed()


def test_an_entry_without_a_farmer_is_taken_back_and_nobody_is_told(shop: Connection) -> None:
    moved = post(shop, bank_the_cash(), key="cash", source=CLERK).entry_id
    undo(shop, moved)
    assert queries.balance_of(shop, "cash") == 0
    assert told(shop, "F012") == []


def test_a_correction_is_dated_today_after_the_day_is_closed(shop: Connection) -> None:
    wrong = weigh(shop)
    close_day(shop, ON, by=None, at=AT)
    with pytest.raises(DayClosedError):
        correct(shop, wrong, quantity_milli=9_500)
    put_right = correct(shop, wrong, quantity_milli=9_500, at=NEXT_DAY)
    for entry_id in (put_right.reversal_id, put_right.replacement_id):
        assert queries.entry_of(shop, entry_id).on == ON + timedelta(days=1)
    assert queries.entry_of(shop, wrong).on == ON
    (now,) = queries.lots_on(shop, ON + timedelta(days=1))
    assert now.at == AT


def test_a_settled_lot_that_is_put_right_moves_the_difference(shop: Connection) -> None:
    wrong = weigh(shop)
    settle(shop)
    assert queries.owed_to(shop, "F012") == Owed(settled_paise=1496_25)
    correct(shop, wrong, quantity_milli=9_500)
    assert queries.owed_to(shop, "F012") == Owed(-142_50, 1496_25)


def test_after_its_settlement_is_paid_two_people_are_needed(shop: Connection) -> None:
    wrong = weigh(shop)
    settle(shop, is_paid=True)
    with pytest.raises(SecondPersonNeededError) as needed:
        correct(shop, wrong, quantity_milli=9_500)
    assert needed.value.kind is AskKind.REVERSE_PAID
    assert needed.value.facts == {"entry": wrong, "quantity_milli": 9_500}
    yes = second_yes(shop, AskKind.REVERSE_PAID, needed.value.facts)
    with pytest.raises(SecondPersonNeededError):
        correct(shop, wrong, quantity_milli=9_400, ask=yes)
    with pytest.raises(SecondPersonNeededError):
        undo(shop, wrong, ask=yes)
    put_right = correct(shop, wrong, quantity_milli=9_500, ask=yes)
    assert correct(shop, wrong, quantity_milli=9_500, ask=yes) == put_right
    assert queries.owed_to(shop, "F012") == Owed(payable_paise=-142_50)


def test_the_payment_of_a_paid_settlement_is_taken_back_by_two_people(shop: Connection) -> None:
    weigh(shop)
    settle(shop, is_paid=True)
    (payment,) = [row for row in queries.day_book(shop, ON) if row.kind.endswith("payment")]
    with pytest.raises(SecondPersonNeededError):
        undo(shop, payment.entry_id)
    yes = second_yes(shop, AskKind.REVERSE_PAID, corrections.correction_facts(payment.entry_id))
    undo(shop, payment.entry_id, ask=yes)
    assert queries.owed_to(shop, "F012") == Owed(settled_paise=1496_25)


def test_a_settlements_entry_is_voided_not_taken_back(shop: Connection) -> None:
    weigh(shop)
    settled = settle(shop)
    assert settled.entry_id is not None
    with pytest.raises(VoidInsteadError):
        undo(shop, settled.entry_id)


@pytest.mark.parametrize("what", ["undo", "correct"])
def test_staff_put_right_their_own_of_today_until_it_is_settled(
    shop: Connection, what: str
) -> None:
    def change(entry_id: int, at: datetime = AT) -> object:
        if what == "undo":
            return undo(shop, entry_id, "S01", key=f"u{entry_id}", at=at)
        return correct(shop, entry_id, "S01", key=f"c{entry_id}", quantity_milli=8_000, at=at)

    own, others, settled = weigh(shop), weigh(shop, "S02", lot(9_000)), weigh(shop, sold=lot(9_100))
    assert change(own)
    with pytest.raises(NotHisEntryError):
        change(others)
    with pytest.raises(NotHisEntryError):
        change(settled, NEXT_DAY)
    settle(shop)
    with pytest.raises(NotHisEntryError):
        change(settled)


def test_a_farmer_puts_nothing_right(shop: Connection) -> None:
    wrong = weigh(shop)
    with pytest.raises(NotAllowedError):
        undo(shop, wrong, "F012")


def test_staff_do_not_put_a_whole_rate_right(shop: Connection) -> None:
    with pytest.raises(NotAllowedError):
        correct_rate(shop, 140_00, by="S01")


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, NothingToCorrectError),
        ({"quantity_milli": 10_500, "rate_paise": 150_00}, NothingToCorrectError),
        ({"farmer": "F999"}, UnknownCodeError),
        ({"farmer": "S01"}, UnknownCodeError),
        ({"flower": "rose"}, UnknownCodeError),
        ({"quantity_milli": 0}, LotLimitError),
        ({"quantity_milli": -1}, LotLimitError),
        ({"quantity_milli": 500_001}, LotLimitError),
        ({"rate_paise": 10_000_01}, LotLimitError),
        ({"commission_bp": 10_001}, WrongValueError),
        ({"quantity_milli": 9_000, "reason": " "}, ReasonMissingError),
    ],
)
def test_a_correction_that_cannot_be_leaves_the_lot_as_it_was(
    shop: Connection, changes: dict[str, Any], refusal: type[Exception]
) -> None:
    wrong = weigh(shop)
    before = queries.trial_balance(shop)
    with pytest.raises(refusal):
        correct(shop, wrong, **changes)
    assert queries.trial_balance(shop) == before
    assert queries.entry_of(shop, wrong).reversed_by is None
    assert told(shop, "F012") == []


def test_a_reversal_is_not_taken_back_and_nothing_twice(shop: Connection) -> None:
    wrong = weigh(shop)
    undone = undo(shop, wrong)
    assert undo(shop, wrong) == Posted(undone.entry_id, is_new=False)
    for entry_id in (wrong, undone.entry_id):
        with pytest.raises(AlreadyReversedError):
            undo(shop, entry_id, key="again")
    with pytest.raises(AlreadyReversedError):
        correct(shop, wrong, quantity_milli=1_000)
    with pytest.raises(UnknownEntryError):
        undo(shop, 999)


def test_what_puts_an_entry_right_can_be_put_right_again(shop: Connection) -> None:
    first = correct(shop, weigh(shop), quantity_milli=9_500, key="1")
    second = correct(shop, first.replacement_id, quantity_milli=9_400, key="2")
    assert queries.entry_of(shop, second.replacement_id).replaces == first.replacement_id
    assert [lot.quantity_milli for lot in lots_standing(shop)] == [9_400]


def test_what_is_no_lot_is_not_put_right_as_one(shop: Connection) -> None:
    lent = post(shop, lend(), key="lend", source=CLERK).entry_id
    with pytest.raises(WrongKindError):
        correct(shop, lent, quantity_milli=9_000)
    with pytest.raises(WrongKindError):
        correct_advance(shop, weigh(shop), amount_paise=1_00)


def test_two_people_putting_one_lot_right_at_once_put_it_right_once(shop_engine: Engine) -> None:
    with shop_engine.begin() as tx:
        wrong = weigh(tx)
        for code in ("A01", "A02"):
            person(tx, code)

    def put_right(by: str, milli: int) -> Corrected:
        with shop_engine.begin() as tx:
            return correct(tx, wrong, by, quantity_milli=milli, key=by)

    results = all_at_once([lambda: put_right("A01", 9_000), lambda: put_right("A02", 8_000)])
    assert [type(r) for r in results if isinstance(r, Exception)] == [AlreadyReversedError]
    with shop_engine.begin() as tx:
        assert len(lots_standing(tx)) == 1


def test_lots_that_change_farmers_in_both_directions_do_not_block_each_other(
    shop_engine: Engine,
) -> None:
    with shop_engine.begin() as tx:
        person(tx, "A01")
        lots = [weigh(tx, sold=lot(1000 + n, farmer=f"F01{2 + n % 2}")) for n in range(8)]

    def swap(entries: Sequence[int], to: str) -> None:
        for entry_id in entries:
            with shop_engine.begin() as tx:
                correct(tx, entry_id, farmer=to, key=f"swap:{entry_id}")

    results = all_at_once([lambda: swap(lots[0::2], "F013"), lambda: swap(lots[1::2], "F012")])
    assert results == [None, None]


def test_a_lot_that_changes_farmers_does_not_block_one_message_for_both(
    shop_engine: Engine,
) -> None:
    """Their accounts were opened in another order than their codes have."""
    with shop_engine.begin() as tx:
        person(tx, "A01")
        add_party(tx, NewParty(code="F001", role=PartyRole.FARMER, name_en="Kannan"))
        lots = [weigh(tx, sold=lot(1000 + n)) for n in range(15)]

    def change_farmers() -> None:
        for entry_id in lots:
            with shop_engine.begin() as tx:
                correct(tx, entry_id, farmer="F001", key=f"moved:{entry_id}")

    def write_for_both() -> None:
        for n in range(15):
            with shop_engine.begin() as tx:
                hold(tx, ["F001", "F012"])
                sales = [lot(5000 + n, farmer=farmer) for farmer in ("F012", "F001")]
                post_many(tx, [Booking(trade.sale(s), f"{n}:{s.farmer}", CLERK, s) for s in sales])

    assert all_at_once([change_farmers, write_for_both]) == [None, None]
