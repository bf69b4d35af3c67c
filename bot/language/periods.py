"""Days and months in a message: dates are day first, and a bare number is never a date.

A date without its year, a weekday or a month's name needs a calendar: the caller may pass today.
Without it the words are known for a day, and which day stays unsaid.
"""

from datetime import date, timedelta

import regex

DATE = regex.compile(r"(?:(\d{4})-)?(\d{1,2})(?:[/.-](\d{1,2}))(?:[/.-](\d{4}|\d{2}))?")
CENTURY = 2000
NAMED = "period."
SAID = frozenset({"today", "yesterday", "this_week", "last_week", "this_month", "last_month"})
"""Periods that a meaning carries by name."""


def date_of(text: str, today: date | None) -> str:
    """A typed date as YYYY-MM-DD; "" when it is none, or lacks a year and there is no today.

    Example:
        >>> date_of("24/11/25", None), date_of("5/11", date(2025, 11, 24))
        ('2025-11-24', '2025-11-05')
    """
    match = DATE.fullmatch(text)
    if not match:
        return ""
    first, second, third, last = match.groups()
    if first:
        return _valid(int(first), int(second), int(third))
    if last:
        return _valid(int(last) + (CENTURY if len(last) == 2 else 0), int(third), int(second))  # noqa: PLR2004 - two digits of a year
    if not today:
        return ""
    this_year = _valid(today.year, int(third), int(second))
    return (
        this_year
        if this_year <= today.isoformat()
        else _valid(today.year - 1, int(third), int(second))
    )


def period_of(concepts: frozenset[str], today: date | None) -> str:
    """The period that a word's concepts name; "" for none, or one that needs today."""
    for concept in sorted(concepts):
        name = concept.removeprefix(NAMED)
        if concept.startswith(NAMED) and name in SAID:
            return name
        if today:
            if concept == "period.day_before":
                return (today - timedelta(days=2)).isoformat()
            if concept == "period.tomorrow":
                return (today + timedelta(days=1)).isoformat()
            if concept.startswith("weekday."):
                back = (today.weekday() - int(concept[-1])) % 7
                return (today - timedelta(days=back)).isoformat()
            if concept.startswith("month."):
                month = int(concept[-2:])
                year = today.year if month <= today.month else today.year - 1
                return f"{year:04}-{month:02}"
    return ""


def day_of_month(day: int, today: date | None) -> str:
    """`5th`, 5ஆம் தேதி: the last one that is not in the future."""
    if not today:
        return ""
    month = today if day <= today.day else today.replace(day=1) - timedelta(days=1)
    return _valid(month.year, month.month, day)


def _valid(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
