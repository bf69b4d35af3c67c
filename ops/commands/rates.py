"""`malar rate`: the rate board, now and at any past minute."""

from datetime import date, datetime, time

import click

from ledger import rates
from ledger.board import MARKET_ZONE, BoardRate
from ledger.register.flowers import known_flower
from locales.phrases import money
from ops.commands.goods import CLOCK
from ops.commands.here import Here, pass_here
from ops.commands.options import RUPEES, actor, by_option, key_option, key_or_new, on_option
from ops.commands.showing import clock, table


@click.group()
def rate() -> None:
    """The rate board: what stands on it, and what stood at any past minute."""


@rate.command("set", short_help="Put a rate on the board.")
@click.argument("flower")
@click.argument("rupees", type=RUPEES)
@click.option("--yes", "is_sure", is_flag=True, help="Though it is above the shop's limit.")
@key_option
@by_option
@pass_here
def set_(here: Here, *, flower: str, rupees: int, is_sure: bool, key: str | None, by: str) -> None:  # noqa: PLR0913 - one an option
    """Let the FLOWER cost RUPEES a unit from now on; the rates before stay on the board's past."""
    with here.books() as engine, engine.begin() as tx:
        put = rates.put_on_board(
            tx, flower, rupees, by=actor(tx, by), at=here.clock(), key=key_or_new(key),
            is_sure=is_sure,
        )  # fmt: skip
    _board([put])


@rate.command(short_help="The board, now or at a past minute.")
@on_option
@click.option("--at", "minute", type=CLOCK, help="The minute; the day's end when left out.")
@pass_here
def board(here: Here, on: date | None, minute: time | None) -> None:
    """The rates in force now, or at a past minute of a day."""
    at = here.clock()
    if on is not None or minute is not None:
        at = datetime.combine(on or here.today, minute or time.max, MARKET_ZONE)
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = rates.board(tx, at)
    _board(found)


@rate.command(short_help="How a flower's rate moved through a day.")
@click.argument("flower")
@on_option
@pass_here
def history(here: Here, flower: str, on: date | None) -> None:
    """How the rate of the FLOWER moved through a day."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = rates.moves_of(tx, known_flower(tx, flower).code, on or here.today)
    _board(found)


def _board(rows: list[BoardRate]) -> None:
    table(
        ((clock(r.in_force_from), r.flower, money(r.rate_paise), r.slot or "") for r in rows),
        nothing="nothing on the board",
    )
