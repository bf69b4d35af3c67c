"""What a stated lot comes to by the board, the terms and the register, or why it is refused.

The rate is the one that was typed, else the board's at the lot's time. Commission is the farmer's
own, else the flower's, else the shop's. The arithmetic is `ledger.lots`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from ledger import goods, people, queries, rates
from ledger.board import BoardRate, TimeSlot, is_far_from
from ledger.dating import business_date
from ledger.errors import LedgerError, UnknownCodeError
from ledger.goods import AdjustmentKind, Flower
from ledger.lot_errors import (
    LotNamed,
    NoRateError,
    NothingWeighedError,
    RateNothingError,
    RateTooHighError,
    TooHeavyError,
    UnknownQualityError,
    WorthNothingError,
    WorthTooMuchError,
)
from ledger.lots import Adjustment, worth
from ledger.people import Party
from ledger.terms import Terms, terms
from ledger.trade import Sale


@dataclass(frozen=True, slots=True)
class LotAsked:
    """A lot as somebody stated it.

    Attributes:
        key: names the lot, for ever: `wa:<MessageSid>:<line>`, `web:<form>:<line>`.
        farmer: his code; likewise `flower`.
        quantity_milli: as typed; may be zero, negative or absurd.
        rate_paise: as typed; None takes the board's.
        adjustments: codes of quality adjustments.
        at: when it was weighed, aware.
    """

    key: str
    farmer: str
    flower: str
    quantity_milli: int
    rate_paise: int | None
    adjustments: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PricedLot:
    """A lot as it would be written, and what speaks against it.

    Attributes:
        key: as in `LotAsked`.
        sale: everything that the book will hold about it.
        qualities: its adjustments with their names.
        slot: the part of the market day it falls into; None outside market hours.
        twin: the entry of the same farmer, flower and weight a few minutes before or after.
        board_paise: the board's rate, where the typed one lies far from it.
        has_board: the board has a rate, so that a typed one could be compared.
        is_beyond: its weight, its rate or its worth is above the shop's limit.
    """

    key: str
    farmer: Party
    flower: Flower
    sale: Sale
    qualities: tuple[AdjustmentKind, ...]
    slot: TimeSlot | None
    twin: int | None
    board_paise: int | None
    has_board: bool
    is_beyond: bool


def priced(tx: Connection, asked: LotAsked, *, is_sure: bool = False) -> PricedLot:
    """What a lot comes to.

    Args:
        tx: the transaction.
        asked: the lot.
        is_sure: it may go beyond the shop's limits; whether he who says so may, is asked when it
            is written.

    Raises:
        UnknownCodeError: no farmer who still comes, or no flower that is still sold, has the code.
        LotRefusedError: it cannot be written like that.
    """
    return _Pricing(tx, is_sure).priced(asked)


def priced_or_refused(
    tx: Connection, asked: Iterable[LotAsked]
) -> tuple[list[PricedLot], list[LedgerError]]:
    """What several lots come to, and why the others of them are refused; each in its order."""
    pricing, lots, refused = _Pricing(tx), [], []
    for each in asked:
        try:
            lots.append(pricing.priced(each))
        except LedgerError as error:
            refused.append(error)
    return lots, refused


def bringing(tx: Connection, code: str) -> Party:
    """The farmer with this code, who still brings flowers.

    Raises:
        UnknownCodeError: none.
    """
    farmer = people.farmer(tx, code)
    if not farmer.is_active:
        raise UnknownCodeError("farmer", code)
    return farmer


@dataclass
class _Pricing:
    """What is looked up once for all lots of a request."""

    tx: Connection
    is_sure: bool = False
    flowers: dict[str, Flower] = field(init=False)
    kinds: dict[str, AdjustmentKind] = field(init=False)
    slots: list[TimeSlot] = field(init=False)
    farmers: dict[str, Party] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.flowers = {each.code: each for each in goods.flowers(self.tx) if each.is_active}
        self.kinds = goods.adjustment_kinds(self.tx)
        self.slots = goods.time_slots(self.tx)

    def priced(self, asked: LotAsked) -> PricedLot:
        named = self._named(asked)
        limits = terms(self.tx, asked.at)
        self._check_weight(named, limits)
        board = rates.in_force(self.tx, asked.flower, asked.at)
        rate_paise = self._rate(named, asked.rate_paise, board, limits)
        qualities = tuple(self._quality(named, code) for code in asked.adjustments)
        sale = _sale(
            asked,
            rate_paise,
            tuple(each.adjustment for each in qualities),
            rate_id=board.rate_id if board and asked.rate_paise is None else None,
            commission_bp=_first(
                named.farmer.commission_bp, named.flower.commission_bp, limits.commission_bp
            ),
        )
        self._check_worth(named, sale, limits)
        return PricedLot(
            key=asked.key,
            farmer=named.farmer,
            flower=named.flower,
            sale=sale,
            qualities=qualities,
            slot=next((each for each in self.slots if each.holds(asked.at)), None),
            twin=twin_of(self.tx, sale, limits),
            board_paise=_far_board(board, asked.rate_paise, limits),
            has_board=board is not None,
            is_beyond=_is_beyond(sale, limits),
        )

    def _named(self, asked: LotAsked) -> LotNamed:
        if asked.farmer not in self.farmers:
            self.farmers[asked.farmer] = bringing(self.tx, asked.farmer)
        if asked.flower not in self.flowers:
            raise UnknownCodeError("flower", asked.flower)
        farmer, flower = self.farmers[asked.farmer], self.flowers[asked.flower]
        return LotNamed(farmer, flower, asked.quantity_milli)

    def _check_weight(self, named: LotNamed, limits: Terms) -> None:
        if named.quantity_milli <= 0:
            raise NothingWeighedError(named)
        if named.quantity_milli > limits.quantity_max_milli and not self.is_sure:
            raise TooHeavyError(named, limits.quantity_max_milli)

    def _rate(
        self, named: LotNamed, typed_paise: int | None, board: BoardRate | None, limits: Terms
    ) -> int:
        """The typed rate, else the board's; refuses one that is missing, nothing or absurd."""
        if typed_paise is None:
            if board is None:
                raise NoRateError(named)
            return board.rate_paise
        if typed_paise <= 0:
            raise RateNothingError(named, typed_paise)
        if typed_paise > limits.rate_max_paise and not self.is_sure:
            raise RateTooHighError(named, typed_paise, limits.rate_max_paise)
        return typed_paise

    def _quality(self, named: LotNamed, code: str) -> AdjustmentKind:
        if code not in self.kinds:
            raise UnknownQualityError(named, code)
        return self.kinds[code]

    def _check_worth(self, named: LotNamed, sale: Sale, limits: Terms) -> None:
        """Refuse what is above the shop's limit, or so little that a posting would be zero."""
        comes_to, most = sale.worth, limits.amount_max_paise
        if comes_to.gross_paise > most and not self.is_sure:
            raise WorthTooMuchError(named, comes_to.gross_paise, most)
        if comes_to.sale_paise == 0 or comes_to.net_paise == 0:
            raise WorthNothingError(named, sale.rate_paise)


