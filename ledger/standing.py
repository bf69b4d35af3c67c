"""What stands where in the whole shop, at a glance; read from the postings like every balance."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from ledger import accounts, queries
from ledger.accounts import Till


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands where, in paise; what the shop owes is positive, and so is what it is owed.

    Attributes:
        tills: the money that there is.
        market_paise: what the market's buyers owe.
        payable_paise: farmers' flowers that are not settled yet.
        settled_paise: settled and not paid.
        lent_paise: advances that farmers still owe.
        fees: collected under each fee's account, and not handed on.
    """

    tills: Mapping[Till, int]
    market_paise: int
    payable_paise: int
    settled_paise: int
    lent_paise: int
    fees: Mapping[str, int]

    @property
    def owed_paise(self) -> int:
        """What the shop owes its farmers."""
        return self.payable_paise + self.settled_paise


def standing(tx: Connection) -> Standing:
    """What stands where now."""
    balances = queries.trial_balance(tx)
    sums = dict.fromkeys(("payable", "settled", "advance"), 0)
    for code, paise in balances.items():
        if accounts.farmer_of(code) is not None:
            sums[code.partition(":")[0]] += paise
    return Standing(
        tills={till: balances[till] for till in Till},
        market_paise=balances[accounts.MARKET.code],
        payable_paise=-sums["payable"],
        settled_paise=-sums["settled"],
        lent_paise=sums["advance"],
        fees={fee.code: -balances[fee.code] for fee in accounts.FEES},
    )
