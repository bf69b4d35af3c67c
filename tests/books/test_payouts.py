"""Paying farmers: in parts, oldest first, on account, and never more than is due."""

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from ledger import queries, trade
from ledger.accounts import Till
from ledger.audit import audit
from ledger.corrections import reverse_entry
from ledger.errors import KeyReusedError
from ledger.journal import post
from ledger.limits import AmountError
from ledger.notices import notice_table
from ledger.payouts import MoreThanDueError, Paid, pay
from ledger.policy import NotAllowedError
from ledger.queries import Owed
from ledger.settlements import (
    SettlementState,
    SettlementStateError,
    UnknownSettlementError,
    draft,
    settlement_of,
)
from ledger.settlements.tables import payment_table
from tests.books.people import doing, entering
from tests.books.shop import AT, ON
from tests.books.trading import (
    CLI,
    DAY,
    paid,
    pay_on_account,
    settled,
    voided,
    weigh,
    who,
)

NET = 950_00


def pay_this(tx: Connection, settlement_id: int, paise: int, key: str = "pay:2") -> list[Paid]:
    paying = entering(who(tx), key)
    return pay(tx, "F012", paise, paying, till=Till.UPI, settlement_id=settlement_id)


def test_a_settlement_is_paid_in_parts(office: Connection) -> None:
    weigh(office, "1")
    which = settled(office).settlement_id
    (part,) = paid(office, 400_00, "pay:1")
    assert part.settlement_id == which
    stands = settlement_of(office, which)
    assert (stands.state, stands.unpaid_paise) == (SettlementState.APPROVED, 550_00)
    paid(office, 550_00, "pay:2")
    stands = settlement_of(office, which)
    assert (stands.state, stands.paid_paise) == (SettlementState.PAID, NET)
    told = [row.subject for row in office.execute(notice_table.select())]
    assert {"settlement": which, "entry": part.entry_id} in told


def test_the_oldest_settlement_is_paid_first_and_the_rest_goes_on_account(
    office: Connection,
) -> None:
    weigh(office, "1")
    first = settled(office)
    weigh(office, "2", 20)
    second = settled(office)
    weigh(office, "3")
    parts = paid(office, 3 * NET + 50_00)
    assert [(part.settlement_id, part.amount_paise) for part in parts] == [
        (first.settlement_id, NET),
        (second.settlement_id, 2 * NET),
        (None, 50_00),
    ]
    assert queries.owed_to(office, "F012") == Owed(payable_paise=NET - 50_00)
    assert settled(office).net_paise == NET - 50_00
    assert audit(office).findings == []


def test_one_settlement_can_be_named(office: Connection) -> None:
    weigh(office, "1")
    first = settled(office)
    weigh(office, "2")
    second = settled(office)
    pay_this(office, second.settlement_id, NET)
    assert settlement_of(office, first.settlement_id).paid_paise == 0
    with pytest.raises(MoreThanDueError):
        pay_this(office, second.settlement_id, 1, "pay:3")


def test_more_than_is_due_is_refused(office: Connection) -> None:
    weigh(office, "1")
    settled(office)
    weigh(office, "2")
    with pytest.raises(MoreThanDueError) as refused:
        paid(office, 2 * NET + 1)
    assert refused.value.due_paise == 2 * NET
    with pytest.raises(MoreThanDueError):
        paid(office, 1, farmer="F013")


def test_what_an_overpaid_farmer_owes_does_not_lessen_his_settlement(office: Connection) -> None:
    weigh(office, "1")
    settled(office)
    pay_on_account(office, 100_00, "too much")
    assert [part.amount_paise for part in paid(office, NET)] == [NET]


def test_the_same_key_pays_once(office: Connection) -> None:
    weigh(office, "1")
    settled(office)
    weigh(office, "2")
    first = paid(office, NET + 50_00)
    assert paid(office, NET + 50_00) == first
    assert queries.owed_to(office, "F012") == Owed(payable_paise=NET - 50_00)
    with pytest.raises(KeyReusedError):
        paid(office, NET)
    weigh(office, "3", farmer="F013")
    with pytest.raises(KeyReusedError):
        paid(office, NET + 50_00, farmer="F013")


def test_staff_pay_on_account_and_an_admin_pays_settlements(office: Connection) -> None:
    def staff_pays(paise: int, key: str) -> list[Paid]:
        clerk = who(office, "S01")
        return pay(office, "F012", paise, entering(clerk, key), till=Till.CASH)

    weigh(office, "1")
    (part,) = staff_pays(100_00, "pay:1")
    assert part.settlement_id is None
    settled(office)
    with pytest.raises(NotAllowedError):
        staff_pays(100_00, "pay:2")
    with pytest.raises(AmountError):
        staff_pays(5_00_000_01, "pay:3")


