"""Putting right what stands wrong: the mirror of an entry, then the right one, both dated today.

An admin corrects anything, with a reason. Staff take back or put right what they wrote themselves
on the same business date, until it is settled. Once its settlement is paid, two people are needed.
Every farmer whose account moves is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypedDict, Unpack

from sqlalchemy import Connection

from ledger import approvals, goods, journal, people, queries, trade
from ledger.accounts import Till
from ledger.advance_book import room_left
from ledger.advances import check_staff_limit, over_limit_facts
from ledger.approvals import AskKind
from ledger.dating import business_date
from ledger.entering import Doing
from ledger.entries import EntryKind
from ledger.errors import UnknownCodeError, WrongValueError
from ledger.journal import Corrected, Posted
from ledger.limits import check_amount, check_lot
from ledger.lots import Adjustment, worth
from ledger.money import BASIS
from ledger.notices import NoticeKind
from ledger.policy import Act, require
from ledger.putting_right import (
    NothingToCorrectError,
    WrongKindError,
    allow,
    farmers_of,
    held,
    put_right,
    tell,
)
from ledger.queries import EntryRow, LotRow
from ledger.reasons import plain
from ledger.trade import Sale


def reverse_entry(tx: Connection, entry_id: int, doing: Doing) -> Posted:
    """Take an entry back: its exact mirror, dated today; it can be done once.

    Args:
        tx: the transaction.
        entry_id: which.
        doing: who takes it back, and why; `ask` is a second person's yes to `correction_facts`,
            where its settlement is paid.

    Raises:
        NotAllowedError, NotHisEntryError: it is not his to take back.
        UnknownEntryError: there is no such entry.
        AlreadyReversedError: it is taken back already, or takes one back itself.
        VoidInsteadError: it is a settlement's.
        SecondPersonNeededError: its settlement is paid.
        BeyondZeroError: of the advance a part has come back.
        ReasonMissingError, DayClosedError, KeyReusedError: as they say.
    """
    reason = plain(doing.reason)
    wrong = held(tx, entry_id, doing)
    allow(tx, [wrong], doing, correction_facts(entry_id))
    posted = journal.reverse(
        tx,
        entry_id,
        on=business_date(doing.at),
        reason=reason,
        key=doing.key,
        source=doing.source,
    )
    is_undone = wrong.lot is not None and wrong.actor_id == doing.by.party_id
    for farmer in farmers_of(wrong):
        kind = NoticeKind.LOT_UNDONE if is_undone else NoticeKind.CORRECTION
        tell(tx, farmer, kind, posted.entry_id)
    return posted


class LotChanges(TypedDict, total=False):
    """What was wrong about a lot, as it should have been; what is left out or None stays.

    Attributes:
        flower: its code.
        farmer: his code.
        adjustments: all that count for it.
    """

    quantity_milli: int | None
    rate_paise: int | None
    flower: str | None
    farmer: str | None
    adjustments: Sequence[Adjustment] | None
    commission_bp: int | None


def correct_lot(
    tx: Connection, entry_id: int, doing: Doing, **changes: Unpack[LotChanges]
) -> Corrected:
    """Put a lot right, for the farmer and the market alike; what is not named stays as it was.

    The moment of its weighing stays in any case. Where the farmer changes, both hear.

    Args:
        tx: the transaction.
        entry_id: the lot's entry.
        doing: who puts it right, and why; `ask` is a second person's yes to `correction_facts`
            with the same changes, where its settlement is paid.
        changes: as it should have been.

    Raises:
        WrongKindError: the entry is no lot.
        NothingToCorrectError: it says that already.
        UnknownCodeError: no such farmer or flower is on the list.
        LotLimitError: the weight or the rate is nothing, or above the shop's limit.
        WrongValueError: the commission is no part of the whole.
        LedgerError: as for `reverse_entry`.
    """
    plain(doing.reason)
    wrong = held(tx, entry_id, doing, changes.get("farmer"))
    right = right_lot(tx, wrong, changes, at=doing.at)
    allow(tx, [wrong], doing, correction_facts(entry_id, **changes))
    return put_right(tx, wrong, trade.sale(right), doing, sale=right)


@dataclass(frozen=True, slots=True)
class RightRate:
    """What should have stood on the board.

    Attributes:
        flower: its code.
        since: the first moment of weighing that counts.
        until: the first that counts no more.
    """

    flower: str
    rate_paise: int
    since: datetime
    until: datetime


def correct_rate(tx: Connection, right_rate: RightRate, doing: Doing) -> list[Corrected]:
    """Put right every lot of a flower that took a wrong rate from the board; all or none.

    Lots whose rate was typed keep it, and so do those that have the right rate already.

    Args:
        tx: the transaction.
        right_rate: what should have stood on the board, and for how long.
        doing: who puts it right, and why; `ask` is a second person's yes to `rate_facts`, where
            one of the lots stands in a paid settlement.

    Raises:
        LedgerError: as for `correct_lot`.
    """
    require(doing.by.role, Act.CORRECT)
    plain(doing.reason)
    rate_paise = right_rate.rate_paise
    lots = queries.lots_by_board(tx, right_rate.flower, right_rate.since, right_rate.until)
    journal.hold(tx, [lot.farmer for lot in lots])
    wrongs = [held(tx, lot.entry_id, doing) for lot in lots if lot.rate_paise != rate_paise]
    allow(tx, wrongs, doing, rate_facts(right_rate))
    corrected = []
    for wrong in wrongs:
        right = right_lot(tx, wrong, {"rate_paise": rate_paise}, at=doing.at)
        each = replace(doing, key=f"{doing.key}:{wrong.entry_id}")
        corrected.append(put_right(tx, wrong, trade.sale(right), each, sale=right))
    return corrected


class AdvanceChanges(TypedDict, total=False):
    """What was wrong about an advance, as it should have been; what is left out or None stays.

    Attributes:
        farmer: to whom it was lent, by code.
        till: where the money came from.
    """

    amount_paise: int | None
    farmer: str | None
    till: Till | None


def correct_advance(
    tx: Connection, entry_id: int, doing: Doing, **changes: Unpack[AdvanceChanges]
) -> Corrected:
    """Put right what was lent, to whom, from which till; what is not named stays as it was.

    Args:
        tx: the transaction.
        entry_id: the entry that paid the advance.
        doing: who puts it right, and why; `ask` is a second person's yes to
            `advances.over_limit_facts`, where the right sum goes beyond the farmer's limit.
        changes: as it should have been.

    Raises:
        WrongKindError: the entry pays no advance.
        NothingToCorrectError: it says that already.
        AmountError, StaffLimitError, SecondPersonNeededError: the right sum is too large.
        BeyondZeroError: more of it has come back than the right sum.
        LedgerError: as for `reverse_entry`.
    """
    plain(doing.reason)
    wrong = held(tx, entry_id, doing, changes.get("farmer"))
    before = _lent(wrong)
    right = replace(before, **_named(changes))
    _check_farmer(tx, right.farmer, before.farmer)
    check_amount(tx, right.amount_paise, at=doing.at)
    if right == before:
        raise NothingToCorrectError(entry_id)
    allow(tx, [wrong], doing, correction_facts(entry_id))
    check_staff_limit(tx, right.amount_paise, doing)
    entry = trade.cash_advance(
        right.farmer, right.amount_paise, till=right.till, on=business_date(doing.at)
    )
    with tx.begin_nested():
        corrected = put_right(tx, wrong, entry, doing)
        is_more = right.farmer != before.farmer or right.amount_paise > before.amount_paise
        if is_more and wrong.reversed_by is None and room_left(tx, right.farmer, at=doing.at) < 0:
            facts = over_limit_facts(right.farmer, right.amount_paise)
            approvals.use(tx, doing.ask, AskKind.ADVANCE_OVER_LIMIT, facts)
    return corrected


def correction_facts(entry_id: int, **changes: Unpack[LotChanges]) -> dict[str, Any]:
    """What a second person says yes to: the entry, and for a correction what changes.

    Example:
        >>> correction_facts(104, quantity_milli=9500)
        {'entry': 104, 'quantity_milli': 9500}
    """
    facts = {"entry": entry_id, **_named(changes)}
    if "adjustments" in facts:
        facts["adjustments"] = [adjustment.code for adjustment in facts["adjustments"]]
    return facts


def rate_facts(right_rate: RightRate) -> dict[str, str | int]:
    """What a second person says yes to when the rate of many lots is put right."""
    span = {"since": right_rate.since.isoformat(), "until": right_rate.until.isoformat()}
    return {"flower": right_rate.flower, "rate_paise": right_rate.rate_paise, **span}


@dataclass(frozen=True, slots=True)
class _Lent:
    """What an advance's entry says."""

    farmer: str
    amount_paise: int
    till: Till


