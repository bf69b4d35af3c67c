"""How much money may move at once, and how far back it may be dated."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from ledger import approvals
from ledger.approvals import AskKind
from ledger.board import MARKET_ZONE
from ledger.errors import LedgerError
from ledger.terms import terms


class AmountError(LedgerError):
    """A sum of money that nobody can move: nothing, or more than the shop's limit."""

    def __init__(self, amount_paise: int, limit_paise: int) -> None:
        super().__init__(f"{amount_paise} paise is not between 1 and {limit_paise}")
        self.amount_paise = amount_paise
        self.limit_paise = limit_paise


class FutureDateError(LedgerError):
    """A day that has not come yet."""

    def __init__(self, on: date) -> None:
        super().__init__(f"{on.isoformat()} is yet to come")
        self.on = on


def check_amount(tx: Connection, amount_paise: int, *, at: datetime, is_sure: bool = False) -> None:
    """Go on only with a sum above zero, and within the limit unless an admin is sure of it.

    Raises:
        AmountError: it is not.
    """
    limit = terms(tx, at).amount_max_paise
    if amount_paise <= 0 or (amount_paise > limit and not is_sure):
        raise AmountError(amount_paise, limit)


def check_date(
    tx: Connection, on: date, *, at: datetime, what: Mapping[str, Any], ask: int | None = None
) -> None:
    """Go on only with a business date that one person may choose, or that two chose.

    Args:
        tx: the transaction.
        on: the business date of what is to be written.
        at: the moment of writing.
        what: what is to be written, for the second person: the farmer, the amount.
        ask: the second person's yes, to exactly this on exactly that day.

    Raises:
        FutureDateError: the day has not come.
        SecondPersonNeededError: it lies too far back for one person.
    """
    today = at.astimezone(MARKET_ZONE).date()
    if on > today:
        raise FutureDateError(on)
    if on < today - timedelta(days=terms(tx, at).back_date_days):
        approvals.use(tx, ask, AskKind.BACK_DATE, {"on": on.isoformat(), **what})
