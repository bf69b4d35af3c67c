"""`malar settlement`: what farmers are owed up to a day, drafted, approved, voided."""

from datetime import date, timedelta

import click
from sqlalchemy import Connection, Engine

from ledger import people
from ledger.errors import LedgerError
from ledger.run_book import Run
from ledger.settlement_run import settle_everyone
from ledger.settlements import (
    Settlement,
    SettlementState,
    close_question,
    open_questions,
    settlement_of,
    settlements,
)
from ledger.settlements import approve as approve_settlement
from ledger.settlements import draft as draft_settlement
from ledger.settlements import submit as submit_settlement
from ledger.settlements import void as void_settlement
from locales.phrases import money
from ops.commands.here import REFUSED, Here, pass_here
from ops.commands.options import (
    DAY,
    actor,
    by_option,
    source_of,
)
from ops.commands.seconds import ask_option, asking
from ops.commands.showing import clock, standing, table
from ops.commands.slips import show_slip

cut_off_option = click.option(
    "--cut-off", type=DAY, help="The last day that is settled; yesterday when left out."
)
which_argument = click.argument("which", metavar="NUMBER|ID")


@click.group()
def settlement() -> None:
    """What farmers are owed up to a day: drafted, approved, voided, asked about."""


@settlement.command(short_help="Settle with everybody whose cycle ends.")
@cut_off_option
@click.option("--approve", "is_approving", is_flag=True, help="Approve what is drafted, too.")
@click.option("--everyone", is_flag=True, help="Whether a farmer's cycle ends that day or not.")
@by_option
@click.pass_context
def run(
    context: click.Context, *, cut_off: date | None, is_approving: bool, everyone: bool, by: str
) -> None:
    """Draft a settlement for every farmer whose cycle ends on the cut-off.

    A run that was killed goes on where it stopped. Exit code 1: somebody was left out, or the
    totals do not hold.
    """
    here = context.ensure_object(Here)
    with here.books() as engine:
        with engine.begin() as tx:
            who = actor(tx, by)
        done = settle_everyone(
            engine, cut_off or yesterday(here), approve=is_approving, by=who, at=here.clock(),
            source=source_of(who), everyone=everyone,
        )  # fmt: skip
    _show_run(done)
    context.exit(1 if done.failed or done.faults else 0)


@settlement.command(short_help="Draft a farmer's settlement.")
@click.argument("farmer", metavar="CODE")
@cut_off_option
@by_option
@pass_here
def draft(here: Here, *, farmer: str, cut_off: date | None, by: str) -> None:
    """Reckon what the farmer CODE is owed up to a day; nothing is posted."""
    with here.books() as engine, engine.begin() as tx:
        drafted = draft_settlement(
            tx, farmer.upper(), cut_off or yesterday(here), by=actor(tx, by), at=here.clock()
        )
        show_slip(tx, drafted)


@settlement.command(short_help="Lay a draft before who approves.")
@which_argument
@by_option
@pass_here
def submit(here: Here, *, which: str, by: str) -> None:
    """Lay a draft before who approves."""
    with here.books() as engine, engine.begin() as tx:
        found = named(tx, which)
        who = actor(tx, by)
        submitted = submit_settlement(
            tx, found.settlement_id, by=who, at=here.clock(), source=source_of(who)
        )
        click.echo(_line(submitted))


@settlement.command(short_help="Approve drafts.")
@click.argument("ids", metavar="ID...", nargs=-1, type=int)
@click.option("--all", "is_all", is_flag=True, help="Every draft.")
@by_option
@click.pass_context
def approve(context: click.Context, *, ids: tuple[int, ...], is_all: bool, by: str) -> None:
    """Approve the drafts with these IDs: post, number, and tell the farmers.

    Each is approved by itself; one that is refused keeps no other back. Exit code 2: one was.
    """
    here = context.ensure_object(Here)
    if not ids and not is_all:
        raise click.UsageError("name drafts, or say --all", context)
    with here.books() as engine:
        wanted = _drafts(engine) if is_all else ids
        refused = [which for which in wanted if not _approved(engine, here, which, by)]
    if not wanted:
        click.echo("no drafts")
    context.exit(REFUSED if refused else 0)


