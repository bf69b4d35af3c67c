"""`malar pay` and `malar settlement pay`: money goes to farmers."""

from typing import Unpack

import click
from sqlalchemy import Connection

from ledger.accounts import Till
from ledger.payouts import Paid
from ledger.payouts import pay as pay_farmer
from ledger.settlements import settlement_of
from locales.phrases import money
from ops.commands.entering import Said, entering
from ops.commands.here import Here, pass_here
from ops.commands.options import RUPEES, by_option, key_option, on_option, till_option
from ops.commands.seconds import ask_option, asking
from ops.commands.settlements import named, settlement, which_argument
from ops.commands.showing import standing
from ops.commands.sparing import options

rupees_argument = click.argument("rupees", type=RUPEES)
paying_options = options(till_option, on_option, ask_option, key_option, by_option)


@click.command("pay", short_help="Pay a farmer.")
@click.argument("farmer", metavar="CODE")
@rupees_argument
@paying_options
@pass_here
def pay(here: Here, farmer: str, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """Pay the farmer CODE: his unpaid settlements oldest first, the rest on account.

    What was brought in as settled on paper is the oldest of all.
    """
    code = farmer.upper()
    why = f"paying {code}"
    with here.books() as engine, asking(engine, here, by=said["by"], reason=why) as tx:
        parts = pay_farmer(tx, code, rupees, entering(here, tx, said), till=Till(till))
        _show_paid(tx, code, parts)


@settlement.command("pay", short_help="Pay a settlement.")
@which_argument
@rupees_argument
@paying_options
@pass_here
def pay_settlement(here: Here, which: str, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """Pay RUPEES of a settlement's net."""
    why = f"paying {which}"
    with here.books() as engine, asking(engine, here, by=said["by"], reason=why) as tx:
        who_and_when, found = entering(here, tx, said), named(tx, which)
        parts = pay_farmer(
            tx,
            found.farmer,
            rupees,
            who_and_when,
            till=Till(till),
            settlement_id=found.settlement_id,
        )
        _show_paid(tx, found.farmer, parts)


def _show_paid(tx: Connection, farmer: str, parts: list[Paid]) -> None:
    for part in parts:
        what = "of what was settled on paper" if part.is_brought_in else "on account"
        if part.settlement_id is not None:
            what = f"of {settlement_of(tx, part.settlement_id).number}"
        click.echo(f"Entry {part.entry_id}: {money(part.amount_paise)} {what}.")
    click.echo(standing(tx, farmer))
