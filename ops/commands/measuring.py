"""`malar bench`: how long things take on this machine."""

import click

from ops.bench.crowd import LARGE
from ops.bench.parse import bench_parse
from ops.bench.turn import bench_turn
from ops.commands.here import Here, pass_here


@click.group()
def bench() -> None:
    """Measure this machine."""


@bench.command(short_help="One message, from the webhook to Twilio's door.")
@click.option(
    "--clerks",
    type=click.IntRange(min=20),
    default=100,
    show_default=True,
    help="Each states a lot and says yes to it.",
)
@pass_here
def turn(here: Here, clerks: int) -> None:
    """Send one message at a time and wait for its reply at Twilio's door, on idle servers."""
    bench_turn(here.home, clerks)


@bench.command(short_help="How long a message takes to be understood.")
@click.option(
    "--farmers",
    type=click.IntRange(min=1),
    default=LARGE,
    show_default=True,
    help="How many the measured shop has.",
)
def parse(farmers: int) -> None:
    """Understand the corpus' messages on one core, in a large shop and in the corpus' own."""
    bench_parse(farmers)
