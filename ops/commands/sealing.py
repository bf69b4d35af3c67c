"""`malar seal` and `malar day`: the chain over the book, closed days and their roots."""

from datetime import date

import click
from sqlalchemy import Connection

from ledger import closing, people, seals
from ledger.audit.chain import root_as_of
from ledger.closing import ClosedDay
from ops.commands.here import Here, pass_here
from ops.commands.options import DAY, actor, by_option
from ops.commands.showing import clock, table

ROOT_LETTERS = 16
"""As much of a root as a slip shows: enough to tell it from any other."""


@click.command(short_help="Seal what was written since the last seal.")
@pass_here
def seal(here: Here) -> None:
    """Chain the digests of all entries that no seal holds yet. `malar up` does it by itself."""
    with here.books() as engine:
        made = seals.seal_all(engine)
        with engine.begin() as tx:
            last = seals.last_seal(tx)
    click.echo(f"{made} {'entry' if made == 1 else 'entries'} sealed.")
    if last is not None:
        click.echo(f"Seal {last.seq}, root {last.root.hex()}")


@click.group()
def day() -> None:
    """Closed days: nothing is dated in them any more, and their root proves it."""


@day.command(short_help="Close a day and every day before it.")
@click.argument("on", metavar="DATE", type=DAY)
@by_option
@pass_here
def close(here: Here, on: date, by: str) -> None:
    """Close DATE and every day before it. Keep the root that this prints, outside this machine."""
    with here.books() as engine:
        seals.seal_all(engine)
        with engine.begin() as tx:
            closed = closing.close(tx, on, by=actor(tx, by), at=here.clock())
    click.echo(f"{_day(on)} is closed. Root {closed.root or 'none: the book is empty'}")


@day.command("list", short_help="The newest closed days.")
@click.option("--last", type=click.IntRange(min=1), default=31, show_default=True, metavar="N",
              help="So many of them.")  # fmt: skip
@pass_here
def list_(here: Here, last: int) -> None:
    """The newest closed days, newest first, with the root of each."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        lines = [_line(tx, closed) for closed in closing.closed_days(tx, last)]
    table(lines, nothing="no day is closed")


@day.command(short_help="Whether a day is closed, since when, with which root.")
@click.argument("on", metavar="DATE", type=DAY)
@pass_here
def show(here: Here, on: date) -> None:
    """Whether DATE is closed, and the root by which it can be proved later."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        closed = closing.closed_day_of(tx, on)
        lines = [] if closed is None else [_line(tx, closed)]
    table(lines, nothing=f"{_day(on)} is open")


@day.command(short_help="Prove a root that was kept outside this book.")
@click.argument("root")
@click.pass_context
def verify(context: click.Context, root: str) -> None:
    """Compare ROOT, from a message or a slip, with the book as it is now, up to that day.

    Exit code 0: the book up to that day is what it was. 1: it is not, or it knows no such root.
    """
    here = context.ensure_object(Here)
    wanted = root.strip().lower()
    if len(wanted) < ROOT_LETTERS:
        raise click.UsageError(f"give at least {ROOT_LETTERS} letters of the root")
    with here.books(reading=True) as engine, engine.begin() as tx:
        closed = closing.day_of_root(tx, wanted)
        computed = None if closed is None else root_as_of(tx, closed.on)
    if closed is None:
        click.echo(f"No closed day of this book has the root {wanted}.")
    elif computed == closed.root:
        click.echo(f"The book up to {_day(closed.on)} is as it was when that day was closed.")
    else:
        click.echo(f"The book up to {_day(closed.on)} was changed: its root is now {computed}.")
    context.exit(0 if closed is not None and computed == closed.root else 1)


def _line(tx: Connection, closed: ClosedDay) -> tuple[str, ...]:
    who = "by itself"
    if closed.closed_by is not None:
        who = f"by {people.party_of_id(tx, closed.closed_by).code}"
    return _day(closed.on), f"closed {clock(closed.closed_at)}", who, closed.root or "-"


def _day(on: date) -> str:
    return f"{on:%d-%m-%Y}"
