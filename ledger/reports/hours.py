"""A day's market by the hour: what came in each, and what it fetched.

A lot counts in the hour in which it was weighed; one that was taken back counts nowhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from ledger import queries
from ledger.board import MARKET_ZONE
from ledger.money import MILLI, rounded
from ledger.queries import LotRow


@dataclass(frozen=True, slots=True)
class Hour:
    """What came of a flower in an hour of the market's clock.

    Attributes:
        hour: 6 is from six to seven in the morning.
        lowest_paise: rate of a unit; likewise the highest.
        sale_paise: what the market owes for it.
    """

    hour: int
    lots: int
    quantity_milli: int
    lowest_paise: int
    highest_paise: int
    sale_paise: int

    @property
    def average_paise(self) -> int:
        """What a unit fetched on the average, in whole paise."""
        return rounded(self.sale_paise * MILLI, self.quantity_milli)


def by_hour(tx: Connection, on: date, flower: str) -> list[Hour]:
    """The hours of a business date in which a flower came, the earliest first."""
    of_hour: dict[int, list[LotRow]] = {}
    for lot in queries.lots_on(tx, on):
        if lot.flower == flower and not lot.is_reversed:
            of_hour.setdefault(lot.at.astimezone(MARKET_ZONE).hour, []).append(lot)
    return [_hour(hour, of_hour[hour]) for hour in sorted(of_hour)]


def _hour(hour: int, lots: Iterable[LotRow]) -> Hour:
    came = list(lots)
    rates = [lot.rate_paise for lot in came]
    return Hour(
        hour=hour,
        lots=len(came),
        quantity_milli=sum(lot.quantity_milli for lot in came),
        lowest_paise=min(rates),
        highest_paise=max(rates),
        sale_paise=sum(lot.worth.sale_paise for lot in came),
    )
