"""Lots: written together or not at all, and listed by day."""

from collections.abc import Iterable
from dataclasses import replace

from bot.dialogue.effects import FindLots, PostLots
from bot.dialogue.events import LotsDoubted, LotsFound, LotsPosted, PostedLine, Refused
from bot.dialogue.lots import Line
from ledger import journal, queries, trade
from ledger.journal import Booking
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.terms import terms
from locales.facts import Phrase
from workers.answering.desk import Desk
from workers.register import person_of


def post(desk: Desk, request: PostLots) -> LotsPosted | LotsDoubted | Refused:
    """Write the lots, unless one of them was written by another message meanwhile."""
    lines = request.lines
    farmers = dict.fromkeys(line.lot.farmer.code for line in lines)
    journal.hold(desk.tx, farmers)
    register = desk.register()
    if not all(register.farmer(code).is_active for code in farmers):
        return Refused(Phrase("refused_unknown_names", {}))
    doubted = tuple(_looked_at_again(desk, line) for line in lines)
    if doubted != lines:
        return LotsDoubted(doubted, desk.now)
    posted = journal.post_many(desk.tx, [_booking(desk, line) for line in lines])
    lots = tuple(
        PostedLine(line, each.entry_id, each.is_new)
        for line, each in zip(lines, posted, strict=True)
    )
    for code in farmers:
        _note_receipt(desk, lots, register.farmer(code))
    return LotsPosted(lots)


def find(desk: Desk, request: FindLots) -> LotsFound:
    """A day's lots, of one farmer or of the shop."""
    register = desk.register()
    whose = None if request.farmer is None else person_of(register.farmer(request.farmer))
    rows = queries.lots_on(desk.tx, request.on, request.farmer)
    return LotsFound(request.on, whose, tuple(register.written(row) for row in rows))


def _note_receipt(desk: Desk, lots: Iterable[PostedLine], farmer: Party) -> None:
    """Have a farmer told, in one notice, of all that was newly written about him."""
    new = [one.entry for one in lots if one.is_new and one.line.lot.farmer.code == farmer.code]
    if new:
        note(
            desk.tx,
            key=f"entry:{new[0]}:{farmer.code}",
            party_id=farmer.party_id,
            kind=NoticeKind.LOTS,
            subject={"entries": new},
        )


def _looked_at_again(desk: Desk, line: Line) -> Line:
    """The line as it stands now: the same lot may have been written since it was priced."""
    if line.twin is not None:
        return line
    lot, minutes = line.lot, terms(desk.tx, desk.now).twin_minutes
    twin = queries.twin_of(
        desk.tx, lot.farmer.code, lot.flower.code, lot.quantity_milli, at=lot.at, minutes=minutes
    )
    if twin is None or queries.entry_of(desk.tx, twin).key == line.key:
        return line
    return replace(line, twin=twin)


def _booking(desk: Desk, line: Line) -> Booking:
    lot = line.lot
    sale = trade.Sale(
        farmer=lot.farmer.code,
        flower=lot.flower.code,
        quantity_milli=lot.quantity_milli,
        rate_paise=lot.rate_paise,
        rate_id=line.rate_id,
        adjustments=tuple(each.adjustment for each in lot.qualities),
        commission_bp=lot.commission_bp,
        at=lot.at,
        on=line.on,
        worth=lot.worth,
    )
    return Booking(trade.sale(sale), line.key, desk.source, sale)
