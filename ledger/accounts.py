"""The chart of accounts (`docs/books.md`): which accounts there are, and which side is normal.

Shared accounts have a fixed code. A farmer has three of his own, made with him:
`payable:F012` (sold, not yet settled), `settled:F012` (settled, not yet paid) and
`advance:F012` (cash lent against future flowers).
"""

from dataclasses import dataclass
from enum import StrEnum

from ledger.errors import UnknownAccountError


class Kind(StrEnum):
    """What an account is; assets and expenses normally stand in debit."""

    ASSET = "asset"
    LIABILITY = "liability"
    INCOME = "income"
    EXPENSE = "expense"
    EQUITY = "equity"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the chart."""

    code: str
    kind: Kind


CASH = Account("cash", Kind.ASSET)
BANK = Account("bank", Kind.ASSET)
UPI = Account("upi", Kind.ASSET)
MARKET = Account("market", Kind.ASSET)
CESS = Account("fee:cess", Kind.LIABILITY)
LOADING = Account("fee:loading", Kind.LIABILITY)
TRANSPORT = Account("fee:transport", Kind.LIABILITY)
COMMISSION = Account("commission", Kind.INCOME)
KEPT_FEES = Account("fees-kept", Kind.INCOME)
QUALITY_ALLOWANCE = Account("quality-allowance", Kind.EXPENSE)
WRITE_OFF = Account("write-off", Kind.EXPENSE)
SHOP_EXPENSES = Account("shop-expenses", Kind.EXPENSE)
CAPITAL = Account("capital", Kind.EQUITY)
DRAWINGS = Account("drawings", Kind.EQUITY)
OPENING = Account("opening-balances", Kind.EQUITY)

SHARED: tuple[Account, ...] = (
    CASH,
    BANK,
    UPI,
    MARKET,
    CESS,
    LOADING,
    TRANSPORT,
    COMMISSION,
    KEPT_FEES,
    QUALITY_ALLOWANCE,
    WRITE_OFF,
    SHOP_EXPENSES,
    CAPITAL,
    DRAWINGS,
    OPENING,
)
"""The accounts that every shop has from the first migration on."""


FEES: tuple[Account, ...] = (CESS, LOADING, TRANSPORT)
"""What is collected from farmers for others."""


class Till(StrEnum):
    """Where money comes from or goes to."""

    CASH = "cash"
    BANK = "bank"
    UPI = "upi"


def payable(farmer_code: str) -> Account:
    """What the shop owes the farmer for flowers sold and not yet settled."""
    return Account(f"payable:{farmer_code}", Kind.LIABILITY)


def settled(farmer_code: str) -> Account:
    """What the shop owes the farmer by settlements not yet paid."""
    return Account(f"settled:{farmer_code}", Kind.LIABILITY)


def advance(farmer_code: str) -> Account:
    """What the farmer owes the shop: cash lent against future flowers."""
    return Account(f"advance:{farmer_code}", Kind.ASSET)


def of_farmer(farmer_code: str) -> tuple[Account, Account, Account]:
    """The three accounts that are opened with a farmer."""
    return payable(farmer_code), settled(farmer_code), advance(farmer_code)


def farmer_of(code: str) -> str | None:
    """Whose account it is, by code; None for a shared one."""
    farmer = code.partition(":")[2]
    return farmer if farmer and code in {account.code for account in of_farmer(farmer)} else None


def normal_sign(code: str) -> int:
    """1 for an account that normally stands in debit, -1 for one that stands in credit.

    Raises:
        UnknownAccountError: the chart has no such account.
    """
    chart = (*SHARED, *of_farmer(code.partition(":")[2]))
    kind = next((account.kind for account in chart if account.code == code), None)
    if kind is None:
        raise UnknownAccountError(code)
    return 1 if kind in {Kind.ASSET, Kind.EXPENSE} or code == DRAWINGS.code else -1
