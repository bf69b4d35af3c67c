"""A farmer's statement: what happened on his accounts between two days."""

from datetime import date, timedelta

from bot.dialogue.effects import Step
from bot.dialogue.events_money import StatementFound
from bot.dialogue.replies import day_named
from bot.dialogue.states import Conversation
from bot.dialogue.wording import farmer_shown, say
from papers.asked import StatementPaper

WEEK = timedelta(days=7)
DAY = timedelta(days=1)


def found(conversation: Conversation, event: StatementFound) -> Step:
    """The statement as a text, and as a document with it."""
    whose = () if conversation.speaker.is_farmer else (farmer_shown(event.farmer),)
    paper = StatementPaper(event.farmer.code, event.first, event.last)
    return Step(conversation, (say(*whose, event.statement, paper=paper),))


def span(period: str | None, today: date) -> tuple[date, date] | None:
    """The first and the last day of a period, today at most; this month where none is said.

    Example:
        >>> span("last_month", date(2026, 11, 24))
        (datetime.date(2026, 10, 1), datetime.date(2026, 10, 31))
    """
    monday = today - timedelta(days=today.weekday())
    first = today.replace(day=1)
    match period:
        case None | "this_month":
            return first, today
        case "last_month":
            return (first - DAY).replace(day=1), first - DAY
        case "this_week":
            return monday, today
        case "last_week":
            return monday - WEEK, monday - DAY
        case _:
            return _named(period, today)


def _named(period: str, today: date) -> tuple[date, date] | None:
    """A day, or a month as `2026-11`."""
    on = day_named(period, today)
    if on is None:
        try:
            first = date.fromisoformat(f"{period}-01")
        except ValueError:
            return None
        after = (first + timedelta(days=31)).replace(day=1)
        on, last = first, min(after - DAY, today)
    else:
        last = on
    return (on, last) if on <= today else None
