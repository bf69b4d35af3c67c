"""Putting something right in a test: what somebody of the shop wrote, undid, corrected, settled."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from ledger import approvals, corrections, queries, rates, trade
from ledger.accounts import Till
from ledger.approvals import AskKind
from ledger.journal import Corrected, Posted, post
from ledger.lots import Adjustment, Side
from ledger.notices import notice_table
from ledger.payouts import pay
from ledger.people import party_table
from ledger.settlements import Settlement, approve, draft
from tests.books.people import person, through
from tests.books.shop import AT, ON, lot

WET = Adjustment("wet", -1000, Side.PRICE)
NEXT_DAY = AT + timedelta(days=1)


def undo(
    tx: Connection,
    entry_id: int,
    by: str = "A01",
    *,
    key: str = "undo",
    **more: Any,  # noqa: ANN401 - what the room takes
) -> Posted:
    who = person(tx, by)
    given = {"reason": "scale", "at": AT, **more}
    return corrections.reverse_entry(tx, entry_id, by=who, key=key, source=through(who), **given)


def correct(
    tx: Connection,
    entry_id: int,
    by: str = "A01",
    *,
    key: str = "right",
    **changes: Any,  # noqa: ANN401 - what the room takes
) -> Corrected:
    who = person(tx, by)
    given = {"reason": "scale", "at": AT, **changes}
    return corrections.correct_lot(tx, entry_id, by=who, key=key, source=through(who), **given)


def correct_advance(
    tx: Connection,
    entry_id: int,
    by: str = "A01",
    **changes: Any,  # noqa: ANN401 - what the room takes
) -> Corrected:
    who = person(tx, by)
    return corrections.correct_advance(
        tx,
        entry_id,
        reason="one nought",
        by=who,
        at=AT,
        key="right",
        source=through(who),
        **changes,
    )


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
        pay(
            tx, "F012", settled.net_paise, till=Till.CASH, by=owner, on=ON, at=AT, key="pay",
            source=through(owner),
        )  # fmt: skip
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


def correct_rate(
    tx: Connection,
    rate_paise: int,
    by: str = "A01",
    **more: Any,  # noqa: ANN401 - what the room takes
) -> list[Corrected]:
    who = person(tx, by)
    given = {"since": AT, "until": AT + timedelta(hours=2), "key": "rate", **more}
    return corrections.correct_rate(
        tx,
        "malli",
        rate_paise,
        reason="board",
        by=who,
        at=AT,
        source=through(who),
        **given,
    )


def priced_by_board(
    tx: Connection, milli: int, minutes: int, farmer: str = "F012", rate_paise: int = 150_00
) -> int:
    """A lot that took its rate from the board, so many minutes after the others."""
    at = AT + timedelta(minutes=minutes)
    row = rates.set_rate(tx, "malli", rate_paise, at=AT, by=None, key=f"board:{rate_paise}")
    sold = replace(lot(milli, rate_paise, farmer=farmer, at=at), rate_id=row.rate_id)
    return weigh(tx, sold=sold)
