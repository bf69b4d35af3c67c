"""The shop's money: buyers pay, farmers are lent to and paid.

Pure: it is given what stands in the book and says what happens next; `cash` writes it. Weeks run
from Monday to Sunday; they are settled on Monday and paid on Tuesday.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from random import Random

from ledger import accounts, trade
from ledger.accounts import Till
from ledger.entries import JournalEntry
from ledger.money import PAISE
from ledger.queries import Owed
from ops.demo_shop.chance import dice, happens

COMES_IN = ((Till.CASH, 62), (Till.UPI, 25), (Till.BANK, 13))
GOES_OUT = ((Till.CASH, 55), (Till.UPI, 30), (Till.BANK, 15))
"""Of a hundred; a little more cash comes in than goes out, since advances are lent in cash."""

CAPITAL_RUPEES = {Till.CASH: 4_00_000, Till.BANK: 5_00_000, Till.UPI: 2_00_000}
LENT_BEFORE_RUPEES = (2_000, 3_000, 5_000, 8_000, 10_000)
LENT_RUPEES = (1_000, 1_500, 2_000, 2_000, 3_000, 5_000)
OUTSTANDING_MOST_PAISE = 12_000 * PAISE
ON_ACCOUNT_A_DAY = 4
LENDS_PER_MILLE = 700
REPAID_PER_MILLE = 250
LEFT_IN_TILL_PAISE = 25_000 * PAISE
CAP_RUPEES = (300, 500, 500, 1_000)
"""The most that one settlement keeps back for a farmer's advance."""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to the shop's own money, and the key that it is written under."""

    key: str
    entry: JournalEntry


class Dealing(StrEnum):
    """What passes between the shop and a farmer."""

    PAID = "paid"
    LENT = "lent"
    REPAID = "repaid"


@dataclass(frozen=True, slots=True)
class Deal:
    """Money that passes between the shop and a farmer."""

    dealing: Dealing
    farmer: str
    amount_paise: int
    till: Till


def opening(day: date, farmers: Iterable[str], seed: int) -> Iterator[Fact]:
    """The owner's capital, and what the paper book said about some farmers."""
    for till, rupees in CAPITAL_RUPEES.items():
        yield Fact(f"demo:capital:{till}", trade.capital(rupees * PAISE, till=till, on=day))
    for farmer in farmers:
        throw = dice(seed, farmer, "opening")
        if happens(throw, 250):
            owed = -throw.randrange(20_000, 4_00_000)
            account = accounts.payable(farmer).code
            yield Fact(f"demo:opening:{account}", trade.opening_balance(account, owed, on=day))
        if happens(throw, 200):
            lent = throw.choice(LENT_BEFORE_RUPEES) * PAISE
            account = accounts.advance(farmer).code
            yield Fact(f"demo:opening:{account}", trade.opening_balance(account, lent, on=day))


def cap(farmer: str, seed: int) -> int:
    """The most that one settlement keeps back for this farmer's advance, in paise."""
    return dice(seed, farmer, "cap").choice(CAP_RUPEES) * PAISE


def payouts(
    day: date, owed: Mapping[str, Owed], balances: Mapping[str, int], seed: int
) -> Iterator[Deal]:
    """Tuesday: what was settled is paid, to each farmer as he likes it while there is enough."""
    held = {till: balances[till] for till in Till}
    for farmer, stands in owed.items():
        if stands.settled_paise > 0:
            till = _till(dice(seed, day, farmer, "paid by"))
            if held[till] - stands.settled_paise < LEFT_IN_TILL_PAISE:
                till = max(held, key=lambda each: held[each])
            held[till] -= stands.settled_paise
            yield Deal(Dealing.PAID, farmer, stands.settled_paise, till)


def buyers_pay(day: date, market_paise: int, seed: int) -> Iterator[Fact]:
    """Most of what the market owes comes in every day; the rest stays on credit."""
    throw = dice(seed, day, "buyers")
    coming = market_paise * throw.randint(86, 97) // 100
    for till, share in COMES_IN:
        rupees = coming * share // 100 // PAISE // 100 * 100
        if rupees > 0:
            entry = trade.buyers_money(rupees * PAISE, till=till, on=day)
            yield Fact(f"demo:buyers:{till}:{day}", entry)


def dealings(day: date, owed: Mapping[str, Owed], seed: int) -> Iterator[Deal]:
    """Payments on account and advances; now and then somebody brings an advance back."""
    throw = dice(seed, day, "paid out")
    for farmer in throw.sample(sorted(owed), ON_ACCOUNT_A_DAY):
        rupees = min(3_000, owed[farmer].payable_paise // PAISE // 2) // 100 * 100
        if rupees > 0:
            yield Deal(Dealing.PAID, farmer, rupees * PAISE, Till.CASH)
    borrower = throw.choice(sorted(owed))
    if happens(throw, LENDS_PER_MILLE):
        lent = throw.choice(LENT_RUPEES) * PAISE
        if owed[borrower].advance_paise + lent <= OUTSTANDING_MOST_PAISE:
            yield Deal(Dealing.LENT, borrower, lent, _till(throw))
    indebted = [farmer for farmer, stands in sorted(owed.items()) if stands.advance_paise > 0]
    if indebted and happens(throw, REPAID_PER_MILLE):
        farmer = throw.choice(indebted)
        paise = min(1_000 * PAISE, owed[farmer].advance_paise)
        yield Deal(Dealing.REPAID, farmer, paise, Till.CASH)


def _till(throw: Random) -> Till:
    (till,) = throw.choices([till for till, _ in GOES_OUT], [often for _, often in GOES_OUT])
    return till
