"""What waits for an admin, and what he decides by chat."""

from dataclasses import replace

from bot.dialogue.effects_money import DecideAdvance, FindAdvances, FindPending
from bot.dialogue.events import Refused
from bot.dialogue.events_money import (
    AdvanceDecided,
    AdvancesFound,
    AdvanceShown,
    AdvanceStage,
    PendingFound,
)
from ledger import advances, queries
from ledger.advance_book import Advance, AdvanceState, advance_of, open_advances
from ledger.advance_book import advances as advances_of
from ledger.advances import AdvanceDecidedError
from ledger.approvals import open_asks
from ledger.board import MARKET_ZONE
from ledger.notices import NoticeKind
from ledger.people import party_of_id
from ledger.reasons import ReasonMissingError
from ledger.settlements import SettlementState, settlements
from locales.facts import Fact, Moment, Money, Name, Phrase
from workers.answering.desk import Desk
from workers.answering.settled import shown
from workers.register import Register, person_of

NEWEST = 20
"""Advances of a farmer that are listed; the older ones are on the shop's pages."""


def find_advances(desk: Desk, request: FindAdvances) -> AdvancesFound:
    """A farmer's advances, the newest first, or the whole shop's that are not over."""
    register = desk.register()
    if request.farmer is None:
        found = open_advances(desk.tx)
        lent = sum(owed.advance_paise for owed in queries.owed_to_all(desk.tx).values())
        return AdvancesFound(None, lent, tuple(_shown(register, each) for each in found))
    farmer = person_of(register.farmer(request.farmer))
    newest = advances_of(desk.tx, request.farmer)[: -NEWEST - 1 : -1]
    rows = tuple(_shown(register, each) for each in newest)
    return AdvancesFound(farmer, desk.owed(request.farmer).advance_paise, rows)


def find_pending(desk: Desk, request: FindPending) -> PendingFound:  # noqa: ARG001 - as every answer
    """Advances that were asked for, draft settlements, and how many acts need a second person."""
    register = desk.register()
    waiting = [each for each in open_advances(desk.tx) if each.state is AdvanceState.REQUESTED]
    drafts = [
        each
        for state in (SettlementState.PENDING, SettlementState.DRAFT)
        for each in settlements(desk.tx, state=state)
    ]
    return PendingFound(
        tuple(_shown(register, each) for each in waiting),
        tuple(shown(register, each) for each in drafts),
        len(open_asks(desk.tx)),
    )


def decide(desk: Desk, request: DecideAdvance) -> AdvanceDecided | Refused:
    """Approve or reject; what was decided before is told with by whom and how.

    Raises:
        LedgerError: there is no such advance, or one person's yes is not enough.
    """
    number, reason = request.advance, request.reason
    try:
        if request.is_approved:
            made = advances.approve(
                desk.tx, number, by=desk.speaker, at=desk.now, reason=reason or None
            )
        else:
            made = advances.reject(desk.tx, number, by=desk.speaker, at=desk.now, reason=reason)
    except AdvanceDecidedError:
        return Refused(_decided_before(desk, advance_of(desk.tx, number)))
    except ReasonMissingError:
        return Refused(Phrase("refused_approve_with_reason", {"number": number}))
    is_approved = request.is_approved
    kind = NoticeKind.ADVANCE_APPROVED if is_approved else NoticeKind.ADVANCE_REJECTED
    is_told = desk.tells(kind, made.farmer)
    return AdvanceDecided(replace(_shown(desk.register(), made), is_told=is_told))


def _decided_before(desk: Desk, stands: Advance) -> Phrase:
    """By whom and how."""
    facts: dict[str, Fact] = {"number": stands.advance_id, "amount": Money(stands.amount_paise)}
    if stands.decided_by is not None and stands.decided_at is not None:
        decider = party_of_id(desk.tx, stands.decided_by)
        facts["who"] = Name(decider.name_en, decider.name_ta)
        facts["at"] = Moment(stands.decided_at)
    return Phrase(f"decided_before.{stands.state}", facts)


def _shown(register: Register, advance: Advance) -> AdvanceShown:
    is_rejected = advance.state is AdvanceState.REJECTED
    return AdvanceShown(
        number=advance.advance_id,
        farmer=person_of(register.farmer(advance.farmer)),
        amount_paise=advance.amount_paise,
        stage=AdvanceStage(advance.state),
        on=advance.requested_at.astimezone(MARKET_ZONE).date(),
        reason=(advance.decision_reason if is_rejected else None) or advance.reason,
    )
