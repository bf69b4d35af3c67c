"""How much money may move at once."""

from datetime import datetime

from sqlalchemy import Connection

from ledger.errors import LedgerError
from ledger.terms import terms


class AmountError(LedgerError):
    """A sum of money that nobody can move: nothing, or more than the shop's limit."""

    def __init__(self, amount_paise: int, limit_paise: int) -> None:
        super().__init__(f"{amount_paise} paise is not between 1 and {limit_paise}")
        self.amount_paise = amount_paise
        self.limit_paise = limit_paise


def check_amount(tx: Connection, amount_paise: int, *, at: datetime, is_sure: bool = False) -> None:
    """Go on only with a sum above zero, and within the limit unless an admin is sure of it.

    Raises:
        AmountError: it is not.
    """
    limit = terms(tx, at).amount_max_paise
    if amount_paise <= 0 or (amount_paise > limit and not is_sure):
        raise AmountError(amount_paise, limit)
