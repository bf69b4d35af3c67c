"""What a second person's yes is for is done with it, so that nobody has to remember it.

The grant and its act are one transaction: what can no longer be done is not granted either. Two
acts wait for whoever asked, since only he knows the rest of them, and he names the ask: an entry
that is dated back, and an advance that nobody had asked for.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from ledger import advances, approvals, corrections, goods, settlements
from ledger.advance_book import AdvanceState, open_advances
from ledger.approvals import Ask, AskKind
from ledger.corrections import RightRate
from ledger.entering import Doing
from ledger.journal import Source
from ledger.people import Party
from ledger.register.identities import IdentityChange, change_identity


def grant(tx: Connection, ask_id: int, *, by: Party, at: datetime, source: Source) -> Ask:
    """Say yes as the second person, and do what was asked for; `is_used` says whether it is done.

    Whoever grants does it; the ask keeps who wanted it and why.

    Raises:
        LedgerError: as for `approvals.grant`, and whatever the act refuses; nothing is granted.
    """
    with tx.begin_nested():
        granted = approvals.grant(tx, ask_id, by=by, at=at)
        doing = Doing(
            by=by,
            at=at,
            key=f"ask:{ask_id}",
            source=source,
            reason=granted.reason,
            ask=ask_id,
        )
        ACTS[granted.kind](tx, granted, doing)
    return approvals.ask_of(tx, ask_id)


def _change_identity(tx: Connection, granted: Ask, doing: Doing) -> None:
    wanted = IdentityChange(**granted.facts)
    change_identity(tx, wanted, by=doing.by, at=doing.at, ask=granted.ask_id)


def _approve_advance(tx: Connection, granted: Ask, doing: Doing) -> None:
    """An advance of that sum which the farmer waits for is approved."""
    for asked in open_advances(tx, granted.facts["farmer"]):
        is_meant = asked.amount_paise == granted.facts["amount_paise"]
        if is_meant and asked.state is AdvanceState.REQUESTED:
            advances.approve(
                tx,
                asked.advance_id,
                by=doing.by,
                at=doing.at,
                reason=granted.reason,
                ask=granted.ask_id,
            )
            return


def _correct(tx: Connection, granted: Ask, doing: Doing) -> None:
    """An entry is taken back, a lot put right, or the lots of a wrong rate."""
    facts = dict(granted.facts)
    if "since" in facts:
        span = {name: datetime.fromisoformat(facts[name]) for name in ("since", "until")}
        corrections.correct_rate(tx, RightRate(**facts | span), doing)
        return
    entry_id = facts.pop("entry")
    if not facts:
        corrections.reverse_entry(tx, entry_id, doing)
        return
    if "adjustments" in facts:
        facts["adjustments"] = goods.adjustments(tx, facts["adjustments"])
    corrections.correct_lot(tx, entry_id, doing, **facts)


def _void(tx: Connection, granted: Ask, doing: Doing) -> None:
    settlements.void(
        tx,
        granted.facts["settlement"],
        reason=granted.reason,
        by=doing.by,
        at=doing.at,
        source=doing.source,
        ask=granted.ask_id,
    )


def _leave_to_him(tx: Connection, granted: Ask, doing: Doing) -> None:
    """Whoever asked enters it himself, and names the ask."""


ACTS: Mapping[AskKind, Callable[[Connection, Ask, Doing], None]] = {
    AskKind.CHANGE_IDENTITY: _change_identity,
    AskKind.ADVANCE_OVER_LIMIT: _approve_advance,
    AskKind.REVERSE_PAID: _correct,
    AskKind.VOID_PAID: _void,
    AskKind.BACK_DATE: _leave_to_him,
}
