"""Lots: the list with its sums, and one lot with everything about it. Entering: `lot_entry`."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from flask import g, redirect, request, url_for
from sqlalchemy import Connection

from dashboard.desk import Answer, Desk
from dashboard.filling import Problem
from dashboard.finding import farmers_meant
from dashboard.forms import FieldError
from dashboard.room import Room
from ledger import goods, people
from ledger.board import TimeSlot
from ledger.errors import UnknownEntryError
from ledger.lot_book import LotsSought, booked_lots, lot_story, lot_sums
from ledger.people import Party
from ledger.policy import Act
from ledger.roles import PartyRole
from locales.facts import Name
from papers.lot_list import lot_list
from papers.table_csv import report_csv
from papers.table_xlsx import report_xlsx
from papers.wording import Names, name_of, names_of

room = Room("lots")

PAGE = 50
FILE_MAX = 10_000
"""Lots in one file: a web worker makes it while somebody waits."""

PAGES_MAX = 100_000
EVER = date(2000, 1, 1)
"""No shop's book begins before."""

CHANNELS = ("whatsapp", "web", "cli", "import", "demo")
STANDING = ("standing", "taken_back")
RATES = ("typed", "board")
FILTERS = ("first", "last", "farmer", "flower", "by", "channel", "state", "rate")
TYPES = {
    "csv": ("text/csv; charset=utf-8", report_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", report_xlsx),
}


@room.get("/lots", Act.ENTER_LOTS)
def all_(desk: Desk) -> Answer:
    """The lots sought, newest first, and what all of them come to; today's, if nothing is said."""
    try:
        sought = _sought(desk)
        number = desk.args.number("page", least=1, most=PAGES_MAX, is_needed=False) or 1
    except FieldError as error:
        g.problem = Problem(error.why, error.name)
        sought, number = LotsSought(first=desk.on, last=desk.on), 1
    lots = booked_lots(desk.tx, sought, limit=PAGE + 1, offset=(number - 1) * PAGE)
    parties = people.parties(desk.tx)
    return desk.page(
        "lots/all.html",
        sought=sought,
        since=_since(sought),
        sums=lot_sums(desk.tx, sought),
        lots=lots[:PAGE],
        has_more=len(lots) > PAGE,
        number=number,
        parties={each.code: each for each in parties},
        of_id={each.party_id: each for each in parties},
        shop=[each for each in parties if each.role is not PartyRole.FARMER],
        flowers={each.code: each for each in goods.flowers(desk.tx)},
        channels=CHANNELS,
        states=STANDING,
        rates=RATES,
        turned=_turned,
        filed=lambda form: url_for("lots.file", form=form, **_asked()),
        spans=_spans(desk.on),
    )


@room.post("/lots", Act.ENTER_LOTS, shows=all_)
def seek(desk: Desk) -> Answer:
    """Lead on to the lots sought: no name stands in an address, so it is sent, and looked up."""
    form = desk.form
    asked: dict[str, Any] = {
        "first": form.day("first", is_needed=False),
        "last": form.day("last", is_needed=False),
        "farmer": _farmer_typed(desk),
        "flower": form.text("flower", most=16, is_needed=False),
        "by": form.text("by", most=16, is_needed=False),
        "channel": form.choice("channel", CHANNELS, is_needed=False),
        "state": form.choice("state", STANDING, is_needed=False),
        "rate": form.choice("rate", RATES, is_needed=False),
    }
    named = {name: value for name, value in asked.items() if value is not None}
    return redirect(url_for("lots.all", **(named or {"first": EVER})), 303)


@room.get("/lots/file.<form>", Act.ENTER_LOTS)
def file(desk: Desk, form: str) -> Answer:
    """All the lots sought, to be kept: CSV or Excel."""
    if form not in TYPES:
        desk.missing()
    try:
        sought = _sought(desk)
    except FieldError:
        desk.missing()
    lots = booked_lots(desk.tx, sought, limit=FILE_MAX + 1)
    if len(lots) > FILE_MAX:
        return desk.done("lots.file_too_long", "lots.all", facts={"limit": FILE_MAX}, **_asked())
    content_type, written = TYPES[form]
    report = lot_list(lots, names_of(desk.tx), first=_since(sought), last=sought.last or desk.on)
    desk.tx.rollback()  # a file takes its time, and Postgres ends who waits in a transaction
    return desk.file(written(report, desk.language), content_type, f"lots.{form}")


@room.get("/lots/<int:entry_id>", Act.ENTER_LOTS)
def one(desk: Desk, entry_id: int) -> Answer:
    """Everything about one lot: how it was reckoned, what was posted, what became of it."""
    try:
        story = lot_story(desk.tx, entry_id)
    except UnknownEntryError:
        desk.missing()
    if story is None:
        desk.missing()
    parties = people.parties(desk.tx)
    entry = story.entry
    return desk.page(
        "lots/one.html",
        story=story,
        lot=story.lot,
        entry=entry,
        farmer=next(each for each in parties if each.code == story.lot.farmer),
        of_id={each.party_id: each for each in parties},
        flower=Name(story.flower_en, story.flower_ta),
        names=_names(desk.tx, parties),
        slot=_slot(desk.tx, story.lot.at),
        is_mine_today=entry.actor_id == desk.by.party_id and entry.on == desk.on,
    )


def _sought(desk: Desk) -> LotsSought:
    """What the address asks for.

    Raises:
        FieldError: it asks for something that there is not.
    """
    args = desk.args
    if not any(name in args for name in FILTERS):
        return LotsSought(first=desk.on, last=desk.on)
    state = args.choice("state", STANDING, is_needed=False)
    rate = args.choice("rate", RATES, is_needed=False)
    return LotsSought(
        first=args.day("first", is_needed=False),
        last=args.day("last", is_needed=False),
        farmer=args.text("farmer", most=16, is_needed=False),
        flower=args.text("flower", most=16, is_needed=False),
        actor_id=_actor_id(desk),
        channel=args.choice("channel", CHANNELS, is_needed=False),
        is_taken_back=None if state is None else state == "taken_back",
        is_typed=None if rate is None else rate == "typed",
    )


def _actor_id(desk: Desk) -> int | None:
    code = desk.args.text("by", most=16, is_needed=False)
    if code is None:
        return None
    found = people.party(desk.tx, code)
    if found is None:
        raise FieldError("by", "field.choice")
    return found.party_id


def _farmer_typed(desk: Desk) -> str | None:
    """The code of whoever was typed."""
    typed = desk.form.text("farmer", most=60, is_needed=False)
    if typed is None:
        return None
    found = farmers_meant(people.parties(desk.tx, PartyRole.FARMER), typed)
    if not found:
        raise FieldError("farmer", "lots.no_farmer")
    if len(found) > 1:
        some = ", ".join(each.code for each in found[:10])
        raise FieldError("farmer", "lots.several_farmers", {"n": len(found), "codes": some})
    return found[0].code


def _asked() -> dict[str, Any]:
    """What the address asks for, as it stands there."""
    return {name: request.args[name] for name in FILTERS if request.args.get(name)}


def _turned(number: int) -> str:
    return url_for("lots.all", page=number, **_asked())


def _spans(on: date) -> list[tuple[str, str, bool]]:
    """Days that are often looked at: the phrase, the address, whether they are shown now."""
    monday = on - timedelta(days=on.weekday())
    spans = (
        ("lots.span.today", on, on),
        ("lots.span.yesterday", on - timedelta(days=1), on - timedelta(days=1)),
        ("lots.span.week", monday, on),
        ("lots.span.month", on.replace(day=1), on),
        ("lots.span.ever", EVER, None),
    )
    asked = _asked() or {"first": str(on), "last": str(on)}
    rest = {name: value for name, value in asked.items() if name not in ("first", "last")}
    now = (asked.get("first"), asked.get("last"))
    return [
        (
            word,
            url_for("lots.all", first=first, last=last, **rest),
            now == (str(first), None if last is None else str(last)),
        )
        for word, first, last in spans
    ]


def _names(tx: Connection, parties: Iterable[Party]) -> Names:
    """Whose account it is, and what the qualities are called."""
    kinds = goods.adjustment_kinds(tx).items()
    named = {each.code: name_of(each) for each in parties}
    return Names(
        flowers={},
        qualities={code: Name(kind.name_en, kind.name_ta) for code, kind in kinds},
        people={},
        codes=named,
    )


def _slot(tx: Connection, at: datetime) -> TimeSlot | None:
    """The part of the market day, as the day was divided then."""
    return next((slot for slot in goods.time_slots(tx, at) if slot.holds(at)), None)


def _since(sought: LotsSought) -> date | None:
    return sought.first if sought.first and sought.first > EVER else None
