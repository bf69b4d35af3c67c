"""The shop's own money: what comes in, goes out, changes its place or is given up.

Each is entered by an admin, within the limit of a cash movement unless he is sure, on a day that
`ledger.dating` allows; the reason stays on the entry.
"""

from dataclasses import replace

from sqlalchemy import Connection

from ledger import accounts, people, queries, trade
from ledger.accounts import Till
from ledger.dating import check_date
from ledger.entering import Entering
from ledger.entries import JournalEntry
from ledger.errors import BeyondZeroError, LedgerError, UnknownAccountError, rupees
from ledger.journal import Posted, hold, post
from ledger.limits import check_amount
from ledger.notices import NoticeKind, note
from ledger.policy import Act, require
from ledger.reasons import plain


class MoreThanStandsError(LedgerError):
    """More would be handed on than was collected, or given up than is owed."""

    def __init__(self, account: str, amount_paise: int, standing_paise: int) -> None:
        super().__init__(
            f"{rupees(amount_paise)} is more than the {rupees(standing_paise)} on {account}"
        )
        self.account = account
        self.amount_paise = amount_paise
        self.standing_paise = standing_paise


class SameTillError(LedgerError):
    """Money is moved to where it is."""

    def __init__(self, till: Till) -> None:
        super().__init__(f"the money is in {till} already")
        self.till = till


def take_buyers_money(
    tx: Connection, amount_paise: int, entering: Entering, *, till: Till
) -> Posted:
    """Money from the market's buyers comes in.

    Raises:
        LedgerError: he may not, or the sum or the day cannot be; so for all that follow.
    """
    _check(tx, amount_paise, entering)
    return _write(tx, trade.buyers_money(amount_paise, till=till, on=entering.on), entering)


def hand_on_fee(
    tx: Connection, fee: str, amount_paise: int, entering: Entering, *, till: Till
) -> Posted:
    """What was collected under a fee is handed on, never more than was collected.

    Args:
        tx: the transaction.
        fee: the fee's account, `fee:cess`.
        amount_paise: how much of it.
        entering: who, when, under which key.
        till: where the money comes from.

    Raises:
        UnknownAccountError: no fee has that account.
        MoreThanStandsError: less than that stands there.
    """
    _check(tx, amount_paise, entering)
    if fee not in {account.code for account in accounts.FEES}:
        raise UnknownAccountError(fee)
    handed_on = trade.fee_handed_on(fee, amount_paise, till=till, on=entering.on)
    return _write_within(tx, handed_on, fee, entering)


def write_off(
    tx: Connection, amount_paise: int, entering: Entering, *, farmer: str | None = None
) -> Posted:
    """Give up what a farmer owes, or the market's buyers; never more than they do.

    The farmer is told; why, stays in the book.

    Args:
        tx: the transaction.
        amount_paise: how much of it.
        entering: who, when, under which key; the reason is obligatory.
        farmer: whose advance is given up; None for the market's debt.

    Raises:
        ReasonMissingError: no reason was given.
        UnknownAccountError: no farmer has the code.
        MoreThanStandsError: less than that is owed.
    """
    _check(tx, amount_paise, entering)
    plain(entering.reason)
    account = accounts.MARKET if farmer is None else accounts.advance(farmer)
    given_up = trade.write_off(account.code, amount_paise, on=entering.on)
    posted = _write_within(tx, given_up, account.code, entering)
    if farmer is not None and posted.is_new:
        note(
            tx,
            key=f"entry:{posted.entry_id}:written-off",
            party_id=people.farmer(tx, farmer).party_id,
            kind=NoticeKind.WRITTEN_OFF,
            subject={"entry": posted.entry_id},
        )
    return posted


def move(tx: Connection, amount_paise: int, entering: Entering, *, till: Till, to: Till) -> Posted:
    """Money changes its place between cash, bank and UPI.

    Raises:
        SameTillError: it is there already.
    """
    _check(tx, amount_paise, entering)
    if till is to:
        raise SameTillError(till)
    return _write(tx, trade.transfer(amount_paise, till=till, to=to, on=entering.on), entering)


def spend(tx: Connection, amount_paise: int, entering: Entering, *, till: Till) -> Posted:
    """The shop pays for something of its own; what for stays on the entry and is obligatory.

    Raises:
        ReasonMissingError: nobody says what for.
    """
    _check(tx, amount_paise, entering)
    plain(entering.reason)
    return _write(tx, trade.expense(amount_paise, till=till, on=entering.on), entering)


def put_in_capital(tx: Connection, amount_paise: int, entering: Entering, *, till: Till) -> Posted:
    """The owner puts money into the shop."""
    _check(tx, amount_paise, entering)
    return _write(tx, trade.capital(amount_paise, till=till, on=entering.on), entering)


def draw(tx: Connection, amount_paise: int, entering: Entering, *, till: Till) -> Posted:
    """The owner takes money out for himself."""
    _check(tx, amount_paise, entering)
    return _write(tx, trade.drawings(amount_paise, till=till, on=entering.on), entering)


def open_balance(tx: Connection, account: str, amount_paise: int, entering: Entering) -> Posted:
    """A balance is brought in from the paper book.

    Args:
        tx: the transaction.
        account: any account but that of the opening balances themselves.
        amount_paise: as people say it: positive on the side where the account normally stands,
            for money there is, for what a farmer is owed and for what he owes; negative where a
            farmer was overpaid.
        entering: who, when, under which key.

    Raises:
        UnknownAccountError: the chart has no such account.
    """
    _check(tx, abs(amount_paise), entering)
    if account == accounts.OPENING.code:
        raise UnknownAccountError(account)
    paise = accounts.normal_sign(account) * amount_paise
    return _write(tx, trade.opening_balance(account, paise, on=entering.on), entering)


def _check(tx: Connection, amount_paise: int, entering: Entering) -> None:
    """Go on only where he may enter it, and the sum can be."""
    require(entering.by.role, Act.MOVE_MONEY)
    check_amount(tx, amount_paise, at=entering.at, is_sure=entering.is_sure)


def _write(tx: Connection, entry: JournalEntry, entering: Entering) -> Posted:
    check_date(tx, entry, at=entering.at, ask=entering.ask)
    reason = entering.reason and plain(entering.reason)
    return post(tx, replace(entry, reason=reason), key=entering.key, source=entering.source)


def _write_within(tx: Connection, entry: JournalEntry, account: str, entering: Entering) -> Posted:
    """Write what takes from an account no more than stands there, whoever else takes from it."""
    hold(tx, [account])
    stands = accounts.normal_sign(account) * queries.balance_of(tx, account)
    taken = next(abs(p.amount_paise) for p in entry.postings if p.account == account)
    with tx.begin_nested():
        try:
            posted = _write(tx, entry, entering)
        except BeyondZeroError as error:
            raise MoreThanStandsError(account, taken, stands) from error
        if posted.is_new and taken > stands:
            raise MoreThanStandsError(account, taken, stands)
    return posted
