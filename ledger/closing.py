"""Closing days: what is dated in a closed day stays as it is, and its balances are kept.

Closing a day closes every day before it. All that is written is sealed with it, and the root goes
to the admins: kept outside the database, it shows later whether the book was rewritten. A mistake
in a closed day is put right by an entry of the open day (`ledger.corrections`).
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Connection, Date, DateTime, Row, Select, Table, select

from ledger import journal, people
from ledger.board import MARKET_ZONE
from ledger.dating import FutureDateError, business_date
from ledger.db import metadata
from ledger.errors import DayClosedError, LedgerError
from ledger.goods import time_slots
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, require
from ledger.roles import PartyRole
from ledger.seals import seal_table
from ledger.terms import terms

closed_day_table = Table(
    "closed_day",
    metadata,
    Column("business_date", Date, primary_key=True, key="on"),
    Column("closed_at", DateTime(timezone=True)),
    Column("closed_by", BigInteger),
    Column("seal_seq", BigInteger),
)


class MarketOpenError(LedgerError):
    """Today is not closed while the market is on."""

    def __init__(self, on: date, until: datetime) -> None:
        local = until.astimezone(MARKET_ZONE)
        super().__init__(f"{on:%d-%m-%Y} is not over: the market is on until {local:%H:%M}")
        self.on = on
        self.until = until


@dataclass(frozen=True, slots=True)
class ClosedDay:
    """A day in which nothing is dated any more.

    Attributes:
        closed_by: None where it was closed by itself at night.
        root: what the book was sealed with then, in hex; None for an empty book.
    """

    on: date
    closed_at: datetime
    closed_by: int | None
    root: str | None


def close(tx: Connection, on: date, *, by: Party, at: datetime) -> ClosedDay:
    """Close a day and every day before it; the admins are told the root.

    Today can be closed when the market's last slot is over. Nobody writes meanwhile: where much is
    unsealed, seal it first (`ledger.seals.seal_all`).

    Raises:
        NotAllowedError: his role does not close days.
        FutureDateError: the day has not come.
        MarketOpenError: it is today, and the market is on.
        DayClosedError: it is closed already.
    """
    require(by.role, Act.CLOSE_DAY)
    today = business_date(at)
    if on > today:
        raise FutureDateError(on)
    if on == today:
        _check_market(tx, on, at)
    return _close(tx, on, by, at)


def close_by_itself(tx: Connection, on: date, *, at: datetime) -> ClosedDay | None:
    """Close a day that is over, at night; None where the shop closes by hand, or it is closed.

    Raises:
        FutureDateError: the day is not over.
    """
    if on >= business_date(at):
        raise FutureDateError(on)
    if not terms(tx, at).day_closes_at_night or is_closed(tx, on):
        return None
    return _close(tx, on, None, at)


def is_closed(tx: Connection, on: date) -> bool:
    """Whether nothing can be dated in a day."""
    later = select(closed_day_table.c.on).where(closed_day_table.c.on >= on)
    return tx.execute(later.limit(1)).first() is not None


def closed_days(tx: Connection, limit: int) -> list[ClosedDay]:
    """The newest closed days, newest first; a day closed with a later one has no row."""
    newest = _rows().order_by(closed_day_table.c.on.desc()).limit(limit)
    return [_day(row) for row in tx.execute(newest)]


def closed_day_of(tx: Connection, on: date) -> ClosedDay | None:
    """How a day was closed: by itself, or with the next one after it."""
    first = _rows().where(closed_day_table.c.on >= on).order_by(closed_day_table.c.on).limit(1)
    row = tx.execute(first).one_or_none()
    return None if row is None else _day(row)


def root_at(tx: Connection, at: datetime) -> str | None:
    """The newest root that was known at a moment: what a paper of then bears."""
    known = _rows().where(closed_day_table.c.closed_at <= at)
    row = tx.execute(known.order_by(closed_day_table.c.on.desc()).limit(1)).one_or_none()
    return None if row is None else _day(row).root


def day_of_root(tx: Connection, root: str) -> ClosedDay | None:
    """The day whose root begins so; None where the book knows no such root."""
    found = [day for day in map(_day, tx.execute(_rows())) if (day.root or "").startswith(root)]
    return found[0] if len(found) == 1 else None


def _close(tx: Connection, on: date, by: Party | None, at: datetime) -> ClosedDay:
    if not journal.close_day(tx, on, by=None if by is None else by.party_id, at=at):
        raise DayClosedError(on)
    closed = _day(tx.execute(_rows().where(closed_day_table.c.on == on)).one())
    if closed.root is not None:
        for admin in people.parties(tx, PartyRole.ADMIN):
            if admin.is_active:
                note(
                    tx,
                    key=f"day:{on.isoformat()}:root:{admin.party_id}",
                    party_id=admin.party_id,
                    kind=NoticeKind.DAY_ROOT,
                    subject={"on": on.isoformat(), "root": closed.root},
                )
    return closed


def _check_market(tx: Connection, on: date, at: datetime) -> None:
    ends = [datetime.combine(on, slot.ends, MARKET_ZONE) for slot in time_slots(tx, at)]
    if ends and at < max(ends):
        raise MarketOpenError(on, max(ends))


def _rows() -> Select[*tuple[Any, ...]]:
    return select(
        closed_day_table.c.on,
        closed_day_table.c.closed_at,
        closed_day_table.c.closed_by,
        seal_table.c.root,
    ).outerjoin(seal_table, seal_table.c.seq == closed_day_table.c.seal_seq)


def _day(row: Row[*tuple[Any, ...]]) -> ClosedDay:
    return ClosedDay(row[0], row[1], row[2], None if row[3] is None else row[3].hex())
