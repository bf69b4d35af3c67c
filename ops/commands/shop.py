"""`malar shop`: whose shop it is, as every paper's head says it."""

from dataclasses import asdict, replace

import click

from ledger.shop_profile import set_shop_profile, shop_profile
from ops.commands.here import Here, pass_here
from ops.commands.options import actor, by_option
from ops.commands.showing import table


@click.group()
def shop() -> None:
    """Whose shop it is: the name and place at the head of every slip, statement and report."""


@shop.command(short_help="The name and place on the papers.")
@pass_here
def show(here: Here) -> None:
    """What stands at the head of every paper."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        said = asdict(shop_profile(tx))
    table(((what.replace("_", "-"), value) for what, value in said.items()), nothing="")


@shop.command("set", short_help="Change the name or place on the papers.")
@click.option("--name-en", help="The shop's name in English.")
@click.option("--name-ta", help="The same in Tamil.")
@click.option("--place-en", help="Market and town in English.")
@click.option("--place-ta", help="The same in Tamil.")
@click.option("--phone", help="A number to call; empty for none.")
@by_option
@pass_here
def set_(  # noqa: PLR0913 - a command's options
    here: Here,
    *,
    name_en: str | None,
    name_ta: str | None,
    place_en: str | None,
    place_ta: str | None,
    phone: str | None,
    by: str,
) -> None:
    """Let papers have another head from now on; what is not given stays as it is."""
    said = {
        "name_en": name_en,
        "name_ta": name_ta,
        "place_en": place_en,
        "place_ta": place_ta,
        "phone": phone,
    }
    given = {what: value for what, value in said.items() if value is not None}
    with here.books() as engine, engine.begin() as tx:
        changed = replace(shop_profile(tx), **given)
        set_shop_profile(tx, changed, by=actor(tx, by), at=here.clock())
    click.echo(f"Papers are headed {changed.name_en}, {changed.place_en}.")
