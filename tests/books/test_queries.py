"""Reading the books: balances for people, lots, twins, the last entry."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from ledger import queries, trade
from ledger.accounts import Till
from ledger.errors import UnknownAccountError, UnknownEntryError
from ledger.journal import Source, post, reverse
from ledger.people import NewParty, add_party
from ledger.queries import Owed
from ledger.roles import PartyRole
from tests.books.shop import AT, CLERK, ON, bank_the_cash, lend, lot, sell


def test_what_is_owed_and_what_he_owes_stand_side_by_side(shop: Connection) -> None:
    sell(shop)
    post(shop, lend(200_00), key="web:1", source=CLERK)
    post(shop, trade.payment("F012", 96_25, till=Till.UPI, on=ON), key="web:2", source=CLERK)
    owed = queries.owed_to(shop, "F012")
    assert owed == Owed(payable_paise=1400_00, advance_paise=200_00)
    assert owed.owed_paise == 1400_00
    assert queries.owed_to_all(shop) == {"F012": owed, "F013": Owed()}


def test_a_farmer_who_does_not_exist_is_owed_no_answer(shop: Connection) -> None:
    with pytest.raises(UnknownAccountError, match="payable:F999"):
        queries.owed_to(shop, "F999")


def test_the_trial_balance_is_zero(shop: Connection) -> None:
    sell(shop)
    post(shop, bank_the_cash(), key="web:1", source=CLERK)
    balance = queries.trial_balance(shop)
    assert sum(balance.values()) == 0
    assert balance["market"] == 1575_00 - 500_00


def test_lots_come_in_order_of_arrival(shop: Connection) -> None:
    sell(shop, "late", lot(2_000, at=AT + timedelta(minutes=5)))
    sell(shop, "early", lot(1_000))
    sell(shop, "other", lot(3_000, farmer="F013"))
    assert [row.quantity_milli for row in queries.lots_on(shop, ON)] == [1_000, 3_000, 2_000]
    assert [row.quantity_milli for row in queries.lots_on(shop, ON, "F012")] == [1_000, 2_000]
    assert queries.lots_on(shop, ON + timedelta(days=1)) == []


def test_the_same_lot_again_within_ten_minutes_is_a_twin(shop: Connection) -> None:
    first = sell(shop).entry_id

    def twin(quantity_milli: int = 10_500, farmer: str = "F012", minutes: int = 9) -> int | None:
        at = AT + timedelta(minutes=minutes)
        return queries.twin_of(shop, farmer, "malli", quantity_milli, at=at, minutes=10)

    assert twin() == first
    assert twin(minutes=11) is None
    assert twin(quantity_milli=10_499) is None
    assert twin(farmer="F013") is None
    reverse(shop, first, on=ON, reason="undo", key="undo", source=CLERK)
    assert twin() is None


def test_somebodys_last_entry_is_his_newest_that_still_stands(shop: Connection) -> None:
    clerk = add_party(shop, NewParty(code="S01", role=PartyRole.STAFF, name_en="Selvi"))
    own = Source(clerk.party_id, "whatsapp")
    first = post(shop, lend(), key="1", source=own).entry_id
    second = post(shop, lend(), key="2", source=own).entry_id
    post(shop, lend(), key="3", source=CLERK)

    def last() -> int | None:
        entry = queries.last_entry_by(shop, clerk.party_id, ON)
        return None if entry is None else entry.entry_id

    assert last() == second
    reverse(shop, second, on=ON, reason="undo", key="undo:2", source=own)
    assert last() == first
    reverse(shop, first, on=ON, reason="undo", key="undo:1", source=own)
    assert last() is None


def test_entries_are_read_forwards_backwards_and_by_day(shop: Connection) -> None:
    ids = [sell(shop, f"wa:SM{n}:1").entry_id for n in range(4)]
    assert [row.entry_id for row in queries.entries_after(shop, ids[0], 2)] == ids[1:3]
    assert [row.entry_id for row in queries.latest_entries(shop, 2)] == [ids[3], ids[2]]
    assert [row.key for row in queries.day_book(shop, ON)] == [f"wa:SM{n}:1" for n in range(4)]
    assert queries.day_book(shop, ON - timedelta(days=1)) == []


def test_an_entry_shows_its_lot_as_it_was_sold(shop: Connection) -> None:
    sold = lot()
    row = queries.entry_of(shop, sell(shop, sold=sold).entry_id).lot
    assert row is not None
    assert (row.farmer, row.flower, row.unit, row.worth) == ("F012", "malli", "kg", sold.worth)
    assert (row.at, row.on, row.is_reversed) == (AT, ON, False)


def test_an_entry_that_does_not_exist_is_not_found(shop: Connection) -> None:
    with pytest.raises(UnknownEntryError, match="999999"):
        queries.entry_of(shop, 999_999)
