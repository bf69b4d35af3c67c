"""Who comes when, with what, and how much of it.

The market is thick from 5 to 8 a.m. A farmer has usual flowers, comes on most days, and has each
flower weighed in a bag or two.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from ledger.board import MARKET_ZONE
from ops.demo_shop.chance import dice, happens
from ops.demo_shop.market import TRADE_OF, TRADES
from ops.demo_shop.staff import CLERKS

COMES_PER_MILLE = 930
BRINGS_PER_MILLE = 880
AUCTIONED_PER_MILLE = 30
FLOWERS_EACH = (2, 2, 3, 3, 3, 4)

HOURS = ((240, 300), (300, 360), (360, 420), (420, 480), (480, 600), (600, 780))
"""Minutes of the day between which farmers come…"""
CROWD = (8, 27, 32, 19, 11, 3)
"""…and how many of a hundred."""

LATE_FROM = time(9, 30)
QUALITY = (("wet", 25), ("premium", 18), ("bonus", 10))


@dataclass(frozen=True, slots=True)
class Weighing:
    """A lot on the scale, before it has a price.

    Attributes:
        quality: code of a quality adjustment, or None.
        auctioned_percent: what was bid, in hundredths of the board's rate; None takes the board's.
        clerk: the code of who writes it.
    """

    farmer: str
    flower: str
    quantity_milli: int
    at: datetime
    quality: str | None
    auctioned_percent: int | None
    clerk: str


def weighings(day: date, farmers: Iterable[str], seed: int) -> list[Weighing]:
    """The day's lots in the order in which they are weighed."""
    lots = [lot for farmer in farmers for lot in _brought(farmer, day, seed)]
    return sorted(lots, key=lambda lot: (lot.at, lot.farmer, lot.flower))


def usual_flowers(farmer: str, seed: int) -> list[str]:
    """What a farmer grows; the first one is most of it."""
    throw = dice(seed, farmer, "grows")
    wanted = throw.choice(FLOWERS_EACH)
    grown: dict[str, None] = {}
    while len(grown) < wanted:
        (trade,) = throw.choices(TRADES, [trade.growers for trade in TRADES])
        grown[trade.flower] = None
    return list(grown)


def _brought(farmer: str, day: date, seed: int) -> Iterator[Weighing]:
    throw = dice(seed, day, farmer)
    if not happens(throw, COMES_PER_MILLE):
        return
    (hours,) = throw.choices(HOURS, CROWD)
    at = datetime.combine(day, time(), MARKET_ZONE) + timedelta(minutes=throw.randrange(*hours))
    for flower in usual_flowers(farmer, seed):
        if not happens(throw, BRINGS_PER_MILLE):
            continue
        for _ in range(throw.randint(1, 2)):
            at += timedelta(seconds=throw.randint(25, 150))
            yield Weighing(
                farmer=farmer,
                flower=flower,
                quantity_milli=_quantity(flower, throw),
                at=at,
                quality=_quality(at, throw),
                auctioned_percent=(
                    throw.randint(90, 115) if happens(throw, AUCTIONED_PER_MILLE) else None
                ),
                clerk=throw.choice(CLERKS),
            )


def _quantity(flower: str, throw: Random) -> int:
    """Small lots are more frequent than large ones: the least of three throws."""
    trade = TRADE_OF[flower]
    steps = (trade.most_milli - trade.least_milli) // trade.step_milli
    return trade.least_milli + trade.step_milli * min(throw.randint(0, steps) for _ in range(3))


def _quality(at: datetime, throw: Random) -> str | None:
    if at.time() >= LATE_FROM and happens(throw, 400):
        return "late"
    return next((code for code, often in QUALITY if happens(throw, often)), None)
