"""Putting a lot right by chat: what it would come to, and the mirror with the right lot."""

from dataclasses import replace

from bot.dialogue.effects import CorrectLot, WeighCorrection
from bot.dialogue.events import Refused
from bot.dialogue.events_entry import Corrected, CorrectionWeighed
from bot.dialogue.lots import Line
from ledger import queries
from ledger.corrections import LotChanges, correct_lot, right_lot
from ledger.errors import AlreadyReversedError, UnknownEntryError
from ledger.queries import EntryRow, LotRow
from workers.answering.desk import Desk
from workers.pricing import price
from workers.telling.flowers import PUT_RIGHT


def weigh(desk: Desk, request: WeighCorrection) -> CorrectionWeighed | Refused:
    """The right lot, priced like a new one; what nobody named stays as it was written.

    Raises:
        LedgerError: it is not his, or the books would refuse it.
    """
    row, lot = _own(desk, request.entry)
    priced = price(desk.tx, [request.lot])
    if priced.refused:
        return Refused(priced.refused[0])
    (line,) = priced.lines
    sale = right_lot(desk.tx, row, _changes(lot, line), at=desk.now)
    right = replace(line.lot, commission_bp=sale.commission_bp, worth=sale.worth)
    twin = None if line.twin == request.entry else line.twin
    return CorrectionWeighed(replace(line, lot=right, twin=twin))


def correct(desk: Desk, request: CorrectLot) -> Corrected:
    """Write what was shown; whoever it concerns is told.

    Raises:
        LedgerError: it is not his, or the books refuse.
    """
    _, lot = _own(desk, request.entry)
    right = request.right
    doing = desk.doing(right.key, PUT_RIGHT)
    done = correct_lot(desk.tx, request.entry, doing, **_changes(lot, right))
    stands = queries.entry_of(desk.tx, done.replacement_id)
    return Corrected(
        request.entry, done.reversal_id, done.replacement_id, right.lot, key=stands.key
    )


def _own(desk: Desk, entry: int) -> tuple[EntryRow, LotRow]:
    row = queries.entry_of(desk.tx, entry)
    if row.lot is None or row.actor_id != desk.speaker.party_id or row.on != desk.today:
        raise UnknownEntryError(entry)
    if row.reversed_by is not None:
        raise AlreadyReversedError(entry)
    return row, row.lot


def _changes(lot: LotRow, right: Line) -> LotChanges:
    """What differs; another farmer or flower brings the commission that is agreed for it."""
    now = right.lot
    changes = LotChanges()
    if now.quantity_milli != lot.quantity_milli:
        changes["quantity_milli"] = now.quantity_milli
    if now.rate_paise != lot.rate_paise:
        changes["rate_paise"] = now.rate_paise
    adjustments = tuple(each.adjustment for each in now.qualities)
    if adjustments != lot.adjustments:
        changes["adjustments"] = adjustments
    if now.flower.code != lot.flower:
        changes["flower"] = now.flower.code
    if now.farmer.code != lot.farmer:
        changes["farmer"] = now.farmer.code
    if "flower" in changes or "farmer" in changes:
        changes["commission_bp"] = now.commission_bp
    return changes
