"""What is sold: the flowers with their names, unit and commission, one of them, and changing it."""

import re
from collections.abc import Iterable
from typing import Any

from bot.language.teaching import Untaught, no_flowers_name
from bot.shop_book import shop_at
from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.room import Room
from ledger import goods, rates
from ledger.goods import Flower, NewFlower
from ledger.lots import Side
from ledger.policy import Act
from ledger.register.flowers import add_aliases, change_flower, enter_flower, remove_aliases
from ledger.register.words import shop_words
from ledger.terms import terms
from locales.facts import Name, Quote
from locales.typed import typed

room = Room("flowers")

UNITS = ("kg", "piece", "bunch")
CODE_MOST = 16
NAME_MOST = 60


@room.get("/flowers", Act.ENTER_LOTS)
def all_(desk: Desk) -> Answer:
    """All that is sold and was sold, the parts of the day, the qualities, the shop's words."""
    return desk.page(
        "flowers/all.html",
        flowers=_in_order(goods.flowers(desk.tx)),
        slots=goods.time_slots(desk.tx),
        kinds=goods.adjustment_kinds(desk.tx).values(),
        words=shop_words(desk.tx),
        commission_bp=terms(desk.tx, desk.at).commission_bp,
        units=UNITS,
        sides=list(Side),
    )


@room.post("/flowers", Act.KEEP_REGISTER, shows=all_, is_fresh=True)
def add(desk: Desk) -> Answer:
    """Write a flower into the list."""
    form = desk.form
    aliases = _aliases(desk, is_needed=False)
    new = NewFlower(
        code=form.text("code", most=CODE_MOST).lower(),
        unit=form.choice("unit", UNITS),
        aliases=aliases,
        **_written(desk),
    )
    flower = enter_flower(desk.tx, new, by=desk.by, at=desk.at)
    return _done(desk, "added", flower)


@room.get("/flowers/<code>", Act.ENTER_LOTS)
def one(desk: Desk, code: str) -> Answer:
    """A flower: what is written about it, what else it is called, its rate."""
    found = next((each for each in goods.flowers(desk.tx) if each.code == code), None)
    if found is None:
        desk.missing()
    commission_bp = found.commission_bp
    return desk.page(
        "flowers/one.html",
        it=found,
        rate=rates.in_force(desk.tx, found.code, desk.at),
        commission_bp=terms(desk.tx, desk.at).commission_bp,
        own_commission="" if commission_bp is None else typed(commission_bp, decimals=2),
    )


@room.post("/flowers/<code>/change", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def change(desk: Desk, code: str) -> Answer:
    """Change its names or its commission; lots that were written keep theirs."""
    flower = change_flower(desk.tx, code, by=desk.by, at=desk.at, **_written(desk))
    return _done(desk, "changed", flower)


@room.post("/flowers/<code>/sold", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def sold(desk: Desk, code: str) -> Answer:
    """No longer sell it, or sell it again."""
    is_sold = desk.form.choice("is_sold", ("yes", "no")) == "yes"
    flower = change_flower(desk.tx, code, by=desk.by, at=desk.at, is_active=is_sold)
    return _done(desk, "sold_again" if is_sold else "rests", flower)


@room.post("/flowers/<code>/names", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def call(desk: Desk, code: str) -> Answer:
    """Let it be called something more."""
    flower = add_aliases(desk.tx, code, _aliases(desk), by=desk.by, at=desk.at)
    return _done(desk, "called", flower)


@room.post("/flowers/<code>/names/remove", Act.KEEP_REGISTER, shows=one, is_fresh=True)
def uncall(desk: Desk, code: str) -> Answer:
    """Let it no longer be called so."""
    alias = desk.form.text("alias", most=200)
    flower = remove_aliases(desk.tx, code, [alias], by=desk.by, at=desk.at)
    return _done(desk, "uncalled", flower)


def refuse_known(field: str, said: str, why: Untaught | None) -> None:
    """Go on only with a word that may be taught.

    Raises:
        FieldError: Malar reads it as something already, or does not know what it is to mean.
    """
    if why is not None:
        raise FieldError(field, f"flowers.untaught.{why.name.lower()}", {"word": Quote(said)})


def _in_order(flowers: Iterable[Flower]) -> list[Flower]:
    """Those that are sold first, each half by name."""
    return sorted(flowers, key=lambda each: (not each.is_active, each.name_en.casefold()))


def _written(desk: Desk) -> dict[str, Any]:
    """Names and commission, as the form has them."""
    form = desk.form
    return {
        "name_en": form.text("name_en", most=NAME_MOST),
        "name_ta": form.text("name_ta", most=NAME_MOST),
        "commission_bp": form.percent("commission", is_needed=False),
    }


def _aliases(desk: Desk, *, is_needed: bool = True) -> tuple[str, ...]:
    """Further names, one or several with commas between, none of which means something else.

    Raises:
        FieldError: there is none, or one is read as something else.
    """
    said = desk.form.text("aliases", is_needed=is_needed) or ""
    names = tuple(filter(None, (each.strip() for each in re.split(r"[;,\n]", said))))
    if is_needed and not names:
        raise FieldError("aliases", "field.needed")
    shop = shop_at(desk.tx, desk.at)
    for name in names:
        refuse_known("aliases", name, no_flowers_name(name, shop))
    return names


def _done(desk: Desk, what: str, flower: Flower) -> Answer:
    named = {"flower": Name(flower.name_en, flower.name_ta)}
    return desk.done(f"flowers.done.{what}", "flowers.one", facts=named, code=flower.code)
