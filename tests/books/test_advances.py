"""An advance is asked for, allowed, paid out once and comes back; the farmer hears of each step."""

from datetime import timedelta
from itertools import count

import pytest
from sqlalchemy import Connection, select

from ledger import advances, approvals, queries
from ledger.accounts import Till
from ledger.advance_book import (
    Advance,
    AdvanceState,
    UnknownAdvanceError,
    advance_of,
    open_advances,
    room_left,
)
from ledger.advances import (
    AdvanceDecidedError,
    MoreThanOutstandingError,
    NotApprovedError,
    StaffLimitError,
)
from ledger.approvals import AskKind, SecondPersonNeededError
from ledger.dating import FutureDateError
from ledger.errors import BeyondZeroError, KeyReusedError, UnknownCodeError
from ledger.journal import Posted, post, reverse
from ledger.limits import AmountError
from ledger.notices import notice_table
from ledger.people import party_table
from ledger.policy import NotAllowedError
from ledger.reasons import ReasonMissingError
from tests.books.people import doing, entering, person
from tests.books.shop import AT, CLERK, ON, lend

keys = (f"web:{n}" for n in count())


def ask_for(  # noqa: PLR0913 - each can be asked for wrongly
    tx: Connection,
    paise: int = 1000_00,
    *,
    by: str = "F012",
    farmer: str = "F012",
    reason: str = "seed",
    key: str | None = None,
) -> Advance:
    asking = doing(person(tx, by), key or next(keys), reason)
    return advances.request(tx, farmer, paise, asking)


def approve(tx: Connection, advance_id: int, by: str = "A01", **more: object) -> Advance:
    return advances.approve(tx, advance_id, by=person(tx, by), at=AT, **more)  # type: ignore[arg-type]


def pay(tx: Connection, advance_id: int, by: str = "S01", till: Till = Till.CASH) -> Advance:
    return advances.disburse(tx, advance_id, entering(person(tx, by), next(keys)), till=till)


def give(
    tx: Connection,
    paise: int = 1000_00,
    by: str = "A01",
    *,
    key: str | None = None,
    ask: int | None = None,
) -> Advance:
    giving = entering(person(tx, by), key or next(keys), "seed", ask=ask)
    return advances.give(tx, "F012", paise, giving, till=Till.CASH)


def repay(tx: Connection, paise: int, *, by: str = "S01", key: str | None = None) -> Posted:
    taking = entering(person(tx, by), key or next(keys))
    return advances.repay(tx, "F012", paise, taking, till=Till.CASH)


def outstanding(tx: Connection) -> int:
    return queries.owed_to(tx, "F012").advance_paise


def told(tx: Connection, code: str) -> list[str]:
    """What somebody was told of, in order."""
    of_him = select(notice_table.c.kind).join(
        party_table, party_table.c.party_id == notice_table.c.party_id
    )
    return list(
        tx.scalars(of_him.where(party_table.c.code == code).order_by(notice_table.c.notice_id))
    )


def test_an_advance_goes_from_its_request_to_its_repayment_and_each_step_is_told(
    shop: Connection,
) -> None:
    asked = ask_for(shop)
    assert (asked.state, asked.farmer, asked.channel) == (AdvanceState.REQUESTED, "F012", "cli")
    assert outstanding(shop) == 0
    assert approve(shop, asked.advance_id).state is AdvanceState.APPROVED
    paid = pay(shop, asked.advance_id)
    assert paid.state is AdvanceState.PAID
    assert outstanding(shop) == 1000_00
    repay(shop, 400_00)
    assert outstanding(shop) == 600_00
    assert told(shop, "F012") == [
        "advance_requested",
        "advance_approved",
        "advance_paid",
        "advance_repaid",
    ]


def test_the_entry_that_pays_it_keeps_its_reason(shop: Connection) -> None:
    asked = ask_for(shop, reason="  daughter's\nwedding ")
    approve(shop, asked.advance_id)
    paid = pay(shop, asked.advance_id, till=Till.UPI)
    assert paid.entry_id is not None
    entry = queries.entry_of(shop, paid.entry_id)
    assert (entry.reason, entry.key) == (
        "daughter's wedding",
        f"advance:{asked.advance_id}:paid",
    )
    assert [p.account for p in entry.postings] == ["advance:F012", "upi"]


def test_every_admin_but_the_one_who_asks_is_told_to_decide(shop: Connection) -> None:
    for code in ("A01", "A02"):
        person(shop, code)
    ask_for(shop, by="A02")
    assert told(shop, "A01") == ["to_approve"]
    assert told(shop, "A02") == []


def test_a_rejected_advance_is_never_paid(shop: Connection) -> None:
    asked = ask_for(shop)
    rejected = advances.reject(
        shop, asked.advance_id, by=person(shop, "A01"), at=AT, reason="too much already"
    )
    assert (rejected.state, rejected.decision_reason) == (
        AdvanceState.REJECTED,
        "too much already",
    )
    with pytest.raises(NotApprovedError):
        pay(shop, asked.advance_id)
    assert told(shop, "F012")[-1] == "advance_rejected"


