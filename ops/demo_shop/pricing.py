"""A weighing gets its price, by the same rules as a lot that is typed into WhatsApp."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from ledger.board import MARKET_ZONE, BoardRate, TimeSlot, rate_in_force
from ledger.goods import AdjustmentKind
from ledger.lots import Adjustment, worth
from ledger.money import PAISE
from ledger.trade import Sale
from ops.demo_shop.arrivals import Weighing


@dataclass(frozen=True, slots=True)
class PriceList:
    """All that makes a day's prices."""

    board: Sequence[BoardRate]
    slots: Sequence[TimeSlot]
    kinds: Mapping[str, AdjustmentKind]
    commission_bp: int


def sale_of(weighing: Weighing, prices: PriceList) -> Sale:
    """The lot as it stands in the book.

    Raises:
        LookupError: the board has no rate for the flower at that moment.
    """
    rate = rate_in_force(prices.board, prices.slots, weighing.flower, weighing.at)
    if rate is None:
        raise LookupError(f"no rate for {weighing.flower} at {weighing.at}")
    is_auctioned = weighing.auctioned_percent is not None
    rate_paise = rate.rate_paise
    if weighing.auctioned_percent is not None:
        rate_paise = rate_paise // PAISE * weighing.auctioned_percent // 100 * PAISE
    adjustments = tuple(_adjustments(weighing, prices.kinds))
    return Sale(
        farmer=weighing.farmer,
        flower=weighing.flower,
        quantity_milli=weighing.quantity_milli,
        rate_paise=rate_paise,
        rate_id=None if is_auctioned else rate.rate_id,
        adjustments=adjustments,
        commission_bp=prices.commission_bp,
        at=weighing.at,
        on=weighing.at.astimezone(MARKET_ZONE).date(),
        worth=worth(
            weighing.quantity_milli, rate_paise, adjustments, commission_bp=prices.commission_bp
        ),
    )


def with_quantity(sale: Sale, quantity_milli: int) -> Sale:
    """The same lot with the weight that it really had."""
    right = worth(
        quantity_milli, sale.rate_paise, sale.adjustments, commission_bp=sale.commission_bp
    )
    return replace(sale, quantity_milli=quantity_milli, worth=right)


def _adjustments(weighing: Weighing, kinds: Mapping[str, AdjustmentKind]) -> Iterable[Adjustment]:
    if weighing.quality is not None:
        kind = kinds[weighing.quality]
        yield kind.adjustment
