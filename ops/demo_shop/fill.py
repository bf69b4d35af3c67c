"""Lets the demo shop have its people, a month behind it, and today's board.

The first call writes a market day a transaction and takes some seconds; killed half-way, the next
one goes on where it stopped. After that a call writes nothing but a missing board for the day, so
that a demo which is started on a later day has rates, and lets in whoever has no password yet. A
book that holds anybody else is refused: a journal cannot be emptied again.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine

from ledger import people, rates
from ledger.board import MARKET_ZONE
from ledger.consents import ConsentEvent, Via, record
from ledger.notices import Withheld, withhold_all
from ledger.roles import PartyRole
from ledger.shop_profile import write_shop_profile
from ops.demo_shop import till
from ops.demo_shop.access import give_access
from ops.demo_shop.cash import agree_terms, post_facts, settle_or_pay
from ops.demo_shop.day import set_board, write_day
from ops.demo_shop.desk import Desk, desk_of, moment
from ops.demo_shop.market import board_of
from ops.demo_shop.staff import CLERK_ADDRESS, OWNER, OWNER_ADDRESS, PROFILE, STAFF
from ops.importing import import_file
from ops.refusal import Refusal

SHOP = Path(__file__).with_name("shop.json")

WEEKS = 4

TODAYS_MOVES_UNTIL = time(6)
"""A later move of today's board would overrule what the owner sets while the demo runs."""


class OtherShopError(Refusal):
    """The book holds people who are not the demo shop's; nothing was written."""


def fill(engine: Engine, *, today: date, seed: int = 1) -> None:
    """Fill an empty book with the demo shop, or bring one that is filled up to today.

    Args:
        engine: the book's.
        today: a day in Asia/Kolkata; weeks before its own are settled, its own is running.
        seed: another seed is another month.

    Raises:
        OtherShopError: the book is somebody's already.
    """
    monday = today - timedelta(days=today.weekday())
    first = monday - timedelta(weeks=WEEKS)
    with engine.begin() as tx:
        is_ready = people.party_at(tx, OWNER_ADDRESS) is not None
        if not is_ready:
            _open_shop(tx, first, seed)
    if not is_ready:
        for number in range((today - first).days):
            with engine.begin() as tx:
                day = first + timedelta(days=number)
                write_day(desk_of(tx, seed), day, first=first)
                _tell_nobody(tx, day)
        with engine.begin() as tx:
            _make_ready(desk_of(tx, seed), today)
    refresh_board(engine, today=today, seed=seed)
    with engine.begin() as tx:
        give_access(tx, moment(today, 0))


def refresh_board(engine: Engine, *, today: date, seed: int = 1) -> None:
    """Put today's rates on the board for each flower that has none: opening and first move."""
    with engine.begin() as tx:
        day_end = datetime.combine(today, time.max, MARKET_ZONE)
        rated = {rate.flower for rate in rates.board(tx, day_end)}
        moves = [
            move
            for move in board_of(today, seed)
            if move.flower not in rated and move.at.time() <= TODAYS_MOVES_UNTIL
        ]
        set_board(desk_of(tx, seed), moves)


def _open_shop(tx: Connection, first: date, seed: int) -> None:
    """The shop's people, flowers and opening balances, unless they stand there already."""
    if people.party_at(tx, CLERK_ADDRESS) is not None:
        return
    if people.parties(tx):
        raise OtherShopError("this database holds another shop; the demo needs its own")
    import_file(tx, SHOP)
    for new, address in STAFF:
        people.add_party(tx, new, [address] if new.code != OWNER else [])
    for farmer in people.parties(tx, PartyRole.FARMER):
        record(tx, farmer.party_id, ConsentEvent.SHOWN, moment(first, 0), Via("counter"))
    write_shop_profile(tx, PROFILE, by=None, at=moment(first, 0))
    desk = desk_of(tx, seed)
    agree_terms(desk, first)
    post_facts(desk, till.opening(first, desk.farmers, seed))
    _tell_nobody(tx, first)


def _make_ready(desk: Desk, today: date) -> None:
    """What is due today; the owner's address comes last and says that all the rest is there."""
    settle_or_pay(desk, today)
    _tell_nobody(desk.tx, today)
    people.add_address(desk.tx, desk.owner.party_id, OWNER_ADDRESS)


def _tell_nobody(tx: Connection, day: date) -> None:
    """What happened before the demo began is news to nobody's phone."""
    withhold_all(tx, Withheld.HISTORY, at=moment(day, 23))