def test_a_rejection_says_why(shop: Connection) -> None:
    asked = ask_for(shop)
    with pytest.raises(ReasonMissingError):
        advances.reject(shop, asked.advance_id, by=person(shop, "A01"), at=AT, reason=" \n")


def test_nobody_asks_without_a_reason(shop: Connection) -> None:
    with pytest.raises(ReasonMissingError):
        ask_for(shop, reason="")


@pytest.mark.parametrize("first", ["approve", "reject"])
@pytest.mark.parametrize("then", ["approve", "reject"])
def test_nothing_is_decided_twice(shop: Connection, first: str, then: str) -> None:
    asked = ask_for(shop)

    def decide(how: str) -> Advance:
        decision = getattr(advances, how)
        by = person(shop, "A01")
        return decision(shop, asked.advance_id, by=by, at=AT, reason="as said")  # type: ignore[no-any-return]

    decided = decide(first)
    with pytest.raises(AdvanceDecidedError):
        decide(then)
    assert advance_of(shop, asked.advance_id) == decided


def test_nothing_is_paid_before_it_is_approved_nor_twice(shop: Connection) -> None:
    asked = ask_for(shop)
    with pytest.raises(NotApprovedError):
        pay(shop, asked.advance_id)
    approve(shop, asked.advance_id)
    pay(shop, asked.advance_id)
    for till in (Till.CASH, Till.BANK):
        with pytest.raises(AdvanceDecidedError, match="paid"):
            pay(shop, asked.advance_id, till=till)
    assert outstanding(shop) == 1000_00


def test_nobody_decides_about_an_advance_that_nobody_asked_for(shop: Connection) -> None:
    with pytest.raises(UnknownAdvanceError):
        approve(shop, 999)


def test_a_farmer_asks_for_himself_alone_and_decides_nothing(shop: Connection) -> None:
    with pytest.raises(NotAllowedError):
        ask_for(shop, by="F013")
    asked = ask_for(shop)
    with pytest.raises(NotAllowedError):
        approve(shop, asked.advance_id, by="F012")
    with pytest.raises(NotAllowedError):
        pay(shop, asked.advance_id, by="F012")
    with pytest.raises(NotAllowedError):
        repay(shop, 1_00, by="F012")


def test_staff_ask_and_pay_out_but_do_not_approve(shop: Connection) -> None:
    asked = ask_for(shop, by="S01")
    with pytest.raises(NotAllowedError):
        approve(shop, asked.advance_id, by="S01")
    with pytest.raises(NotAllowedError):
        advances.reject(shop, asked.advance_id, by=person(shop, "S01"), at=AT, reason="x")
    approve(shop, asked.advance_id)
    assert pay(shop, asked.advance_id, by="S01").state is AdvanceState.PAID


def test_staff_give_up_to_their_limit_without_asking(shop: Connection) -> None:
    given = give(shop, 2000_00, by="S01")
    assert given.state is AdvanceState.PAID
    assert told(shop, "F012") == ["advance_paid"]
    with pytest.raises(StaffLimitError):
        give(shop, 2000_01, by="S01")
    assert give(shop, 2000_01, by="A01").state is AdvanceState.PAID
    assert outstanding(shop) == 4000_01


def test_the_same_gift_again_lends_nothing(shop: Connection) -> None:
    given = give(shop, key="web:once")
    assert give(shop, key="web:once") == given
    assert outstanding(shop) == 1000_00
    with pytest.raises(KeyReusedError):
        give(shop, 900_00, key="web:once")


def test_the_same_request_again_is_one_request(shop: Connection) -> None:
    person(shop, "A01")
    assert ask_for(shop, key="wa:1") == ask_for(shop, key="wa:1")
    assert told(shop, "F012") == ["advance_requested"]
    assert told(shop, "A01") == ["to_approve"]
    with pytest.raises(KeyReusedError):
        ask_for(shop, reason="fertiliser", key="wa:1")


@pytest.mark.parametrize("paise", [0, -1_00, 5_00_000_01])
def test_a_sum_is_above_zero_and_within_the_shops_limit(shop: Connection, paise: int) -> None:
    with pytest.raises(AmountError):
        ask_for(shop, paise)
    with pytest.raises(AmountError):
        repay(shop, paise)


def test_only_a_farmer_who_still_comes_is_lent_to(shop: Connection) -> None:
    with pytest.raises(UnknownCodeError):
        ask_for(shop, by="A01", farmer="F999")
    with pytest.raises(UnknownCodeError):
        ask_for(shop, by="A01", farmer="S01")
    gone = party_table.update().where(party_table.c.code == "F013").values(is_active=False)
    shop.execute(gone)
    with pytest.raises(UnknownCodeError):
        ask_for(shop, by="A01", farmer="F013")


