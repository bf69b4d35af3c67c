"""Putting something right in a test: what somebody of the shop wrote, undid, corrected, settled."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Unpack

from sqlalchemy import Connection, select

from ledger import approvals, corrections, queries, rates, trade
from ledger.accounts import Till
from ledger.approvals import AskKind
from ledger.corrections import AdvanceChanges, LotChanges, RightRate
from ledger.journal import Corrected, Posted, post
from ledger.lots import Adjustment, Side
from ledger.notices import notice_table
from ledger.payouts import pay
from ledger.people import party_table
from ledger.settlements import Settlement, approve, draft
from tests.books.people import doing, entering, person, through
from tests.books.shop import AT, ON, lot

WET = Adjustment("wet", -1000, Side.PRICE)
NEXT_DAY = AT + timedelta(days=1)


def undo(  # noqa: PLR0913 - each may be another
    tx: Connection,
    entry_id: int,
    by: str = "A01",
    *,
    key: str = "undo",
    reason: str = "scale",
    at: datetime = AT,
    ask: int | None = None,
) -> Posted:
    undoing = doing(person(tx, by), key, reason, at=at, ask=ask)
    return corrections.reverse_entry(tx, entry_id, undoing)


def correct(  # noqa: PLR0913 - each may be another
    tx: Connection,
    entry_id: int,
    by: str = "A01",
    *,
    key: str = "right",
    reason: str = "scale",
    at: datetime = AT,
    ask: int | None = None,
    **changes: Unpack[LotChanges],
) -> Corrected:
    correcting = doing(person(tx, by), key, reason, at=at, ask=ask)
    return corrections.correct_lot(tx, entry_id, correcting, **changes)


def correct_advance(
    tx: Connection,
    entry_id: int,
    by: str = "A01",
    *,
    ask: int | None = None,
    **changes: Unpack[AdvanceChanges],
) -> Corrected:
    correcting = doing(person(tx, by), "right", "one nought", ask=ask)
    return corrections.correct_advance(tx, entry_id, correcting, **changes)


def weigh(tx: Connection, by: str = "S01", sold: trade.Sale | None = None) -> int:
    """A lot that somebody of the shop wrote."""
    sold = sold or lot()
    key = f"weighed:{sold.farmer}:{sold.quantity_milli}"
    return post(tx, trade.sale(sold), key=key, source=through(person(tx, by)), sale=sold).entry_id


def settle(tx: Connection, *, is_paid: bool = False) -> Settlement:
    owner = person(tx, "A01")
    drafted = draft(tx, "F012", ON, by=owner, at=AT)
    settled = approve(tx, drafted.settlement_id, by=owner, at=AT, source=through(owner))
    if is_paid:
        pay(tx, "F012", settled.net_paise, entering(owner, "pay"), till=Till.CASH)
    return settled


def second_yes(tx: Connection, kind: AskKind, facts: dict[str, Any]) -> int:
    asked = approvals.ask(
        tx, kind, facts, by=person(tx, "A01"), at=AT, reason="scale", key=f"ask:{facts}"
    )
    return approvals.grant(tx, asked.ask_id, by=person(tx, "A02"), at=AT).ask_id


def told(tx: Connection, code: str) -> list[tuple[str, dict[str, Any]]]:
    of_him = select(notice_table.c.kind, notice_table.c.subject).join(
        party_table, party_table.c.party_id == notice_table.c.party_id
    )
    rows = of_him.where(party_table.c.code == code).order_by(notice_table.c.notice_id)
    return [tuple(row) for row in tx.execute(rows)]


def lots_standing(tx: Connection) -> list[queries.LotRow]:
    rows = queries.day_book(tx, ON)
    return [row.lot for row in rows if row.lot and not row.lot.is_reversed]


def correct_rate(  # noqa: PLR0913 - each may be another
    tx: Connection,
    rate_paise: int,
    by: str = "A01",
    *,
    key: str = "rate",
    since: datetime = AT,
    until: datetime = AT + timedelta(hours=2),
    ask: int | None = None,
) -> list[Corrected]:
    right = RightRate("malli", rate_paise, since, until)
    return corrections.correct_rate(tx, right, doing(person(tx, by), key, "board", ask=ask))


def priced_by_board(
    tx: Connection, milli: int, minutes: int, farmer: str = "F012", rate_paise: int = 150_00
) -> int:
    """A lot that took its rate from the board, so many minutes after the others."""
    at = AT + timedelta(minutes=minutes)
    row = rates.set_rate(tx, "malli", rate_paise, at=AT, by=None, key=f"board:{rate_paise}")
    sold = replace(lot(milli, rate_paise, farmer=farmer, at=at), rate_id=row.rate_id)
    return weigh(tx, sold=sold)
