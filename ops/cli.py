"""The `malar` command. What it refuses is one line on stderr and exit code 2, never a traceback.

The commands are in `ops/commands/`; this file names them and words their errors.
"""

import pkgutil
import sys
from collections.abc import Sequence
from typing import NoReturn

import click
from click.exceptions import NoArgsIsHelpError
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from ledger.errors import LedgerError
from ledger.migrate import SchemaError
from ledger.settings import SettingsError
from ops.commands.here import REFUSED, Here
from ops.refusal import Refusal

KNOWN = (
    LedgerError,
    OperationalError,
    ProgrammingError,
    Refusal,
    SchemaError,
    SettingsError,
)
"""What a person can put right. Anything else is a fault of ours and shows where it happened."""

COMMANDS = {
    "demo": "running:demo",
    "say": "talking:say",
    "rehearse": "talking:rehearse",
    "up": "running:up",
    "web": "running:web",
    "worker": "running:worker",
    "migrate": "books:migrate",
    "import": "books:import_",
    "balance": "books:balance",
    "audit": "books:audit",
    "verify-slip": "proving:verify_slip",
    "day": "sealing:day",
    "seal": "sealing:seal",
    "farmer": "people:farmer",
    "staff": "people:staff",
    "identity": "identities:identity",
    "access": "access:access",
    "flower": "goods:flower",
    "slot": "goods:slot",
    "quality": "goods:quality",
    "word": "words:word",
    "rate": "rates:rate",
    "setting": "terms:setting",
    "settlement": "payouts:settlement",  # whose `pay` is defined there
    "pay": "payouts:pay",
    "fee": "fees:fee",
    "slip": "papers:slip",
    "statement": "papers:statement",
    "report": "papers:report",
    "shop": "shop:shop",
    "ask": "asks:ask",
    "history": "terms:history",
    "advance": "advances:advance",
    "money": "money:money",
    "correct": "corrections:correct",
    "reverse": "corrections:reverse",
    "templates": "templates:templates",
    "export": "exporting:export",
    "parse": "understanding:parse",
    "number": "understanding:number",
    "eval-language": "evaluating:eval_language",
    "bench": "measuring:bench",
    "psql": "books:psql",
}
"""Where each command is under `ops/commands/`, in the order in which they are needed."""


class Named(click.Group):
    """Loads a command when it is called: who asks for a balance waits for no demo, no worker."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of `COMMANDS`."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, if there is one."""
        where = COMMANDS.get(cmd_name)
        return None if where is None else pkgutil.resolve_name(f"ops.commands.{where}")


@click.group(cls=Named, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="malar")
@click.pass_context
def malar(context: click.Context) -> None:
    """Malar: the book of a flower-market commission shop, kept by WhatsApp.

    Start with `malar demo`. What is written stays in the folder MALAR_HOME, `.malar` here when it
    is not set. Postgres and Redis come along; DATABASE_URL and REDIS_URL name others.
    """
    context.obj = context.obj or Here.now()


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
