"""Writes what `till` decides, through the same rooms of the ledger as a real shop."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, timedelta

from ledger import advances, payouts
from ledger.entering import Entering
from ledger.fee_kinds import add_fee
from ledger.fees import Basis, NewFee
from ledger.journal import Booking, post_many
from ledger.money import PAISE
from ledger.queries import owed_to_all, trial_balance
from ledger.register.people import change_party
from ledger.settlements import NothingToSettleError, draft_and_approve
from ops.demo_shop import till
from ops.demo_shop.desk import Desk, moment
from ops.demo_shop.staff import OWNER
from ops.demo_shop.till import Deal, Dealing

MONDAY, TUESDAY = 0, 1
SETTLES_AT, PAYS_AT = 15, 16
"""Hours of the day."""

LOADING = NewFee(
    code="loading",
    name_en="Loading",
    name_ta="ஏற்றுக்கூலி",
    basis=Basis.FLAT,
    amount=20 * PAISE,
    account="fee:loading",
)
"""What the porters get of every settlement."""

LENT_FOR = "for the field"


def agree_terms(desk: Desk, day: date) -> None:
    """The porters' fee, and how much of a settlement each farmer leaves for his advance."""
    add_fee(desk.tx, LOADING, by=desk.owner)
    for farmer in desk.farmers:
        cap = till.cap(farmer, desk.seed)
        party_id, at = desk.people[farmer].party_id, moment(day, SETTLES_AT)
        change_party(desk.tx, party_id, by=desk.owner, at=at, recovery_cap_paise=cap)


def settle_or_pay(desk: Desk, day: date) -> None:
    """Monday settles the week before, Tuesday pays it."""
    if day.weekday() == MONDAY:
        _settle(desk, day)
    elif day.weekday() == TUESDAY:
        due = till.payouts(day, owed_to_all(desk.tx), trial_balance(desk.tx), desk.seed)
        deal(desk, day, due, PAYS_AT)


def deal(desk: Desk, day: date, deals: Iterable[Deal], hour: int) -> None:
    """Let money pass between the shop and farmers, in the owner's name."""
    for each in deals:
        key = f"demo:{each.dealing}:{each.farmer}:{day}:{hour}"
        entering = Entering(
            by=desk.owner,
            on=day,
            at=moment(day, hour),
            key=key,
            source=desk.source(OWNER),
            reason=LENT_FOR if each.dealing is Dealing.LENT else None,
        )
        tx, farmer, paise = desk.tx, each.farmer, each.amount_paise
        match each.dealing:
            case Dealing.PAID:
                payouts.pay(tx, farmer, paise, entering, till=each.till)
            case Dealing.LENT:
                advances.give(tx, farmer, paise, entering, till=each.till)
            case Dealing.REPAID:
                advances.repay(tx, farmer, paise, entering, till=each.till)


def post_facts(desk: Desk, facts: Iterable[till.Fact]) -> None:
    """Post what happened to the shop's own money, in the owner's name."""
    source = desk.source(OWNER)
    post_many(desk.tx, [Booking(fact.entry, fact.key, source) for fact in facts])


def _settle(desk: Desk, day: date) -> None:
    at, cut_off = moment(day, SETTLES_AT), day - timedelta(days=1)
    for farmer in desk.farmers:
        with suppress(NothingToSettleError):
            draft_and_approve(
                desk.tx, farmer, cut_off, by=desk.owner, at=at, source=desk.source(OWNER)
            )
