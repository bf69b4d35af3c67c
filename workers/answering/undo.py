"""Undoing by chat: which entry is meant, and its mirror."""

from bot.dialogue.effects import FindEntry, LotDescribed
from bot.dialogue.events import EntryFound, NothingFound, Reversed
from ledger import journal, queries
from ledger.errors import AlreadyReversedError, UnknownEntryError
from ledger.queries import EntryRow
from workers.answering.desk import Desk

UNDONE = "undone by chat"
"""The reason that stands in the book."""


def find(desk: Desk, request: FindEntry) -> EntryFound | NothingFound:
    """The entry that is named or described, else the speaker's last of today."""
    if request.entry is not None:
        found = _entry(desk, request.entry)
    elif request.described is not None:
        found = _last_like(desk, request.described)
    else:
        found = queries.last_entry_by(desk.tx, desk.speaker.party_id, desk.today)
    if found is None:
        return NothingFound()
    return EntryFound(
        entry=found.entry_id,
        is_own=found.actor_id == desk.speaker.party_id,
        is_todays=found.on == desk.today,
        is_reversed=found.reversed_by is not None,
        lot=None if found.lot is None else desk.register().written(found.lot),
    )


def reverse(desk: Desk, entry: int) -> Reversed:
    """Undo the speaker's own lot.

    Raises:
        LedgerError: it is not his, or the books refuse.
    """
    row = queries.entry_of(desk.tx, entry)
    if row.lot is None or row.actor_id != desk.speaker.party_id:
        raise UnknownEntryError(entry)
    if row.reversed_by is not None:
        raise AlreadyReversedError(entry)
    posted = journal.reverse(
        desk.tx, entry, on=desk.today, reason=UNDONE, key=f"undo:{entry}", source=desk.source
    )
    lot = desk.register().written(row.lot)
    return Reversed(lot, posted.entry_id, desk.after(row.lot.farmer))


def _last_like(desk: Desk, described: LotDescribed) -> EntryRow | None:
    """The speaker's newest lot of today that fits and can still be undone."""
    fitting = [
        row.entry_id
        for row in queries.lots_on(desk.tx, desk.today)
        if row.actor_id == desk.speaker.party_id
        and not row.is_reversed
        and (not described.farmers or row.farmer in described.farmers)
        and (not described.flowers or row.flower in described.flowers)
        and described.quantity_milli in {None, row.quantity_milli}
    ]
    return queries.entry_of(desk.tx, max(fitting)) if fitting else None


def _entry(desk: Desk, entry: int) -> EntryRow | None:
    try:
        return queries.entry_of(desk.tx, entry)
    except UnknownEntryError:
        return None