@settlement.command(short_help="Take a settlement back.")
@which_argument
@click.option("--reason", required=True, help="Why; it stays in the book.")
@ask_option
@by_option
@pass_here
def void(here: Here, *, which: str, reason: str, ask: int | None, by: str) -> None:
    """Reverse the entry of a settlement and let go what it settled; its number stays its own.

    Payments are taken back first. One that was ever paid takes a second admin.
    """
    with here.books() as engine, asking(engine, here, by=by, reason=reason) as tx:
        who = actor(tx, by)
        gone = void_settlement(
            tx, named(tx, which).settlement_id, reason=reason, by=who, at=here.clock(),
            source=source_of(who), ask=ask,
        )  # fmt: skip
        click.echo(_line(gone))
        click.echo(standing(tx, gone.farmer))


@settlement.command("list", short_help="Settlements and how far they got.")
@click.argument("farmer", metavar="[CODE]", required=False)
@click.option(
    "--state", type=click.Choice([*map(str, SettlementState)]), help="Only those that got so far."
)
@click.option("--month", type=DAY, help="Only cut-offs in this day's month.")
@pass_here
def list_(here: Here, *, farmer: str | None, state: str | None, month: date | None) -> None:
    """Every settlement, or those of the farmer CODE."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = settlements(
            tx,
            farmer=farmer and farmer.upper(),
            state=None if state is None else SettlementState(state),
            month=month,
        )
    table((_row(each) for each in found), nothing="no settlements")


@settlement.command(short_help="A settlement with everything in it.")
@which_argument
@pass_here
def show(here: Here, which: str) -> None:
    """The lines, fees and figures of a settlement, and how far it got."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        show_slip(tx, named(tx, which))


@settlement.command(short_help="What farmers ask about their settlements.")
@pass_here
def questions(here: Here) -> None:
    """Farmers' questions that nobody has closed."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        rows = [
            (str(asked.question_id), asked.number, _name(tx, asked.farmer), clock(asked.at),
             asked.words)
            for asked in open_questions(tx)
        ]  # fmt: skip
    table(rows, nothing="no open questions")


@settlement.command(short_help="Answer a farmer's question.")
@click.argument("question", type=int)
@click.argument("words")
@by_option
@pass_here
def answer(here: Here, *, question: int, words: str, by: str) -> None:
    """Answer the farmer's QUESTION: WORDS go to him, and it is open no longer."""
    with here.books() as engine, engine.begin() as tx:
        closed = close_question(tx, question, by=actor(tx, by), words=words, at=here.clock())
        click.echo(f"Question {closed.question_id} about {closed.number} is closed.")


def yesterday(here: Here) -> date:
    """The last day that is over."""
    return here.today - timedelta(days=1)


def named(tx: Connection, which: str) -> Settlement:
    """The settlement with a number, `SET-2026-11-001`, or an id."""
    return settlement_of(tx, int(which) if which.isdecimal() else which.upper())


def _drafts(engine: Engine) -> list[int]:
    """Whatever waits for a yes, oldest first."""
    waiting = {SettlementState.DRAFT, SettlementState.PENDING}
    with engine.begin() as tx:
        return [each.settlement_id for each in settlements(tx) if each.state in waiting]


def _approved(engine: Engine, here: Here, which: int, by: str) -> bool:
    """Whether a draft was approved; why not, is said."""
    try:
        with engine.begin() as tx:
            who = actor(tx, by)
            done = approve_settlement(tx, which, by=who, at=here.clock(), source=source_of(who))
            click.echo(_line(done))
    except LedgerError as refusal:
        click.echo(f"malar: {refusal}", err=True)
        return False
    return True


def _show_run(done: Run) -> None:
    click.echo(
        f"Settlements up to {done.cut_off:%d-%m-%Y}: {done.drafted} drafted, {done.approved} "
        f"approved, {done.skipped} with nothing due, {len(done.failed)} left out."
    )
    for code, why in done.failed:
        click.echo(f"{code}: {why}", err=True)
    for fault in done.faults:
        click.echo(f"malar: {fault}", err=True)
    if not done.faults:
        click.echo(f"To be paid {money(done.net_paise)}. The totals are proved.")


def _line(found: Settlement) -> str:
    number, farmer, cut_off, net, *rest = _row(found)
    return f"{number}: {farmer} up to {cut_off}, net {net}, {', '.join(filter(None, rest))}."


def _row(found: Settlement) -> tuple[str, ...]:
    left = f"{money(found.unpaid_paise)} to pay" if found.unpaid_paise else ""
    return (
        found.number or str(found.settlement_id),
        found.farmer,
        f"{found.cut_off:%d-%m-%Y}",
        money(found.net_paise),
        str(found.state),
        left,
    )


def _name(tx: Connection, code: str) -> str:
    return f"{code} {people.farmer(tx, code).name_en}"
