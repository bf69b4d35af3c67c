"""`malar migrate`, `import`, `balance`, `audit`, `psql`: a look at the books, or one change."""

import signal
import subprocess
from pathlib import Path

import click
from sqlalchemy.engine import URL, make_url

from ledger import people, queries
from ledger.audit import audit as audit_books
from ledger.roles import PartyRole
from locales.phrases import money
from ops.commands.here import REFUSED, Here, pass_here
from ops.commands.options import actor
from ops.daemons.binaries import postgres_program
from ops.daemons.place import place_of
from ops.embedded import servers
from ops.importing import ImportFault, import_file
from ops.refusal import Refusal


class UnknownCodeError(Refusal):
    """No farmer has that code."""


@click.command(short_help="Bring the database to the present schema.")
@pass_here
def migrate(here: Here) -> None:
    """Bring the database to the present schema; harmless when it is there already."""
    with here.books():
        click.echo("The database is at the present schema.")


@click.command("import", short_help="Bring in people, flowers, limits and opening balances.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--by", metavar="CODE", envvar="MALAR_BY", help="Who acts; nobody for a new shop.")
@click.pass_context
def import_(context: click.Context, file: Path, by: str | None) -> None:
    """Bring in what is in FILE (JSON or CSV): all of it, or nothing.

    Farmers, staff, flowers, slots, limits, words of the shop's own, and the opening balances of
    the paper book, dated today.
    """
    here = context.ensure_object(Here)
    try:
        with here.books() as engine, engine.begin() as tx:
            who = actor(tx, by) if by else None
            done = import_file(tx, file, by=who, at=here.clock())
    except ImportFault as faulty:
        for fault in faulty.faults:
            click.echo(f"{file}: {fault}", err=True)
        click.echo("malar: nothing was written", err=True)
        context.exit(REFUSED)
    click.echo(
        f"{done.farmers} farmers, {done.staff} staff, {done.flowers} flowers, {done.slots} slots,"
        f" {done.limits} limits, {done.words} words and {done.openings} opening balances written; "
        f"{done.known} were in the book already."
    )


@click.command(short_help="What is owed to a farmer, and by him.")
@click.argument("code")
@pass_here
def balance(here: Here, code: str) -> None:
    """What the shop owes the farmer CODE and what is owed to it, summed from the postings."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        farmer = people.party(tx, code.upper())
        if farmer is None or farmer.role is not PartyRole.FARMER:
            raise UnknownCodeError(f"no farmer has the code {code}")
        owed = queries.owed_to(tx, farmer.code)
    click.echo(f"{farmer.code} {farmer.name_en}, {farmer.village_en}")
    for what, paise in (
        ("the shop owes", owed.owed_paise),
        ("  sold, not yet settled", owed.payable_paise),
        ("  settled, not yet paid", owed.settled_paise),
        ("advances to be repaid", owed.advance_paise),
    ):
        click.echo(f"{what:<26}{money(paise):>16}")


@click.command(short_help="Prove the book, or name what is wrong.")
@click.pass_context
def audit(context: click.Context) -> None:
    """Recompute the whole book and name every row that is wrong.

    Exit code 0: nothing is wrong. 1: something is, and is named.
    """
    here = context.ensure_object(Here)
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = audit_books(tx)
    for finding in found.findings:
        click.echo(f"{finding.row}: {finding.fault}")
    verdict = "nothing is wrong" if found.is_clean else f"{len(found.findings)} wrong"
    click.echo(f"{found.entries} entries, {found.postings} postings: {verdict}.")
    if found.root is not None:
        click.echo(f"Sealed: {found.entries - found.unsealed} of them, root {found.root}.")
    context.exit(0 if found.is_clean else 1)


@click.command(
    short_help="Open the database in psql.", context_settings={"ignore_unknown_options": True}
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def psql(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Open the database in psql, with the rights of the login; ARGUMENTS go to psql.

    The login is that of DATABASE_URL; of a Postgres that came along it is the superuser.
    """
    here = context.ensure_object(Here)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is psql's: it stops a statement
    with servers(here.home, here.environ) as found:
        program = postgres_program("psql", place_of(here.home))
        url, environ = without_password(found.database_url)
        opened = subprocess.run(
            [program, url, *arguments], env={**here.environ, **environ}, check=False
        )
    context.exit(opened.returncode)


def without_password(database_url: str) -> tuple[str, dict[str, str]]:
    """A URL that every user of this machine may see, and what stays in the environment."""
    url = make_url(database_url)
    password = url.password or url.query.get("password")
    query = {name: value for name, value in url.query.items() if name != "password"}
    shown = URL.create("postgresql", url.username, None, url.host, url.port, url.database, query)
    return shown.render_as_string(), {"PGPASSWORD": str(password)} if password else {}
