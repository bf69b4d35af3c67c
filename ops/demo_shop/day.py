"""Writes a market day: what is due, the board, the lots, the mistakes, the money."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from ledger import goods, rates, terms, trade
from ledger.accounts import MARKET
from ledger.board import MARKET_ZONE, BoardRate
from ledger.journal import Booking, correct, post, post_many, reverse
from ledger.queries import owed_to_all, trial_balance
from ledger.rates import NewRate
from ledger.trade import Sale
from ops.demo_shop import till
from ops.demo_shop.arrivals import Weighing, weighings
from ops.demo_shop.cash import deal, post_facts, settle_or_pay
from ops.demo_shop.chance import dice, happens
from ops.demo_shop.desk import Desk
from ops.demo_shop.market import Move, board_of
from ops.demo_shop.pricing import PriceList, sale_of, with_quantity

DEALS_AT = 11
"""The hour at which farmers come for money."""

DOUBLED_PER_MILLE = 250
DOUBLED_AFTER = timedelta(seconds=40)
MISTYPED_PER_MILLE = 400


def write_day(desk: Desk, day: date, *, first: date) -> None:
    """A whole market day, unless it stands there already: then it has a board.

    Args:
        desk: the clerks'.
        day: which day.
        first: the day on which the shop opened; there is nothing to settle then.
    """
    if rates.board(desk.tx, datetime.combine(day, time.max, MARKET_ZONE)):
        return
    if day > first:
        settle_or_pay(desk, day)
    _put_right(desk, day, _write_lots(desk, day))
    post_facts(desk, till.buyers_pay(day, trial_balance(desk.tx)[MARKET.code], desk.seed))
    deal(desk, day, till.dealings(day, owed_to_all(desk.tx), desk.seed), DEALS_AT)


def set_board(desk: Desk, moves: Iterable[Move]) -> list[BoardRate]:
    """Put rates on the board in the owner's name."""
    named = [
        NewRate(
            move.flower,
            move.rate_paise,
            move.at,
            key=f"demo:rate:{move.flower}:{move.at:%Y-%m-%dT%H:%M}",
        )
        for move in moves
    ]
    return rates.set_rates(desk.tx, named, by=desk.owner.party_id)


def _write_lots(desk: Desk, day: date) -> list[tuple[int, Weighing, Sale]]:
    """The day's lots with the numbers of their entries."""
    board = set_board(desk, board_of(day, desk.seed))
    prices = PriceList(
        board=board,
        slots=goods.time_slots(desk.tx),
        kinds=goods.adjustment_kinds(desk.tx),
        commission_bp=terms.terms(desk.tx, board[-1].in_force_from).commission_bp,
    )
    lots = [
        (weighing, sale_of(weighing, prices))
        for weighing in weighings(day, desk.farmers, desk.seed)
    ]
    posted = post_many(
        desk.tx,
        [
            Booking(trade.sale(sale), f"demo:lot:{day}:{number}", desk.source(w.clerk), sale)
            for number, (w, sale) in enumerate(lots, start=1)
        ],
    )
    return [(written.entry_id, *lot) for written, lot in zip(posted, lots, strict=True)]


def _put_right(desk: Desk, day: date, lots: list[tuple[int, Weighing, Sale]]) -> None:
    """Now and then a lot was written twice, or with a wrong weight."""
    throw = dice(desk.seed, day, "mistakes")
    (_, doubled, once), (mistyped, wrong, said) = throw.sample(lots, 2)
    if happens(throw, DOUBLED_PER_MILLE):
        source, twice = desk.source(doubled.clerk), replace(once, at=once.at + DOUBLED_AFTER)
        key = f"demo:doubled:{day}"
        posted = post(desk.tx, trade.sale(twice), key=key, source=source, sale=twice)
        key, reason = f"undo:{posted.entry_id}", "written twice"
        reverse(desk.tx, posted.entry_id, on=day, reason=reason, key=key, source=source)
    if happens(throw, MISTYPED_PER_MILLE):
        right = with_quantity(said, said.quantity_milli * 2)
        correct(
            desk.tx,
            mistyped,
            trade.sale(right),
            reason="one bag of two was typed",
            key=f"demo:mistyped:{day}",
            source=desk.source(wrong.clerk),
            sale=right,
        )
