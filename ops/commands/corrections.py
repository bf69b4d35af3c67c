"""`malar correct` and `malar reverse`: what stands wrong is put right, or taken back."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Unpack

import click
from sqlalchemy import Connection

from ledger import corrections, goods, queries
from ledger.accounts import Till
from ledger.board import MARKET_ZONE
from ledger.corrections import RightRate
from ledger.journal import Corrected
from ledger.putting_right import farmers_of
from ops.commands.entering import Said, doing
from ops.commands.goods import CLOCK
from ops.commands.here import Here, pass_here
from ops.commands.options import (
    PERCENT,
    RUPEES,
    WEIGHT,
    by_option,
    key_option,
    on_option,
)
from ops.commands.seconds import ask_option, asking
from ops.commands.showing import standing
from ops.commands.sparing import options

entry_argument = click.argument("entry", type=int)
why_options = options(
    click.option("--reason", required=True, help="Why; it stays in the book, the farmer reads it."),
    ask_option,
    key_option,
    by_option,
)


@click.group()
def correct() -> None:
    """Put a lot, a rate or an advance right: the wrong entry's mirror, then the right one."""


@correct.command("lot", short_help="Put a lot right.")
@entry_argument
@click.option("--weight", type=WEIGHT, help="The right weight, or the right count.")
@click.option("--rate", "rupees", type=RUPEES, help="The right rate of a unit.")
@click.option("--flower", metavar="CODE", help="The right flower.")
@click.option("--farmer", metavar="CODE", help="The right farmer; both are told.")
@click.option("--quality", "qualities", multiple=True, metavar="CODE", help="Each that counts.")
@click.option("--no-quality", is_flag=True, help="None counts.")
@click.option("--commission", type=PERCENT, help="The right commission.")
@why_options
@pass_here
def correct_lot(  # noqa: PLR0913 - one an option
    here: Here,
    *,
    entry: int,
    weight: int | None,
    rupees: int | None,
    flower: str | None,
    farmer: str | None,
    qualities: tuple[str, ...],
    no_quality: bool,
    commission: int | None,
    **said: Unpack[Said],
) -> None:
    """Put the lot of ENTRY right, for the farmer and the market; what is not named stays."""
    with here.books() as engine, asking(engine, here, by=said["by"], reason=said["reason"]) as tx:
        corrected = corrections.correct_lot(
            tx,
            entry,
            doing(here, tx, said),
            quantity_milli=weight,
            rate_paise=rupees,
            flower=flower,
            farmer=farmer and farmer.upper(),
            adjustments=goods.adjustments(tx, qualities) if qualities or no_quality else None,
            commission_bp=commission,
        )
        _show(tx, [corrected])


@correct.command("rate", short_help="Put a wrong rate of the board right, for all its lots.")
@click.argument("flower")
@click.argument("rupees", type=RUPEES)
@click.option("--from", "since", type=CLOCK, required=True, help="The first minute that counts.")
@click.option("--until", type=CLOCK, help="The first that counts no more; now when left out.")
@on_option
@why_options
@pass_here
def correct_rate(
    here: Here,
    *,
    flower: str,
    rupees: int,
    since: time,
    until: time | None,
    **said: Unpack[Said],
) -> None:
    """Let the FLOWER have cost RUPEES for every lot that took its rate from the board meanwhile.

    The board itself shows what stood on it; `malar rate set` changes it from now on.
    """
    day = said["on"] or here.today
    end = here.clock() if until is None else datetime.combine(day, until, MARKET_ZONE)
    with here.books() as engine, asking(engine, here, by=said["by"], reason=said["reason"]) as tx:
        right = RightRate(flower, rupees, datetime.combine(day, since, MARKET_ZONE), end)
        corrected = corrections.correct_rate(tx, right, doing(here, tx, said))
        _show(tx, corrected)


@correct.command("advance", short_help="Put an advance right.")
@entry_argument
@click.option("--amount", "rupees", type=RUPEES, help="What was lent.")
@click.option("--farmer", metavar="CODE", help="To whom; both are told.")
@click.option(
    "--till", type=click.Choice([till.value for till in Till]), help="Where the money came from."
)
@why_options
@pass_here
def correct_advance(
    here: Here,
    *,
    entry: int,
    rupees: int | None,
    farmer: str | None,
    till: str | None,
    **said: Unpack[Said],
) -> None:
    """Put right the advance that ENTRY paid out; what is not named stays."""
    with here.books() as engine, asking(engine, here, by=said["by"], reason=said["reason"]) as tx:
        corrected = corrections.correct_advance(
            tx,
            entry,
            doing(here, tx, said),
            amount_paise=rupees,
            farmer=farmer and farmer.upper(),
            till=None if till is None else Till(till),
        )
        _show(tx, [corrected])


@click.command(short_help="Take an entry back.")
@entry_argument
@why_options
@pass_here
def reverse(here: Here, entry: int, **said: Unpack[Said]) -> None:
    """Take ENTRY back: its exact mirror is written, dated today; a settlement is voided instead."""
    with here.books() as engine, asking(engine, here, by=said["by"], reason=said["reason"]) as tx:
        posted = corrections.reverse_entry(tx, entry, doing(here, tx, said))
        click.echo(f"Entry {posted.entry_id} takes back {entry}.")
        _show_farmers(tx, [posted.entry_id])


def _show(tx: Connection, corrected: Sequence[Corrected]) -> None:
    """Which entries stand for which, and how the farmers stand afterwards."""
    written = []
    for each in corrected:
        wrong = queries.entry_of(tx, each.reversal_id).reverses
        click.echo(
            f"Entry {each.reversal_id} takes back {wrong}; {each.replacement_id} is in its place."
        )
        written += [each.reversal_id, each.replacement_id]
    if not written:
        click.echo("nothing was to be put right")
    _show_farmers(tx, written)


def _show_farmers(tx: Connection, entries: Sequence[int]) -> None:
    farmers = {whose for each in entries for whose in farmers_of(queries.entry_of(tx, each))}
    for farmer in sorted(farmers):
        click.echo(standing(tx, farmer))
