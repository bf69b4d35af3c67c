"""What somebody is to be told: a row in the transaction of the fact, worded and sent later.

The books know that a farmer has to hear of his settlement; how it is said, in which language and
whether he wants to hear it is the business of `workers.notices`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    DateTime,
    Row,
    Table,
    Text,
    bindparam,
    exists,
    func,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, Insert, insert

from ledger.db import metadata
from ledger.journal_tables import account_table, farmer_balance_table
from ledger.queries import Owed

notice_table = Table(
    "notice",
    metadata,
    Column("notice_id", BigInteger, primary_key=True),
    Column("idem_key", Text),
    Column("party_id", BigInteger),
    Column("kind", Text),
    Column("subject", JSONB),
    *(
        Column(f"{account}_{what}", BigInteger)
        for what in ("paise", "seq")
        for account in ("payable", "settled", "advance")
    ),
    Column("noted_at", DateTime(timezone=True)),
    Column("outbound_id", BigInteger),
    Column("withheld", Text),
    Column("worded_at", DateTime(timezone=True)),
)


class NoticeKind(StrEnum):
    """What happened; `subject` says to what.

    The subject's keys: `entries` (a list), `entry`, `advance`, `settlement`, `rate` are ids;
    `on` is a day as YYYY-MM-DD.
    """

    LOTS = "lots"  # entries
    LOT_UNDONE = "lot_undone"  # entry: the reversal
    DAY_DIGEST = "day_digest"  # on, entries
    RATES = "rates"  # on
    ADVANCE_REQUESTED = "advance_requested"  # advance
    ADVANCE_APPROVED = "advance_approved"  # advance
    ADVANCE_REJECTED = "advance_rejected"  # advance
    ADVANCE_PAID = "advance_paid"  # advance; entry: one that a correction made his
    ADVANCE_REPAID = "advance_repaid"  # entry
    WRITTEN_OFF = "written_off"  # entry: of his advances, given up
    PAYMENT = "payment"  # entry, on account
    SETTLEMENT_READY = "settlement_ready"  # settlement
    SETTLEMENT_PAID = "settlement_paid"  # settlement, entry
    SETTLEMENT_VOIDED = "settlement_voided"  # settlement
    PAY_DATE = "pay_date"  # on, settlements: to admins what is promised; settlement: he waits
    CORRECTION = "correction"  # entry: the replacement, or a reversal without one
    IDENTITY = "identity"  # added, removed: addresses (or null); the removed one is told as well
    TO_APPROVE = "to_approve"  # to admins: advance, or ask
    QUESTION = "question"  # to staff: settlement, and the farmer's `words`
    ANSWER = "answer"  # settlement, his `question`, and what the shop says to it, `words`
    TASK = "task"  # to admins: farmer (his code), task: what chat cannot do for him
    RUN_DONE = "run_done"  # to admins: a settlement run's figures
    DAY_ROOT = "day_root"  # to admins: on, root


class Withheld(StrEnum):
    """Why somebody is not told."""

    CHOICE = "choice"  # he does not want this kind
    ANSWERED = "answered"  # he asked for it himself, and the answer said it
    IN_DIGEST = "in_digest"  # the evening's digest will say it
    STOPPED = "stopped"  # he said STOP, or took his consent back
    INACTIVE = "inactive"  # he left the shop
    NO_ADDRESS = "no_address"  # the shop does not know where to write
    HISTORY = "history"  # it was brought in with a shop's past
    UNFIT = "unfit"  # it could not be put into words: our fault, the log says why


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as it was noted.

    Attributes:
        owed: what stood between the shop and him at that moment; None where he is no farmer.
    """

    notice_id: int
    party_id: int
    kind: NoticeKind
    subject: Mapping[str, Any]
    owed: Owed | None
    noted_at: datetime


def note(
    tx: Connection, *, key: str, party_id: int, kind: NoticeKind, subject: Mapping[str, Any]
) -> None:
    """Have somebody told; the same key again does nothing.

    A farmer's balances at this moment of the transaction are noted with it: call it after posting.

    Args:
        tx: the transaction of the fact.
        key: names the fact and the person, for ever: `settlement:17:ready`.
        party_id: who is to be told.
        kind: what happened.
        subject: which rows it is about; see `NoticeKind`.
    """
    fact = {"idem_key": key, "party_id": party_id, "kind": kind, "subject": dict(subject)}
    tx.execute(_noting(), fact)