def test_beyond_the_farmers_limit_it_takes_a_reason_and_a_second_person(shop: Connection) -> None:
    give(shop, 19_000_00)
    asked = ask_for(shop, 1000_01)
    with pytest.raises(ReasonMissingError):
        approve(shop, asked.advance_id)
    with pytest.raises(SecondPersonNeededError) as needed:
        approve(shop, asked.advance_id, reason="his well is dry")
    facts = advances.over_limit_facts("F012", 1000_01)
    assert (needed.value.kind, needed.value.facts) == (AskKind.ADVANCE_OVER_LIMIT, facts)
    yes = approvals.ask(
        shop, AskKind.ADVANCE_OVER_LIMIT, facts, by=person(shop, "A01"), at=AT, reason="dry",
        key="ask:1",
    )  # fmt: skip
    approvals.grant(shop, yes.ask_id, by=person(shop, "A02"), at=AT)
    approved = approve(shop, asked.advance_id, reason="his well is dry", ask=yes.ask_id)
    assert approved.decision_reason == "his well is dry"
    another = ask_for(shop, 1000_01)
    with pytest.raises(SecondPersonNeededError):
        approve(shop, another.advance_id, reason="again", ask=yes.ask_id)


def test_up_to_the_limit_one_admin_is_enough(shop: Connection) -> None:
    give(shop, 19_000_00)
    assert room_left(shop, "F012", at=AT) == 1000_00
    asked = ask_for(shop, 1000_00)
    assert approve(shop, asked.advance_id).state is AdvanceState.APPROVED


def test_what_is_promised_counts_towards_the_limit(shop: Connection) -> None:
    promised = ask_for(shop, 15_000_00)
    approve(shop, promised.advance_id)
    assert room_left(shop, "F012", at=AT) == 5_000_00
    with pytest.raises(SecondPersonNeededError):
        give(shop, 5_000_01)


def test_a_farmers_own_limit_counts_before_the_shops(shop: Connection) -> None:
    own = party_table.update().where(party_table.c.code == "F012")
    shop.execute(own.values(advance_limit_paise=500_00))
    with pytest.raises(SecondPersonNeededError):
        give(shop, 500_01)
    give(shop, 500_00)


def test_nobody_brings_back_more_than_he_was_lent(shop: Connection) -> None:
    give(shop, 1000_00)
    repay(shop, 300_00)
    with pytest.raises(MoreThanOutstandingError) as refused:
        repay(shop, 700_01)
    assert refused.value.outstanding_paise == 700_00
    again = repay(shop, 700_00, key="web:last")
    assert repay(shop, 700_00, key="web:last") == Posted(again.entry_id, is_new=False)
    assert outstanding(shop) == 0


def test_postgres_itself_lets_no_advance_go_below_zero(shop: Connection) -> None:
    given = give(shop, 1000_00)
    repay(shop, 1_00)
    assert given.entry_id is not None
    with pytest.raises(BeyondZeroError, match="advance:F012"):
        reverse(shop, given.entry_id, on=ON, reason="x", key="undo", source=CLERK)


def test_an_advance_that_was_taken_back_says_so(shop: Connection) -> None:
    given = give(shop)
    assert given.entry_id is not None
    assert not given.is_reversed
    reverse(shop, given.entry_id, on=ON, reason="not fetched", key="undo", source=CLERK)
    assert advance_of(shop, given.advance_id).is_reversed
    assert outstanding(shop) == 0


def test_what_waits_is_what_is_neither_refused_nor_paid(shop: Connection) -> None:
    first, second, third = (ask_for(shop, n * 100_00) for n in (1, 2, 3))
    approve(shop, second.advance_id)
    approve(shop, third.advance_id)
    pay(shop, third.advance_id)
    waiting = [found.advance_id for found in open_advances(shop, "F012")]
    assert waiting == [first.advance_id, second.advance_id]
    assert open_advances(shop, "F013") == []


def test_an_advance_is_not_dated_tomorrow_and_far_back_by_two_people_alone(
    shop: Connection,
) -> None:
    asked = ask_for(shop)
    approve(shop, asked.advance_id)
    who = person(shop, "S01")

    def pay_on(on_days: int, ask: int | None = None) -> Advance:
        paying = entering(who, "late", on=ON + timedelta(days=on_days), ask=ask)
        return advances.disburse(shop, asked.advance_id, paying, till=Till.CASH)

    with pytest.raises(FutureDateError):
        pay_on(1)
    with pytest.raises(SecondPersonNeededError) as needed:
        pay_on(-2)
    assert needed.value.kind is AskKind.BACK_DATE
    yes = approvals.ask(
        shop, AskKind.BACK_DATE, needed.value.facts, by=who, at=AT, reason="forgotten", key="ask:1"
    )
    approvals.grant(shop, yes.ask_id, by=person(shop, "A01"), at=AT)
    assert pay_on(-2, yes.ask_id).state is AdvanceState.PAID


def test_what_was_lent_outside_advances_counts_as_outstanding(shop: Connection) -> None:
    post(shop, lend(700_00), key="import:1", source=CLERK)
    assert room_left(shop, "F012", at=AT) == 19_300_00
    repay(shop, 700_00)
