"""What a correction would come to, reckoned and not written: somebody looks before he says yes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Unpack

from sqlalchemy import Connection

from ledger import accounts, goods, queries
from ledger.corrections import LotChanges, RightRate, right_lot
from ledger.putting_right import settlement_over
from ledger.queries import EntryRow, LotRow
from ledger.settlements import Settlement, SettlementState
from ledger.trade import Sale


@dataclass(frozen=True, slots=True)
class LotLook:
    """A lot as it stands beside what it would be.

    Attributes:
        unit: of what it would be.
        settled: the live settlement in which it stands.
    """

    before: LotRow
    after: Sale
    unit: str
    settled: Settlement | None

    @property
    def differences(self) -> Mapping[str, int]:
        """What each farmer would have more, in paise, by code."""
        found: Counter[str] = Counter()
        found[self.before.farmer] -= self.before.worth.net_paise
        found[self.after.farmer] += self.after.worth.net_paise
        return found

    @property
    def needs_second(self) -> bool:
        """Whether another admin must say yes."""
        return self.settled is not None and self.settled.state is SettlementState.PAID


def look_at_lot(
    tx: Connection, entry_id: int, *, at: datetime, **changes: Unpack[LotChanges]
) -> LotLook:
    """What a lot would come to.

    Raises:
        LedgerError: as for `corrections.right_lot`.
    """
    wrong = queries.entry_of(tx, entry_id)
    right = right_lot(tx, wrong, changes, at=at)
    (lot,) = queries.lots_of(tx, [entry_id])
    units = {flower.code: flower.unit for flower in goods.flowers(tx)}
    return LotLook(lot, right, units[right.flower], settlement_over(tx, entry_id))


def look_at_rate(tx: Connection, right_rate: RightRate, *, at: datetime) -> Sequence[LotLook]:
    """What the lots would come to that took a wrong rate from the board.

    Raises:
        LedgerError: as for `corrections.right_lot`.
    """
    lots = queries.lots_by_board(tx, right_rate.flower, right_rate.since, right_rate.until)
    return [
        look_at_lot(tx, lot.entry_id, at=at, rate_paise=right_rate.rate_paise)
        for lot in lots
        if lot.rate_paise != right_rate.rate_paise
    ]


@dataclass(frozen=True, slots=True)
class Undone:
    """What a farmer would have and owe more, were an entry taken back.

    Attributes:
        owed_paise: what the shop owes him.
        advance_paise: what he owes the shop.
    """

    owed_paise: int
    advance_paise: int


def look_at_reversal(entry: EntryRow) -> Mapping[str, Undone]:
    """What each farmer of an entry would have more, by code."""
    found: dict[str, Undone] = {}
    for posting in entry.postings:
        farmer = accounts.farmer_of(posting.account)
        if farmer is None:
            continue
        so_far = found.get(farmer, Undone(0, 0))
        if posting.account == accounts.advance(farmer).code:
            lent = so_far.advance_paise - posting.amount_paise
            found[farmer] = Undone(so_far.owed_paise, lent)
        else:
            found[farmer] = Undone(so_far.owed_paise + posting.amount_paise, so_far.advance_paise)
    return found
