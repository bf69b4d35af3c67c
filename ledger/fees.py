"""Fees that a settlement takes: flat, per unit or a percentage, each with its account.

Pure. Fees are taken as far as what is due goes; the rest of each is carried to the next
settlement. Each is rounded once, to the paisa.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from ledger.money import MILLI, rounded, share


class Basis(StrEnum):
    """What a fee is reckoned by."""

    FLAT = "flat"
    PER_UNIT = "per_unit"
    PERCENT = "percent"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFee:
    """A fee about to be written down.

    Attributes:
        amount: paise a settlement, paise a unit, or basis points of the gross.
        unit: it counts lots of this unit only; a fee per unit needs it.
        farmer: it is this farmer's alone; None for everybody.
        account: `fee:…` where it is handed on, `fees-kept` where the shop earns it.
    """

    code: str
    name_en: str
    name_ta: str
    basis: Basis
    amount: int
    account: str
    unit: str | None = None
    farmer: str | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee(NewFee):
    """A fee as it stands on the list."""

    fee_kind_id: int


@dataclass(frozen=True, slots=True)
class Tally:
    """What lots of one unit come to together."""

    lots: int = 0
    quantity_milli: int = 0
    gross_paise: int = 0

    def plus(self, lots: int, quantity_milli: int, gross_paise: int) -> "Tally":
        """With a lot more, or, by negative figures, one less."""
        return Tally(
            self.lots + lots, self.quantity_milli + quantity_milli, self.gross_paise + gross_paise
        )


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee that is asked for in a settlement, and what of it is taken.

    Attributes:
        from_id: the settlement that could not take it; None for a fee of this one.
    """

    fee: Fee
    asked_paise: int
    from_id: int | None = None
    applied_paise: int = 0


def charges(fees: Iterable[Fee], tallies: Mapping[str, Tally]) -> Iterator[Charge]:
    """What the fees in force ask of a settlement with these lots; none asks for nothing."""
    for fee in fees:
        paise = _asked(fee, _counted(fee, tallies))
        if paise > 0:
            yield Charge(fee, paise)


def applied(asked: Iterable[Charge], due_paise: int) -> tuple[Charge, ...]:
    """Take the fees in their order, as far as what is due goes.

    Example:
        ₹300 due, a carried fee of ₹200 and a new one of ₹150: 200 and 100 are taken.
    """
    left = max(0, due_paise)
    taken = []
    for charge in asked:
        paise = min(charge.asked_paise, left)
        left -= paise
        taken.append(Charge(charge.fee, charge.asked_paise, charge.from_id, paise))
    return tuple(taken)


def _counted(fee: Fee, tallies: Mapping[str, Tally]) -> Tally:
    total = Tally()
    for unit, tally in tallies.items():
        if fee.unit in {None, unit}:
            total = total.plus(tally.lots, tally.quantity_milli, tally.gross_paise)
    return total


def _asked(fee: Fee, lots: Tally) -> int:
    match fee.basis:
        case Basis.FLAT:
            return fee.amount if lots.lots > 0 else 0
        case Basis.PER_UNIT:
            return rounded(fee.amount * lots.quantity_milli, MILLI)
        case Basis.PERCENT:
            return share(lots.gross_paise, fee.amount)
