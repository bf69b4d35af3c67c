"""The owner's first page: the shop today, at a glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from bot.failures import failed_since
from dashboard.desk import Answer, Desk
from dashboard.room import Room
from ledger import goods, people, queries, rates
from ledger.people import Party
from ledger.policy import Act
from ledger.queries import LotRow
from ledger.standing import standing
from ledger.waiting import waiting

room = Room("today")

FAILURES_SHOWN = timedelta(days=7)
LOTS_SHOWN = 6
"""The newest; the others are behind the list of lots."""
CAME_SHOWN = 8
"""Who brought most; the others are a press away."""
CAME_MOST = 100
"""So many of them on the page; a larger market's are in the list of lots."""


@dataclass(frozen=True, slots=True)
class LotTotals:
    """The sums of the lots that stand.

    Attributes:
        milli_of: weight or count by unit, in the order in which the units first came.
    """

    count: int
    milli_of: dict[str, int]
    gross_paise: int
    commission_paise: int
    net_paise: int


@dataclass(frozen=True, slots=True)
class Came:
    """A farmer who brought flowers today."""

    farmer: Party
    totals: LotTotals


@room.get("/", Act.SEE_ANY_FARMER)
def today(desk: Desk) -> Answer:
    """Lots, weight, money, the board, who has come, what waits, what did not arrive."""
    parties = {party.code: party for party in people.parties(desk.tx)}
    flowers = {flower.code: flower for flower in goods.flowers(desk.tx)}
    lots = queries.lots_on(desk.tx, desk.on)
    board = rates.board(desk.tx, desk.at)
    return desk.page(
        "today/today.html",
        parties=parties,
        flowers=flowers,
        totals=totals_of(lots),
        newest=lots[: -LOTS_SHOWN - 1 : -1],
        came=_came(lots, parties),
        came_shown=CAME_SHOWN,
        came_most=CAME_MOST,
        board=sorted(board, key=lambda rate: flowers[rate.flower].name_en),
        standing=standing(desk.tx),
        waiting=waiting(desk.tx, desk.on),
        failed=failed_since(desk.tx, desk.at - FAILURES_SHOWN),
        of_id={party.party_id: party for party in parties.values()},
    )


def totals_of(lots: Iterable[LotRow]) -> LotTotals:
    """The sums of those lots that were not taken back."""
    good = [lot for lot in lots if not lot.is_reversed]
    milli_of: dict[str, int] = {}
    for lot in good:
        milli_of[lot.unit] = milli_of.get(lot.unit, 0) + lot.quantity_milli
    return LotTotals(
        count=len(good),
        milli_of=milli_of,
        gross_paise=sum(lot.worth.gross_paise for lot in good),
        commission_paise=sum(lot.worth.commission_paise for lot in good),
        net_paise=sum(lot.worth.net_paise for lot in good),
    )


def _came(lots: Iterable[LotRow], parties: dict[str, Party]) -> list[Came]:
    """Who has come, the one with the most first."""
    his: dict[str, list[LotRow]] = {}
    for lot in lots:
        if not lot.is_reversed:
            his.setdefault(lot.farmer, []).append(lot)
    came = [Came(parties[code], totals_of(brought)) for code, brought in his.items()]
    return sorted(came, key=lambda each: -each.totals.gross_paise)
