"""Of which days a report is."""

from ledger.reports.periods import Period
from locales.facts import Day, Phrase
from papers.wording import phrase


def period_head(period: Period) -> tuple[Phrase, ...]:
    """One day, or from a day to another."""
    first, last = Day(period.first), Day(period.last)
    if first == last:
        return (phrase("fact", fact=first),)
    return (phrase("slip_period", first=first, last=last),)
