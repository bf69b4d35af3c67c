"""Yes, no, a choice from a numbered list, a day: what short words can mean."""

from datetime import date, timedelta

from bot.language.meaning import Intent, Meaning

YES_NUMBER = 1
NO_NUMBER = 2
YESTERDAY = timedelta(days=1)


def is_choice(meaning: Meaning) -> bool:
    """Whether it is a bare number, which may choose from a list."""
    is_of_lot = bool(meaning.items)
    return (
        meaning.number is not None
        and not is_of_lot
        and meaning.intent in {Intent.YES, Intent.NO, Intent.UNKNOWN}
    )


def is_yes(meaning: Meaning) -> bool:
    """A yes in words, or `1`."""
    if is_choice(meaning):
        return meaning.number == YES_NUMBER
    return meaning.intent is Intent.YES


def is_no(meaning: Meaning) -> bool:
    """A no in words, or `2`."""
    if is_choice(meaning):
        return meaning.number == NO_NUMBER
    return meaning.intent is Intent.NO


def day_named(period: str | None, today: date) -> date | None:
    """The one day that a period names; None where it is longer than a day."""
    if period in {None, "today"}:
        return today
    if period == "yesterday":
        return today - YESTERDAY
    try:
        return date.fromisoformat(period or "")
    except ValueError:
        return None
