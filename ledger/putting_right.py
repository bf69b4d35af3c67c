"""What every correction shares: whose entry it is, what stands in the way, who is told."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from ledger import approvals, journal, people, queries
from ledger.accounts import farmer_of
from ledger.approvals import AskKind
from ledger.dating import business_date
from ledger.entering import Doing
from ledger.entries import EntryKind, JournalEntry
from ledger.errors import LedgerError
from ledger.journal import Corrected
from ledger.notices import NoticeKind, note
from ledger.policy import Act, may, require
from ledger.queries import EntryRow
from ledger.reasons import plain
from ledger.settlements import Settlement, SettlementState, settlement_of
from ledger.settlements.drafting import hold_accounts
from ledger.settlements.tables import line_table, payment_table
from ledger.trade import Sale


class NotHisEntryError(LedgerError):
    """Staff may change an entry of their own, of today, until it is settled; not this one."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(f"entry {entry_id} is another's, of another day, or settled")
        self.entry_id = entry_id


class WrongKindError(LedgerError):
    """The entry records another kind of fact than what can be put right like this."""

    def __init__(self, entry_id: int, kind: EntryKind) -> None:
        super().__init__(f"entry {entry_id} is a {kind.replace('_', ' ')}")
        self.entry_id = entry_id
        self.kind = kind


class VoidInsteadError(LedgerError):
    """The entry is a settlement's: the settlement is voided, its entry is not taken back alone."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(f"entry {entry_id} is a settlement's: void the settlement")
        self.entry_id = entry_id


class NothingToCorrectError(LedgerError):
    """What is to be written in place of the entry is what it says already."""

    def __init__(self, entry_id: int) -> None:
        super().__init__(f"entry {entry_id} says that already")
        self.entry_id = entry_id


def held(tx: Connection, entry_id: int, doing: Doing, also: str | None = None) -> EntryRow:
    """The entry, with its farmers' accounts held, so that no settlement overtakes what is read.

    Raises:
        NotAllowedError, NotHisEntryError: it is not his to change.
        VoidInsteadError: it is a settlement's.
    """
    farmers = {*farmers_of(queries.entry_of(tx, entry_id)), *([also] if also else [])}
    journal.hold(tx, farmers)
    for farmer in sorted(farmers):
        hold_accounts(tx, people.farmer(tx, farmer), business_date(doing.at))
    wrong = queries.entry_of(tx, entry_id)
    if not may(doing.by.role, Act.CORRECT):
        require(doing.by.role, Act.REVERSE_OWN_TODAY)
        if wrong.actor_id != doing.by.party_id or wrong.on != business_date(doing.at):
            raise NotHisEntryError(entry_id)
    if wrong.kind is EntryKind.SETTLEMENT:
        raise VoidInsteadError(entry_id)
    return wrong


def allow(
    tx: Connection, wrongs: Iterable[EntryRow], doing: Doing, facts: Mapping[str, Any]
) -> None:
    """Go on only where no settlement stands in the way; a repeat has been allowed before.

    Raises:
        NotHisEntryError: an entry is settled, and only an admin may change it.
        SecondPersonNeededError: a settlement is paid, and nobody else has said yes.
    """
    fresh = [wrong.entry_id for wrong in wrongs if wrong.reversed_by is None]
    over = {entry_id: settlement_over(tx, entry_id) for entry_id in fresh}
    for entry_id, settled in over.items():
        if settled is not None and not may(doing.by.role, Act.CORRECT):
            raise NotHisEntryError(entry_id)
    if any(settled and settled.state is SettlementState.PAID for settled in over.values()):
        approvals.use(tx, doing.ask, AskKind.REVERSE_PAID, facts)


def put_right(
    tx: Connection,
    wrong: EntryRow,
    right: JournalEntry,
    doing: Doing,
    *,
    sale: Sale | None = None,
) -> Corrected:
    """Write the mirror and the right entry, and tell every farmer whose account moved."""
    corrected = journal.correct(
        tx,
        wrong.entry_id,
        right,
        reason=plain(doing.reason),
        key=doing.key,
        source=doing.source,
        sale=sale,
    )
    before = farmers_of(wrong)
    after = {farmer for p in right.postings if (farmer := farmer_of(p.account))}
    for farmer in sorted(before - after):
        tell(tx, farmer, NoticeKind.CORRECTION, corrected.reversal_id)
    for farmer in sorted(after):
        # Whoever had nothing to do with the wrong entry hears of the right one alone.
        first_heard = NoticeKind.ADVANCE_PAID if sale is None else NoticeKind.LOTS
        kind = NoticeKind.CORRECTION if farmer in before else first_heard
        tell(tx, farmer, kind, corrected.replacement_id)
    return corrected


def settlement_over(tx: Connection, entry_id: int) -> Settlement | None:
    """The live settlement that clears one of the entry's postings, or is paid by it."""
    clears = select(line_table.c.settlement_id).where(
        line_table.c.entry_id == entry_id, line_table.c.is_live
    )
    is_paid_by = select(payment_table.c.settlement_id).where(
        payment_table.c.entry_id == entry_id, payment_table.c.settlement_id.is_not(None)
    )
    found = tx.scalar(clears.union(is_paid_by))
    return None if found is None else settlement_of(tx, found)


def farmers_of(row: EntryRow) -> set[str]:
    """The farmers on whose accounts an entry stands."""
    return {farmer for p in row.postings if (farmer := farmer_of(p.account))}


def tell(tx: Connection, farmer: str, kind: NoticeKind, entry_id: int) -> None:
    """A farmer hears of an entry on his accounts."""
    note(
        tx,
        key=f"entry:{entry_id}:{farmer}",
        party_id=people.farmer(tx, farmer).party_id,
        kind=kind,
        subject={"entries": [entry_id]} if kind is NoticeKind.LOTS else {"entry": entry_id},
    )