def _sale(
    asked: LotAsked,
    rate_paise: int,
    adjustments: tuple[Adjustment, ...],
    *,
    rate_id: int | None,
    commission_bp: int,
) -> Sale:
    return Sale(
        farmer=asked.farmer,
        flower=asked.flower,
        quantity_milli=asked.quantity_milli,
        rate_paise=rate_paise,
        rate_id=rate_id,
        adjustments=adjustments,
        commission_bp=commission_bp,
        at=asked.at,
        on=business_date(asked.at),
        worth=worth(asked.quantity_milli, rate_paise, adjustments, commission_bp=commission_bp),
    )


def twin_of(tx: Connection, sale: Sale, limits: Terms) -> int | None:
    """The newest entry that records the same lot a few minutes before or after, if any stands."""
    return queries.twin_of(
        tx,
        sale.farmer,
        sale.flower,
        sale.quantity_milli,
        at=sale.at,
        minutes=limits.twin_minutes,
    )


def _is_beyond(sale: Sale, limits: Terms) -> bool:
    return (
        sale.quantity_milli > limits.quantity_max_milli
        or sale.rate_paise > limits.rate_max_paise
        or sale.worth.gross_paise > limits.amount_max_paise
    )


def _far_board(board: BoardRate | None, typed_paise: int | None, limits: Terms) -> int | None:
    """The board's rate, where the typed one lies far from it."""
    if board is None or typed_paise is None:
        return None
    is_far = is_far_from(board.rate_paise, typed_paise, deviation_bp=limits.rate_deviation_bp)
    return board.rate_paise if is_far else None


def _first(*choices: int | None) -> int:
    """The first that is set; the last always is."""
    return next(each for each in choices if each is not None)
