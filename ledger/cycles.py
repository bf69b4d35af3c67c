"""When a farmer's settlement cycle ends, and which days it holds.

Pure. Weeks run from Monday to Sunday. Ten-day cycles end on the 10th, the 20th and the last of
the month, fortnights on the 15th and the last, so that they never drift against the month.
"""

from calendar import monthrange
from datetime import date, timedelta

from ledger.people import Cycle

SUNDAY = 6
DAY = timedelta(days=1)


def cycle_ends(cycle: Cycle, on: date) -> bool:
    """Whether the day is the last of a cycle.

    Example:
        >>> cycle_ends(Cycle.WEEKLY, date(2026, 11, 29))
        True
    """
    last = monthrange(on.year, on.month)[1]
    match cycle:
        case Cycle.DAILY:
            return True
        case Cycle.WEEKLY:
            return on.weekday() == SUNDAY
        case Cycle.TEN_DAY:
            return on.day in {10, 20, last}
        case Cycle.FORTNIGHTLY:
            return on.day in {15, last}
        case Cycle.MONTHLY:
            return on.day == last


def period_of(cycle: Cycle, cut_off: date) -> tuple[date, date]:
    """The first and the last day of the cycle up to a cut-off.

    A cut-off in the middle of a cycle takes what has passed of it.

    Example:
        >>> period_of(Cycle.WEEKLY, date(2026, 11, 29))
        (datetime.date(2026, 11, 23), datetime.date(2026, 11, 29))
    """
    start = cut_off
    while not cycle_ends(cycle, start - DAY):
        start -= DAY
    return start, cut_off
