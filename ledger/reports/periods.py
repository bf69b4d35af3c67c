"""A period of business dates, both ends included."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from ledger.errors import LedgerError


class PeriodError(LedgerError):
    """A period ends before it begins."""

    def __init__(self, first: date, last: date) -> None:
        super().__init__(f"{last:%d-%m-%Y} is before {first:%d-%m-%Y}")
        self.first = first
        self.last = last


@dataclass(frozen=True, slots=True)
class Period:
    """From a business date to another, both included.

    Raises:
        PeriodError: it ends before it begins.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise PeriodError(self.first, self.last)

    def days(self) -> Iterator[date]:
        """Each business date."""
        for number in range((self.last - self.first).days + 1):
            yield self.first + timedelta(days=number)


def month_of(day: date) -> Period:
    """The calendar month that holds a day."""
    return Period(day.replace(day=1), day.replace(day=monthrange(day.year, day.month)[1]))
