"""`malar pay` and `malar settlement pay`: money goes to farmers."""

from datetime import date

import click
from sqlalchemy import Connection

from ledger.accounts import Till
from ledger.payouts import Paid
from ledger.payouts import pay as pay_farmer
from ledger.settlements import settlement_of
from locales.phrases import money
from ops.commands.here import Here, pass_here
from ops.commands.options import (
    RUPEES,
    actor,
    by_option,
    key_option,
    key_or_new,
    on_option,
    source_of,
    till_option,
)
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
def pay(  # noqa: PLR0913 - one an option
    here: Here,
    *,
    farmer: str,
    rupees: int,
    till: str,
    on: date | None,
    ask: int | None,
    key: str | None,
    by: str,
) -> None:
    """Pay the farmer CODE: his unpaid settlements oldest first, the rest on account."""
    code = farmer.upper()
    with here.books() as engine, asking(engine, here, by=by, reason=f"paying {code}") as tx:
        who = actor(tx, by)
        parts = pay_farmer(
            tx, code, rupees, till=Till(till), by=who, on=on or here.today, at=here.clock(),
            key=key_or_new(key), source=source_of(who), ask=ask,
        )  # fmt: skip
        _show_paid(tx, code, parts)


@settlement.command("pay", short_help="Pay a settlement.")
@which_argument
@rupees_argument
@paying_options
@pass_here
def pay_settlement(  # noqa: PLR0913 - one an option
    here: Here,
    *,
    which: str,
    rupees: int,
    till: str,
    on: date | None,
    ask: int | None,
    key: str | None,
    by: str,
) -> None:
    """Pay RUPEES of a settlement's net."""
    with here.books() as engine, asking(engine, here, by=by, reason=f"paying {which}") as tx:
        who, found = actor(tx, by), named(tx, which)
        parts = pay_farmer(
            tx, found.farmer, rupees, till=Till(till), by=who, on=on or here.today,
            at=here.clock(), key=key_or_new(key), source=source_of(who),
            settlement_id=found.settlement_id, ask=ask,
        )  # fmt: skip
        _show_paid(tx, found.farmer, parts)


def _show_paid(tx: Connection, farmer: str, parts: list[Paid]) -> None:
    for part in parts:
        what = "on account"
        if part.settlement_id is not None:
            what = f"of {settlement_of(tx, part.settlement_id).number}"
        click.echo(f"Entry {part.entry_id}: {money(part.amount_paise)} {what}.")
    click.echo(standing(tx, farmer))
