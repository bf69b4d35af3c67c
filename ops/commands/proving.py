"""`malar verify-slip`: whether a paper that a farmer holds is what the book says."""

import click

from ledger.audit.settlements import faults_of
from ledger.settlements import SettlementState, settlement_by_code
from ledger.slip_code import typed_code
from ops.commands.here import Here
from ops.commands.slips import show_slip


@click.command("verify-slip", short_help="Check a farmer's slip by its code.")
@click.argument("code", nargs=-1, required=True)
@click.pass_context
def verify_slip(context: click.Context, code: tuple[str, ...]) -> None:
    """Find the settlement whose slip bears CODE, reckon it anew and print what it must say.

    Exit code 0: the slip stands as printed here. 1: no slip bears the code, it was voided, or the
    book was changed after it was written.
    """
    here = context.ensure_object(Here)
    wanted = typed_code("".join(code))
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = settlement_by_code(tx, wanted)
        if found is None:
            click.echo(f"No slip of this book bears the code {wanted}.")
            context.exit(1)
        faults = faults_of(tx, found.settlement_id)
        if found.state is SettlementState.VOID:
            faults.append("was taken back: its slip does not count any more")
        show_slip(tx, found)
    for fault in faults:
        click.echo(f"{found.number} {fault}.")
    if not faults:
        click.echo("This slip is as the book says.")
    context.exit(1 if faults else 0)
