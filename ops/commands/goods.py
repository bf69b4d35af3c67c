"""`malar flower`, `slot`, `quality`: what is sold, when, and what changes its price."""

from datetime import datetime, time
from typing import Any

import click

from bot.language.teaching import no_flowers_name
from ledger import goods
from ledger.board import TimeSlot
from ledger.goods import AdjustmentKind, Flower, NewFlower
from ledger.lots import Side
from ledger.register.flowers import add_aliases, change_flower, enter_flower, remove_aliases
from ledger.register.qualities import set_quality
from ledger.register.slots import add_slot, change_slot, remove_slot
from ops.commands.here import Here, pass_here
from ops.commands.options import PERCENT, actor, by_option
from ops.commands.showing import percent, table
from ops.commands.sparing import OrShop, Words, aliases_options, named, options
from ops.commands.teaching import require_free

code_argument = click.argument("code")
name_argument = click.argument("name_en", metavar="NAME")
name_option = click.option("--name", "name_en", help="The name in English letters.")
tamil_option = click.option("--name-ta", help="The name in Tamil letters.")
commission_option = click.option(
    "--commission", "commission_bp", type=OrShop(PERCENT), help="Its own, where it has one."
)


class Clock(click.ParamType[time]):
    """A time of day, `06:00`."""

    name = "hh:mm"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> time:  # noqa: ANN401 - click's signature
        """The time, by the market's clock."""
        try:
            return datetime.strptime(str(value), "%H:%M").time()
        except ValueError:
            self.fail(f"{value} is no time such as 06:00", param, ctx)


CLOCK = Clock()

times_options = options(
    click.option("--from", "starts", type=CLOCK, help="When it begins."),
    click.option("--to", "ends", type=CLOCK, help="When it is over."),
)


@click.group()
def flower() -> None:
    """Flowers: names, other names, commission. Code and unit never change."""


