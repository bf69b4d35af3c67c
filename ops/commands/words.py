"""`malar word`: what the shop's people say beside the words that every shop has."""

import click

from bot.language.teaching import Untaught, untaught
from ledger.register.words import forget_word, shop_words, teach_word
from ops.commands.here import Here, pass_here
from ops.commands.options import actor, by_option
from ops.commands.showing import table
from ops.refusal import Refusal
from workers.register import shop_at


class UntaughtWordError(Refusal):
    """A word that the bot cannot be taught."""


@click.group()
def word() -> None:
    """The shop's own words: each means the same as a word that the bot knows."""


@word.command("add", short_help="Let a word mean the same as a known one.")
@click.argument("name", metavar="WORD")
@click.option("--means", required=True, metavar="KNOWN", help="A word that the bot knows: paid.")
@by_option
@pass_here
def add(here: Here, name: str, means: str, by: str) -> None:
    """Let WORD mean the same as a word that the bot knows; the next message understands it.

    Example: malar word add "kaasu vettu" --means paid --by A01
    """
    with here.books() as engine, engine.begin() as tx:
        why = untaught(name, means, shop_at(tx, here.clock()))
        if why:
            about = means if why is Untaught.UNKNOWN_MEANING else name
            raise UntaughtWordError(f"{about}: {why}")
        teach_word(tx, name, means, by=actor(tx, by), at=here.clock())
    click.echo(f"{name} means {means}")


@word.command("remove", short_help="Let a word mean nothing any more.")
@click.argument("name", metavar="WORD")
@by_option
@pass_here
def remove(here: Here, name: str, by: str) -> None:
    """Let WORD mean nothing any more."""
    with here.books() as engine, engine.begin() as tx:
        forget_word(tx, name, by=actor(tx, by), at=here.clock())
    click.echo(f"{name} means nothing any more")


@word.command("list", short_help="All words of the shop's own.")
@pass_here
def list_words(here: Here) -> None:
    """All words of the shop's own, and what they mean."""
    with here.books(reading=True) as engine, engine.connect() as tx:
        table(shop_words(tx).items(), nothing="no words of its own yet")
