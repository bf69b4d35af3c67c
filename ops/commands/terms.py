"""`malar setting` and `malar history`: the shop's terms, and what changed in the register."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

import click

from ledger import people
from ledger.errors import UnknownCodeError
from ledger.history import Change, Room, changes
from ledger.terms import NAMES, change_term, terms
from locales.phrases import money
from ops.commands.here import Here, pass_here
from ops.commands.options import PERCENT, RUPEES, actor, by_option
from ops.commands.showing import clock, percent, table

HISTORY_LINES = 200


@click.group()
def setting() -> None:
    """The shop's terms: commission, limits, days. Written entries never change with them."""


@setting.command("list", short_help="The terms in force.")
@pass_here
def list_(here: Here) -> None:
    """The terms in force now."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = asdict(terms(tx, here.clock()))
    table(((name, _shown(name, value)) for name, value in found.items()), nothing="")


@setting.command("set", short_help="Change a term from now on.")
@click.argument("name")
@click.argument("value")
@by_option
@click.pass_context
def set_(context: click.Context, name: str, value: str, by: str) -> None:
    """Let the term NAME be VALUE from now on.

    Rupees for _paise, a percentage for _bp, kilograms for _milli; else a whole number.
    """
    here = context.ensure_object(Here)
    if name not in NAMES:
        raise UnknownCodeError("term", name)
    figure = _read(name, value, context)
    with here.books() as engine, engine.begin() as tx:
        change_term(tx, name, figure, by=actor(tx, by), at=here.clock())
    click.echo(f"{name} is {_shown(name, figure)} from now on.")


@setting.command("history", short_help="How a term changed.")
@click.argument("name")
@pass_here
def term_history(here: Here, name: str) -> None:
    """How the term NAME changed, and by whom."""
    if name not in NAMES:
        raise UnknownCodeError("term", name)
    _history(here, name)


@click.command(short_help="What changed in the register, and by whom.")
@click.argument("code", required=False)
@pass_here
def history(here: Here, code: str | None) -> None:
    """What changed about CODE (a person, flower, slot, quality, term), or about anybody."""
    _history(here, code)


def _history(here: Here, code: str | None) -> None:
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = changes(tx, code=code, limit=HISTORY_LINES)
        codes = {who.party_id: who.code for who in people.parties(tx)}
    table(
        ((clock(c.changed_at), _who(c, codes), c.code, _told(c)) for c in reversed(found)),
        nothing="nothing has changed",
    )


def _who(change: Change, codes: dict[int, str]) -> str:
    return f"({change.login})" if change.actor_id is None else codes[change.actor_id]


def _told(change: Change) -> str:
    return _what(change) if change.reason is None else f"{_what(change)} ({change.reason})"


def _what(change: Change) -> str:
    """What changed, one column after the other: `notices daily → none`."""
    room = change.room.replace("_", " ")
    before, after = change.before, change.after
    if change.room is Room.TERM and after is not None:
        return _shown(change.code, after["value"])
    if before is None:
        return f"new {room}: {_cells(after or {})}"
    if after is None:
        return f"{room} taken away: {_cells(before)}"
    return ", ".join(f"{name} {_cell(before[name])} → {_cell(after[name])}" for name in before)


def _cells(row: Any) -> str:  # noqa: ANN401 - whatever a row holds
    """What a row says; ids, and what is said beside it, are left out."""
    return ", ".join(
        f"{name} {_cell(cell)}"
        for name, cell in row.items()
        if name not in BESIDE and cell not in EMPTY and cell is not False
    )


BESIDE = frozenset(
    {
        *("party_id", "flower_id", "adjustment_kind_id", "setting_id", "code", "name"),
        *("set_by", "recorded_at", "in_force_from"),
    }
)
EMPTY: tuple[Any, ...] = (None, "", [])


def _cell(cell: Any) -> str:  # noqa: ANN401 - whatever a column holds
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if cell in EMPTY:
        return "nothing"
    return "; ".join(cell) if isinstance(cell, list) else str(cell)


def _read(name: str, value: str, context: click.Context) -> int:
    """A value as people write it, by the unit that the term's name ends with."""
    if name.endswith("_paise"):
        return RUPEES.convert(value, None, context)
    if name.endswith("_bp"):
        return PERCENT.convert(value, None, context)
    scale = 1000 if name.endswith("_milli") else 1
    try:
        scaled = Decimal(value) * scale
    except ArithmeticError:
        raise click.BadParameter(f"{value} is no number", context) from None
    if scaled != scaled.to_integral_value():
        raise click.BadParameter(f"{value} is too fine a number", context)
    return int(scaled)


def _shown(name: str, value: int) -> str:
    if name.endswith("_paise"):
        return money(value)
    if name.endswith("_bp"):
        return percent(value)
    return f"{Decimal(value) / 1000:.3f}" if name.endswith("_milli") else str(value)
