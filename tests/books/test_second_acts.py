"""The second person's yes does what was asked for, or it is not given."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Connection

from ledger import advances, approvals, queries, second_acts, trade
from ledger.accounts import Till
from ledger.advance_book import Advance, AdvanceState, advance_of
from ledger.approvals import Ask, AskKind, SecondPersonNeededError
from ledger.dating import back_date_facts
from ledger.errors import AlreadyReversedError
from ledger.queries import Owed
from ledger.settlements import SettlementState, settlement_of, void
from tests.books.people import doing, entering, person, through
from tests.books.putting_right import (
    correct,
    correct_rate,
    lots_standing,
    priced_by_board,
    settle,
    undo,
    weigh,
)
from tests.books.shop import AT, ON


def asked_in_place_of(tx: Connection, act: Callable[[], object]) -> int:
    """What the command line does where an act needs a second person: it writes the ask alone."""
    with pytest.raises(SecondPersonNeededError) as needed, tx.begin_nested():
        act()
    return asked(tx, needed.value.kind, needed.value.facts)


def asked(tx: Connection, kind: AskKind, facts: Mapping[str, Any]) -> int:
    by = person(tx, "A01")
    return approvals.ask(tx, kind, facts, by=by, at=AT, reason="scale", key=str(uuid4())).ask_id


def granted(tx: Connection, ask_id: int) -> Ask:
    second = person(tx, "A02")
    return second_acts.grant(tx, ask_id, by=second, at=AT, source=through(second))


def test_an_entry_of_a_paid_settlement_is_taken_back_with_the_yes(shop: Connection) -> None:
    wrong = weigh(shop)
    settle(shop, is_paid=True)
    assert granted(shop, asked_in_place_of(shop, lambda: undo(shop, wrong))).is_used
    reversal = queries.entry_of(shop, wrong).reversed_by
    assert reversal is not None
    entry = queries.entry_of(shop, reversal)
    assert (entry.actor_id, entry.reason) == (person(shop, "A02").party_id, "scale")


def test_a_paid_lot_is_put_right_with_the_yes(shop: Connection) -> None:
    wrong = weigh(shop)
    settle(shop, is_paid=True)
    ask = asked_in_place_of(
        shop, lambda: correct(shop, wrong, quantity_milli=9_500, adjustments=())
    )
    assert granted(shop, ask).is_used
    assert queries.owed_to(shop, "F012") == Owed(payable_paise=-142_50)


def test_a_rate_is_put_right_for_paid_lots_with_the_yes(shop: Connection) -> None:
    priced_by_board(shop, 2_000, 0)
    settle(shop, is_paid=True)
    assert granted(shop, asked_in_place_of(shop, lambda: correct_rate(shop, 140_00))).is_used
    assert [lot.rate_paise for lot in lots_standing(shop)] == [140_00]


def test_a_paid_settlement_is_voided_with_the_yes_after_its_payment(shop: Connection) -> None:
    weigh(shop)
    which = settle(shop, is_paid=True).settlement_id
    (payment,) = [row for row in queries.day_book(shop, ON) if row.kind.endswith("payment")]
    granted(shop, asked_in_place_of(shop, lambda: undo(shop, payment.entry_id)))
    owner = person(shop, "A01")
    ask = asked_in_place_of(
        shop,
        lambda: void(shop, which, reason="twice", by=owner, at=AT, source=through(owner)),
    )
    assert granted(shop, ask).is_used
    assert settlement_of(shop, which).state is SettlementState.VOID


def test_an_advance_beyond_the_limit_is_approved_with_the_yes(shop: Connection) -> None:
    clerk, owner = person(shop, "S01"), person(shop, "A01")
    wanted = advances.request(shop, "F012", 25_000_00, doing(clerk, "a", "wedding"))
    ask = asked_in_place_of(
        shop,
        lambda: advances.approve(shop, wanted.advance_id, by=owner, at=AT, reason="his daughter"),
    )
    assert granted(shop, ask).is_used
    approved = advance_of(shop, wanted.advance_id)
    assert approved.state is AdvanceState.APPROVED
    assert approved.decided_by == person(shop, "A02").party_id
    again = asked(shop, AskKind.ADVANCE_OVER_LIMIT, {"farmer": "F012", "amount_paise": 25_000_00})
    assert not granted(shop, again).is_used


def test_what_only_who_asked_can_do_waits_for_him(shop: Connection) -> None:
    owner = person(shop, "A01")

    def give(ask: int | None = None) -> Advance:
        giving = entering(owner, "give", "wedding", ask=ask)
        return advances.give(shop, "F012", 25_000_00, giving, till=Till.CASH)

    ask = asked_in_place_of(shop, give)
    yes = granted(shop, ask)
    assert (yes.is_granted, yes.is_used) == (True, False)
    paid = give(ask)
    assert paid.state is AdvanceState.PAID
    assert approvals.ask_of(shop, ask).is_used
    late = back_date_facts(trade.buyers_money(5_00, till=Till.CASH, on=ON))
    assert not granted(shop, asked(shop, AskKind.BACK_DATE, late)).is_used


def test_what_can_no_longer_be_done_is_not_granted(shop: Connection) -> None:
    wrong = weigh(shop)
    settle(shop, is_paid=True)
    first = asked_in_place_of(shop, lambda: undo(shop, wrong))
    second = asked(shop, AskKind.REVERSE_PAID, {"entry": wrong, "quantity_milli": 9_500})
    granted(shop, second)
    with pytest.raises(AlreadyReversedError):
        granted(shop, first)
    assert approvals.ask_of(shop, first).is_granted is None


def test_every_kind_of_ask_has_its_act() -> None:
    assert set(second_acts.ACTS) == set(AskKind)
