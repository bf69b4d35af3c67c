"""What happened in two days: lots, a lot put right, money lent, paid, taken in, a settlement."""

from datetime import date, timedelta

from sqlalchemy import Connection

from ledger import trade
from ledger.accounts import Till
from ledger.corrections import correct_lot
from ledger.goods import NewFlower, add_flower
from ledger.journal import post
from ledger.reports.periods import Period
from ledger.settlements import Settlement
from tests.books.people import doing
from tests.books.shop import AT, CLERK, ON, lot, sell
from tests.books.trading import (
    DAY,
    lend,
    loading_fee,
    paid,
    pay_on_account,
    settled,
    weigh,
    who,
)

FIRST = ON - DAY
BOTH = Period(FIRST, ON)
MONTH = Period(date(2026, 11, 1), date(2026, 11, 30))


def trade_two_days(tx: Connection) -> Settlement:
    """F012 brings four lots, one is put right; he is lent to, settled and paid in part."""
    add_flower(tx, NewFlower(code="thamarai", name_en="Thamarai", name_ta="தாமரை", unit="piece"))
    loading_fee(tx, 50_00)
    weigh(tx, "wa:1:1", 10, on=FIRST)
    wrong = weigh(tx, "wa:2:1", 20, on=FIRST)
    weigh(tx, "wa:3:1", 5, farmer="F013")
    correct_lot(tx, wrong, doing(who(tx), "c", "scale"), quantity_milli=18_000)
    sell(tx, "wa:4:1", lot(7_250, 155_50))
    lend(tx, 1_000_00)
    pay_on_account(tx, 200_00, "on-account", "F013")
    post(tx, trade.buyers_money(2_500_00, till=Till.UPI, on=ON), key="buyers", source=CLERK)
    settlement = settled(tx, "F012", ON, AT + timedelta(hours=1))
    paid(tx, 500_00)
    return settlement
