"""The `malar` command. What it refuses is one line on stderr and exit code 2, never a traceback.

The commands are in `ops/commands/`; this file names them and words their errors.
"""

import sys
from collections.abc import Sequence
from typing import NoReturn

import click
from click.exceptions import NoArgsIsHelpError
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from ledger.errors import LedgerError
from ledger.migrate import SchemaError
from ledger.settings import SettingsError
from ops.bench.turn import BenchError
from ops.commands.advances import advance
from ops.commands.asks import ask
from ops.commands.books import UnknownCodeError, audit, balance, import_, migrate, psql
from ops.commands.corrections import correct, reverse
from ops.commands.exporting import export
from ops.commands.fees import fee
from ops.commands.goods import flower, quality, slot
from ops.commands.here import REFUSED, Here
from ops.commands.identities import identity
from ops.commands.measuring import bench
from ops.commands.money import money
from ops.commands.options import ActorError
from ops.commands.papers import report, slip, statement
from ops.commands.payouts import pay
from ops.commands.people import farmer, staff
from ops.commands.proving import verify_slip
from ops.commands.rates import rate
from ops.commands.running import demo, up, web, worker
from ops.commands.sealing import day, seal
from ops.commands.seconds import AskedError
from ops.commands.settlements import settlement
from ops.commands.shop import shop
from ops.commands.talking import rehearse, say
from ops.commands.templates import TwilioRefusedError, templates
from ops.commands.terms import history, setting
from ops.demo_shop.fill import OtherShopError
from ops.embedded import ServerError
from ops.saying import SayError
from ops.whereabouts import AlreadyRunningError, PortInUseError

KNOWN = (
    ActorError,
    AlreadyRunningError,
    AskedError,
    BenchError,
    LedgerError,
    OperationalError,
    OtherShopError,
    PortInUseError,
    ProgrammingError,
    SayError,
    SchemaError,
    ServerError,
    SettingsError,
    TwilioRefusedError,
    UnknownCodeError,
)
"""What a person can put right. Anything else is a fault of ours and shows where it happened."""


class InOrder(click.Group):
    """Lists the commands in the order in which they are needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """As they were added."""
        return list(self.commands)


@click.group(cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="malar")
@click.pass_context
def malar(context: click.Context) -> None:
    """Malar: the book of a flower-market commission shop, kept by WhatsApp.

    Start with `malar demo`. What is written stays in the folder MALAR_HOME, `.malar` here when it
    is not set. Postgres and Redis come along; DATABASE_URL and REDIS_URL name others.
    """
    context.obj = context.obj or Here.now()


for command in (
    *(demo, say, rehearse),
    *(up, web, worker),
    *(migrate, import_, balance, audit, verify_slip),
    *(day, seal),
    *(farmer, staff, identity, flower, slot, quality, rate, setting),
    *(settlement, pay, fee),
    *(slip, statement, report, shop),
    *(ask, history),
    *(advance, money, correct, reverse),
    templates,
    export,
    *(bench, psql),
):
    malar.add_command(command)


def main(words: Sequence[str] | None = None, here: Here | None = None) -> None:
    """Run the command line and exit.

    Args:
        words: what was typed after `malar`; else what this process was called with.
        here: where and when; else as this process was called.
    """
    try:
        sys.exit(malar(words, prog_name="malar", obj=here, standalone_mode=False))
    except NoArgsIsHelpError as bare:
        click.echo(bare.format_message())
    except click.ClickException as misuse:
        _refuse(f"{misuse.format_message()} ({_help_for(misuse)})")
    except click.Abort:
        _refuse("stopped")
    except KNOWN as refusal:
        _refuse(_one_line(refusal))


def _refuse(why: str) -> NoReturn:
    click.echo(f"malar: {why}", err=True)
    sys.exit(REFUSED)


def _help_for(misuse: click.ClickException) -> str:
    context = misuse.ctx if isinstance(misuse, click.UsageError) else None
    return f"{context.command_path if context else 'malar'} -h tells how"


def _one_line(refusal: Exception) -> str:
    """What the database says comes with a statement and a link; its first line is the reason."""
    reason = refusal.orig if isinstance(refusal, DBAPIError) else refusal
    return str(reason).strip().partition("\n")[0]
