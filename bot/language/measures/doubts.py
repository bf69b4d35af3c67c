"""Words that may be one number or two, `four fifty` and `anju nooru`, where only one can be meant.

Alone behind a flower they stay in doubt: 450 kilos, or 4 at 50.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.parts import Figure, Flower, Part, stands_for

SUMS = ("advance", "pay", "repay")
"""Where one sum is named, and nothing is weighed."""


def without_doubt(parts: Sequence[Part]) -> list[Part]:
    """The parts of a line; what is said behind a weight, as a rate or as a sum is one number."""
    has_flower = any(isinstance(part, Flower) for part in parts)
    is_sum = not has_flower and any(stands_for(part, *SUMS) for part in parts)
    return [
        _certain(part) if is_sum or _is_rate(parts[:place]) else part
        for place, part in enumerate(parts)
    ]


def _certain(part: Part) -> Part:
    is_said = isinstance(part, Figure) and part.is_doubtful and part.text[0].isalpha()
    return replace(part, is_doubtful=False) if is_said and isinstance(part, Figure) else part


def _is_rate(before: Sequence[Part]) -> bool:
    """Whether a weight stands before, or the word for a rate: `rate four fifty`."""
    if not before or not stands_for(before[-1], "kg", "gram"):
        return bool(before) and stands_for(before[-1], "rate", "at")
    return any(isinstance(part, Figure) for part in before[-2:-1])