@cache
def _noting() -> Insert:
    facts = (notice_table.c[name] for name in ("idem_key", "party_id", "kind", "subject"))
    given = {column.name: bindparam(column.name, type_=column.type) for column in facts}
    columns = {**given, **_balances()}
    accounts_of_his = (
        select(*columns.values())
        .select_from(account_table)
        .join(farmer_balance_table, farmer_balance_table.c.account_id == account_table.c.id)
        .where(account_table.c.party_id == given["party_id"])
    )
    row = insert(notice_table).from_select(list(columns), accounts_of_his)
    return row.on_conflict_do_nothing(index_elements=[notice_table.c.idem_key])


def _balances() -> dict[str, ColumnElement[int]]:
    """What his three accounts hold as people say it, and how many postings each has.

    Who is no farmer has no accounts: his sums are NULL, and still one row.
    """
    balance = farmer_balance_table.c
    found: dict[str, ColumnElement[int]] = {}
    for account, sign in (("payable", -1), ("settled", -1), ("advance", 1)):
        is_it = func.split_part(account_table.c.code, ":", 1) == account
        found[f"{account}_paise"] = func.max(sign * balance.balance_paise).filter(is_it)
        found[f"{account}_seq"] = func.max(balance.postings).filter(is_it)
    return found


def next_unworded(
    tx: Connection, *, is_own: bool = False, leaving: Collection[NoticeKind] = ()
) -> Notice | None:
    """The oldest notice that nobody has put into words yet; locked, those of others left out.

    Args:
        tx: the transaction that will word it.
        is_own: only of those that this very transaction noted.
        leaving: kinds whose time has not come.
    """
    waiting = select(notice_table).where(
        notice_table.c.worded_at.is_(None), notice_table.c.kind.not_in(leaving)
    )
    if is_own:
        waiting = waiting.where(notice_table.c.noted_at == func.transaction_timestamp())
    oldest = waiting.order_by(notice_table.c.notice_id).limit(1).with_for_update(skip_locked=True)
    row = tx.execute(oldest).one_or_none()
    return None if row is None else _notice(row)


def noted_with(tx: Connection, notice: Notice) -> list[Notice]:
    """The same kind of notice to the same person from the same transaction, this one included."""
    same = (
        select(notice_table)
        .where(
            notice_table.c.worded_at.is_(None),
            notice_table.c.party_id == notice.party_id,
            notice_table.c.kind == notice.kind,
            notice_table.c.noted_at == notice.noted_at,
        )
        .order_by(notice_table.c.notice_id)
        .with_for_update()
    )
    return [_notice(row) for row in tx.execute(same)]


def told_by(tx: Connection, outbound_ids: Collection[int]) -> list[Notice]:
    """The notices that these messages told, in the order in which they were noted."""
    told = select(notice_table).where(notice_table.c.outbound_id.in_(outbound_ids))
    return [_notice(row) for row in tx.execute(told.order_by(notice_table.c.notice_id))]


def mark_told(tx: Connection, notice: Notice, outbound_id: int, *, at: datetime) -> None:
    """This message tells it."""
    _mark(tx, notice, outbound_id=outbound_id, worded_at=at)


def mark_told_again(tx: Connection, outbound_id: int, again_id: int) -> None:
    """What a message was to tell and did not, the one that repeats its words tells."""
    told = update(notice_table).where(notice_table.c.outbound_id == outbound_id)
    tx.execute(told.values(outbound_id=again_id))


def withhold(tx: Connection, notice: Notice, why: Withheld, *, at: datetime) -> None:
    """Nobody is told; the row says why."""
    _mark(tx, notice, withheld=why, worded_at=at)


def withhold_all(tx: Connection, why: Withheld, *, at: datetime) -> None:
    """Nobody is told of anything that waits to be worded."""
    waiting = update(notice_table).where(notice_table.c.worded_at.is_(None))
    tx.execute(waiting.values(withheld=why, worded_at=at))


def has_digest(tx: Connection, notice: Notice, on: date) -> bool:
    """Whether his digest of a day was noted before this notice."""
    his = exists().where(
        notice_table.c.party_id == notice.party_id,
        notice_table.c.notice_id < notice.notice_id,
        notice_table.c.kind == NoticeKind.DAY_DIGEST,
        notice_table.c.subject["on"].astext == on.isoformat(),
    )
    return bool(tx.scalar(select(his)))


def _notice(row: Row[*tuple[Any, ...]]) -> Notice:
    owed = (
        None
        if row.payable_paise is None
        else Owed(row.payable_paise, row.settled_paise, row.advance_paise)
    )
    return Notice(
        row.notice_id, row.party_id, NoticeKind(row.kind), row.subject, owed, row.noted_at
    )


def _mark(tx: Connection, notice: Notice, **values: object) -> None:
    his = update(notice_table).where(notice_table.c.notice_id == notice.notice_id)
    tx.execute(his.values(**values))
