"""A lot as stated → an item: exact figures, and what must be asked before anything is written.

Two bare numbers are quantity, then rate; a unit or a mark overrides position. Whatever is left
over, doubtful or in another unit than the flower's makes its slot unclear. Nothing is dropped.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from bot.language.lots.lot import Lot
from bot.language.meaning import Item, Slot
from bot.language.measures.unit_prices import is_one
from bot.language.measures.weights import UNITS
from bot.language.parts import Farmer, Figure, Flower, Measure, stands_for
from bot.language.shop import KG

MILLI = 1000
PAISE = 100
PRICES = (Measure.MONEY, Measure.RATE)


@dataclass(slots=True)
class _Slots:
    quantity: Figure | None = None
    rate: Figure | None = None
    unclear: set[Slot] = field(default_factory=set)


def item_of(lot: Lot, units: Mapping[str, str], adjustments: Iterable[str]) -> Item:
    """The item that a lot states.

    Args:
        lot: as stated.
        units: flower code → the unit it is sold in.
        adjustments: codes that the shop knows; none means all of the trade's.
    """
    slots = _filled(lot.figures)
    flower_codes = lot.flower.codes if lot.flower else ()
    unit = units.get(flower_codes[0], KG) if flower_codes else KG
    quantity = _quantity(slots, unit)
    rate = _exact(slots.rate.value, PAISE) if slots.rate else None
    if slots.rate and (rate is None or slots.rate.is_doubtful):
        slots.unclear.add(Slot.RATE)
    farmer_text, flower_text = _unexplained(lot, slots.unclear)
    if not (lot.farmer and lot.farmer.is_sure):
        slots.unclear.add(Slot.FARMER)
    if len(flower_codes) != 1 or lot.is_coloured:
        slots.unclear.add(Slot.FLOWER)
    known = set(adjustments)
    return Item(
        farmers=lot.farmer.codes if lot.farmer else (),
        farmer_text=farmer_text,
        flowers=flower_codes,
        flower_text=flower_text,
        quantity_milli=quantity,
        rate_paise=rate,
        adjustments=tuple(
            code for code in dict.fromkeys(lot.adjustments) if not known or code in known
        ),
        at=lot.at,
        unclear=frozenset(slots.unclear),
    )


def rate_item_of(lot: Lot) -> Item:
    """The rate that a lot without farmer and weight states: `malli 850` after விலை."""
    figures = [figure for figure in lot.figures if not is_one(figure)]
    prices = [f for f in figures if f.measure in (*PRICES, Measure.BARE)]
    unclear: set[Slot] = set()
    rate = _exact(prices[0].value, PAISE) if prices else None
    if rate is None or len(figures) != 1 or prices[0].is_doubtful:
        unclear.add(Slot.RATE)
    codes = lot.flower.codes if lot.flower else ()
    if len(codes) != 1:
        unclear.add(Slot.FLOWER)
    for _, before in lot.loose:
        is_beside_flower = lot.flower is None or before is None or isinstance(before, Flower)
        unclear.add(Slot.FLOWER if is_beside_flower else Slot.RATE)
    text = lot.flower.text if lot.flower else " ".join(word for word, _ in lot.loose)
    return Item(flowers=codes, flower_text=text, rate_paise=rate, unclear=frozenset(unclear))


def _filled(figures: Sequence[Figure]) -> _Slots:
    """Marked figures first, then bare ones into what is empty: quantity, then rate."""
    slots = _Slots()
    for figure in figures:
        if figure.measure in PRICES:
            if slots.rate:
                slots.unclear.add(Slot.RATE)
            slots.rate = slots.rate or figure
        elif figure.measure != Measure.BARE:
            if slots.quantity:
                slots.unclear.add(Slot.QUANTITY)
            slots.quantity = slots.quantity or figure
    for figure in figures:
        if figure.measure != Measure.BARE:
            continue
        if not slots.quantity:
            slots.quantity = figure
        elif not slots.rate and not _is_part(figure):
            slots.rate = figure
        else:
            slots.unclear.add(Slot.QUANTITY)
    return slots


def _is_part(figure: Figure) -> bool:
    """Whether it is a half or a quarter in words: never what a kilo costs."""
    return 0 < figure.value < 1 and not figure.text[0].isdecimal()


def _quantity(slots: _Slots, unit: str) -> int | None:
    figure = slots.quantity
    if figure is None:
        slots.unclear.add(Slot.QUANTITY)
        return None
    own = Measure.WEIGHT if unit == KG else Measure(unit)
    milli = _exact(figure.value, MILLI) if figure.measure in (Measure.BARE, own) else None
    is_part = figure.value.denominator != 1 and unit == Measure.PIECES
    if milli is None or figure.is_doubtful or is_part:
        slots.unclear.add(Slot.QUANTITY)
    return milli


def _exact(value: Fraction, scale: int) -> int | None:
    scaled = value * scale
    return int(scaled) if scaled.denominator == 1 else None


def _unexplained(lot: Lot, unclear: set[Slot]) -> tuple[str, str]:
    """The words for farmer and flower; loose words fill the one that is missing, or cast doubt."""
    farmer_text = lot.farmer.text if lot.farmer else " ".join(lot.titles)
    flower_text = lot.flower.text if lot.flower else ""
    loose = [word for word, _ in lot.loose]
    if loose and lot.farmer is None:
        farmer_text = " ".join([*lot.titles, *(loose if lot.flower else loose[:-1] or loose)])
    elif loose and lot.flower is None:
        flower_text = " ".join(loose)
    for _, before in lot.loose:
        if before and stands_for(before, *UNITS):
            unclear.add(Slot.QUANTITY)
        elif lot.farmer is None or lot.is_carried or before is None or isinstance(before, Farmer):
            unclear.add(Slot.FARMER)
        elif isinstance(before, Flower) or lot.flower is None:
            unclear.add(Slot.FLOWER)
        else:
            unclear.add(Slot.QUANTITY)
    if loose and lot.farmer is None and lot.flower is None and len(loose) > 1:
        flower_text = loose[-1]
    return farmer_text, flower_text
