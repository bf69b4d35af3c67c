"""Dice that fall the same way every time: thrown about something, not in a sequence.

A throw about (seed, day, farmer) is the same whatever was thrown before, so a day's board can be
made again later without making the month before it.
"""

from random import Random


def dice(*about: object) -> Random:
    """Dice for one question, such as the seed, a day and a farmer's code."""
    return Random(":".join(str(part) for part in about))  # noqa: S311 - a demo shop, not a secret


def happens(throw: Random, per_mille: int) -> bool:
    """Whether something that happens so often in a thousand happens now."""
    return throw.randrange(1000) < per_mille
