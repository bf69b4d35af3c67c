"""What settlements clear and carry: fees, caps, late lots, corrections, what was overpaid."""

import pytest
from sqlalchemy import Connection, text

from ledger import queries
from ledger.accounts import CESS, KEPT_FEES
from ledger.corrections import correct_lot
from ledger.fee_kinds import add_fee, change_fee, fees
from ledger.fees import Basis, NewFee
from ledger.queries import Owed
from ledger.settlements import (
    CarriedOnError,
    SettlementState,
    settlement_of,
    settlements,
    slip_of,
)
from tests.books.people import doing
from tests.books.shop import ON
from tests.books.trading import (
    DAY,
    lend,
    loading_fee,
    pay_on_account,
    settled,
    voided,
    weigh,
    who,
)

NET = 950_00
"""Of a lot of ten kilograms at ₹100.00."""


def test_only_what_is_dated_up_to_the_cut_off_is_settled(office: Connection) -> None:
    weigh(office, "1", 10, on=ON - DAY)
    weigh(office, "2", 20)
    assert settled(office, cut_off=ON - DAY).net_paise == NET
    assert queries.owed_to(office, "F012") == Owed(payable_paise=2 * NET, settled_paise=NET)


def test_a_late_lot_of_a_settled_week_comes_into_the_next_settlement(office: Connection) -> None:
    weigh(office, "1")
    first = settled(office)
    weigh(office, "2", 20, on=ON - DAY)
    second = settled(office)
    assert (second.net_paise, second.revision, second.starts_on) == (2 * NET, 2, ON - DAY)
    assert [first.number, second.number] == ["SET-2026-11-001", "SET-2026-11-002"]


def test_an_overpaid_farmer_is_paid_nothing_and_carries_what_he_owes(office: Connection) -> None:
    weigh(office, "1")
    pay_on_account(office, 1_000_00, "pay")
    lend(office, 300_00)
    loading_fee(office, 20_00)
    first = settled(office)
    assert (first.due_paise, first.net_paise, first.carried_paise) == (-50_00, 0, -50_00)
    assert (first.fees_paise, first.fees_carried_paise, first.recovered_paise) == (0, 20_00, 0)
    assert (first.state, first.entry_id) == (SettlementState.PAID, None)
    weigh(office, "2")
    second = settled(office)
    assert (second.carried_in_paise, second.due_paise) == (-50_00, NET - 50_00)
    assert second.fees_paise == 40_00
    assert second.recovered_paise == 300_00
    assert second.net_paise == NET - 50_00 - 40_00 - 300_00
    fee_lines = slip_of(office, second.settlement_id).fees
    assert [(fee.paise, fee.from_number) for fee in fee_lines] == [
        (20_00, first.number),
        (20_00, None),
    ]
    assert queries.owed_to(office, "F012") == Owed(settled_paise=second.net_paise)


def test_what_was_carried_is_taken_in_once(office: Connection) -> None:
    pay_on_account(office, 100_00, "pay")
    settled(office)
    for key in ("1", "2"):
        weigh(office, key)
        settled(office)
    assert [s.carried_in_paise for s in settlements(office)] == [0, -100_00, 0]


def test_a_later_settlement_keeps_an_earlier_one_from_being_voided(office: Connection) -> None:
    pay_on_account(office, 100_00, "pay")
    first = settled(office)
    weigh(office, "1")
    second = settled(office)
    with pytest.raises(CarriedOnError, match="SET-2026-11-002"):
        voided(office, first)
    voided(office, second)
    voided(office, first)
    assert settled(office).due_paise == NET - 100_00


def test_a_farmers_cap_limits_what_one_settlement_recovers(office: Connection) -> None:
    office.execute(text("UPDATE party SET recovery_cap_paise = 20000 WHERE code = 'F012'"))
    weigh(office, "1")
    lend(office, 500_00)
    approved = settled(office)
    assert (approved.recovered_paise, approved.advance_after_paise) == (200_00, 300_00)
    assert approved.net_paise == NET - 200_00


def test_fees_are_flat_per_unit_or_a_percentage(office: Connection) -> None:
    owner = who(office)
    loading_fee(office, 5_00)
    for code, basis, amount, account, unit in (
        ("cess", Basis.PERCENT, 100, CESS, None),
        ("bags", Basis.PER_UNIT, 50, KEPT_FEES, "kg"),
        ("threads", Basis.PER_UNIT, 50, KEPT_FEES, "piece"),
    ):
        new = NewFee(
            code=code, name_en="Fee", name_ta="கட்டணம்", basis=basis, amount=amount,
            account=account.code, unit=unit,
        )  # fmt: skip
        add_fee(office, new, by=owner)
    his = NewFee(
        code="his", name_en="Fee", name_ta="கட்டணம்", basis=Basis.FLAT, amount=1_00,
        account=CESS.code, farmer="F013",
    )  # fmt: skip
    add_fee(office, his, by=owner)
    weigh(office, "1", 11)
    approved = settled(office)
    assert approved.fees_paise == 5_00 + 11_00 + 5_50
    balances = queries.trial_balance(office)
    assert (balances["fee:loading"], balances["fee:cess"], balances["fees-kept"]) == (
        -5_00,
        -11_00,
        -5_50,
    )


def test_a_changed_fee_counts_from_the_next_settlement_on(office: Connection) -> None:
    fee = loading_fee(office, 5_00)
    weigh(office, "1")
    first = settled(office)
    change_fee(office, fee.code, by=who(office), amount=7_00)
    weigh(office, "2")
    second = settled(office)
    change_fee(office, fee.code, by=who(office), is_active=False)
    weigh(office, "3")
    assert [first.fees_paise, second.fees_paise, settled(office).fees_paise] == [5_00, 7_00, 0]
    assert slip_of(office, first.settlement_id).fees[0].paise == 5_00
    assert [fee.is_active for fee in fees(office)] == [False]


def test_a_lot_put_right_after_its_settlement_moves_only_the_difference(
    office: Connection,
) -> None:
    loading_fee(office, 5_00)
    entry = weigh(office, "1")
    first = settled(office)
    correcting = doing(who(office), "fix", "bag weighed too")
    correct_lot(office, entry, correcting, quantity_milli=9_000)
    second = settled(office)
    assert (second.due_paise, second.carried_paise, second.net_paise) == (-95_00, -95_00, 0)
    assert (second.lots, dict(second.quantities)) == (0, {"kg": -1_000})
    assert (second.gross_paise, second.commission_paise) == (-100_00, -5_00)
    assert second.fees_paise + second.fees_carried_paise == 0
    lines = slip_of(office, second.settlement_id).lines
    assert [(line.kind, line.paise, line.lot and line.lot.quantity_milli) for line in lines] == [
        ("reversal", -950_00, 10_000),
        ("sale", 855_00, 9_000),
    ]
    assert slip_of(office, first.settlement_id).settlement == settlement_of(
        office, first.settlement_id
    )
