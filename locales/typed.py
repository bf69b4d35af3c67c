"""Figures as people type them into a field: rupees, weights, percentages, in either digits.

What is typed into a message is `bot.language`'s; a field holds one figure and nothing else.
"""

import re
import unicodedata
from decimal import Decimal


def paise_of(text: str) -> int:
    """Rupees as typed, in paise; a third decimal is refused, not rounded.

    Raises:
        ValueError: it is no sum of rupees. `850,50` is none: it could be 850.50, or 85,050.

    Example:
        >>> paise_of("30,125.50"), paise_of("₹ 850"), paise_of("௮௫௦")
        (3012550, 85000, 85000)
    """
    return _scaled(text.removeprefix("₹"), decimals=2, digits=12)


def milli_of(text: str) -> int:
    """A weight or a count as typed, in thousandths of its unit.

    Raises:
        ValueError: it is no weight, or finer than a gram.

    Example:
        >>> milli_of("5.5"), milli_of(" 12 ")
        (5500, 12000)
    """
    return _scaled(text, decimals=3, digits=7)


def bp_of(text: str) -> int:
    """A percentage as typed, in basis points.

    Raises:
        ValueError: it is no percentage, or finer than a hundredth of one.

    Example:
        >>> bp_of("5"), bp_of("-2.5 %")
        (500, -250)
    """
    bare = text.strip().removesuffix("%").strip()
    sign = -1 if bare.startswith("-") else 1
    return sign * _scaled(bare.lstrip("+-"), decimals=2, digits=3)


def typed(value: int, *, decimals: int) -> str:
    """A figure as somebody would type it: the first value of its field.

    Args:
        value: in paise, basis points or thousandths.
        decimals: how many of its digits stand behind the point.

    Example:
        >>> typed(3012550, decimals=2), typed(-250, decimals=2), typed(500_000, decimals=3)
        ('30125.5', '-2.5', '500')
    """
    whole, part = divmod(abs(value), 10**decimals)
    behind = f"{part:0{decimals}}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole}{f'.{behind}' if behind else ''}"


WHOLE = r"\d+|\d{1,3}(?:[, ]\d{2,3})*[, ]\d{3}"
"""Commas and spaces part thousands and lakhs; any other is no grouping, and may be a point."""


def _scaled(text: str, *, decimals: int, digits: int) -> int:
    said = unicodedata.normalize("NFC", text).strip()
    bare = re.sub("[, ]", "", said)
    is_grouped = re.fullmatch(rf"(?:{WHOLE})(?:\.\d+)?", said)
    if not (is_grouped and re.fullmatch(rf"\d{{1,{digits}}}(\.\d{{1,{decimals}}})?", bare)):
        raise ValueError(text)
    return int(Decimal(bare).scaleb(decimals))
