"""Notices about flowers: lots written, taken back or put right, a day's digest, rates."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from bot.dialogue.lots import Lot
from bot.dialogue.wording import entries_shown, lot_facts, lots_shown, per_unit, phrase
from ledger import queries, rates
from ledger.notices import Notice
from ledger.people import Party
from ledger.queries import EntryRow, LotRow
from locales.facts import Day, Fact, Lines, Moment, Money, Percent, Phrase, Quote
from workers.register import Register, flower_of
from workers.telling.words import Words, balances, listed, money_moved

UNDONE = "undone by chat"
"""The reason that stands in the book of what its writer took back by chat."""


PUT_RIGHT = "put right by chat"
"""Likewise of what its writer put right."""


def lots(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - as every wording
    """The receipt of a farmer's lots: all that one message wrote about him."""
    rows = queries.lots_of(tx, notice.subject["entries"])
    facts = {
        "entries": entries_shown([row.entry_id for row in rows]),
        "on": Day(rows[0].on),
        "at": Moment(rows[0].at),
        **_sums(tx, rows),
        **balances(notice),
    }
    if len(rows) > 1:
        return Words("lots_receipt", "lot_receipt", facts)
    (lot,) = _as_shown(tx, rows)
    return Words("lot_receipt", "lot_receipt", {**facts, **lot_facts(lot)})


def lot_undone(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """A lot that its writer took back."""
    reversal = queries.entry_of(tx, notice.subject["entry"])
    (row,) = queries.lots_of(tx, [_reversed_by(reversal)])
    (lot,) = _as_shown(tx, [row])
    facts = {"entry": row.entry_id, "lots": in_short([lot]), **lot_facts(lot), **balances(notice)}
    return Words("lot_undone", "lot_undone", facts)


def day_digest(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """All of a farmer's day, in the evening."""
    rows = queries.lots_of(tx, notice.subject["entries"])
    on = date.fromisoformat(notice.subject["on"])
    facts = {"on": Day(on), **_sums(tx, rows), **balances(notice)}
    return Words("notice.day_digest", "day_digest", facts)


def rates_changed(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """The rates that moved."""
    flowers = Register(tx).flowers
    shown: list[Phrase] = []
    for rate in rates.rates_of(tx, notice.subject["rates"]):
        flower = flower_of(flowers[rate.flower])
        paise, unit = Money(rate.rate_paise), per_unit(flower.unit)
        shown.append(phrase("notice.rate", flower=flower.name, rate=paise, unit=unit))
    facts: dict[str, Fact] = {"listed": Lines(tuple(shown)), "rates": listed(shown)}
    return Words("notice.rates", "rates_changed", facts)


def correction(tx: Connection, notice: Notice, reader: Party) -> Words:
    """An entry put right: what it said and what it says now; or that it is taken back."""
    entry = queries.entry_of(tx, notice.subject["entry"])
    wrong = entry.replaces if entry.reverses is None else entry.reverses
    if wrong is None:
        raise ValueError(f"entry {entry.entry_id} corrects nothing")
    before = queries.entry_of(tx, wrong)
    facts: dict[str, Fact] = {
        "entry": before.entry_id,
        "before": _corrected(tx, before),
        "reason": _reason_of(tx, entry, before),
        **balances(notice),
    }
    is_taken_back = entry.reverses is not None or not _is_his(entry, reader)
    if is_taken_back:
        return Words("notice.taken_back", "taken_back", facts)
    facts["after"] = _corrected(tx, entry)
    return Words("notice.correction", "correction", facts)


def in_short(lots: Sequence[Lot]) -> Phrase:
    """Lots as the one variable that a template has for them."""
    if len(lots) == 1:
        return phrase("lot_in_short", **lot_facts(lots[0]))
    return phrase("lots_in_short", n=len(lots))


def _sums(tx: Connection, rows: Sequence[LotRow]) -> dict[str, Fact]:
    shown = _as_shown(tx, rows)
    return {
        "listed": lots_shown(shown, numbered="receipt_lot", short="receipt_lot"),
        "lots": in_short(shown),
        "gross": Money(sum(row.worth.gross_paise for row in rows)),
        "commission": Money(sum(row.worth.commission_paise for row in rows)),
        "net": Money(sum(row.worth.net_paise for row in rows)),
        "percent": Percent(rows[0].commission_bp),
    }


def _as_shown(tx: Connection, rows: Sequence[LotRow]) -> list[Lot]:
    register = Register(tx)
    return [register.written(row).lot for row in rows]


def _reversed_by(entry: EntryRow) -> int:
    if entry.reverses is None:
        raise ValueError(f"entry {entry.entry_id} takes nothing back")
    return entry.reverses


def _reason_of(tx: Connection, entry: EntryRow, before: EntryRow) -> Fact:
    """Why an entry was put right: it says so itself, or the reversal beside it does."""
    reason = entry.reason
    if not reason and before.reversed_by is not None:
        reason = queries.entry_of(tx, before.reversed_by).reason
    own = {UNDONE: "undone_by_chat", PUT_RIGHT: "put_right_by_chat"}
    return phrase(own[reason]) if reason in own else Quote(reason or "")


def _is_his(entry: EntryRow, reader: Party) -> bool:
    """Whether the entry stands on the reader's accounts."""
    return any(p.account.partition(":")[2] == reader.code for p in entry.postings)


def _corrected(tx: Connection, entry: EntryRow) -> Phrase:
    """An entry in one line: a lot by its figures, money by what it was for."""
    if entry.lot is None:
        what = phrase(f"kind.{entry.kind}")
        return phrase("notice.corrected_money", what=what, **money_moved(entry.postings))
    (lot,) = _as_shown(tx, [entry.lot])
    return phrase("notice.corrected_lot", **lot_facts(lot))
