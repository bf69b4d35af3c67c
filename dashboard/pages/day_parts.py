"""The parts of the market day, which never overlap, and the qualities that change a price."""

from datetime import time
from typing import Any

from dashboard.desk import Answer, Desk
from dashboard.pages.flowers import CODE_MOST, NAME_MOST, all_
from dashboard.room import Room
from ledger import goods
from ledger.board import TimeSlot
from ledger.errors import UnknownCodeError
from ledger.goods import AdjustmentKind
from ledger.lots import Side
from ledger.policy import Act
from ledger.register.qualities import known_quality, set_quality
from ledger.register.slots import add_slot, change_slot, known_slot, remove_slot
from locales.facts import Name
from locales.typed import typed

room = Room("flowers")


@room.post("/slots", Act.KEEP_REGISTER, shows=all_, is_fresh=True)
def divide(desk: Desk) -> Answer:
    """Divide the market day further."""
    code = desk.form.text("code", most=CODE_MOST)
    added = add_slot(desk.tx, TimeSlot(code=code, **_hours(desk)), by=desk.by, at=desk.at)
    return _done(desk, "divided", added)


@room.get("/slots/<slot>", Act.KEEP_REGISTER)
def part(desk: Desk, slot: str) -> Answer:
    """A part of the day, to be changed or taken away."""
    found = next((each for each in goods.time_slots(desk.tx) if each.code == slot), None)
    if found is None:
        desk.missing()
    return desk.page("flowers/part.html", it=found)


@room.post("/slots/<slot>/change", Act.KEEP_REGISTER, shows=part, is_fresh=True)
def change_part(desk: Desk, slot: str) -> Answer:
    """Change its hours or names, from now on."""
    changed = change_slot(desk.tx, slot, by=desk.by, at=desk.at, **_hours(desk))
    return _done(desk, "part_changed", changed)


@room.post("/slots/<slot>/remove", Act.KEEP_REGISTER, shows=part, is_fresh=True)
def join(desk: Desk, slot: str) -> Answer:
    """Leave its hours without a slot."""
    gone = known_slot(desk.tx, slot)
    remove_slot(desk.tx, slot, by=desk.by, at=desk.at)
    return _done(desk, "part_gone", gone)


@room.post("/qualities", Act.KEEP_REGISTER, shows=all_, is_fresh=True)
def rate_quality(desk: Desk) -> Answer:
    """A new quality, which staff may choose for a lot."""
    code = desk.form.text("code", most=CODE_MOST)
    return _done(desk, "quality", _set(desk, code))


@room.get("/qualities/<quality>", Act.KEEP_REGISTER)
def quality(desk: Desk, quality: str) -> Answer:
    """A quality, to be changed."""
    try:
        found = known_quality(desk.tx, quality)
    except UnknownCodeError:
        desk.missing()
    figure = typed(found.adjustment_bp, decimals=2)
    return desk.page("flowers/quality.html", it=found, figure=figure, sides=list(Side))


@room.post("/qualities/<quality>", Act.KEEP_REGISTER, shows=quality, is_fresh=True)
def change_quality(desk: Desk, quality: str) -> Answer:
    """Let it count otherwise from now on; lots keep what they were sold with."""
    return _done(desk, "quality", _set(desk, known_quality(desk.tx, quality).code))


def _set(desk: Desk, code: str) -> AdjustmentKind:
    form = desk.form
    kind = AdjustmentKind(
        code=code,
        name_en=form.text("name_en", most=NAME_MOST),
        name_ta=form.text("name_ta", most=NAME_MOST),
        adjustment_bp=form.percent("percent"),
        side=Side(form.choice("side", list(Side))),
    )
    return set_quality(desk.tx, kind, by=desk.by, at=desk.at)


def _hours(desk: Desk) -> dict[str, Any]:
    form = desk.form
    return {
        "name_en": form.text("name_en", most=NAME_MOST),
        "name_ta": form.text("name_ta", most=NAME_MOST),
        "starts": _clock(form.time("starts")),
        "ends": _clock(form.time("ends")),
    }


def _clock(at: time) -> time:
    return at.replace(tzinfo=None)


def _done(desk: Desk, what: str, of: TimeSlot | AdjustmentKind) -> Answer:
    named = {"name": Name(of.name_en, of.name_ta)}
    return desk.done(f"flowers.done.{what}", "flowers.all", facts=named)
