"""What the owner's page shows, read in one transaction. Sums of lines, nothing else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from bot.failures import FailedMessage, failed_since
from ledger import goods, people, queries, rates
from ledger.board import MARKET_ZONE, BoardRate
from ledger.goods import Flower
from ledger.people import Party
from ledger.queries import LotRow, Owed
from ledger.roles import PartyRole

FAILURES_SHOWN = timedelta(days=7)


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
class ShopToday:
    """The shop at a moment.

    Attributes:
        lots: of the business date in order of arrival, those taken back included.
        board: the rates in force, by the flower's name.
        owed: farmers and what stands between them and the shop, by code.
        failed: messages of the last days that did not arrive, newest first.
    """

    at: datetime
    on: date
    parties: dict[str, Party]
    flowers: dict[str, Flower]
    lots: list[LotRow]
    totals: LotTotals
    board: list[BoardRate]
    owed: dict[str, Owed]
    owed_in_all: Owed
    failed: list[FailedMessage]

    def party_with(self, party_id: int | None) -> Party | None:
        """Somebody by his internal number."""
        return next((each for each in self.parties.values() if each.party_id == party_id), None)


def shop_today(tx: Connection, at: datetime) -> ShopToday:
    """The shop at a moment, aware; the business date is the market's."""
    on = at.astimezone(MARKET_ZONE).date()
    parties = {party.code: party for party in people.parties(tx)}
    flowers = {flower.code: flower for flower in goods.flowers(tx)}
    lots = queries.lots_on(tx, on)
    owed = queries.owed_to_all(tx)
    return ShopToday(
        at=at,
        on=on,
        parties=parties,
        flowers=flowers,
        lots=lots,
        totals=lot_totals(lots),
        board=sorted(rates.board(tx, at), key=lambda rate: flowers[rate.flower].name_en),
        owed={code: owed[code] for code in owed if parties[code].role is PartyRole.FARMER},
        owed_in_all=_sum_of(owed.values()),
        failed=failed_since(tx, at - FAILURES_SHOWN),
    )


def lot_totals(lots: Iterable[LotRow]) -> LotTotals:
    """The sums of those lots that were not taken back."""
    standing = [lot for lot in lots if not lot.is_reversed]
    milli_of: dict[str, int] = {}
    for lot in standing:
        milli_of[lot.unit] = milli_of.get(lot.unit, 0) + lot.quantity_milli
    return LotTotals(
        count=len(standing),
        milli_of=milli_of,
        gross_paise=sum(lot.worth.gross_paise for lot in standing),
        commission_paise=sum(lot.worth.commission_paise for lot in standing),
        net_paise=sum(lot.worth.net_paise for lot in standing),
    )


def _sum_of(all_owed: Iterable[Owed]) -> Owed:
    each = list(all_owed)
    return Owed(
        sum(owed.payable_paise for owed in each),
        sum(owed.settled_paise for owed in each),
        sum(owed.advance_paise for owed in each),
    )
