"""Days and months in a message: dates are day first, and a bare number is never a date.

A date without its year, a weekday or a month's name needs a calendar: the caller may pass today.
Without it the words are known for a day, and which day stays unsaid.
"""

from datetime import date, timedelta

import regex

DATE = regex.compile(r"(?:(\d{4})-)?(\d{1,2})(?:[/.-](\d{1,2}))(?:[/.-](\d{4}|\d{2}))?")
MONTH = regex.compile(r"\d{4}-\d{2}")
CENTURY = 2000
NAMED = "period."
SAID = frozenset({"today", "yesterday", "this_week", "last_week", "this_month", "last_month"})
"""Periods that a meaning carries by name."""

DAYS_AWAY = {"day_before": -2, "tomorrow": 1}


def date_of(text: str, today: date | None) -> str:
    """A typed date as YYYY-MM-DD, a month as YYYY-MM; "" when which day it is stays unsaid.

    Example:
        >>> date_of("24/11/25", None), date_of("5/11", date(2025, 11, 24))
        ('2025-11-24', '2025-11-05')
    """
    if MONTH.fullmatch(text):
        return text
    match = DATE.fullmatch(text)
    if not match:
        return ""
    first, second, third, last = match.groups()
    if first:
        return _valid(int(first), int(second), int(third))
    if last:
        year = int(last) + (0 if int(last) >= CENTURY else CENTURY)
        return _valid(year, int(third), int(second))
    return _latest(int(third), int(second), today) if today else ""


def period_of(concepts: frozenset[str], today: date | None) -> str:
    """The period that a word's concepts name; "" for none, or one that needs today."""
    said = next((c.removeprefix(NAMED) for c in sorted(concepts) if c.startswith(NAMED)), "")
    if said in SAID or not today:
        return said if said in SAID else ""
    if said in DAYS_AWAY:
        return (today + timedelta(days=DAYS_AWAY[said])).isoformat()
    if weekday := weekday_of(concepts, today):
        return weekday
    for concept in sorted(concepts):
        kind, _, number = concept.partition(".")
        if kind == "month":
            year = today.year if int(number) <= today.month else today.year - 1
            return f"{year:04}-{number}"
    return ""


def weekday_of(concepts: frozenset[str], last: date) -> str:
    """The latest day of a weekday up to a last one; "" for a word that is no weekday."""
    for concept in sorted(concepts):
        kind, _, number = concept.partition(".")
        if kind == "weekday":
            return (last - timedelta(days=(last.weekday() - int(number)) % 7)).isoformat()
    return ""


def _latest(month: int, day: int, today: date) -> str:
    """That day of this year, or of the last where this year's is still to come."""
    this_year = _valid(today.year, month, day)
    is_past = this_year <= today.isoformat()
    return this_year if is_past else _valid(today.year - 1, month, day)


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
