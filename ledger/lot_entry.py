"""Lots are written together or not at all, by chat, by page or by whatever else asks.

What they come to is `ledger.lot_pricing`'s. Between that and a yes somebody else may have written
the same lot: `twins_now` looks again, with the farmers held, so that nobody comes in between.
"""

from collections.abc import Mapping

from sqlalchemy import Connection

from ledger import journal, queries, trade
from ledger.dating import business_date, check_date
from ledger.entering import Entering
from ledger.journal import Booking, Posted
from ledger.limits import AmountError, LotLimitError
from ledger.lot_pricing import bringing, twin_of
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, may, require
from ledger.terms import Terms, terms
from ledger.trade import Sale


def twins_now(tx: Connection, sales: Mapping[str, Sale], entering: Entering) -> dict[str, int]:
    """Which of these lots stand in the book already by another's hand, under their keys.

    From here on nobody else writes lots of these farmers until the transaction ends.

    Raises:
        UnknownCodeError: one of the farmers has left.
    """
    _hold(tx, sales)
    limits = terms(tx, entering.at)
    found = {key: twin_of(tx, sale, limits) for key, sale in sales.items()}
    return {
        key: twin
        for key, twin in found.items()
        if twin is not None and queries.entry_of(tx, twin).key != key
    }


def write_lots(tx: Connection, sales: Mapping[str, Sale], entering: Entering) -> list[Posted]:
    """Write lots, all or none, in their order; each farmer hears of his in one notice.

    A lot's day is the day on which it was weighed. The same key again writes nothing.

    Args:
        tx: the transaction.
        sales: each lot under the key that names it for ever.
        entering: who, when, through what; `ask` is a second person's yes to a day far back, and
            `is_sure` the owner's to what is beyond the shop's limits.

    Raises:
        NotAllowedError: his role enters no lots.
        UnknownCodeError: one of the farmers has left.
        LotLimitError, AmountError: beyond the limits, and the owner did not say that he is sure.
        FutureDateError, SecondPersonNeededError: a day that he cannot choose.
        DayClosedError, KeyReusedError: as they say.
    """
    require(entering.by.role, Act.ENTER_LOTS)
    farmers = _hold(tx, sales)
    if not (entering.is_sure and may(entering.by.role, Act.EXCEED_LIMITS)):
        limits = terms(tx, entering.at)
        for sale in sales.values():
            _check_limits(sale, limits)
    bookings = [_booking(tx, key, sale, entering) for key, sale in sales.items()]
    posted = journal.post_many(tx, bookings)
    for farmer in farmers:
        of_his = zip(sales.values(), posted, strict=True)
        new = [each.entry_id for sale, each in of_his if each.is_new and sale.farmer == farmer.code]
        _note_receipt(tx, farmer, new)
    return posted


def _hold(tx: Connection, sales: Mapping[str, Sale]) -> list[Party]:
    codes = dict.fromkeys(sale.farmer for sale in sales.values())
    journal.hold(tx, codes)
    return [bringing(tx, code) for code in codes]


def _check_limits(sale: Sale, limits: Terms) -> None:
    if sale.quantity_milli > limits.quantity_max_milli:
        raise LotLimitError("quantity_milli", sale.quantity_milli, limits.quantity_max_milli)
    if sale.rate_paise > limits.rate_max_paise:
        raise LotLimitError("rate_paise", sale.rate_paise, limits.rate_max_paise)
    if sale.worth.gross_paise > limits.amount_max_paise:
        raise AmountError(sale.worth.gross_paise, limits.amount_max_paise)


def _booking(tx: Connection, key: str, sale: Sale, entering: Entering) -> Booking:
    entry = trade.sale(sale)
    if sale.on != business_date(entering.at):
        check_date(tx, entry, at=entering.at, ask=entering.ask)
    return Booking(entry, key, entering.source, sale)


def _note_receipt(tx: Connection, farmer: Party, new: list[int]) -> None:
    """Have a farmer told, in one notice, of all that was newly written about him."""
    if new:
        note(
            tx,
            key=f"entry:{new[0]}:{farmer.code}",
            party_id=farmer.party_id,
            kind=NoticeKind.LOTS,
            subject={"entries": new},
        )
