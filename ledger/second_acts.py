"""What a second person's yes is for is done with it, so that nobody has to remember it.

The grant and its act are one transaction: what can no longer be done is not granted either. Two
acts wait for whoever asked, since only he knows the rest of them, and he names the ask: an entry
that is dated back, and an advance that nobody had asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from ledger import advances, approvals, corrections, goods, settlements
from ledger.advance_book import AdvanceState, open_advances
from ledger.approvals import Ask, AskKind
from ledger.journal import Source
from ledger.lots import Adjustment
from ledger.people import Party
from ledger.register.identities import IdentityChange, change_identity


@dataclass(frozen=True, slots=True)
class _Doing:
    """Who does it, when and through what."""

    by: Party
    at: datetime
    source: Source


def grant(tx: Connection, ask_id: int, *, by: Party, at: datetime, source: Source) -> Ask:
    """Say yes as the second person, and do what was asked for; `is_used` says whether it is done.

    Whoever grants does it; the ask keeps who wanted it and why.

    Raises:
        LedgerError: as for `approvals.grant`, and whatever the act refuses; nothing is granted.
    """
    with tx.begin_nested():
        granted = approvals.grant(tx, ask_id, by=by, at=at)
        ACTS[granted.kind](tx, granted, _Doing(by, at, source))
    return approvals.ask_of(tx, ask_id)


def _change_identity(tx: Connection, granted: Ask, doing: _Doing) -> None:
    wanted = IdentityChange(**granted.facts)
    change_identity(tx, wanted, by=doing.by, at=doing.at, ask=granted.ask_id)


def _approve_advance(tx: Connection, granted: Ask, doing: _Doing) -> None:
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


def _correct(tx: Connection, granted: Ask, doing: _Doing) -> None:
    """An entry is taken back, a lot put right, or the lots of a wrong rate."""
    facts = dict(granted.facts)
    how: dict[str, Any] = {
        "reason": granted.reason,
        "by": doing.by,
        "at": doing.at,
        "key": f"ask:{granted.ask_id}",
        "source": doing.source,
        "ask": granted.ask_id,
    }
    if "since" in facts:
        facts |= {name: datetime.fromisoformat(facts[name]) for name in ("since", "until")}
        corrections.correct_rate(tx, **facts, **how)
        return
    entry_id = facts.pop("entry")
    if not facts:
        corrections.reverse_entry(tx, entry_id, **how)
        return
    if "adjustments" in facts:
        facts["adjustments"] = _adjustments(tx, facts["adjustments"])
    corrections.correct_lot(tx, entry_id, **facts, **how)


def _adjustments(tx: Connection, codes: list[str]) -> list[Adjustment]:
    kinds = goods.adjustment_kinds(tx)
    return [Adjustment(code, kinds[code].adjustment_bp, kinds[code].side) for code in codes]


def _void(tx: Connection, granted: Ask, doing: _Doing) -> None:
    settlements.void(
        tx,
        granted.facts["settlement"],
        reason=granted.reason,
        by=doing.by,
        at=doing.at,
        source=doing.source,
        ask=granted.ask_id,
    )


def _leave_to_him(tx: Connection, granted: Ask, doing: _Doing) -> None:
    """Whoever asked enters it himself, and names the ask."""


ACTS: Mapping[AskKind, Callable[[Connection, Ask, _Doing], None]] = {
    AskKind.CHANGE_IDENTITY: _change_identity,
    AskKind.ADVANCE_OVER_LIMIT: _approve_advance,
    AskKind.REVERSE_PAID: _correct,
    AskKind.VOID_PAID: _void,
    AskKind.BACK_DATE: _leave_to_him,
}
