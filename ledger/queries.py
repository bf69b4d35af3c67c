"""Everything that is read from the books; writes nothing.

Balances are sums of postings. Here, and only here, the sign is turned for people: what the shop
owes a farmer is positive, and so is what he owes the shop.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, func, select, union_all

from ledger import accounts
from ledger.entries import EntryKind, Posting
from ledger.errors import UnknownAccountError, UnknownEntryError
from ledger.goods import flower_table
from ledger.journal_tables import (
    account_table,
    closed_balance_table,
    entry_table,
    lot_table,
    posting_table,
)
from ledger.lots import Adjustment, Side, Worth
from ledger.people import party_table

reversal_table = entry_table.alias("reversal")


@dataclass(frozen=True, slots=True)
class Owed:
    """What stands between the shop and a farmer, in paise.

    Attributes:
        payable_paise: sold and not yet settled; positive when the shop owes him.
        settled_paise: settled and not yet paid.
        advance_paise: what he owes the shop: cash lent against future flowers.
    """

    payable_paise: int = 0
    settled_paise: int = 0
    advance_paise: int = 0

    @property
    def owed_paise(self) -> int:
        """What the shop owes him; his advances stand beside it, never hidden in it."""
        return self.payable_paise + self.settled_paise


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRow:
    """A lot as it stands in the book.

    Attributes:
        entry_id: the number of its entry.
        at: when it was weighed.
        on: its business date.
        rate_id: the board's row that its rate was taken from; None where it was typed.
        is_reversed: it was taken back by a reversal.
    """

    entry_id: int
    farmer: str
    flower: str
    unit: str
    quantity_milli: int
    rate_paise: int
    rate_id: int | None
    adjustments: tuple[Adjustment, ...]
    worth: Worth
    commission_bp: int
    at: datetime
    on: date
    actor_id: int | None
    is_reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry as it stands in the book.

    Attributes:
        reverses: the entry that it mirrors.
        replaces: the reversed entry that it puts right.
        reversed_by: the entry that mirrors it.
    """

    entry_id: int
    kind: EntryKind
    on: date
    recorded_at: datetime
    actor_id: int | None
    channel: str
    key: str
    reason: str | None
    reverses: int | None
    replaces: int | None
    reversed_by: int | None
    postings: tuple[Posting, ...]
    lot: LotRow | None


def owed_to(tx: Connection, farmer: str) -> Owed:
    """What stands between the shop and a farmer.

    Raises:
        UnknownAccountError: nobody with this code has accounts.
    """
    codes = [account.code for account in accounts.of_farmer(farmer)]
    found = {
        code: int(paise)
        for code, paise in tx.execute(_sums().where(account_table.c.code.in_(codes)))
    }
    if not found:
        raise UnknownAccountError(codes[0])
    payable, settled, advance = (found[code] for code in codes)
    return Owed(-payable, -settled, advance)


def owed_to_all(tx: Connection) -> dict[str, Owed]:
    """The same for every farmer, by code."""
    sums = tx.execute(_sums().where(account_table.c.is_tracked))
    found = {code: int(paise) for code, paise in sums}
    farmers = sorted(code.partition(":")[2] for code in found if code.startswith("payable:"))
    return {
        farmer: Owed(
            -found[accounts.payable(farmer).code],
            -found[accounts.settled(farmer).code],
            found[accounts.advance(farmer).code],
        )
        for farmer in farmers
    }


def balance_of(tx: Connection, account: str) -> int:
    """One account's balance in paise, debit positive.

    Raises:
        UnknownAccountError: the chart has no such account.
    """
    row = tx.execute(_standing(tx).where(account_table.c.code == account)).one_or_none()
    if row is None:
        raise UnknownAccountError(account)
    return int(row[1])


def trial_balance(tx: Connection) -> dict[str, int]:
    """Every account's balance in paise, debit positive; together they are zero."""
    return {
        code: int(paise) for code, paise in tx.execute(_standing(tx).order_by(account_table.c.code))
    }


def lots_on(tx: Connection, on: date, farmer: str | None = None) -> list[LotRow]:
    """The lots of a business date in order of arrival, reversed ones included and marked."""
    wanted = _lots().where(entry_table.c.on == on)
    if farmer is not None:
        wanted = wanted.where(party_table.c.code == farmer)
    ordered = wanted.order_by(lot_table.c.weighed_at, lot_table.c.entry_id)
    return [_lot(row) for row in tx.execute(ordered).mappings()]


