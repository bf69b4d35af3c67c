"""A shop that settles: its owner, a clerk, and the moves that these tests make."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from ledger import trade
from ledger.accounts import LOADING, Till
from ledger.fee_kinds import add_fee
from ledger.fees import Basis, Fee, NewFee
from ledger.journal import Source, post
from ledger.payouts import Paid, pay
from ledger.people import NewParty, Party, add_party, party
from ledger.roles import PartyRole
from ledger.settlements import Settlement, approve, draft, void
from tests.books.people import entering
from tests.books.shop import AT, ON, lot, sell

CLI = Source(None, "cli")
DAY = timedelta(days=1)


def open_office(tx: Connection) -> None:
    """Kannan owns the shop, Valli helps him own it, Selvi weighs."""
    for code, role, name in (
        ("A01", PartyRole.ADMIN, "Kannan"),
        ("A02", PartyRole.ADMIN, "Valli"),
        ("S01", PartyRole.STAFF, "Selvi"),
    ):
        add_party(tx, NewParty(code=code, role=role, name_en=name))


def who(tx: Connection, code: str = "A01") -> Party:
    """Somebody of the shop, or a farmer."""
    found = party(tx, code)
    assert found is not None
    return found


def weigh(tx: Connection, key: str, kilos: int = 10, *, farmer: str = "F012", on: date = ON) -> int:
    """A lot at ₹100.00 a kilogram: ₹950.00 net for ten kilograms."""
    sold = replace(lot(kilos * 1000, 100_00, farmer=farmer, at=AT + (on - ON)), on=on)
    return sell(tx, key, sold).entry_id


def settled(
    tx: Connection, farmer: str = "F012", cut_off: date = ON, at: datetime = AT
) -> Settlement:
    """Drafted and approved at once."""
    drafted = draft(tx, farmer, cut_off, by=who(tx), at=at)
    return approve(tx, drafted.settlement_id, by=who(tx), at=at, source=CLI)


def voided(tx: Connection, settlement: Settlement, at: datetime = AT) -> Settlement:
    """Taken back."""
    which = settlement.settlement_id
    return void(tx, which, reason="wrong week", by=who(tx), at=at, source=CLI)


def paid(tx: Connection, paise: int, key: str = "pay:1", farmer: str = "F012") -> list[Paid]:
    """Cash in hand."""
    return pay(tx, farmer, paise, entering(who(tx), key), till=Till.CASH)


def lend(tx: Connection, paise: int, key: str = "lend:1", farmer: str = "F012") -> None:
    """Cash against future flowers."""
    post(tx, trade.cash_advance(farmer, paise, till=Till.CASH, on=ON), key=key, source=CLI)


def pay_on_account(tx: Connection, paise: int, key: str, farmer: str = "F012") -> int:
    """A payment that may go beyond what is payable, as a hand-written book has them."""
    entry = trade.payment(farmer, paise, till=Till.CASH, on=ON)
    return post(tx, entry, key=key, source=CLI).entry_id


def loading_fee(tx: Connection, paise: int = 500_00) -> Fee:
    """A flat fee for loading."""
    fee = NewFee(
        code="loading",
        name_en="Loading",
        name_ta="ஏற்றுக் கூலி",
        basis=Basis.FLAT,
        amount=paise,
        account=LOADING.code,
    )
    return add_fee(tx, fee, by=who(tx))
