"""`malar templates`: the texts that WhatsApp must approve, looked over, handed in, followed up."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import click
from sqlalchemy import Connection

from bot.contents import Registered, note_approvals, registered, submit_templates
from bot.whatsapp import SendError, Twilio
from ledger.settings import Settings
from locales.template_rules import faults, faults_between
from locales.templates import Template, template
from locales.templates import templates as all_templates
from ops.commands.here import Here, pass_here
from ops.commands.showing import clock, table
from ops.embedded import servers
from ops.environment import Ports, complete, is_simulated
from ops.refusal import Refusal
from ops.whereabouts import where_running


class TwilioRefusedError(Refusal):
    """Twilio did not do what a command asked; the message says why."""


@click.group()
def templates() -> None:
    """Texts for outside WhatsApp's 24-hour window: what each says, and whether it is approved."""


@templates.command(short_help="See whether WhatsApp's rules are kept.")
@click.pass_context
def lint(context: click.Context) -> None:
    """Look over every template by WhatsApp's rules; exit code 1 when one breaks them."""
    found = list(_faults())
    for fault in found:
        click.echo(fault)
    if found:
        context.exit(1)
    click.echo(f"All {len(all_templates())} texts keep WhatsApp's rules.")


@templates.command("list", short_help="What each template is for, or one in full.")
@click.argument("key", required=False)
def list_(key: str | None) -> None:
    """Every template with its kind and variables; the whole of KEY in each of its languages."""
    if key is None:
        rows = ((of.key, of.kind, ", ".join(of.variables)) for of in _of_language("en"))
        table(rows, nothing="")
        return
    found = [of for of in all_templates() if of.key == key]
    if not found:
        raise click.UsageError(f"there is no template {key}")
    for of in found:
        _show(of)


@templates.command(short_help="Hand in what WhatsApp was not asked about.")
@pass_here
def submit(here: Here) -> None:
    """Register every template with Twilio and ask WhatsApp's approval; safe to run again.

    A text that was changed is handed in under a new name. Until it is approved, the one before it
    goes on being sent.
    """
    if next(_faults(), None) is not None:
        raise click.UsageError("a text breaks WhatsApp's rules: see malar templates lint")
    with _twilio(here) as (tx, twilio):
        _print(submit_templates(tx, twilio, all_templates(), at=here.clock()))


@templates.command(short_help="Ask how far the approvals got.")
@pass_here
def status(here: Here) -> None:
    """Ask Twilio how far WhatsApp's approvals got, and write it down: what is sent follows it."""
    with _twilio(here) as (tx, twilio):
        note_approvals(tx, twilio.approvals(), at=here.clock())
        _print(registered(tx, all_templates()))


def _faults() -> Iterator[str]:
    for of in all_templates():
        for fault in faults(of):
            yield f"{of.key} {of.language}: {fault}"
        for fault in faults_between(template(of.key, "en"), of):
            yield f"{of.key} {of.language}: {fault}"


def _of_language(language: str) -> Iterator[Template]:
    return (of for of in all_templates() if of.language == language)


def _show(of: Template) -> None:
    click.echo(f"{of.key} {of.language}")
    click.echo(of.body)
    for number, (name, sample) in enumerate(zip(of.variables, of.samples, strict=True), start=1):
        click.echo(f"  {{{{{number}}}}} {name}, such as {sample}")
    for button in of.buttons:
        click.echo(f"  [{button.title}] as if he typed: {button.id}")


def _print(found: Iterable[Registered]) -> None:
    """One line a text that needs approval."""
    rows = [
        (
            one.of.key,
            one.of.language,
            one.approval,
            "" if one.checked_at is None else clock(one.checked_at),
            one.rejection or "",
        )
        for one in found
        if one.of.needs_approval
    ]
    table(rows, nothing="Nothing is registered yet: malar templates submit")


@contextmanager
def _twilio(here: Here) -> Iterator[tuple[Connection, Twilio]]:
    """A transaction of the books, and our account at Twilio, or the demo's that runs here.

    Raises:
        TwilioRefusedError: there is none, or it refused.
    """
    running = where_running(here.home)
    if is_simulated(here.environ) and running is None:
        raise TwilioRefusedError(
            "no Twilio account is set and no demo runs here: set TWILIO_ACCOUNT_SID and the rest,"
            " or start malar demo"
        )
    ports = running.ports if running else Ports()
    with here.books() as engine, servers(here.home, here.environ) as found:
        settings = Settings.from_env(complete(here.environ, here.home, found, ports))
        try:
            with engine.begin() as tx:
                yield tx, Twilio(settings)
        except SendError as error:
            raise TwilioRefusedError(_why(error)) from error


def _why(error: SendError) -> str:
    if error.code is None:
        return "Twilio did not answer, or not as it should; run it again in a while"
    more = f"https://www.twilio.com/docs/errors/{error.code}"
    return f"Twilio refused with its error {error.code}; what to do: {more}"
