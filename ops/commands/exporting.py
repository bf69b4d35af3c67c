"""`malar export`: the whole book as a plain-text journal."""

from pathlib import Path

import click
from sqlalchemy import text

from ops.commands.here import Here, pass_here
from papers.plain_text import Program, journal


@click.command(short_help="The whole book for hledger or beancount.")
@click.option(
    "--format", "program", type=click.Choice([*map(str, Program)]), required=True,
    help="The program that is to read it.",
)  # fmt: skip
@click.option(
    "-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write; the terminal when left out.",
)  # fmt: skip
@pass_here
def export(here: Here, program: str, output: Path | None) -> None:
    """Write the whole book as a plain-text journal that hledger or beancount reads.

    The journal ends with our balances: `hledger check` and `bean-check` refuse it where their
    own sums differ.
    """
    with here.books(reading=True) as engine, engine.begin() as tx:
        tx.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
        tx.execute(text("SET LOCAL statement_timeout = 0"))
        lines = (f"{line}\n" for line in journal(tx, Program(program)))
        if output is None:
            for line in lines:
                click.echo(line, nl=False)
        else:
            with output.open("w", encoding="utf-8") as file:
                file.writelines(lines)
