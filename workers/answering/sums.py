"""Sums of money: what they would come to, who may move them, and moving them.

What the speaker may not give himself, staff beyond their limit or anybody beyond the farmer's, is
asked of the owner; an advance that was approved is paid out by naming the same sum.
"""

from bot.dialogue.effects_money import MoveSum, WeighSum
from bot.dialogue.events import Refused
from bot.dialogue.events_money import SumMoved, SumWeighed
from bot.dialogue.lots import Person
from bot.dialogue.sums import NO_REASON, Part, Purpose, Sum
from ledger import advances, payouts
from ledger.accounts import Till
from ledger.advance_book import Advance, AdvanceState, open_advances, room_left
from ledger.advances import MoreThanOutstandingError
from ledger.limits import check_amount
from ledger.people import farmer
from ledger.policy import Act, may, require
from ledger.settlements import Settlement, settlements
from ledger.terms import terms
from locales.facts import Money, Phrase
from workers.answering.desk import Desk
from workers.register import person_of


def weigh(desk: Desk, request: WeighSum) -> SumWeighed | Refused:
    """What the sum would come to.

    Raises:
        LedgerError: it cannot be moved: nothing, too much, more than is due or outstanding.
    """
    weighed = request.sum
    check_amount(desk.tx, weighed.amount_paise, at=desk.now)
    match weighed.purpose:
        case Purpose.PAYMENT:
            return _payment(desk, weighed)
        case Purpose.REPAYMENT:
            return _repayment(desk, weighed)
        case Purpose.ADVANCE | Purpose.WISH:
            return _advance(desk, weighed)


def move(desk: Desk, request: MoveSum) -> SumMoved:
    """Write the sum, or ask for it.

    Raises:
        LedgerError: the books refuse it.
    """
    match request.sum.purpose:
        case Purpose.PAYMENT:
            entries, advance = _pay(desk, request.sum), None
        case Purpose.REPAYMENT:
            entries, advance = _repay(desk, request.sum), None
        case Purpose.ADVANCE | Purpose.WISH:
            lent = _lend(desk, request)
            entries, advance = () if lent.entry_id is None else (lent.entry_id,), lent.advance_id
    owed = desk.owed(request.sum.farmer)
    return SumMoved(request.sum, _person(desk, request.sum), owed, entries, advance)


def _pay(desk: Desk, paid: Sum) -> tuple[int, ...]:
    entering, till = desk.entering(paid.key), Till(paid.till)
    parts = payouts.pay(desk.tx, paid.farmer, paid.amount_paise, entering, till=till)
    return tuple(part.entry_id for part in parts)


def _repay(desk: Desk, repaid: Sum) -> tuple[int, ...]:
    entering, till = desk.entering(repaid.key), Till(repaid.till)
    posted = advances.repay(desk.tx, repaid.farmer, repaid.amount_paise, entering, till=till)
    return (posted.entry_id,)


def _lend(desk: Desk, request: MoveSum) -> Advance:
    """Ask for an advance, pay out an approved one, or both at once."""
    lent = request.sum
    entering = desk.entering(lent.key, lent.reason or NO_REASON)
    if request.approved is not None:
        return advances.disburse(desk.tx, request.approved, entering, till=Till(lent.till))
    if request.is_request:
        return advances.request(desk.tx, lent.farmer, lent.amount_paise, entering)
    till = Till(lent.till)
    return advances.give(desk.tx, lent.farmer, lent.amount_paise, entering, till=till)


def _payment(desk: Desk, weighed: Sum) -> SumWeighed:
    parts = list(payouts.parts_of(desk.tx, weighed.farmer, weighed.amount_paise))
    if any(payouts.is_settled(part) for part in parts):
        require(desk.speaker.role, Act.APPROVE_SETTLEMENT)
    stands = {each.settlement_id: each for each in settlements(desk.tx, farmer=weighed.farmer)}
    shown = tuple(_shown(part, stands.get(part.settlement_id or 0)) for part in parts)
    return SumWeighed(weighed, _person(desk, weighed), desk.owed(weighed.farmer), parts=shown)


def _shown(part: payouts.Part, of: Settlement | None) -> Part:
    """A part of a payment, with what is left of the settlement that it pays."""
    paise = part.amount_paise
    if of is None:
        return Part(None, paise, is_brought_in=part.is_brought_in)
    return Part(of.number, paise, of.unpaid_paise - paise)


def _repayment(desk: Desk, weighed: Sum) -> SumWeighed:
    owed = desk.owed(weighed.farmer)
    if weighed.amount_paise > owed.advance_paise:
        raise MoreThanOutstandingError(weighed.amount_paise, owed.advance_paise)
    return SumWeighed(weighed, _person(desk, weighed), owed)


def _advance(desk: Desk, weighed: Sum) -> SumWeighed | Refused:
    """An advance: approved before, asked for before, within the limits, or the owner's to give."""
    same = [
        found
        for found in open_advances(desk.tx, weighed.farmer)
        if found.amount_paise == weighed.amount_paise
    ]
    if waiting := [found for found in same if found.state is AdvanceState.REQUESTED]:
        amount = Money(weighed.amount_paise)
        number = waiting[0].advance_id
        return Refused(Phrase("advance_waits", {"number": number, "amount": amount}))
    is_wish = weighed.purpose is Purpose.WISH
    approved = None if is_wish or not same else same[0].advance_id
    is_over = weighed.amount_paise > room_left(desk.tx, weighed.farmer, at=desk.now)
    is_large = weighed.amount_paise > terms(desk.tx, desk.now).staff_advance_limit_paise
    may_give = may(desk.speaker.role, Act.DECIDE_ADVANCE) or not is_large
    return SumWeighed(
        weighed,
        _person(desk, weighed),
        desk.owed(weighed.farmer),
        is_request=is_wish or (approved is None and (is_over or not may_give)),
        limit_paise=_limit(desk, weighed.farmer) if is_over and approved is None else None,
        approved=approved,
    )


def _limit(desk: Desk, code: str) -> int:
    own = farmer(desk.tx, code).advance_limit_paise
    return terms(desk.tx, desk.now).advance_limit_paise if own is None else own


def _person(desk: Desk, weighed: Sum) -> Person:
    return person_of(farmer(desk.tx, weighed.farmer))
