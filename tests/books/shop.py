"""The shop of these tests and what happens in it every day."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier
from typing import TypeVar

from sqlalchemy import Connection

from ledger import trade
from ledger.accounts import Till
from ledger.entries import JournalEntry
from ledger.goods import NewFlower, add_flower
from ledger.journal import Posted, Source, post
from ledger.lots import Adjustment, worth
from ledger.people import NewParty, add_party
from ledger.roles import PartyRole
from ledger.trade import Sale

ON = date(2026, 11, 24)
AT = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
CLERK = Source(None, "whatsapp")

T = TypeVar("T")


def open_shop(tx: Connection) -> None:
    """Murugan and Selvam bring jasmine."""
    for code, name in (("F012", "Murugan"), ("F013", "Selvam")):
        add_party(
            tx,
            NewParty(code=code, role=PartyRole.FARMER, name_en=name),
            [f"whatsapp:+9198{code[1:]}00000"],
        )
    add_flower(tx, NewFlower(code="malli", name_en="Malli", name_ta="மல்லி"))


def lot(
    quantity_milli: int = 10_500,
    rate_paise: int = 150_00,
    adjustments: tuple[Adjustment, ...] = (),
    *,
    farmer: str = "F012",
    at: datetime = AT,
) -> Sale:
    """A lot of jasmine as it was sold."""
    return Sale(
        farmer=farmer,
        flower="malli",
        quantity_milli=quantity_milli,
        rate_paise=rate_paise,
        rate_id=None,
        adjustments=adjustments,
        commission_bp=500,
        at=at,
        on=ON,
        worth=worth(quantity_milli, rate_paise, adjustments, commission_bp=500),
    )


def sell(tx: Connection, key: str = "wa:SM1:1", sold: Sale | None = None) -> Posted:
    """Post a lot: ₹1,575.00 gross for Murugan unless said otherwise."""
    sold = sold or lot()
    return post(tx, trade.sale(sold), key=key, source=CLERK, sale=sold)


def bank_the_cash(paise: int = 500_00, on: date = ON) -> JournalEntry:
    """An entry in which no farmer stands."""
    return trade.buyers_money(paise, till=Till.CASH, on=on)


def lend(paise: int = 1000_00, farmer: str = "F012", on: date = ON) -> JournalEntry:
    """A cash advance to Murugan."""
    return trade.cash_advance(farmer, paise, till=Till.CASH, on=on)


def all_at_once(works: list[Callable[[], T]]) -> list[T | Exception]:
    """Do things in as many threads, started together; errors are results."""
    start = Barrier(len(works))

    def wait_and_do(work: Callable[[], T]) -> T | Exception:
        start.wait()
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - the error is what the test looks at
            return error

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(wait_and_do, works))