def test_only_an_approved_settlement_of_his_is_paid(office: Connection) -> None:
    weigh(office, "1")
    weigh(office, "2", farmer="F013")
    drafted = draft(office, "F012", ON, by=who(office), at=AT)
    with pytest.raises(SettlementStateError):
        pay_this(office, drafted.settlement_id, NET)
    with pytest.raises(UnknownSettlementError):
        pay_this(office, settled(office, "F013").settlement_id, NET)
    gone = voided(office, settled(office))
    with pytest.raises(SettlementStateError):
        pay_this(office, gone.settlement_id, NET)


def test_a_part_taken_back_is_due_again(office: Connection) -> None:
    weigh(office, "1")
    which = settled(office).settlement_id
    (part, *_) = paid(office, 400_00)
    reverse_entry(office, part.entry_id, doing(who(office), "back", "not fetched"))
    assert settlement_of(office, which).unpaid_paise == NET
    paid(office, NET, "pay:2")
    assert settlement_of(office, which).state is SettlementState.PAID


def test_postgres_refuses_a_part_that_its_entry_or_settlement_belies(office: Connection) -> None:
    weigh(office, "1")
    first = settled(office)
    weigh(office, "2")
    second = settled(office)
    paid(office, NET)
    by_hand = trade.settlement_payment("F012", 1_00, till=Till.CASH, on=ON)
    entry = post(office, by_hand, key="hand", source=CLI).entry_id
    for settlement, paise, why in (
        (first.settlement_id, 1_00, "is not owed this"),
        (second.settlement_id, 2_00, "does not pay this"),
        (None, 2_00, "does not pay this"),
        (None, 1_00, "less was brought in"),
    ):
        forged = insert(payment_table).values(
            entry_id=entry,
            idem_key="forged",
            part=1,
            farmer_id=who(office, "F012").party_id,
            settlement_id=settlement,
            amount_paise=paise,
        )
        with pytest.raises(IntegrityError, match=why), office.begin_nested():
            office.execute(forged)
    office.rollback()  # the entry written by hand belongs to no settlement


def test_what_was_settled_on_paper_is_paid_before_all_else(office: Connection) -> None:
    brought_in(office, 300_00)
    weigh(office, "1")
    which = settled(office).settlement_id
    parts = paid(office, 100_00, "pay:1") + paid(office, 200_00 + NET, "pay:2")
    assert [(each.amount_paise, each.settlement_id, each.is_brought_in) for each in parts] == [
        (100_00, None, True),
        (200_00, None, True),
        (NET, which, False),
    ]
    assert queries.owed_to(office, "F012") == Owed()
    assert paid(office, 200_00 + NET, "pay:2") == parts[1:]
    with pytest.raises(MoreThanDueError):
        paid(office, 1, "pay:3")
    assert audit(office).findings == []


def test_only_an_admin_pays_what_was_settled_on_paper_and_it_can_be_taken_back(
    office: Connection,
) -> None:
    brought_in(office, 300_00)
    by_staff = entering(who(office, "S01"), "pay:1")
    with pytest.raises(NotAllowedError):
        pay(office, "F012", 300_00, by_staff, till=Till.CASH)
    (part,) = paid(office, 300_00)
    reverse_entry(office, part.entry_id, doing(who(office), "back", "not fetched"))
    assert queries.owed_to(office, "F012") == Owed(settled_paise=300_00)
    paid(office, 300_00, "pay:2")
    assert audit(office).findings == []


def test_postgres_lets_no_more_be_paid_than_was_settled_on_paper(office: Connection) -> None:
    brought_in(office, 300_00)
    weigh(office, "1")
    settled(office)
    paid(office, 300_00)
    by_hand = trade.settlement_payment("F012", 1_00, till=Till.CASH, on=ON)
    entry = post(office, by_hand, key="hand", source=CLI).entry_id
    forged = insert(payment_table).values(
        entry_id=entry,
        idem_key="forged",
        part=1,
        farmer_id=who(office, "F012").party_id,
        amount_paise=1_00,
    )
    with pytest.raises(IntegrityError, match="less was brought in"), office.begin_nested():
        office.execute(forged)
    office.rollback()  # the entry written by hand belongs to no settlement


def brought_in(tx: Connection, paise: int) -> None:
    """The paper book had settled it with him and not paid it."""
    opening = trade.opening_balance("settled:F012", -paise, on=ON)
    post(tx, opening, key="paper", source=CLI)


def test_a_payment_may_be_dated_a_day_back(office: Connection) -> None:
    weigh(office, "1")
    settled(office)
    yesterday = entering(who(office), "p", on=ON - DAY)
    (part,) = pay(office, "F012", NET, yesterday, till=Till.BANK)
    assert queries.entry_of(office, part.entry_id).on == ON - DAY
