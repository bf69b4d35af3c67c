"""`malar ask`: what waits for a second person, and his yes or no."""

import click
from sqlalchemy import Connection

from ledger import approvals, people, second_acts
from ledger.approvals import Ask
from locales.phrases import money
from ops.commands.here import Here, pass_here
from ops.commands.options import actor, by_option, source_of
from ops.commands.showing import clock, table

number_argument = click.argument("number", type=int)


@click.group()
def ask() -> None:
    """What needs two people: one asked, another admin says yes or no."""


@ask.command("list", short_help="What waits for a second person.")
@pass_here
def list_(here: Here) -> None:
    """What waits for a second person, oldest first."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        lines = [_line(tx, asked) for asked in approvals.open_asks(tx)]
    table(lines, nothing="nothing waits")


@ask.command(short_help="Say yes as the second person.")
@number_argument
@by_option
@pass_here
def grant(here: Here, number: int, by: str) -> None:
    """Say yes to the ask NUMBER; what it asks for is done at once where that is possible."""
    with here.books() as engine, engine.begin() as tx:
        who = actor(tx, by)
        granted = second_acts.grant(tx, number, by=who, at=here.clock(), source=source_of(who))
        asker = people.party_of_id(tx, granted.asked_by).code
    then = "and done" if granted.is_used else f"{asker} now does it with --ask {granted.ask_id}"
    click.echo(f"{granted.ask_id} is granted, {then}.")


@ask.command(short_help="Say no as the second person.")
@number_argument
@click.option("--reason", required=True, help="Why, for who asked.")
@by_option
@pass_here
def refuse(here: Here, number: int, reason: str, by: str) -> None:
    """Say no to the ask NUMBER; whoever asked may take it back so himself."""
    with here.books() as engine, engine.begin() as tx:
        refused = approvals.refuse(tx, number, by=actor(tx, by), at=here.clock(), reason=reason)
    click.echo(f"{refused.ask_id} is refused.")


def _line(tx: Connection, asked: Ask) -> tuple[str, ...]:
    facts = ", ".join(_told(name, fact) for name, fact in asked.facts.items() if fact is not None)
    who = people.party_of_id(tx, asked.asked_by).code
    kind = asked.kind.replace("_", " ")
    return str(asked.ask_id), clock(asked.asked_at), who, kind, facts, asked.reason


def _told(name: str, fact: object) -> str:
    """A fact as it is read: sums in rupees, each account of an entry with its own."""
    if name == "postings" and isinstance(fact, dict):
        return ", ".join(f"{account} {money(paise)}" for account, paise in fact.items())
    if name.endswith("_paise") and isinstance(fact, int):
        return f"{name.removesuffix('_paise').replace('_', ' ')} {money(fact)}"
    return f"{name.replace('_', ' ')} {fact}"
