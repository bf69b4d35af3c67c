"""How commands put the register before the owner: one line a row, columns under each other."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import click
from sqlalchemy import Connection

from ledger import people, queries
from ledger.board import MARKET_ZONE
from locales.phrases import money


def table(rows: Iterable[Sequence[str]], *, nothing: str) -> None:
    """Print rows with their columns under each other, or say that there is nothing."""
    lines = [tuple(row) for row in rows]
    if not lines:
        click.echo(nothing)
        return
    widths = [max(len(cell) for cell in column) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def percent(bp: int) -> str:
    """Basis points as people say them.

    Example:
        >>> percent(500), percent(-1050), percent(5)
        ('5 %', '-10.5 %', '0.05 %')
    """
    whole, part = divmod(abs(bp), 100)
    digits = f"{whole}.{part:02}".rstrip("0").rstrip(".")
    return f"{'-' if bp < 0 else ''}{digits} %"


def clock(at: datetime) -> str:
    """A moment by the market's clock, `24-11-2026 05:40`."""
    return f"{at.astimezone(MARKET_ZONE):%d-%m-%Y %H:%M}"


def standing(tx: Connection, farmer: str) -> str:
    """What stands between the shop and a farmer, in one line."""
    owed = queries.owed_to(tx, farmer)
    return (
        f"{farmer} {people.farmer(tx, farmer).name_en}: to be paid {money(owed.owed_paise)},"
        f" advances outstanding {money(owed.advance_paise)}"
    )
