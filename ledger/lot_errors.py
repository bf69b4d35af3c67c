"""Why a lot cannot be written: which lot, and what about it. The facts stay, others word them."""

from dataclasses import dataclass

from ledger.errors import LedgerError, rupees
from ledger.goods import Flower
from ledger.people import Party


@dataclass(frozen=True, slots=True)
class LotNamed:
    """Which lot it is: whose, of what, how much."""

    farmer: Party
    flower: Flower
    quantity_milli: int


class LotRefusedError(LedgerError):
    """A lot whose farmer and flower are known cannot be written as it was stated."""

    def __init__(self, lot: LotNamed, why: str) -> None:
        super().__init__(f"{lot.farmer.code} {lot.flower.code}: {why}")
        self.lot = lot


class NothingWeighedError(LotRefusedError):
    """Its weight is nothing, or less."""

    def __init__(self, lot: LotNamed) -> None:
        super().__init__(lot, f"{lot.quantity_milli} thousandths are no weight")


class TooHeavyError(LotRefusedError):
    """It is heavier than a lot may be."""

    def __init__(self, lot: LotNamed, limit_milli: int) -> None:
        super().__init__(lot, f"{lot.quantity_milli} thousandths are more than {limit_milli}")
        self.limit_milli = limit_milli


class NoRateError(LotRefusedError):
    """No rate was typed, and the board has none for its flower that day."""

    def __init__(self, lot: LotNamed) -> None:
        super().__init__(lot, "no rate was typed and the board has none")


class RateNothingError(LotRefusedError):
    """Its typed rate is nothing, or less."""

    def __init__(self, lot: LotNamed, rate_paise: int) -> None:
        super().__init__(lot, f"{rupees(rate_paise)} is no rate")
        self.rate_paise = rate_paise


class RateTooHighError(LotRefusedError):
    """Its typed rate is above the shop's limit."""

    def __init__(self, lot: LotNamed, rate_paise: int, limit_paise: int) -> None:
        super().__init__(lot, f"{rupees(rate_paise)} is above {rupees(limit_paise)}")
        self.rate_paise = rate_paise
        self.limit_paise = limit_paise


class WorthTooMuchError(LotRefusedError):
    """It fetches more than a lot may."""

    def __init__(self, lot: LotNamed, gross_paise: int, limit_paise: int) -> None:
        super().__init__(lot, f"{rupees(gross_paise)} is above {rupees(limit_paise)}")
        self.gross_paise = gross_paise
        self.limit_paise = limit_paise


class WorthNothingError(LotRefusedError):
    """It fetches so little that the farmer or the market would be posted nothing."""

    def __init__(self, lot: LotNamed, rate_paise: int) -> None:
        super().__init__(lot, f"at {rupees(rate_paise)} it comes to nothing")
        self.rate_paise = rate_paise


class UnknownQualityError(LotRefusedError):
    """It has a quality that the shop does not know."""

    def __init__(self, lot: LotNamed, code: str) -> None:
        super().__init__(lot, f"no quality {code}")
        self.code = code