def _lent(wrong: EntryRow) -> _Lent:
    if wrong.kind is not EntryKind.ADVANCE:
        raise WrongKindError(wrong.entry_id, wrong.kind)
    lent, paid_from = sorted(wrong.postings, key=lambda p: -p.amount_paise)
    (farmer,) = farmers_of(wrong)
    return _Lent(farmer, lent.amount_paise, Till(paid_from.account))


def _named(changes: Mapping[str, Any]) -> dict[str, Any]:
    """What really changes."""
    return {name: value for name, value in changes.items() if value is not None}


def _check_farmer(tx: Connection, named: str | None, before: str) -> None:
    """Go on only where what moves to another farmer moves to one who still comes.

    Raises:
        UnknownCodeError: he is not on the list, or has left: nothing may stand on his accounts.
    """
    if named is not None and not (people.farmer(tx, named).is_active or named == before):
        raise UnknownCodeError("farmer", named)


def right_lot(tx: Connection, wrong: EntryRow, named: LotChanges, *, at: datetime) -> Sale:
    """The lot as it should have been written, dated today.

    Args:
        tx: the transaction.
        wrong: the lot's entry.
        named: what changes.
        at: now, aware.

    Raises:
        WrongKindError: the entry is no lot.
        NothingToCorrectError: it says that already.
        UnknownCodeError, LotLimitError, WrongValueError: it could not be written so.
    """
    changes = _named(named)
    if "adjustments" in changes:
        changes["adjustments"] = tuple(changes["adjustments"])
    lot = wrong.lot
    if lot is None:
        raise WrongKindError(wrong.entry_id, wrong.kind)
    if all(getattr(lot, name) == value for name, value in changes.items()):
        raise NothingToCorrectError(wrong.entry_id)
    _check_farmer(tx, changes.get("farmer"), lot.farmer)
    if "flower" in changes and changes["flower"] not in {f.code for f in goods.flowers(tx)}:
        raise UnknownCodeError("flower", changes["flower"])
    right: LotRow = replace(lot, **changes)
    check_lot(tx, right.quantity_milli, right.rate_paise, at=at)
    if not 0 <= right.commission_bp <= BASIS:
        raise WrongValueError("commission", f"{right.commission_bp} is not between 0 and {BASIS}")
    is_of_the_board = not {"rate_paise", "flower"} & changes.keys()
    return Sale(
        farmer=right.farmer,
        flower=right.flower,
        quantity_milli=right.quantity_milli,
        rate_paise=right.rate_paise,
        rate_id=lot.rate_id if is_of_the_board else None,
        adjustments=right.adjustments,
        commission_bp=right.commission_bp,
        at=lot.at,
        on=business_date(at),
        worth=worth(
            right.quantity_milli,
            right.rate_paise,
            right.adjustments,
            commission_bp=right.commission_bp,
        ),
    )
