"""Advances: asked for, allowed or not, paid out, brought back; each step is told to the farmer.

What stands about them is read in `ledger.advance_book`. Each step of a farmer's advances waits
for the one before (`journal.hold`), so that two at once see each other; Postgres' keys would
refuse the second in any case.
"""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from ledger import approvals, people, queries, trade
from ledger.accounts import Till
from ledger.advance_book import Advance, AdvanceState, advance_of, room_left
from ledger.advance_tables import advance_table, decision_table, payment_table
from ledger.approvals import AskKind
from ledger.dating import check_date
from ledger.entering import Doing, Entering
from ledger.errors import BeyondZeroError, KeyReusedError, LedgerError, UnknownCodeError, rupees
from ledger.journal import Posted, hold, post
from ledger.limits import check_amount
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, may, require
from ledger.reasons import plain
from ledger.roles import PartyRole
from ledger.terms import terms


class AdvanceDecidedError(LedgerError):
    """Somebody has approved or rejected the advance before."""

    def __init__(self, advance_id: int, state: AdvanceState) -> None:
        super().__init__(f"advance {advance_id} is {state} already")
        self.advance_id = advance_id
        self.state = state


class NotApprovedError(LedgerError):
    """Nobody has allowed the advance, or it was rejected."""

    def __init__(self, advance_id: int) -> None:
        super().__init__(f"advance {advance_id} is not approved")
        self.advance_id = advance_id


class StaffLimitError(LedgerError):
    """The advance is larger than staff give without approval."""

    def __init__(self, amount_paise: int, limit_paise: int) -> None:
        super().__init__(
            f"{rupees(amount_paise)} is above the staff limit of {rupees(limit_paise)}"
        )
        self.amount_paise = amount_paise
        self.limit_paise = limit_paise


class MoreThanOutstandingError(LedgerError):
    """A farmer would bring back more than he was lent."""

    def __init__(self, amount_paise: int, outstanding_paise: int) -> None:
        super().__init__(
            f"{rupees(amount_paise)} is more than the {rupees(outstanding_paise)} outstanding"
        )
        self.amount_paise = amount_paise
        self.outstanding_paise = outstanding_paise


def request(tx: Connection, farmer: str, amount_paise: int, doing: Doing) -> Advance:
    """Ask for an advance: the farmer for himself, or the shop's people for him.

    The same key again gives the same request. The reason is what he needs it for.

    Raises:
        NotAllowedError: his role does not ask, or he asks for another farmer.
        UnknownCodeError: no farmer who still brings flowers has the code.
        AmountError: the sum is nothing, or above the shop's limit.
        ReasonMissingError: no reason was given.
        KeyReusedError: the key stands for another request.
    """
    by = doing.by
    require(by.role, Act.ASK_ADVANCE if by.code == farmer else Act.REQUEST_ADVANCE)
    asked = _write(tx, farmer, amount_paise, doing)
    _tell(tx, asked, NoticeKind.ADVANCE_REQUESTED)
    for admin in people.parties(tx, PartyRole.ADMIN):
        if admin.is_active and admin.party_id != by.party_id:
            note(
                tx,
                key=f"advance:{asked.advance_id}:to_approve:{admin.code}",
                party_id=admin.party_id,
                kind=NoticeKind.TO_APPROVE,
                subject={"advance": asked.advance_id},
            )
    return asked


def approve(  # noqa: PLR0913 - a decision has this many facts
    tx: Connection,
    advance_id: int,
    *,
    by: Party,
    at: datetime,
    reason: str | None = None,
    ask: int | None = None,
) -> Advance:
    """Allow an advance that was asked for.

    Beyond the farmer's limit it takes a reason and a second person's yes to
    `over_limit_facts`.

    Raises:
        NotAllowedError: his role does not decide about advances.
        UnknownAdvanceError: nobody asked for that.
        AdvanceDecidedError: it was decided before.
        ReasonMissingError: it goes beyond the limit, and no reason was given.
        SecondPersonNeededError: likewise, and nobody else has said yes.
    """
    require(by.role, Act.DECIDE_ADVANCE)
    asked = _undecided(tx, advance_id)
    if asked.amount_paise > room_left(tx, asked.farmer, at=at):
        reason = plain(reason)
        facts = over_limit_facts(asked.farmer, asked.amount_paise)
        approvals.use(tx, ask, AskKind.ADVANCE_OVER_LIMIT, facts)
    approved = _decide(tx, asked, is_approved=True, by=by, at=at, reason=reason)
    _tell(tx, approved, NoticeKind.ADVANCE_APPROVED)
    return approved


