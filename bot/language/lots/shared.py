"""Figures said once for several of a line: `sekar and mani malli 5 kg each`."""

from collections.abc import Sequence
from dataclasses import replace

from bot.language.lots.lot import Lot
from bot.language.parts import Measure, Part, stands_for


def with_shared(lots: Sequence[Lot], line: Sequence[Part]) -> list[Lot]:
    """The lots of a line; those without figures have what is said of each, or one rate for all."""
    *before, last = lots or [Lot()]
    if not before or any(lot.figures or lot.loose for lot in before) or last.loose:
        return list(lots)
    is_each = any(stands_for(part, "each") for part in line)
    if is_each and last.figures and last.farmer and last.flower:
        return [*(_like(lot, last) for lot in before), last]
    is_rate = [figure.measure for figure in last.figures] == [Measure.RATE]
    if is_rate and all(lot.flower and lot.farmer is None for lot in lots):
        return [*(_like(lot, last) for lot in before), last]
    return list(lots)


def _like(lot: Lot, other: Lot) -> Lot:
    """A lot with what it does not say of its own taken from another."""
    flower = lot.flower or other.flower
    farmer = lot.farmer or other.farmer
    return replace(lot, farmer=farmer, flower=flower, figures=list(other.figures))
