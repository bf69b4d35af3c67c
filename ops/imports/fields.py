"""What a cell may hold: one rule a kind of cell, over the register's own rules.

A rule takes what the file says (None where it says nothing) and gives what the book keeps, or
raises `ValueError` with the reason in plain words. A spreadsheet writes numbers and lists as
text, so they are read from both.
"""

from collections.abc import Callable
from datetime import datetime, time
from decimal import Decimal

from ledger.money import BASIS
from ledger.register import rules
from ledger.register.rules import Rule, shown

UNITS = ("kg", "piece", "bunch")

_AMOUNT_MAX = 10**12


def optional(rule: Rule) -> Rule:
    """A rule for a cell that may be empty."""
    return lambda cell: None if cell is None or cell == "" else rule(cell)


def phone(cell: object) -> str:
    """A phone as WhatsApp addresses it, `whatsapp:+919843012345`; ten digits are Indian."""
    said = str(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell
    return f"whatsapp:{rules.phone(said)}"


def aliases(cell: object) -> tuple[str, ...]:
    """Further names: a list, or one cell with `;` between them."""
    if isinstance(cell, str):
        cell = [part for part in cell.split(";") if part.strip()]
    if not isinstance(cell, list):
        raise TypeError("not a list of words")
    return rules.names(cell)


def unit(cell: object) -> str:
    """What a flower is counted in."""
    said = rules.text(cell).lower()
    if said not in UNITS:
        raise ValueError(f"{shown(said)} is not a unit: {', '.join(UNITS)}")
    return said


def limit(scale: int) -> Callable[[object], int]:
    """A rule for a limit: a number above zero, kept in whole `scale`-ths of its unit."""

    def kept(cell: object) -> int:
        whole = _number(cell, scale)
        if not whole.is_finite() or not 0 < whole <= _AMOUNT_MAX or whole != int(whole):
            raise ValueError(f"{shown(cell)} is not a limit: above zero, to a {scale}th at most")
        return int(whole)

    return kept


def rupees(cell: object) -> int:
    """A sum of money from zero on, in paise."""
    return _scaled(cell, 0, _AMOUNT_MAX, "a sum of rupees")


def rupees_either_way(cell: object) -> int:
    """A sum of money, in paise; below zero where it is owed the other way."""
    return _scaled(cell, -_AMOUNT_MAX, _AMOUNT_MAX, "a sum of rupees")


def percent(cell: object) -> int:
    """A percentage from 0 to 100, in basis points."""
    return _scaled(cell, 0, BASIS, "a percentage")


def clock(cell: object) -> time:
    """A time of day by the market's clock, `06:00`."""
    text = rules.text(cell)
    try:
        return datetime.strptime(text, "%H:%M").time()
    except ValueError as error:
        raise ValueError(f"{shown(text)} is not a time such as 06:00") from error


def moment(cell: object) -> None:
    """The moment the file speaks of; only its form is looked at."""
    if cell is not None:
        try:
            datetime.fromisoformat(rules.text(cell))
        except ValueError as error:
            raise ValueError(
                f"{shown(cell)} is not a moment such as 2025-07-14T05:40:00+05:30"
            ) from error


def zone(cell: object) -> None:
    """The market's zone; there is one."""
    if cell not in (None, "Asia/Kolkata"):
        raise ValueError(f"{shown(cell)} is not the market's zone, Asia/Kolkata")


def _scaled(cell: object, least: int, most: int, what: str) -> int:
    whole = _number(cell, 100)
    if not whole.is_finite() or not least <= whole <= most or whole != int(whole):
        raise ValueError(f"{shown(cell)} is not {what}, to two decimals")
    return int(whole)


def _number(cell: object, scale: int) -> Decimal:
    if isinstance(cell, bool) or not isinstance(cell, int | Decimal | str):
        raise TypeError("not a number")
    try:
        return Decimal(cell.replace(",", "") if isinstance(cell, str) else cell) * scale
    except ArithmeticError as error:
        raise ValueError(f"{shown(cell)} is not a number") from error
