"""How much money may move at once, and how much a lot may weigh and fetch."""

from datetime import datetime

from sqlalchemy import Connection

from ledger.errors import LedgerError, rupees
from ledger.terms import terms


class AmountError(LedgerError):
    """A sum of money that nobody can move: nothing, or more than the shop's limit."""

    def __init__(self, amount_paise: int, limit_paise: int) -> None:
        super().__init__(f"{rupees(amount_paise)} is not between ₹0.01 and {rupees(limit_paise)}")
        self.amount_paise = amount_paise
        self.limit_paise = limit_paise


class LotLimitError(LedgerError):
    """A weight or a rate that no lot can have: nothing, or more than the shop's limit.

    Attributes:
        what: `quantity_milli` or `rate_paise`.
    """

    def __init__(self, what: str, value: int, limit: int) -> None:
        shown = rupees if what == "rate_paise" else _thousandths
        name = what.partition("_")[0]
        super().__init__(f"the {name} {shown(value)} is not above zero and at most {shown(limit)}")
        self.what = what
        self.value = value
        self.limit = limit


def check_amount(tx: Connection, amount_paise: int, *, at: datetime, is_sure: bool = False) -> None:
    """Go on only with a sum above zero, and within the limit unless an admin is sure of it.

    Raises:
        AmountError: it is not.
    """
    limit = terms(tx, at).amount_max_paise
    if amount_paise <= 0 or (amount_paise > limit and not is_sure):
        raise AmountError(amount_paise, limit)


def check_lot(tx: Connection, quantity_milli: int, rate_paise: int, *, at: datetime) -> None:
    """Go on only with a weight and a rate above zero and within the shop's limits.

    Raises:
        LotLimitError: they are not.
    """
    limits = terms(tx, at)
    for what, value, limit in (
        ("quantity_milli", quantity_milli, limits.quantity_max_milli),
        ("rate_paise", rate_paise, limits.rate_max_paise),
    ):
        if not 0 < value <= limit:
            raise LotLimitError(what, value, limit)


def _thousandths(milli: int) -> str:
    """A quantity as an error names it: 500.000."""
    whole, part = divmod(abs(milli), 1000)
    return f"{'-' if milli < 0 else ''}{whole}.{part:03}"
