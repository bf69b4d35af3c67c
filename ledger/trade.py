"""Business fact → balanced entry: the posting rules of `docs/books.md`, one function each.

Every function is arithmetic over codes and paise and gives a `JournalEntry`; writing it is
`ledger.journal`'s business.
"""

from dataclasses import dataclass
from datetime import date, datetime

from ledger import accounts
from ledger.accounts import Till
from ledger.entries import EntryKind, JournalEntry, entry
from ledger.lots import Adjustment, Worth


@dataclass(frozen=True, slots=True)
class Sale:
    """A lot as it was sold: everything that stands in the book about it.

    Attributes:
        farmer: the farmer's code.
        flower: the flower's code.
        quantity_milli: thousandths of the flower's unit.
        rate_paise: for one unit; the one rate of both sides.
        rate_id: the board's row it was taken from; None when staff typed it.
        commission_bp: as in force at the sale.
        at: when it was weighed, aware.
        worth: what it comes to.
    """

    farmer: str
    flower: str
    quantity_milli: int
    rate_paise: int
    rate_id: int | None
    adjustments: tuple[Adjustment, ...]
    commission_bp: int
    at: datetime
    on: date
    worth: Worth


def sale(lot: Sale) -> JournalEntry:
    """The market owes the sale, the shop its gift; the farmer is owed the net, the shop earned
    its commission."""  # noqa: D205, D209 - one sentence
    return entry(
        EntryKind.SALE,
        lot.on,
        (accounts.MARKET.code, lot.worth.sale_paise),
        (accounts.QUALITY_ALLOWANCE.code, lot.worth.gift_paise),
        (accounts.payable(lot.farmer).code, -lot.worth.net_paise),
        (accounts.COMMISSION.code, -lot.worth.commission_paise),
    )


def buyers_money(amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """Money from the market's buyers comes in."""
    return entry(
        EntryKind.BUYERS_MONEY, on, (till, amount_paise), (accounts.MARKET.code, -amount_paise)
    )


def cash_advance(farmer: str, amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """Cash lent to a farmer against future flowers is paid out."""
    return entry(
        EntryKind.ADVANCE, on, (accounts.advance(farmer).code, amount_paise), (till, -amount_paise)
    )


def payment(farmer: str, amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """A payment on account, before a settlement."""
    return entry(
        EntryKind.PAYMENT, on, (accounts.payable(farmer).code, amount_paise), (till, -amount_paise)
    )


def settlement_payment(farmer: str, amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """A settlement is paid, wholly or in part."""
    return entry(
        EntryKind.SETTLEMENT_PAYMENT,
        on,
        (accounts.settled(farmer).code, amount_paise),
        (till, -amount_paise),
    )


def advance_repaid(farmer: str, amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """A farmer brings back lent cash; never more than is outstanding."""
    return entry(
        EntryKind.ADVANCE_REPAID,
        on,
        (till, amount_paise),
        (accounts.advance(farmer).code, -amount_paise),
    )


def fee_handed_on(fee: str, amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """What was collected under a fee, `fee:cess`, is handed on; never more than that."""
    return entry(EntryKind.FEE_HANDED_ON, on, (fee, amount_paise), (till, -amount_paise))


def write_off(account: str, amount_paise: int, *, on: date) -> JournalEntry:
    """What a farmer (`advance:F012`) or the `market` owes is given up; the shop bears it."""
    return entry(
        EntryKind.WRITE_OFF, on, (accounts.WRITE_OFF.code, amount_paise), (account, -amount_paise)
    )


def transfer(amount_paise: int, *, till: Till, to: Till, on: date) -> JournalEntry:
    """The shop's money changes its place: cash is taken to the bank."""
    return entry(EntryKind.TRANSFER, on, (to, amount_paise), (till, -amount_paise))


def expense(amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """The shop pays for something of its own: rent, tea, bags."""
    return entry(
        EntryKind.EXPENSE, on, (accounts.SHOP_EXPENSES.code, amount_paise), (till, -amount_paise)
    )


def drawings(amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """The owner takes money out for himself."""
    return entry(
        EntryKind.DRAWINGS, on, (accounts.DRAWINGS.code, amount_paise), (till, -amount_paise)
    )


def capital(amount_paise: int, *, till: Till, on: date) -> JournalEntry:
    """The owner puts money into the shop."""
    return entry(
        EntryKind.CAPITAL, on, (till, amount_paise), (accounts.CAPITAL.code, -amount_paise)
    )


def opening_balance(account: str, amount_paise: int, *, on: date) -> JournalEntry:
    """A balance brought in from the paper book; debit positive."""
    return entry(
        EntryKind.OPENING, on, (account, amount_paise), (accounts.OPENING.code, -amount_paise)
    )
