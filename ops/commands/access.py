"""`malar access`: who may open the owner's pages; a code in, a lost phone, a locked door."""

from collections.abc import Callable
from datetime import datetime

import click
from sqlalchemy import Connection

from dashboard.access import codes, credentials, factors, keeping, sessions
from dashboard.access.credentials import Credential
from ledger import people
from ledger.people import Party
from ledger.register.people import known_party
from ledger.roles import PartyRole
from ops.commands.here import Here, pass_here
from ops.commands.options import ActorError, actor, by_option
from ops.commands.showing import clock, table
from ops.refusal import Refusal

code_argument = click.argument("code")
alone_option = click.option(
    "--alone", "is_alone", is_flag=True, help="For oneself, where no other admin has access."
)


class PracticeOnlyError(Refusal):
    """Only a practice shop's second factor is shown."""


@click.group()
def access() -> None:
    """Who may open the pages: a one-time code, a lost second factor, a locked door."""


@access.command(short_help="Give somebody a code to set his password by.")
@code_argument
@click.option("--by", metavar="CODE", envvar="MALAR_BY", help="Which admin gives it.")
@click.option("--first", "is_first", is_flag=True, help="To an admin, while nobody has access.")
@alone_option
@pass_here
def give(here: Here, *, code: str, by: str | None, is_first: bool, is_alone: bool) -> None:
    """Give CODE of the shop a one-time code, by which he sets his password.

    It is shown this once: read it out to him. The first is good for a day, a later one for an hour.
    """
    with here.books() as engine, engine.begin() as tx:
        who, at = known_party(tx, code), here.clock()
        if is_first:
            given = codes.give_first(tx, who, at=at)
        else:
            if by is None:
                raise ActorError("say who gives it with --by, or --first while nobody has access")
            given = codes.give(tx, who, by=actor(tx, by), at=at, is_alone=is_alone)
    click.echo(
        f"{given.code} is for {who.code} {who.name_en}, once, until {clock(given.expires_at)}."
    )


@access.command("list", short_help="Who may open the pages.")
@pass_here
def list_(here: Here) -> None:
    """Everybody of the shop: what he has, whether he is locked, where he is signed in."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        ours = [
            who
            for role in (PartyRole.ADMIN, PartyRole.STAFF)
            for who in people.parties(tx, role)
            if who.is_active
        ]
        lines = [_line(tx, who, here.clock()) for who in ours]
    table(lines, nothing="nobody yet")


@access.command("lock-out", short_help="Let somebody in no more.")
@code_argument
@by_option
@pass_here
def lock_out(here: Here, code: str, by: str) -> None:
    """Sign CODE out everywhere, and let him in no more until he is unlocked."""
    _do(here, code, by, keeping.lock_out)
    click.echo(f"{code.upper()} is locked out.")


@access.command(short_help="Let somebody in again.")
@code_argument
@by_option
@alone_option
@pass_here
def unlock(here: Here, code: str, by: str, *, is_alone: bool) -> None:
    """Let CODE try again, whoever locked him, or too many wrong passwords."""
    _do(here, code, by, lambda *a, **k: keeping.unlock(*a, **k, is_alone=is_alone))
    click.echo(f"{code.upper()} may sign in.")


@access.command(short_help="Sign somebody out everywhere.")
@code_argument
@by_option
@pass_here
def end(here: Here, code: str, by: str) -> None:
    """End all sessions of CODE; he may sign in again."""
    with here.books() as engine, engine.begin() as tx:
        who = known_party(tx, code)
        sessions.end_all(tx, who.party_id, by=actor(tx, by), at=here.clock())
    click.echo(f"{who.code} is signed out everywhere.")


@access.command("reset-factor", short_help="Take away a second factor that was lost.")
@code_argument
@by_option
@alone_option
@pass_here
def reset_factor(here: Here, code: str, by: str, *, is_alone: bool) -> None:
    """Let the second factor of CODE count no more; at his next sign-in an admin sets a new one."""
    _do(here, code, by, lambda *a, **k: keeping.reset_factor(*a, **k, is_alone=is_alone))
    click.echo(f"{code.upper()} has no second factor any more.")


@access.command("code", short_help="The present code of a practice shop's authenticator.")
@code_argument
@pass_here
def code_(here: Here, code: str) -> None:
    """What the authenticator of CODE shows now, in a practice shop."""
    if here.environ.get("MALAR_ENVIRONMENT") == "production":
        raise PracticeOnlyError("only the phone of whoever it is knows that")
    with here.books(reading=True) as engine, engine.begin() as tx:
        who = known_party(tx, code)
        secret = credentials.credential(tx, who.party_id).totp_secret
    if secret is None:
        raise PracticeOnlyError(f"{who.code} has no second factor")
    click.echo(factors.code_now(secret, here.clock()))


def _do(here: Here, code: str, by: str, act: Callable[..., None]) -> None:
    with here.books() as engine, engine.begin() as tx:
        act(tx, known_party(tx, code), by=actor(tx, by), at=here.clock())


def _line(tx: Connection, who: Party, at: datetime) -> tuple[str, ...]:
    his = credentials.credential(tx, who.party_id)
    here = len(sessions.sessions_of(tx, who.party_id, at=at))
    factor = "second factor" if his.totp_secret else ""
    signed_in = f"signed in {here}×" if here else ""
    return who.code, who.name_en, who.role, _state(his, at), factor, signed_in


def _state(his: Credential, at: datetime) -> str:
    if his.is_locked_out:
        return "locked out"
    if his.is_locked(at) and his.locked_until:
        return f"locked until {clock(his.locked_until)}"
    return "has a password" if his.password_hash else "no access"
