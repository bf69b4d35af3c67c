"""`malar word`: what the shop's people say beside the words that every shop has."""

from collections.abc import Iterator
from dataclasses import replace

import click
from sqlalchemy import Connection

from bot.language.teaching import Untaught, untaught
from bot.shop_book import shop_at
from ledger.register.words import forget_word, shop_words, teach_word
from ops.commands.here import Here, pass_here
from ops.commands.options import actor, by_option
from ops.commands.showing import table
from ops.commands.teaching import UntaughtError


@click.group()
def word() -> None:
    """The shop's own words: each means the same as a word that Malar knows."""


@word.command("add", short_help="Let a word mean the same as a known one.")
@click.argument("name", metavar="WORD")
@click.option("--means", required=True, metavar="KNOWN", help="What Malar knows: paid, paid cash.")
@by_option
@pass_here
def add(here: Here, name: str, means: str, by: str) -> None:
    """Let WORD mean the same as what Malar knows; the next message understands it.

    WORD may be several words, and so may KNOWN, each of which Malar knows.

    Example: malar word add "kaasu vettu" --means "paid cash" --by A01
    """
    with here.books() as engine, engine.begin() as tx:
        if why := untaught(name, means, shop_at(tx, here.clock())):
            raise UntaughtError(means if why is Untaught.UNKNOWN_MEANING else name, why)
        teach_word(tx, name, means, by=actor(tx, by), at=here.clock())
    click.echo(f"{name} means {means} from now on.")


@word.command("remove", short_help="Let a word mean nothing any more.")
@click.argument("name", metavar="WORD")
@by_option
@pass_here
def remove(here: Here, name: str, by: str) -> None:
    """Let WORD mean nothing any more."""
    with here.books() as engine, engine.begin() as tx:
        forget_word(tx, name, by=actor(tx, by), at=here.clock())
    click.echo(f"{name} means nothing any more.")


@word.command("list", short_help="All words of the shop's own.")
@pass_here
def list_words(here: Here) -> None:
    """All words of the shop's own, what they mean, and what has come between since."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        table(_lines(tx, here), nothing="no words of its own yet")


def _lines(tx: Connection, here: Here) -> Iterator[tuple[str, ...]]:
    """A word, its meaning, and why it could not be taught now: names that come later win."""
    shop = replace(shop_at(tx, here.clock()), words={})
    for name, means in shop_words(tx).items():
        why = untaught(name, means, shop)
        yield name, f"means {means}", f"but {why}" if why else ""
