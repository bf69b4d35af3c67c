"""What a flower fetches on a day, and how the rate moves through the morning.

Levels are those of Madurai's market reports in an ordinary month, jasmine a few hundred rupees
and crossandra above it. A level drifts from day to day, is higher before Friday's temple-going
and at the weekend, higher again on wedding days, and falls as the morning wears on.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from ledger.board import MARKET_ZONE
from ledger.money import PAISE
from ops.demo_shop.chance import dice, happens

FRIDAY_EVE, FRIDAY, SATURDAY, SUNDAY = 3, 4, 5, 6

DRIFT_DAYS = 4
WEDDING_DAYS_PER_MILLE = 140

WEEKDAY_PER_MILLE = {FRIDAY_EVE: 80, FRIDAY: 140, SATURDAY: 60, SUNDAY: 110}
WEDDING_PER_MILLE = 260
"""How far up its usual range a flower stands higher than on a plain day."""

MOVES = (
    (time(0), 1000, 1000),
    (time(6), 940, 1080),
    (time(8), 720, 900),
)
"""From when, and between which thousandths of the opening rate. The opening rate is agreed the
evening before and holds from midnight, so that there is one at every hour."""


@dataclass(frozen=True, slots=True)
class Trade:
    """How a flower is usually traded.

    Attributes:
        flower: its code.
        low: rupees for a unit on a poor day.
        high: rupees for a unit on a good day.
        least_milli: the smallest lot.
        most_milli: the largest lot.
        step_milli: to which the scale or the counting is exact.
        growers: how many growers have it, against the others.
    """

    flower: str
    low: int
    high: int
    least_milli: int
    most_milli: int
    step_milli: int
    growers: int


TRADES = (
    Trade("malli", 400, 1200, 1_000, 15_000, 10, 30),
    Trade("mullai", 350, 800, 500, 8_000, 10, 12),
    Trade("pichi", 350, 700, 500, 8_000, 10, 10),
    Trade("kakkarattan", 280, 550, 500, 6_000, 10, 5),
    Trade("kanakambaram", 700, 1600, 200, 2_500, 10, 6),
    Trade("roja", 100, 250, 2_000, 12_000, 50, 8),
    Trade("sevanthi", 80, 220, 5_000, 30_000, 50, 8),
    Trade("sampangi", 60, 240, 5_000, 30_000, 50, 10),
    Trade("arali", 120, 350, 2_000, 12_000, 50, 6),
    Trade("kozhikondai", 40, 100, 5_000, 25_000, 50, 5),
    Trade("chendumalli", 30, 90, 10_000, 45_000, 100, 7),
    Trade("vadamalli", 40, 110, 5_000, 20_000, 50, 4),
    Trade("marikozhundhu", 60, 160, 1_000, 8_000, 50, 4),
    Trade("thamarai", 6, 20, 20_000, 150_000, 1_000, 5),
    Trade("thulasi", 10, 25, 5_000, 40_000, 1_000, 5),
)
TRADE_OF = {trade.flower: trade for trade in TRADES}


@dataclass(frozen=True, slots=True)
class Move:
    """A flower has another rate from a moment on."""

    flower: str
    rate_paise: int
    at: datetime


def board_of(day: date, seed: int) -> Iterator[Move]:
    """The day's board: each flower's opening rate and its moves, in order."""
    for trade in TRADES:
        throw = dice(seed, day, trade.flower)
        opening = _opening_rupees(trade, day, seed)
        for starts, least, most in MOVES:
            rupees = _plain(opening * throw.randint(least, most) // 1000)
            yield Move(trade.flower, rupees * PAISE, datetime.combine(day, starts, MARKET_ZONE))


def _opening_rupees(trade: Trade, day: date, seed: int) -> int:
    drift = [
        dice(seed, day - timedelta(days=back), trade.flower, "level").randrange(1000)
        for back in range(DRIFT_DAYS)
    ]
    level = sum(drift) // DRIFT_DAYS + WEEKDAY_PER_MILLE.get(day.weekday(), 0)
    if happens(dice(seed, day, "wedding"), WEDDING_DAYS_PER_MILLE):
        level += WEDDING_PER_MILLE
    return trade.low + (trade.high - trade.low) * min(level, 1000) // 1000


def _plain(rupees: int) -> int:
    """The rate as it is called out: to ten rupees, five, or one, by its size."""
    step = 10 if rupees >= 200 else 5 if rupees >= 50 else 1  # noqa: PLR2004 - market custom
    return max(step, rupees // step * step)
