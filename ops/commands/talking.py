"""`malar say`, `malar rehearse`: a conversation from the terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from ledger.settings import Settings
from ops.commands.here import Here, pass_here
from ops.embedded import servers
from ops.environment import Ports, complete, is_simulated, without_twilio
from ops.rehearse import rehearse as rehearse_dialogue
from ops.saying import (
    address_of,
    sid_of,
    sign_and_post,
    type_on_phone,
    typed_form,
    what_came_of,
)
from ops.stack import running
from ops.whereabouts import Whereabouts, free_ports, where_running


@click.command(short_help="Say something as if typed on a phone.")
@click.option("--from", "who", required=True, metavar="NUMBER", help="+91…, or a code: S01, F012.")
@click.option("--reply-to", metavar="TEXT", help="Quote the newest message that begins so.")
@click.argument("text", nargs=-1, required=True)
@pass_here
def say(here: Here, who: str, reply_to: str | None, text: tuple[str, ...]) -> None:
    """Say TEXT as if typed on somebody's phone; print the replies, and the notices to others.

    The message takes the whole way through the signed webhook, to a Malar that runs on this home
    or, when none does, to one that is started for this call.

    Example: malar say --from S01 murugan malli 5.5
    Example: malar say --from S01 --reply-to "Written. Entry 104" 6 kg
    """
    with _somewhere(here) as (where, settings), here.books() as engine:
        with engine.begin() as tx:
            address = address_of(tx, who)
            quoted = sid_of(tx, address, reply_to) if reply_to else None
        if where.is_simulated:
            sid = type_on_phone(where.ports, address, " ".join(text), quoted)
        else:
            form = typed_form(settings, address, " ".join(text), quoted)
            sid = sign_and_post(settings, where.ports, form)
        for heard in what_came_of(engine, sid, address):
            click.echo(f"→ {heard.to}: {heard.text}" if heard.to else heard.text)


@click.command(short_help="Talk to the bot here; nothing is kept.")
def rehearse() -> None:
    """Talk to the bot in this terminal, over books that are gone with the last word.

    The servers come along and take some seconds to start.
    """
    rehearse_dialogue()


@contextmanager
def _somewhere(here: Here) -> Iterator[tuple[Whereabouts, Settings]]:
    """The Malar that runs on this home, or one for the time of this call."""
    where = where_running(here.home)
    if where:
        environ = without_twilio(here.environ) if where.is_simulated else here.environ
        with servers(here.home, environ) as found:
            yield where, Settings.from_env(complete(environ, here.home, found, where.ports))
        return
    log = here.home / "log"
    with running(here.home, here.environ, free_ports(Ports()), log=log) as stack:
        where = Whereabouts(stack.ports, is_simulated=is_simulated(here.environ))
        yield where, stack.settings
