"""`malar fee`: what settlements take for cess, loading, transport and the shop's own work."""

from typing import Any

import click

from ledger import accounts
from ledger.accounts import SHARED
from ledger.fee_kinds import add_fee, change_fee, fees
from ledger.fees import Basis, Fee, NewFee
from locales.phrases import money
from ops.commands.here import Here, pass_here
from ops.commands.options import PERCENT, RUPEES, actor, by_option
from ops.commands.showing import percent, table
from ops.commands.sparing import options

FEE_ACCOUNTS = [
    account.code
    for account in SHARED
    if account.code.startswith("fee:") or account == accounts.KEPT_FEES
]
fee_options = options(
    click.option("--name", "name_en", help="The name in English letters."),
    click.option("--name-ta", help="The name in Tamil letters."),
    click.option("--flat", type=RUPEES, help="So many rupees a settlement with lots."),
    click.option("--per-unit", type=RUPEES, help="So many rupees a unit; name it with --unit."),
    click.option("--percent", type=PERCENT, help="So much of the gross."),
    click.option("--unit", type=click.Choice(["kg", "piece", "bunch"]), help="Such lots only."),
    click.option("--account", type=click.Choice(FEE_ACCOUNTS), help="Where it goes."),
)


@click.group()
def fee() -> None:
    """Fees that settlements take; a changed one counts from the next settlement on."""


@fee.command(short_help="Put a fee on the list.")
@click.argument("code")
@fee_options
@click.option("--farmer", help="This farmer's alone.")
@by_option
@pass_here
def add(here: Here, /, code: str, by: str, farmer: str | None, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Put the fee CODE on the list: flat, per unit or a percentage, and where it goes."""
    given = _given(fields)
    if missing := {"name_en", "basis", "account"} - given.keys():
        raise click.UsageError(f"a fee needs {', '.join(sorted(WANTED[name] for name in missing))}")
    whose = None if farmer is None else farmer.upper()
    named = {"name_ta": given["name_en"]} | given
    with here.books() as engine, engine.begin() as tx:
        added = add_fee(tx, NewFee(code=code, farmer=whose, **named), by=actor(tx, by))
    table([_row(added)], nothing="")


@fee.command(short_help="Change a fee from now on.")
@click.argument("code")
@fee_options
@click.option("--active/--retired", "is_active", default=None, help="Whether it is taken.")
@by_option
@pass_here
def change(here: Here, /, code: str, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Let the fee CODE be another; what was settled keeps the old one."""
    with here.books() as engine, engine.begin() as tx:
        changed = change_fee(tx, code, by=actor(tx, by), **_given(fields))
    table([_row(changed)], nothing="")


@fee.command("list", short_help="The fees.")
@pass_here
def list_(here: Here) -> None:
    """Every fee, retired ones included."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = fees(tx)
    table(map(_row, found), nothing="no fees")


WANTED = {"name_en": "--name", "basis": "--flat, --per-unit or --percent", "account": "--account"}
"""What a new fee cannot be without, as it is typed."""


def _given(fields: dict[str, Any]) -> dict[str, Any]:
    """What was named, with the amount under its basis."""
    given = {name: value for name, value in fields.items() if value is not None}
    amounts = {basis: given.pop(basis) for basis in Basis if basis in given}
    if len(amounts) > 1:
        raise click.UsageError("a fee is flat, per unit or a percentage, not two of them")
    for basis, amount in amounts.items():
        given |= {"basis": basis, "amount": amount}
    return given


def _row(found: Fee) -> tuple[str, ...]:
    amount = percent(found.amount) if found.basis is Basis.PERCENT else money(found.amount)
    return (
        found.code,
        found.name_en,
        found.name_ta,
        found.basis.replace("_", " "),
        f"{amount}{f' a {found.unit}' if found.unit else ''}",
        found.account,
        found.farmer or "",
        "" if found.is_active else "retired",
    )
