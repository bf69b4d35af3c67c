"""Paise: whole numbers, one rounding rule.

Money is an integer of paise, a quantity an integer of thousandths of the flower's unit, a rate
an integer of paise for one unit, a percentage an integer of basis points. Nothing here parses or
prints; words and digits live in `locales`.
"""

PAISE = 100
"""Paise in a rupee."""

MILLI = 1000
"""Thousandths in a unit (grams in a kilogram)."""

BASIS = 10_000
"""Basis points in the whole."""


def rounded(numerator: int, denominator: int) -> int:
    """The quotient rounded half away from zero to a whole number.

    The only rounding in the product (`docs/books.md`): once per line, totals are sums of lines.

    Example:
        >>> rounded(1346_625, 10), rounded(-5, 2)
        (134663, -3)

    Raises:
        ValueError: the denominator is not positive.
    """
    if denominator <= 0:
        raise ValueError(f"a rounding needs a positive denominator, not {denominator}")
    whole, rest = divmod(abs(numerator), denominator)
    if 2 * rest >= denominator:
        whole += 1
    return whole if numerator >= 0 else -whole


def share(amount_paise: int, share_bp: int) -> int:
    """That many basis points of an amount, in paise.

    Example:
        >>> share(157_500, 500)
        7875
    """
    return rounded(amount_paise * share_bp, BASIS)