def reject(tx: Connection, advance_id: int, *, by: Party, at: datetime, reason: str) -> Advance:
    """Refuse an advance that was asked for; the farmer hears why.

    Raises:
        NotAllowedError: his role does not decide about advances.
        UnknownAdvanceError: nobody asked for that.
        AdvanceDecidedError: it was decided before.
        ReasonMissingError: no reason was given.
    """
    require(by.role, Act.DECIDE_ADVANCE)
    asked = _undecided(tx, advance_id)
    rejected = _decide(tx, asked, is_approved=False, by=by, at=at, reason=plain(reason))
    _tell(tx, rejected, NoticeKind.ADVANCE_REJECTED)
    return rejected


def disburse(tx: Connection, advance_id: int, entering: Entering, *, till: Till) -> Advance:
    """Pay out an approved advance, once, whatever key that is entered under.

    Args:
        tx: the transaction.
        advance_id: which.
        entering: who pays it out, when, through what.
        till: where the money comes from.

    Raises:
        NotAllowedError: his role pays nothing out.
        UnknownAdvanceError: nobody asked for that.
        NotApprovedError: nobody has allowed it.
        AdvanceDecidedError: it was paid out before.
        FutureDateError, SecondPersonNeededError, DayClosedError: its date cannot be.
    """
    require(entering.by.role, Act.DISBURSE_ADVANCE)
    asked = _held(tx, advance_id)
    if asked.entry_id is not None:
        raise AdvanceDecidedError(advance_id, asked.state)
    if asked.state is not AdvanceState.APPROVED:
        raise NotApprovedError(advance_id)
    lent = trade.cash_advance(asked.farmer, asked.amount_paise, till=till, on=entering.on)
    check_date(tx, lent, at=entering.at, ask=entering.ask)
    posted = post(
        tx,
        replace(lent, reason=asked.reason),
        key=f"advance:{advance_id}:paid",
        source=entering.source,
    )
    tx.execute(insert(payment_table).values(advance_id=advance_id, entry_id=posted.entry_id))
    paid = advance_of(tx, advance_id)
    _tell(tx, paid, NoticeKind.ADVANCE_PAID)
    return paid


def give(
    tx: Connection, farmer: str, amount_paise: int, entering: Entering, *, till: Till
) -> Advance:
    """Ask for, allow and pay out an advance at once: staff up to their limit, an admin any.

    The same key again gives the same advance and pays nothing again.

    Raises:
        StaffLimitError: it is more than staff give without approval.
        SecondPersonNeededError: it goes beyond the farmer's limit; ask for it and have it
            approved, or come with another admin's yes.
        LedgerError: as for `request` and `disburse`.
    """
    by, at = entering.by, entering.at
    require(by.role, Act.GIVE_SMALL_ADVANCE)
    check_staff_limit(tx, amount_paise, entering)
    hold(tx, [farmer])
    asked = _write(tx, farmer, amount_paise, entering)
    if asked.entry_id is not None:
        return asked
    if asked.amount_paise > room_left(tx, farmer, at=at):
        facts = over_limit_facts(farmer, amount_paise)
        approvals.use(tx, entering.ask, AskKind.ADVANCE_OVER_LIMIT, facts)
    _decide(tx, asked, is_approved=True, by=by, at=at, reason=asked.reason)
    return disburse(tx, asked.advance_id, entering, till=till)


