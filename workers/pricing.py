"""What a stated lot is worth, for a conversation: `ledger.lot_pricing` in the dialogue's words."""

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.dialogue.events import LotsPriced
from bot.dialogue.lots import Line, Lot, LotStated, Quality
from bot.refusals import reason_of
from ledger.goods import AdjustmentKind
from ledger.lot_pricing import LotAsked, PricedLot, priced_or_refused
from ledger.trade import Sale
from locales.facts import Name
from workers.register import flower_of, person_of


def price(tx: Connection, stated: Iterable[LotStated]) -> LotsPriced:
    """Price lots; the refused ones are named, each with what to do next."""
    lots, refused = priced_or_refused(tx, [_asked(lot) for lot in stated])
    return LotsPriced(tuple(map(_line, lots)), tuple(map(reason_of, refused)))


def sale_of(line: Line) -> Sale:
    """The lot of a draft in the book's terms, as it was shown."""
    lot = line.lot
    return Sale(
        farmer=lot.farmer.code,
        flower=lot.flower.code,
        quantity_milli=lot.quantity_milli,
        rate_paise=lot.rate_paise,
        rate_id=line.rate_id,
        adjustments=tuple(each.adjustment for each in lot.qualities),
        commission_bp=lot.commission_bp,
        at=lot.at,
        on=line.on,
        worth=lot.worth,
    )


def _asked(lot: LotStated) -> LotAsked:
    return LotAsked(
        key=lot.key,
        farmer=lot.farmer,
        flower=lot.flower,
        quantity_milli=lot.quantity_milli,
        rate_paise=lot.rate_paise,
        adjustments=lot.adjustments,
        at=lot.at,
    )


def _line(priced: PricedLot) -> Line:
    sale, slot = priced.sale, priced.slot
    return Line(
        key=priced.key,
        lot=Lot(
            farmer=person_of(priced.farmer),
            flower=flower_of(priced.flower),
            quantity_milli=sale.quantity_milli,
            rate_paise=sale.rate_paise,
            commission_bp=sale.commission_bp,
            worth=sale.worth,
            at=sale.at,
            qualities=tuple(map(_quality, priced.qualities)),
        ),
        rate_id=sale.rate_id,
        on=sale.on,
        slot=None if slot is None else Name(slot.name_en, slot.name_ta),
        twin=priced.twin,
        board_paise=priced.board_paise,
        has_board=priced.has_board,
    )


def _quality(kind: AdjustmentKind) -> Quality:
    return Quality(Name(kind.name_en, kind.name_ta), kind.adjustment)
