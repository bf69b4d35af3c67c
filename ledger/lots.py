"""What a weighed lot is worth: gross, commission, net.

One sale rate a lot feeds both the farmer's side and the shop's; the farmer cannot be quoted
another rate or weight than was sold. Quality adjustments are multiplied together on the gross
before commission. A **price** adjustment (wet, late, premium) changes what the flowers were sold
for, on both sides; a **shop** adjustment (bonus, first time) is the shop's gift, which the
farmer's gross carries and the sale does not.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ledger.money import BASIS, MILLI, rounded, share


class Side(StrEnum):
    """Whose price an adjustment changes."""

    PRICE = "price"
    SHOP = "shop"


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A quality adjustment as it stands on a lot.

    Attributes:
        code: `wet`, `late`, `bonus`, `premium`, `first-time`, or the shop's own.
        adjustment_bp: signed basis points, -1000 for ten per cent off.
    """

    code: str
    adjustment_bp: int
    side: Side


@dataclass(frozen=True, slots=True)
class Worth:
    """What a lot comes to, in paise.

    Attributes:
        sale_paise: what the market owes for it.
        gross_paise: what the farmer's slip starts from.
        commission_paise: the shop's share of the gross.
        net_paise: the farmer's: gross less commission.
    """

    sale_paise: int
    gross_paise: int
    commission_paise: int
    net_paise: int

    @property
    def gift_paise(self) -> int:
        """The part of the gross that the shop pays out of its own pocket."""
        return self.gross_paise - self.sale_paise


def worth(
    quantity_milli: int,
    rate_paise: int,
    adjustments: Iterable[Adjustment] = (),
    *,
    commission_bp: int,
) -> Worth:
    """Price a lot: each line is rounded once, half away from zero, to the paisa.

    Example:
        10.500 kg at ₹150.00, 5 %:
        >>> worth(10_500, 15_000, commission_bp=500)
        Worth(sale_paise=157500, gross_paise=157500, commission_paise=7875, net_paise=149625)

    Raises:
        ValueError: the quantity or the rate is not positive, or commission is not 0-100 %.
    """
    if quantity_milli <= 0 or rate_paise <= 0:
        raise ValueError("a lot has a weight and a rate above zero")
    if not 0 <= commission_bp <= BASIS:
        raise ValueError("commission lies between 0 and 100 per cent")
    sale_numerator = gross_numerator = quantity_milli * rate_paise
    sale_denominator = gross_denominator = MILLI
    for adjustment in adjustments:
        factor = BASIS + adjustment.adjustment_bp
        gross_numerator *= factor
        gross_denominator *= BASIS
        if adjustment.side is Side.PRICE:
            sale_numerator *= factor
            sale_denominator *= BASIS
    gross = rounded(gross_numerator, gross_denominator)
    commission = share(gross, commission_bp)
    return Worth(
        sale_paise=rounded(sale_numerator, sale_denominator),
        gross_paise=gross,
        commission_paise=commission,
        net_paise=gross - commission,
    )
