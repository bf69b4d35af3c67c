"""`malar money`: the shop's own money, entered by its owner."""

from collections.abc import Callable
from typing import Unpack

import click
from sqlalchemy import Connection

from ledger import money_moves, queries
from ledger.accounts import FEES, Till, farmer_of, normal_sign
from ledger.entering import Entering
from ledger.journal import Posted
from locales.phrases import money as shown
from ops.commands.entering import Said, entering
from ops.commands.here import Here, pass_here
from ops.commands.options import RUPEES, by_option, key_option, on_option, till_option
from ops.commands.seconds import ask_option, asking
from ops.commands.showing import standing
from ops.commands.sparing import options

rupees_argument = click.argument("rupees", type=RUPEES)
reason_option = click.option("--reason", help="What stays on the entry.")
why_option = click.option("--reason", required=True, help="Why; it stays on the entry.")
entering_options = options(
    on_option,
    click.option("--yes", "is_sure", is_flag=True, help="Though it is above the shop's limit."),
    ask_option,
    key_option,
    by_option,
)


@click.group()
def money() -> None:
    """The shop's own money: what comes in, goes out, changes its place or is given up."""


@money.command(short_help="Buyers' money comes in.")
@rupees_argument
@till_option
@reason_option
@entering_options
@pass_here
def buyers(here: Here, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """RUPEES from the market's buyers come in."""
    _enter(here, said, lambda tx, e: money_moves.take_buyers_money(tx, rupees, e, till=Till(till)))


@money.command(short_help="Hand on a collected fee.")
@click.argument("fee", type=click.Choice([fee.code.partition(":")[2] for fee in FEES]))
@rupees_argument
@till_option
@reason_option
@entering_options
@pass_here
def fee(here: Here, fee: str, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """Hand on RUPEES of the FEE that was collected, never more than that."""
    account = f"fee:{fee}"
    _enter(
        here, said, lambda tx, e: money_moves.hand_on_fee(tx, account, rupees, e, till=Till(till))
    )


@money.command(short_help="Give up what will not come.")
@rupees_argument
@click.option("--farmer", metavar="CODE", help="Whose advance; the market's debt when left out.")
@why_option
@entering_options
@pass_here
def writeoff(here: Here, rupees: int, farmer: str | None, **said: Unpack[Said]) -> None:
    """Give up RUPEES that a farmer or the market's buyers owe, never more than they do."""
    code = farmer and farmer.upper()
    _enter(here, said, lambda tx, e: money_moves.write_off(tx, rupees, e, farmer=code))


@money.command(short_help="Take money to another place.")
@rupees_argument
@till_option
@click.option(
    "--to", type=click.Choice([till.value for till in Till]), required=True, help="Where it goes."
)
@reason_option
@entering_options
@pass_here
def move(here: Here, rupees: int, till: str, to: str, **said: Unpack[Said]) -> None:
    """Take RUPEES from the till to another place: cash to the bank."""
    _enter(here, said, lambda tx, e: money_moves.move(tx, rupees, e, till=Till(till), to=Till(to)))


@money.command(short_help="Pay for something of the shop's.")
@rupees_argument
@till_option
@click.option("--for", "reason", required=True, help="What for; it stays on the entry.")
@entering_options
@pass_here
def spend(here: Here, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """Pay RUPEES for something of the shop's own: rent, tea, bags."""
    _enter(here, said, lambda tx, e: money_moves.spend(tx, rupees, e, till=Till(till)))


@money.command(short_help="The owner puts money in.")
@rupees_argument
@till_option
@reason_option
@entering_options
@pass_here
def capital(here: Here, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """The owner puts RUPEES into the shop."""
    _enter(here, said, lambda tx, e: money_moves.put_in_capital(tx, rupees, e, till=Till(till)))


@money.command(short_help="The owner takes money out.")
@rupees_argument
@till_option
@reason_option
@entering_options
@pass_here
def draw(here: Here, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """The owner takes RUPEES out for himself."""
    _enter(here, said, lambda tx, e: money_moves.draw(tx, rupees, e, till=Till(till)))


@money.command(short_help="Bring in a balance from the paper book.")
@click.argument("account")
@rupees_argument
@click.option("--overpaid", is_flag=True, help="The farmer had got more than he was owed.")
@reason_option
@entering_options
@pass_here
def opening(here: Here, account: str, rupees: int, *, overpaid: bool, **said: Unpack[Said]) -> None:
    """Bring in the balance of an ACCOUNT, such as cash, payable:F012 or advance:F012.

    RUPEES stand where they belong: money there is, what a farmer is owed, what he owes.
    """
    paise = -rupees if overpaid else rupees
    _enter(here, said, lambda tx, e: money_moves.open_balance(tx, account, paise, e))


def _enter(here: Here, said: Said, write: Callable[[Connection, Entering], Posted]) -> None:
    """Write one movement; say its entry, and what stands on each of its accounts afterwards."""
    reason = said["reason"]
    with here.books() as engine, asking(engine, here, by=said["by"], reason=reason) as tx:
        posted = write(tx, entering(here, tx, said))
        entry = queries.entry_of(tx, posted.entry_id)
        codes = [posting.account for posting in entry.postings]
        stands = [f"{code} {shown(normal_sign(code) * queries.balance_of(tx, code))}"
                  for code in codes if farmer_of(code) is None]  # fmt: skip
        stands += [standing(tx, whose) for code in codes if (whose := farmer_of(code))]
        click.echo(f"Entry {posted.entry_id}. {', '.join(stands)}")
