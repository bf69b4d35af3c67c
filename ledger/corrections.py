"""Putting right what stands wrong: the mirror of an entry, then the right one, both dated today.

An admin corrects anything, with a reason. Staff take back or put right what they wrote themselves
on the same business date, until it is settled. Once its settlement is paid, two people are needed.
Every farmer whose account moves is told.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ledger import approvals, goods, journal, people, queries, trade
from ledger.accounts import Till
from ledger.advance_book import room_left
from ledger.advances import StaffLimitError, over_limit_facts
from ledger.approvals import AskKind
from ledger.dating import business_date
from ledger.entries import EntryKind
from ledger.errors import UnknownCodeError, WrongValueError
from ledger.journal import Corrected, Posted, Source
from ledger.limits import check_amount, check_lot
from ledger.lots import Adjustment, worth
from ledger.money import BASIS
from ledger.notices import NoticeKind
from ledger.people import Party
from ledger.policy import Act, may, require
from ledger.putting_right import (
    Doing,
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
from ledger.terms import terms
from ledger.trade import Sale


def reverse_entry(  # noqa: PLR0913 - which entry, why, by whom, when
    tx: Connection,
    entry_id: int,
    *,
    reason: str,
    by: Party,
    at: datetime,
    key: str,
    source: Source,
    ask: int | None = None,
) -> Posted:
    """Take an entry back: its exact mirror, dated today; it can be done once.

    Args:
        tx: the transaction.
        entry_id: which.
        reason: why; it stays in the book and the farmer reads it.
        by: who takes it back.
        at: the moment; its business date is the mirror's.
        key: names the fact, for ever.
        source: who and through what.
        ask: a second person's yes to `correction_facts`, where its settlement is paid.

    Raises:
        NotAllowedError, NotHisEntryError: it is not his to take back.
        UnknownEntryError: there is no such entry.
        AlreadyReversedError: it is taken back already, or takes one back itself.
        VoidInsteadError: it is a settlement's.
        SecondPersonNeededError: its settlement is paid.
        BeyondZeroError: of the advance a part has come back.
        ReasonMissingError, DayClosedError, KeyReusedError: as they say.
    """
    doing = Doing(reason=plain(reason), by=by, at=at, key=key, source=source, ask=ask)
    wrong = held(tx, entry_id, doing)
    allow(tx, [wrong], doing, correction_facts(entry_id))
    posted = journal.reverse(
        tx, entry_id, on=business_date(at), reason=doing.reason, key=key, source=source
    )
    is_undone = wrong.lot is not None and wrong.actor_id == by.party_id
    for farmer in farmers_of(wrong):
        kind = NoticeKind.LOT_UNDONE if is_undone else NoticeKind.CORRECTION
        tell(tx, farmer, kind, posted.entry_id)
    return posted


def correct_lot(  # noqa: PLR0913 - everything that can be wrong about a lot
    tx: Connection,
    entry_id: int,
    *,
    quantity_milli: int | None = None,
    rate_paise: int | None = None,
    flower: str | None = None,
    farmer: str | None = None,
    adjustments: Sequence[Adjustment] | None = None,
    commission_bp: int | None = None,
    reason: str,
    by: Party,
    at: datetime,
    key: str,
    source: Source,
    ask: int | None = None,
) -> Corrected:
    """Put a lot right, for the farmer and the market alike; what is not named stays as it was.

    The moment of its weighing stays in any case. Where the farmer changes, both hear.

    Args:
        tx: the transaction.
        entry_id: the lot's entry.
        quantity_milli: the right weight.
        rate_paise: the right rate of a unit.
        flower: the right flower's code.
        farmer: the right farmer's code.
        adjustments: all that count for it, by the right.
        commission_bp: the right commission.
        reason: why; it stays in the book and the farmer reads it.
        by: who puts it right.
        at: the moment; its business date is the correction's.
        key: names the fact, for ever.
        source: who and through what.
        ask: a second person's yes to `correction_facts` with the same changes, where its
            settlement is paid.

    Raises:
        WrongKindError: the entry is no lot.
        NothingToCorrectError: it says that already.
        UnknownCodeError: no such farmer or flower is on the list.
        LotLimitError: the weight or the rate is nothing, or above the shop's limit.
        WrongValueError: the commission is no part of the whole.
        LedgerError: as for `reverse_entry`.
    """
    doing = Doing(reason=plain(reason), by=by, at=at, key=key, source=source, ask=ask)
    named = {
        "quantity_milli": quantity_milli,
        "rate_paise": rate_paise,
        "flower": flower,
        "farmer": farmer,
        "adjustments": None if adjustments is None else tuple(adjustments),
        "commission_bp": commission_bp,
    }
    changes = {name: value for name, value in named.items() if value is not None}
    wrong = held(tx, entry_id, doing, farmer)
    right = _right_lot(tx, wrong, changes, at=at)
    allow(tx, [wrong], doing, correction_facts(entry_id, **changes))
    return put_right(tx, wrong, trade.sale(right), doing, sale=right)


def correct_rate(  # noqa: PLR0913 - which lots, the right rate, why, by whom
    tx: Connection,
    flower: str,
    rate_paise: int,
    *,
    since: datetime,
    until: datetime,
    reason: str,
    by: Party,
    at: datetime,
    key: str,
    source: Source,
    ask: int | None = None,
) -> list[Corrected]:
    """Put right every lot of a flower that took a wrong rate from the board; all or none.

    Lots whose rate was typed keep it, and so do those that have the right rate already.

    Args:
        tx: the transaction.
        flower: its code.
        rate_paise: the right rate of a unit.
        since: the first moment of weighing that counts.
        until: the first that counts no more.
        reason: why; it stays in the book and the farmers read it.
        by: who puts it right.
        at: the moment; its business date is the corrections'.
        key: names the fact, for ever.
        source: who and through what.
        ask: a second person's yes to `rate_facts`, where one of the lots stands in a paid
            settlement.

    Raises:
        LedgerError: as for `correct_lot`.
    """
    require(by.role, Act.CORRECT)
    doing = Doing(reason=plain(reason), by=by, at=at, key=key, source=source, ask=ask)
    lots = queries.lots_by_board(tx, flower, since, until)
    journal.hold(tx, [lot.farmer for lot in lots])
    wrongs = [held(tx, lot.entry_id, doing) for lot in lots if lot.rate_paise != rate_paise]
    allow(tx, wrongs, doing, rate_facts(flower, rate_paise, since, until))
    corrected = []
    for wrong in wrongs:
        right = _right_lot(tx, wrong, {"rate_paise": rate_paise}, at=at)
        each = replace(doing, key=f"{key}:{wrong.entry_id}")
        corrected.append(put_right(tx, wrong, trade.sale(right), each, sale=right))
    return corrected


def correct_advance(  # noqa: PLR0913 - everything that can be wrong about an advance
    tx: Connection,
    entry_id: int,
    *,
    amount_paise: int | None = None,
    farmer: str | None = None,
    till: Till | None = None,
    reason: str,
    by: Party,
    at: datetime,
    key: str,
    source: Source,
    ask: int | None = None,
) -> Corrected:
    """Put right what was lent, to whom, from which till; what is not named stays as it was.

    Args:
        tx: the transaction.
        entry_id: the entry that paid the advance.
        amount_paise: what was lent.
        farmer: to whom, by code.
        till: where the money came from.
        reason: why; it stays in the book and the farmer reads it.
        by: who puts it right.
        at: the moment; its business date is the correction's.
        key: names the fact, for ever.
        source: who and through what.
        ask: a second person's yes to `advances.over_limit_facts`, where the right sum goes beyond
            the farmer's limit.

    Raises:
        WrongKindError: the entry pays no advance.
        NothingToCorrectError: it says that already.
        AmountError, StaffLimitError, SecondPersonNeededError: the right sum is too large.
        BeyondZeroError: more of it has come back than the right sum.
        LedgerError: as for `reverse_entry`.
    """
    doing = Doing(reason=plain(reason), by=by, at=at, key=key, source=source, ask=ask)
    wrong = held(tx, entry_id, doing, farmer)
    if wrong.kind is not EntryKind.ADVANCE:
        raise WrongKindError(entry_id, wrong.kind)
    lent, paid_from = sorted(wrong.postings, key=lambda p: -p.amount_paise)
    (before,) = farmers_of(wrong)
    lent_to = people.farmer(tx, farmer or before).code
    amount = lent.amount_paise if amount_paise is None else amount_paise
    check_amount(tx, amount, at=at)
    right = trade.cash_advance(
        lent_to, amount, till=till or Till(paid_from.account), on=business_date(at)
    )
    if right.postings == wrong.postings:
        raise NothingToCorrectError(entry_id)
    allow(tx, [wrong], doing, correction_facts(entry_id))
    limit = terms(tx, at).staff_advance_limit_paise
    if amount > limit and not may(by.role, Act.DECIDE_ADVANCE):
        raise StaffLimitError(amount, limit)
    with tx.begin_nested():
        corrected = put_right(tx, wrong, right, doing)
        is_more = lent_to != before or amount > lent.amount_paise
        if is_more and wrong.reversed_by is None and room_left(tx, lent_to, at=at) < 0:
            facts = over_limit_facts(lent_to, amount)
            approvals.use(tx, ask, AskKind.ADVANCE_OVER_LIMIT, facts)
    return corrected


def correction_facts(entry_id: int, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - a lot's own fields
    """What a second person says yes to: the entry, and for a correction what changes.

    Example:
        >>> correction_facts(104, quantity_milli=9500)
        {'entry': 104, 'quantity_milli': 9500}
    """
    facts = {"entry": entry_id, **changes}
    if "adjustments" in facts:
        facts["adjustments"] = [adjustment.code for adjustment in facts["adjustments"]]
    return facts


def rate_facts(
    flower: str, rate_paise: int, since: datetime, until: datetime
) -> dict[str, str | int]:
    """What a second person says yes to when the rate of many lots is put right."""
    span = {"since": since.isoformat(), "until": until.isoformat()}
    return {"flower": flower, "rate_paise": rate_paise, **span}


def _right_lot(
    tx: Connection, wrong: EntryRow, changes: Mapping[str, Any], *, at: datetime
) -> Sale:
    """The lot as it should have been written, dated today."""
    lot = wrong.lot
    if lot is None:
        raise WrongKindError(wrong.entry_id, wrong.kind)
    if all(getattr(lot, name) == value for name, value in changes.items()):
        raise NothingToCorrectError(wrong.entry_id)
    if "farmer" in changes:
        people.farmer(tx, changes["farmer"])
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
