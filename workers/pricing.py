"""What a stated lot is worth by the board, the terms and the register, or why it is refused.

The rate is the one that was typed, else the board's at the lot's time. Commission is the farmer's
own, else the flower's, else the shop's. The arithmetic is `ledger.lots`'s.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from bot.dialogue.events import LotsPriced
from bot.dialogue.lots import Line, Lot, LotStated, Quality
from ledger import goods, queries, rates
from ledger.board import MARKET_ZONE, BoardRate, TimeSlot, is_far_from
from ledger.goods import Flower
from ledger.lots import Worth, worth
from ledger.people import Party
from ledger.roles import PartyRole
from ledger.terms import Terms, terms
from locales.facts import Fact, Money, Name, Phrase, Quantity
from workers.register import Register, flower_of, person_of


def price(tx: Connection, stated: Iterable[LotStated]) -> LotsPriced:
    """Price lots; the refused ones are named, each with what to do next."""
    lines: list[Line] = []
    refused: list[Phrase] = []
    pricing = _Pricing(tx)
    for lot in stated:
        try:
            lines.append(pricing.line(lot))
        except _RefusedLot as error:
            refused.append(error.reason)
    return LotsPriced(tuple(lines), tuple(refused))


class _RefusedLot(Exception):  # noqa: N818 - a refusal is not an error of the program
    """A lot cannot be written; the reason is for the person."""

    def __init__(self, reason: Phrase) -> None:
        super().__init__(reason.key)
        self.reason = reason


@dataclass
class _Pricing:
    """What is looked up once for all lots of a request."""

    tx: Connection
    register: Register = field(init=False)
    slots: list[TimeSlot] = field(init=False)

    def __post_init__(self) -> None:
        self.register = Register(self.tx)
        self.slots = goods.time_slots(self.tx)

    def line(self, stated: LotStated) -> Line:
        """The lot priced; raises `_RefusedLot`."""
        farmer, flower = self._names(stated)
        limits = terms(self.tx, stated.at)
        facts = _facts(stated, farmer, flower)
        _check_quantity(stated, limits, facts)
        board = rates.in_force(self.tx, flower.code, stated.at)
        rate_paise = _rate(stated, board, limits, facts)
        qualities = tuple(self._quality(code, facts) for code in stated.adjustments)
        commission_bp = _first(farmer.commission_bp, flower.commission_bp, limits.commission_bp)
        adjustments = [each.adjustment for each in qualities]
        comes_to = worth(
            stated.quantity_milli, rate_paise, adjustments, commission_bp=commission_bp
        )
        _check_amount(comes_to, limits, facts)
        return Line(
            key=stated.key,
            lot=Lot(
                farmer=person_of(farmer),
                flower=flower_of(flower),
                quantity_milli=stated.quantity_milli,
                rate_paise=rate_paise,
                commission_bp=commission_bp,
                worth=comes_to,
                at=stated.at,
                qualities=qualities,
            ),
            rate_id=board.rate_id if board and stated.rate_paise is None else None,
            on=stated.at.astimezone(MARKET_ZONE).date(),
            slot=self._slot(stated.at),
            twin=self._twin(stated, limits),
            board_paise=_far_board(board, stated.rate_paise, limits),
            has_board=board is not None,
        )

    def _names(self, stated: LotStated) -> tuple[Party, Flower]:
        farmer = self.register.party(stated.farmer)
        flower = self.register.flowers.get(stated.flower)
        if farmer is None or farmer.role is not PartyRole.FARMER or not farmer.is_active:
            raise _RefusedLot(Phrase("refused_unknown_names", {}))
        if flower is None or not flower.is_active:
            raise _RefusedLot(Phrase("refused_unknown_names", {}))
        return farmer, flower

    def _quality(self, code: str, facts: dict[str, Fact]) -> Quality:
        kind = self.register.kinds.get(code)
        if kind is None:
            raise _RefusedLot(Phrase("refused_quality", {**facts, "text": code}))
        return self.register.quality(kind.adjustment)

    def _slot(self, at: datetime) -> Name | None:
        held = (Name(each.name_en, each.name_ta) for each in self.slots if each.holds(at))
        return next(held, None)

    def _twin(self, stated: LotStated, terms: Terms) -> int | None:
        return queries.twin_of(
            self.tx,
            stated.farmer,
            stated.flower,
            stated.quantity_milli,
            at=stated.at,
            minutes=terms.twin_minutes,
        )


def _facts(stated: LotStated, farmer: Party, flower: Flower) -> dict[str, Fact]:
    return {
        "name": Name(farmer.name_en, farmer.name_ta),
        "flower": Name(flower.name_en, flower.name_ta),
        "quantity": Quantity(stated.quantity_milli, flower.unit),
        "unit": flower.unit,
    }


def _check_quantity(stated: LotStated, terms: Terms, facts: dict[str, Fact]) -> None:
    if stated.quantity_milli <= 0:
        raise _RefusedLot(Phrase("refused_zero", facts))
    if stated.quantity_milli > terms.quantity_max_milli:
        limit = Quantity(terms.quantity_max_milli, str(facts["unit"]))
        raise _RefusedLot(Phrase("refused_quantity", {**facts, "limit": limit}))


def _rate(stated: LotStated, board: BoardRate | None, terms: Terms, facts: dict[str, Fact]) -> int:
    """The typed rate, else the board's; refuses one that is missing, not positive or absurd."""
    if stated.rate_paise is None:
        if board is None:
            raise _RefusedLot(Phrase("refused_no_rate", facts))
        return board.rate_paise
    facts = {**facts, "rate": Money(stated.rate_paise), "limit": Money(terms.rate_max_paise)}
    if stated.rate_paise <= 0:
        raise _RefusedLot(Phrase("refused_rate_zero", facts))
    if stated.rate_paise > terms.rate_max_paise:
        raise _RefusedLot(Phrase("refused_rate_max", facts))
    return stated.rate_paise


def _check_amount(comes_to: Worth, terms: Terms, facts: dict[str, Fact]) -> None:
    """Refuse a lot worth more than the shop's limit, or so little that a posting would be zero."""
    facts = {**facts, "gross": Money(comes_to.gross_paise), "limit": Money(terms.amount_max_paise)}
    if comes_to.gross_paise > terms.amount_max_paise:
        raise _RefusedLot(Phrase("refused_amount", facts))
    if comes_to.sale_paise == 0 or comes_to.net_paise == 0:
        raise _RefusedLot(Phrase("refused_too_little", facts))


def _far_board(board: BoardRate | None, typed_paise: int | None, terms: Terms) -> int | None:
    """The board's rate, where the typed one lies far from it."""
    if board is None or typed_paise is None:
        return None
    is_far = is_far_from(board.rate_paise, typed_paise, deviation_bp=terms.rate_deviation_bp)
    return board.rate_paise if is_far else None


def _first(*choices: int | None) -> int:
    """The first that is set; the last always is."""
    return next(each for each in choices if each is not None)
