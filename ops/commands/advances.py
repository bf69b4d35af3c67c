"""`malar advance`: cash lent to farmers, from the request to the last repayment."""

from typing import Unpack

import click
from sqlalchemy import Connection

from ledger import advances, people
from ledger.accounts import Till
from ledger.advance_book import Advance, advance_of, aged, open_advances, room_left
from ledger.advance_book import advances as all_advances
from locales.phrases import money
from ops.commands.entering import Said, doing, entering
from ops.commands.here import Here, pass_here
from ops.commands.options import RUPEES, actor, by_option, key_option, on_option, till_option
from ops.commands.seconds import ask_option, asking
from ops.commands.showing import clock, standing, table

farmer_argument = click.argument("farmer", metavar="CODE")
rupees_argument = click.argument("rupees", type=RUPEES)
number_argument = click.argument("number", type=int)
reason_option = click.option("--reason", required=True, help="What the farmer needs it for.")


@click.group()
def advance() -> None:
    """Cash lent to farmers: asked for, allowed or not, paid out, brought back."""


@advance.command(short_help="Ask for an advance for a farmer.")
@farmer_argument
@rupees_argument
@reason_option
@key_option
@by_option
@pass_here
def request(here: Here, farmer: str, rupees: int, **said: Unpack[Said]) -> None:
    """Ask for RUPEES for the farmer CODE; the admins are told, and one of them decides."""
    with here.books() as engine, engine.begin() as tx:
        asking_for = doing(here, tx, said)
        asked = advances.request(tx, farmer.upper(), rupees, asking_for)
        beyond = rupees - room_left(tx, asked.farmer, at=asking_for.at)
        click.echo(_line(tx, asked))
    if beyond > 0:
        click.echo(f"That is {money(beyond)} above the limit: to approve it takes two admins.")


@advance.command(short_help="Allow an advance that was asked for.")
@number_argument
@click.option("--reason", help="Why; obligatory above the farmer's limit.")
@ask_option
@by_option
@pass_here
def approve(here: Here, *, number: int, reason: str | None, ask: int | None, by: str) -> None:
    """Allow the advance NUMBER. Above the farmer's limit a second admin is asked first."""
    with here.books() as engine, asking(engine, here, by=by, reason=reason) as tx:
        approved = advances.approve(
            tx, number, by=actor(tx, by), at=here.clock(), reason=reason, ask=ask
        )
        click.echo(_line(tx, approved))


@advance.command(short_help="Refuse an advance that was asked for.")
@number_argument
@click.option("--reason", required=True, help="Why; the farmer reads it.")
@by_option
@pass_here
def reject(here: Here, *, number: int, reason: str, by: str) -> None:
    """Refuse the advance NUMBER; the farmer is told why."""
    with here.books() as engine, engine.begin() as tx:
        rejected = advances.reject(tx, number, by=actor(tx, by), at=here.clock(), reason=reason)
        click.echo(_line(tx, rejected))


@advance.command(short_help="Pay out an approved advance.")
@number_argument
@till_option
@on_option
@ask_option
@by_option
@pass_here
def pay(here: Here, number: int, till: str, **said: Unpack[Said]) -> None:
    """Pay out the approved advance NUMBER, once."""
    why = f"advance {number}"
    with here.books() as engine, asking(engine, here, by=said["by"], reason=why) as tx:
        paid = advances.disburse(tx, number, entering(here, tx, said), till=Till(till))
        _show_paid(tx, paid)


@advance.command(short_help="Ask for, allow and pay out at once.")
@farmer_argument
@rupees_argument
@reason_option
@till_option
@on_option
@ask_option
@key_option
@by_option
@pass_here
def give(here: Here, farmer: str, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """Lend RUPEES to the farmer CODE at once: staff up to their limit, an admin any sum."""
    why = said["reason"]
    with here.books() as engine, asking(engine, here, by=said["by"], reason=why) as tx:
        giving = entering(here, tx, said)
        paid = advances.give(tx, farmer.upper(), rupees, giving, till=Till(till))
        _show_paid(tx, paid)


@advance.command(short_help="Take back lent cash.")
@farmer_argument
@rupees_argument
@till_option
@on_option
@ask_option
@key_option
@by_option
@pass_here
def repay(here: Here, farmer: str, rupees: int, till: str, **said: Unpack[Said]) -> None:
    """Take RUPEES of what was lent back from the farmer CODE, never more than he owes."""
    why = "lent cash brought back"
    with here.books() as engine, asking(engine, here, by=said["by"], reason=why) as tx:
        taking = entering(here, tx, said)
        posted = advances.repay(tx, farmer.upper(), rupees, taking, till=Till(till))
        click.echo(f"Entry {posted.entry_id}. {standing(tx, farmer.upper())}")


@advance.command("list", short_help="What was asked for, and what is still out.")
@click.argument("farmer", metavar="[CODE]", required=False)
@click.option(
    "--open", "is_open", is_flag=True, help="Only what waits for a decision or its money."
)
@click.option("--aged", "is_aged", is_flag=True, help="What is still out, and for how many days.")
@pass_here
def list_(here: Here, *, farmer: str | None, is_open: bool, is_aged: bool) -> None:
    """Every advance, or every one of the farmer CODE."""
    code = farmer and farmer.upper()
    with here.books(reading=True) as engine, engine.begin() as tx:
        rows: list[tuple[str, ...]]
        if is_aged:
            rows = [
                (old.farmer, f"entry {old.entry_id}", f"{old.on:%d-%m-%Y}",
                 money(old.outstanding_paise), f"{old.days} days")
                for old in aged(tx, here.today) if code in {None, old.farmer}
            ]  # fmt: skip
        else:
            found = (open_advances if is_open else all_advances)(tx, code)
            rows = [_row(tx, each) for each in found]
    table(rows, nothing="nothing is out" if is_aged else "no advances")


@advance.command(short_help="How far an advance got.")
@number_argument
@pass_here
def show(here: Here, number: int) -> None:
    """Who asked for the advance NUMBER, who decided, which entry paid it."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = advance_of(tx, number)
        click.echo(_line(tx, found))
        asker = people.party_of_id(tx, found.requested_by)
        click.echo(f"asked for by {asker.code} {asker.name_en}, {clock(found.requested_at)}")
        if found.decided_by is not None and found.decided_at is not None:
            decider = people.party_of_id(tx, found.decided_by)
            why = f": {found.decision_reason}" if found.decision_reason else ""
            click.echo(
                f"decided by {decider.code} {decider.name_en}, {clock(found.decided_at)}{why}"
            )
        if found.entry_id is not None:
            click.echo(_paid_by(found))
        click.echo(standing(tx, found.farmer))


def _show_paid(tx: Connection, paid: Advance) -> None:
    click.echo(f"{_line(tx, paid)} {_paid_by(paid)}. {standing(tx, paid.farmer)}")


def _paid_by(paid: Advance) -> str:
    if paid.replaced_by is not None:
        return f"Entry {paid.entry_id}, put right by entry {paid.replaced_by}"
    return f"Entry {paid.entry_id}, taken back" if paid.is_reversed else f"Entry {paid.entry_id}"


def _line(tx: Connection, found: Advance) -> str:
    number, *row = _row(tx, found)
    return f"Advance {number}: {', '.join(row)}."


def _row(tx: Connection, found: Advance) -> tuple[str, ...]:
    who = people.farmer(tx, found.farmer)
    name = f"{who.code} {who.name_en}"
    return str(found.advance_id), name, money(found.amount_paise), found.reason, found.state