def lots_of(tx: Connection, entries: Iterable[int]) -> list[LotRow]:
    """The lots that these entries record, by number."""
    wanted = _lots().where(lot_table.c.entry_id.in_(list(entries)))
    return [_lot(row) for row in tx.execute(wanted.order_by(lot_table.c.entry_id)).mappings()]


def lots_by_board(tx: Connection, flower: str, since: datetime, until: datetime) -> list[LotRow]:
    """The standing lots of a flower, weighed in a span, whose rate was taken from the board."""
    wanted = _lots().where(
        flower_table.c.code == flower,
        lot_table.c.rate_id.is_not(None),
        lot_table.c.weighed_at >= since,
        lot_table.c.weighed_at < until,
        reversal_table.c.id.is_(None),
    )
    return [_lot(row) for row in tx.execute(wanted.order_by(lot_table.c.entry_id)).mappings()]


def twin_of(  # noqa: PLR0913 - a lot and how long it is remembered
    tx: Connection, farmer: str, flower: str, quantity_milli: int, *, at: datetime, minutes: int
) -> int | None:
    """The newest entry that records the same lot a few minutes before or after, if any stands.

    Args:
        tx: the transaction.
        farmer: his code.
        flower: its code.
        quantity_milli: the weight.
        at: when the other one was weighed.
        minutes: how far apart two of the same make one wonder.
    """
    near = timedelta(minutes=minutes)
    twins = (
        _lots()
        .where(
            party_table.c.code == farmer,
            flower_table.c.code == flower,
            lot_table.c.quantity_milli == quantity_milli,
            lot_table.c.weighed_at.between(at - near, at + near),
            reversal_table.c.id.is_(None),
        )
        .order_by(lot_table.c.entry_id.desc())
        .with_only_columns(lot_table.c.entry_id)
    )
    return tx.scalar(twins.limit(1))


def entry_of(tx: Connection, entry_id: int) -> EntryRow:
    """The entry with this number.

    Raises:
        UnknownEntryError: there is none.
    """
    found = _entries(tx, _heads().where(entry_table.c.id == entry_id))
    if not found:
        raise UnknownEntryError(entry_id)
    return found[0]


def entries_of(tx: Connection, numbers: Iterable[int]) -> list[EntryRow]:
    """The entries with these numbers, those that there are."""
    return _entries(tx, _heads().where(entry_table.c.id.in_(list(numbers))))


def entry_under(tx: Connection, key: str) -> EntryRow | None:
    """The entry that a key stands for, if anything was written under it."""
    return next(iter(_entries(tx, _heads().where(entry_table.c.idem_key == key))), None)


def standing_under(tx: Connection, keys: Iterable[str]) -> list[EntryRow]:
    """The entries under these keys; for one that was put right, what stands in its place."""
    found = _entries(tx, _heads().where(entry_table.c.idem_key.in_(list(keys))))
    numbers = [row.entry_id for row in found]
    right = _entries(tx, _heads().where(entry_table.c.replaces_id.in_(numbers)))
    if not right:
        return sorted(found, key=lambda row: row.entry_id)
    wrong = {row.replaces for row in right}
    untouched = [row.key for row in found if row.entry_id not in wrong]
    return standing_under(tx, [*untouched, *(row.key for row in right)])


def entries_after(tx: Connection, entry_id: int, limit: int) -> list[EntryRow]:
    """The next entries after a number, oldest first.

    An entry may commit after one with a higher number: whoever follows the book looks back a
    little.
    """
    after = _heads().where(entry_table.c.id > entry_id).order_by(entry_table.c.id)
    return _entries(tx, after.limit(limit))


def latest_entries(tx: Connection, limit: int) -> list[EntryRow]:
    """The newest entries, newest first."""
    return _entries(tx, _heads().order_by(entry_table.c.id.desc()).limit(limit))


def day_book(tx: Connection, on: date) -> list[EntryRow]:
    """Every entry of a business date, in order."""
    return _entries(tx, _heads().where(entry_table.c.on == on).order_by(entry_table.c.id))


def last_entry_by(tx: Connection, actor_id: int, on: date) -> EntryRow | None:
    """Somebody's newest entry of a business date that can still be taken back."""
    own = (
        _heads()
        .where(
            entry_table.c.actor_id == actor_id,
            entry_table.c.on == on,
            entry_table.c.reverses_id.is_(None),
            reversal_table.c.id.is_(None),
        )
        .order_by(entry_table.c.id.desc())
    )
    return next(iter(_entries(tx, own.limit(1))), None)


