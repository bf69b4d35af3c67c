"""Undoing by chat: which entry is meant, and its mirror."""

from dataclasses import replace

from bot.dialogue.effects import FindEntry, LotDescribed, ReverseEntry
from bot.dialogue.events_entry import EntryFound, MoneyEntry, NothingFound, Reversed
from ledger import queries
from ledger.corrections import reverse_entry
from ledger.entries import EntryKind
from ledger.errors import AlreadyReversedError, UnknownEntryError
from ledger.queries import EntryRow
from workers.answering.desk import Desk
from workers.register import Register, person_of
from workers.telling.flowers import UNDONE


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
    return found_entry(desk, desk.register(), found)


def reverse(desk: Desk, request: ReverseEntry) -> Reversed:
    """Undo the speaker's own entry; whoever else it concerns is told.

    Raises:
        LedgerError: it is not his, or the books refuse.
    """
    entry = request.entry
    row = queries.entry_of(desk.tx, entry)
    found = found_entry(desk, desk.register(), row)
    if not found.is_own or (found.lot is None and found.money is None):
        raise UnknownEntryError(entry)
    if row.reversed_by is not None:
        raise AlreadyReversedError(entry)
    posted = reverse_entry(desk.tx, entry, desk.doing(f"undo:{entry}", UNDONE))
    return Reversed(found, posted.entry_id)


def found_entry(desk: Desk, register: Register, row: EntryRow) -> EntryFound:
    """An entry as it concerns the speaker."""
    return EntryFound(
        entry=row.entry_id,
        is_own=row.actor_id == desk.speaker.party_id,
        is_todays=row.on == desk.today,
        is_reversed=row.reversed_by is not None,
        lot=None if row.lot is None else replace(register.written(row.lot), key=row.key),
        money=_money(register, row),
    )


def _money(register: Register, row: EntryRow) -> MoneyEntry | None:
    """What went to a farmer or came from him; None for a lot, a settlement, the shop's own."""
    if row.kind not in OF_A_FARMER:
        return None
    (code,) = {p.account.partition(":")[2] for p in row.postings if ":" in p.account}
    amount = max(posting.amount_paise for posting in row.postings)
    return MoneyEntry(row.kind, person_of(register.farmer(code)), amount)


OF_A_FARMER = frozenset(
    {
        EntryKind.ADVANCE,
        EntryKind.ADVANCE_REPAID,
        EntryKind.PAYMENT,
        EntryKind.SETTLEMENT_PAYMENT,
    }
)
"""Entries of money between the shop and one farmer."""


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