@flower.command("add", short_help="Write a flower into the list.")
@code_argument
@name_argument
@tamil_option
@click.option("--unit", type=click.Choice(["kg", "piece", "bunch"]), help="Kg when left out.")
@click.option("--aliases", type=Words(), help="Other names, with ; between them.")
@commission_option
@by_option
@pass_here
def add_flower(here: Here, /, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Write the flower CODE, called NAME, into the list."""
    with here.books() as engine, engine.begin() as tx:
        new = NewFlower(**named(fields))
        require_free(tx, here, new.aliases, no_flowers_name)
        _show([enter_flower(tx, new, by=actor(tx, by), at=here.clock())])


@flower.command("change", short_help="Change what is written about a flower.")
@code_argument
@name_option
@tamil_option
@commission_option
@by_option
@pass_here
def change(here: Here, /, code: str, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Change what is named about the flower CODE; written lots keep their commission."""
    _change(here, code, by, named(fields))


@flower.command("deactivate", short_help="No longer sell a flower.")
@code_argument
@by_option
@pass_here
def deactivate(here: Here, code: str, by: str) -> None:
    """No longer sell the flower CODE: nobody names it any more."""
    _change(here, code, by, {"is_active": False})


@flower.command("activate", short_help="Sell a flower again.")
@code_argument
@by_option
@pass_here
def activate(here: Here, code: str, by: str) -> None:
    """Sell the flower CODE again."""
    _change(here, code, by, {"is_active": True})


@flower.command("alias", short_help="What else a flower is called.")
@code_argument
@aliases_options
@by_option
@pass_here
def alias(here: Here, code: str, add: tuple[str, ...], remove: tuple[str, ...], by: str) -> None:
    """Let the flower CODE be called by more or fewer names; the next message knows them.

    A name that Malar reads as a command, a number or a farmer is refused, or messages would change
    their meaning unnoticed. Two flowers may be called the same: whoever says it is asked.
    """
    with here.books() as engine, engine.begin() as tx:
        who, at = actor(tx, by), here.clock()
        remove_aliases(tx, code, remove, by=who, at=at)
        require_free(tx, here, add, no_flowers_name)
        _show([add_aliases(tx, code, add, by=who, at=at)])


@flower.command("list", short_help="All flowers.")
@pass_here
def list_flowers(here: Here) -> None:
    """All flowers, those that are no longer sold as well."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = goods.flowers(tx)
    _show(found)


def _change(here: Here, code: str, by: str, fields: dict[str, Any]) -> None:
    with here.books() as engine, engine.begin() as tx:
        _show([change_flower(tx, code, by=actor(tx, by), at=here.clock(), **fields)])


def _show(flowers: list[Flower]) -> None:
    table((_line(each) for each in flowers), nothing="no flowers yet")


def _line(each: Flower) -> tuple[str, ...]:
    own = "" if each.commission_bp is None else f"commission {percent(each.commission_bp)}"
    rest = "" if each.is_active else "not sold"
    return each.code, each.name_en, each.name_ta, each.unit, "; ".join(each.aliases), own, rest


@click.group()
def slot() -> None:
    """The parts of the market day; they never overlap."""


@slot.command("add", short_help="Divide the market day further.")
@code_argument
@name_argument
@click.option("--name-ta", required=True, help="The name in Tamil letters.")
@click.option("--from", "starts", type=CLOCK, required=True, help="When it begins.")
@click.option("--to", "ends", type=CLOCK, required=True, help="When it is over.")
@by_option
@pass_here
def add(here: Here, /, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Let the time between two hours be the slot CODE, called NAME."""
    with here.books() as engine, engine.begin() as tx:
        add_slot(tx, TimeSlot(**fields), by=actor(tx, by), at=here.clock())
        _slots(goods.time_slots(tx))


@slot.command("change", short_help="Change a slot's times or names.")
@code_argument
@name_option
@tamil_option
@times_options
@by_option
@pass_here
def change_times(here: Here, /, code: str, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Change what is named about the slot CODE; the board of the past keeps its slots."""
    with here.books() as engine, engine.begin() as tx:
        change_slot(tx, code, by=actor(tx, by), at=here.clock(), **named(fields))
        _slots(goods.time_slots(tx))


@slot.command("remove", short_help="Leave a part of the day without a slot.")
@code_argument
@by_option
@pass_here
def remove(here: Here, code: str, by: str) -> None:
    """Leave the hours of the slot CODE without one."""
    with here.books() as engine, engine.begin() as tx:
        remove_slot(tx, code, by=actor(tx, by), at=here.clock())
        _slots(goods.time_slots(tx))


@slot.command("list", short_help="The parts of the market day.")
@pass_here
def list_slots(here: Here) -> None:
    """The parts of the market day, in order."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = goods.time_slots(tx)
    _slots(found)


def _slots(slots: list[TimeSlot]) -> None:
    table(
        ((f"{s.starts:%H:%M}-{s.ends:%H:%M}", s.code, s.name_en, s.name_ta) for s in slots),
        nothing="no slots",
    )


@click.group()
def quality() -> None:
    """Quality adjustments: percentages on a lot's price, or the shop's gifts."""


@quality.command("set", short_help="A new quality, or another figure for an old one.")
@code_argument
@name_argument
@click.argument("figure", type=PERCENT, metavar="PERCENT")
@click.option("--name-ta", required=True, help="The name in Tamil letters.")
@click.option(
    "--side",
    type=click.Choice([*map(str, Side)]),
    required=True,
    help="price: what the flowers fetch, for both sides; shop: the shop's gift to the farmer.",
)
@by_option
@pass_here
def set_(here: Here, /, figure: int, by: str, **fields: Any) -> None:  # noqa: ANN401 - one a column
    """Let the quality CODE, called NAME, count PERCENT from now on; lots keep what they had.

    A percentage below zero follows two dashes: malar quality set wet Wet ... -- -10
    """
    with here.books() as engine, engine.begin() as tx:
        fields["side"] = Side(fields["side"])
        kind = AdjustmentKind(**fields, adjustment_bp=figure)
        set_quality(tx, kind, by=actor(tx, by), at=here.clock())
        _qualities(goods.adjustment_kinds(tx))


@quality.command("list", short_help="The quality adjustments.")
@pass_here
def list_qualities(here: Here) -> None:
    """The quality adjustments, as they count today."""
    with here.books(reading=True) as engine, engine.begin() as tx:
        found = goods.adjustment_kinds(tx)
    _qualities(found)


def _qualities(kinds: dict[str, AdjustmentKind]) -> None:
    table(
        ((k.code, percent(k.adjustment_bp), k.side, k.name_en, k.name_ta) for k in kinds.values()),
        nothing="no qualities",
    )