def repay(
    tx: Connection, farmer: str, amount_paise: int, entering: Entering, *, till: Till
) -> Posted:
    """Take back lent cash from a farmer, never more than is outstanding.

    Raises:
        NotAllowedError: his role takes no money in.
        AmountError: the sum is nothing, or above the shop's limit.
        MoreThanOutstandingError: he owes less than that.
        LedgerError: as for `journal.post` and `dating.check_date`.
    """
    require(entering.by.role, Act.ENTER_PAYMENTS)
    check_amount(tx, amount_paise, at=entering.at)
    repaid = trade.advance_repaid(farmer, amount_paise, till=till, on=entering.on)
    check_date(tx, repaid, at=entering.at, ask=entering.ask)
    try:
        posted = post(tx, repaid, key=entering.key, source=entering.source)
    except BeyondZeroError as error:
        outstanding = queries.owed_to(tx, farmer).advance_paise
        raise MoreThanOutstandingError(amount_paise, outstanding) from error
    note(
        tx,
        key=f"entry:{posted.entry_id}:repaid",
        party_id=people.farmer(tx, farmer).party_id,
        kind=NoticeKind.ADVANCE_REPAID,
        subject={"entry": posted.entry_id},
    )
    return posted


def over_limit_facts(farmer: str, amount_paise: int) -> dict[str, str | int]:
    """What a second person says yes to when an advance goes beyond a farmer's limit."""
    return {"farmer": farmer, "amount_paise": amount_paise}


def check_staff_limit(tx: Connection, amount_paise: int, doing: Doing) -> None:
    """Go on only with a sum that his role lends without approval.

    Raises:
        StaffLimitError: it is more.
    """
    limit = terms(tx, doing.at).staff_advance_limit_paise
    if amount_paise > limit and not may(doing.by.role, Act.DECIDE_ADVANCE):
        raise StaffLimitError(amount_paise, limit)


def _write(tx: Connection, farmer: str, amount_paise: int, doing: Doing) -> Advance:
    """The request that stands under a key, written now if it was not before."""
    reason = plain(doing.reason)
    check_amount(tx, amount_paise, at=doing.at)
    asking = people.farmer(tx, farmer)
    if not asking.is_active:
        raise UnknownCodeError("farmer", farmer)
    row = upsert(advance_table).values(
        idem_key=doing.key,
        farmer_id=asking.party_id,
        amount_paise=amount_paise,
        reason=reason,
        requested_by=doing.by.party_id,
        requested_at=doing.at,
        channel=doing.source.channel,
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=[advance_table.c.idem_key]))
    written = select(advance_table.c.advance_id).where(advance_table.c.idem_key == doing.key)
    asked = advance_of(tx, tx.execute(written).scalar_one())
    if (asked.farmer, asked.amount_paise, asked.reason) != (farmer, amount_paise, reason):
        raise KeyReusedError(doing.key)
    return asked


def _held(tx: Connection, advance_id: int) -> Advance:
    """The advance, with nobody else at the farmer's advances until the transaction ends."""
    hold(tx, [advance_of(tx, advance_id).farmer])
    return advance_of(tx, advance_id)


def _undecided(tx: Connection, advance_id: int) -> Advance:
    asked = _held(tx, advance_id)
    if asked.state is not AdvanceState.REQUESTED:
        raise AdvanceDecidedError(advance_id, asked.state)
    return asked


def _decide(  # noqa: PLR0913 - a decision has this many facts
    tx: Connection,
    asked: Advance,
    *,
    is_approved: bool,
    by: Party,
    at: datetime,
    reason: str | None,
) -> Advance:
    row = insert(decision_table).values(
        advance_id=asked.advance_id,
        is_approved=is_approved,
        decided_by=by.party_id,
        decided_at=at,
        reason=reason,
    )
    tx.execute(row)
    return advance_of(tx, asked.advance_id)


def _tell(tx: Connection, stands: Advance, kind: NoticeKind) -> None:
    """The farmer hears how far his advance got."""
    note(
        tx,
        key=f"advance:{stands.advance_id}:{stands.state}",
        party_id=people.farmer(tx, stands.farmer).party_id,
        kind=kind,
        subject={"advance": stands.advance_id},
    )