def _sums() -> Select[str, int]:
    return (
        select(account_table.c.code, func.coalesce(func.sum(posting_table.c.amount_paise), 0))
        .outerjoin(posting_table, posting_table.c.account_id == account_table.c.id)
        .group_by(account_table.c.code)
    )


def _standing(tx: Connection) -> Select[str, int]:
    """The same for every account, from the last closed day on.

    Its balances were kept when nothing dated in it or before could be written any more; added to
    them is what is dated later (`docs/decisions/0061-*`).
    """
    kept = closed_balance_table.c
    last = tx.scalar(select(func.max(kept.on)))
    if last is None:
        return _sums()
    moved = union_all(
        select(kept.account_id, kept.balance_paise).where(kept.on == last),
        select(posting_table.c.account_id, posting_table.c.amount_paise)
        .join(entry_table, entry_table.c.id == posting_table.c.entry_id)
        .where(entry_table.c.on > last),
    ).subquery()
    return (
        select(account_table.c.code, func.coalesce(func.sum(moved.c.balance_paise), 0))
        .outerjoin(moved, moved.c.account_id == account_table.c.id)
        .group_by(account_table.c.code)
    )


def _heads() -> Select[*tuple[object, ...]]:
    return select(entry_table, reversal_table.c.id.label("reversed_by")).outerjoin(
        reversal_table, reversal_table.c.reverses_id == entry_table.c.id
    )


def _entries(tx: Connection, heads: Select[*tuple[object, ...]]) -> list[EntryRow]:
    rows = tx.execute(heads).mappings().all()
    ids = [row["id"] for row in rows]
    postings = _postings(tx, ids)
    lots = {
        row["entry_id"]: _lot(row)
        for row in tx.execute(_lots().where(lot_table.c.entry_id.in_(ids))).mappings()
    }
    return [
        EntryRow(
            entry_id=row["id"],
            kind=EntryKind(row["kind"]),
            on=row["business_date"],
            recorded_at=row["recorded_at"],
            actor_id=row["actor_id"],
            channel=row["channel"],
            key=row["idem_key"],
            reason=row["reason"],
            reverses=row["reverses_id"],
            replaces=row["replaces_id"],
            reversed_by=row["reversed_by"],
            postings=postings[row["id"]],
            lot=lots.get(row["id"]),
        )
        for row in rows
    ]


def _postings(tx: Connection, ids: Iterable[int]) -> dict[int, tuple[Posting, ...]]:
    legs = (
        select(posting_table.c.entry_id, account_table.c.code, posting_table.c.amount_paise)
        .join(account_table, account_table.c.id == posting_table.c.account_id)
        .where(posting_table.c.entry_id.in_(ids))
        .order_by(posting_table.c.entry_id, posting_table.c.line)
    )
    found: defaultdict[int, tuple[Posting, ...]] = defaultdict(tuple)
    for entry_id, code, paise in tx.execute(legs):
        found[entry_id] += (Posting(code, paise),)
    return found


def _lots() -> Select[*tuple[object, ...]]:
    return (
        select(
            lot_table,
            party_table.c.code.label("farmer"),
            flower_table.c.code.label("flower"),
            flower_table.c.unit,
            entry_table.c.on.label("on"),
            entry_table.c.actor_id,
            reversal_table.c.id.is_not(None).label("is_reversed"),
        )
        .join(entry_table, entry_table.c.id == lot_table.c.entry_id)
        .join(party_table, party_table.c.party_id == lot_table.c.farmer_id)
        .join(flower_table, flower_table.c.flower_id == lot_table.c.flower_id)
        .outerjoin(reversal_table, reversal_table.c.reverses_id == lot_table.c.entry_id)
    )


def _lot(row: RowMapping) -> LotRow:
    return LotRow(
        entry_id=row["entry_id"],
        farmer=row["farmer"],
        flower=row["flower"],
        unit=row["unit"],
        quantity_milli=row["quantity_milli"],
        rate_paise=row["rate_paise"],
        rate_id=row["rate_id"],
        adjustments=adjustments_of(row["adjustments"]),
        worth=Worth(
            row["sale_paise"], row["gross_paise"], row["commission_paise"], row["net_paise"]
        ),
        commission_bp=row["commission_bp"],
        at=row["weighed_at"],
        on=row["on"],
        actor_id=row["actor_id"],
        is_reversed=row["is_reversed"],
    )


def adjustments_of(stored: list[dict[str, Any]]) -> tuple[Adjustment, ...]:
    """Quality adjustments as a lot keeps them."""
    return tuple(Adjustment(a["code"], a["bp"], Side(a["side"])) for a in stored)
