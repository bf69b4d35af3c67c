"""Lots: written together or not at all, and listed by day."""

from dataclasses import replace

from bot.dialogue.effects import FindLots, PostLots
from bot.dialogue.events import LotsDoubted, LotsFound, LotsPosted, PostedLine
from ledger import queries
from ledger.lot_entry import twins_now, write_lots
from workers.answering.desk import Desk
from workers.pricing import sale_of
from workers.register import person_of


def post(desk: Desk, request: PostLots) -> LotsPosted | LotsDoubted:
    """Write the lots, unless one of them was written by another message meanwhile.

    Raises:
        LedgerError: the books refuse.
    """
    lines = request.lines
    sales = {line.key: sale_of(line) for line in lines}
    entering = desk.entering(lines[0].key)
    twins = twins_now(desk.tx, sales, entering)
    doubted = tuple(replace(line, twin=line.twin or twins.get(line.key)) for line in lines)
    if doubted != lines:
        return LotsDoubted(doubted, desk.now)
    posted = write_lots(desk.tx, sales, entering)
    return LotsPosted(
        tuple(
            PostedLine(line, each.entry_id, each.is_new)
            for line, each in zip(lines, posted, strict=True)
        )
    )


def find(desk: Desk, request: FindLots) -> LotsFound:
    """A day's lots, of one farmer or of the shop."""
    register = desk.register()
    whose = None if request.farmer is None else person_of(register.farmer(request.farmer))
    rows = queries.lots_on(desk.tx, request.on, request.farmer)
    return LotsFound(request.on, whose, tuple(register.written(row) for row in rows))
