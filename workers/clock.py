"""The clock, read here and handed down as a parameter."""

from datetime import UTC, datetime


def now() -> datetime:
    """The moment."""
    return datetime.now(UTC)
