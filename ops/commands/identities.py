"""`malar identity`: by which numbers somebody is known; a change takes two people."""

import click

from ledger import people
from ledger.register.identities import IdentityChange, change_identity
from ledger.register.people import known_party
from ops.commands.here import Here, pass_here
from ops.commands.options import actor, by_option
from ops.commands.seconds import ask_option, asking
from ops.commands.sparing import options

change_options = options(
    click.option("--reason", help="Why, for the second person."), ask_option, by_option
)


@click.group()
def identity() -> None:
    """Numbers, and WhatsApp's ids for people who hide theirs. A change takes two people."""


@identity.command("list", short_help="Somebody's numbers.")
@click.argument("code")
@pass_here
def list_(here: Here, code: str) -> None:
    """By which numbers and ids CODE is known."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        known = people.addresses_of(tx, known_party(tx, code).party_id)
    click.echo("\n".join(address.removeprefix("whatsapp:") for address in known) or "none")


@identity.command("add", short_help="Let a number be somebody's.")
@click.argument("code")
@click.argument("number")
@change_options
@pass_here
def add(  # noqa: PLR0913 - one an option
    here: Here, *, code: str, number: str, by: str, reason: str | None, ask: int | None
) -> None:
    """Let NUMBER be CODE's; his first needs nobody else."""
    _change(here, IdentityChange(code, added=number), by=by, reason=reason, ask=ask)


@identity.command("remove", short_help="Let a number be nobody's.")
@click.argument("code")
@click.argument("number")
@change_options
@pass_here
def remove(  # noqa: PLR0913 - one an option
    here: Here, *, code: str, number: str, by: str, reason: str | None, ask: int | None
) -> None:
    """Let NUMBER no longer be CODE's."""
    _change(here, IdentityChange(code, removed=number), by=by, reason=reason, ask=ask)


@identity.command("replace", short_help="Let a new number take an old one's place.")
@click.argument("code")
@click.argument("old")
@click.argument("new")
@change_options
@pass_here
def replace(  # noqa: PLR0913 - one an option
    here: Here, *, code: str, old: str, new: str, by: str, reason: str | None, ask: int | None
) -> None:
    """Let NEW take the place of OLD, which was CODE's."""
    wanted = IdentityChange(code, added=new, removed=old)
    _change(here, wanted, by=by, reason=reason, ask=ask)


def _change(
    here: Here, wanted: IdentityChange, *, by: str, reason: str | None, ask: int | None
) -> None:
    with here.books() as engine:
        with asking(engine, here, by=by, reason=reason) as tx:
            who = change_identity(tx, wanted, by=actor(tx, by), at=here.clock(), ask=ask)
        click.echo(
            f"{who.code} {who.name_en} is known by his numbers: malar identity list {who.code}"
        )
