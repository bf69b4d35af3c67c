"""Messages in and out: what was written to whom, how far it got, and sending a failed one again."""

import re
from collections.abc import Iterable
from typing import Any

from flask import g, url_for
from sqlalchemy import Connection

from bot import message_story
from bot.message_book import Bookmark, Sought, counts, messages
from bot.message_lines import Direction, Line, Reached
from bot.outgoing import Kind
from bot.resending import send_again
from dashboard.desk import Answer, Desk
from dashboard.filling import Problem
from dashboard.forms import FieldError
from dashboard.room import Room
from ledger import people
from ledger.people import Party
from ledger.policy import Act
from ledger.roles import PartyRole

room = Room("messages")

PHONE = re.compile(r"\d[\d\s-]{5,}\d")
"""What may be a phone number: addresses of pages are kept in logs, so none stands in them."""

LAST_DIGITS = 4

FILTERS = ("person", "direction", "state", "kind", "first", "last", "contains")

TABS = (None, Reached.FAILED, Reached.WAITING)


@room.get("/messages", Act.READ_MESSAGES)
def all_(desk: Desk) -> Answer:
    """The list, newest first; failed ones have a place of their own."""
    try:
        sought, after = _sought(desk), Bookmark.read(desk.args.text("after", is_needed=False) or "")
    except FieldError as error:
        g.problem = Problem(error.why, error.name)
        sought, after = Sought(), None
    lines, older = messages(desk.tx, sought, after=after)
    return desk.page(
        "messages/all.html",
        lines=lines,
        whose=_whose(desk.tx, lines),
        older=None if older is None else _list(desk, older),
        newest=None if after is None else _list(desk, None),
        sought=sought,
        counts=counts(desk.tx),
        tabs=TABS,
        reached=Reached,
        kinds=Kind,
        address=lambda line: address_for(desk.by, line.address),
    )


@room.get("/messages/out/<int:message_id>", Act.READ_MESSAGES)
def sent(desk: Desk, message_id: int) -> Answer:
    """A message of ours: its words, its way, why it failed and what to do."""
    told = message_story.sent(desk.tx, message_id)
    if told is None:
        desk.missing()
    return desk.page(
        "messages/sent.html",
        told=told,
        line=told.line,
        who=_whose(desk.tx, [told.line])[told.line.address],
        again_by=None if told.again_by is None else people.party_of_id(desk.tx, told.again_by),
        address=lambda line: address_for(desk.by, line.address),
    )


@room.get("/messages/in/<int:message_id>", Act.READ_MESSAGES)
def came(desk: Desk, message_id: int) -> Answer:
    """A message of somebody's, and what we said to it."""
    told = message_story.came(desk.tx, message_id)
    if told is None:
        desk.missing()
    return desk.page(
        "messages/came.html",
        told=told,
        line=told.line,
        who=_whose(desk.tx, [told.line])[told.line.address],
        address=lambda line: address_for(desk.by, line.address),
    )


@room.post("/messages/out/<int:message_id>/again", Act.RESEND_MESSAGE, shows=sent)
def again(desk: Desk, message_id: int) -> Answer:
    """The same words once more."""
    copy = send_again(desk.tx, message_id, by=desk.by, at=desk.at)
    return desk.done("messages.again_done", "messages.sent", message_id=copy)


def address_for(reader: Party, address: str) -> str:
    """The other side's number: staff see its end only."""
    bare = people.bare(address)
    return bare if reader.role is PartyRole.ADMIN else f"···· {bare[-LAST_DIGITS:]}"


def _sought(desk: Desk) -> Sought:
    """What the reader asks for.

    Raises:
        FieldError: he asks for something that there is not.
    """
    args = desk.args
    direction = args.choice("direction", list(Direction), is_needed=False)
    reached = args.choice("state", list(Reached), is_needed=False)
    kind = args.choice("kind", list(Kind), is_needed=False)
    contains = args.text("contains", most=80, is_needed=False)
    if contains is not None and PHONE.search(contains):
        raise FieldError("contains", "messages.no_number")
    return Sought(
        direction=None if direction is None else Direction(direction),
        reached=None if reached is None else Reached(reached),
        kind=None if kind is None else Kind(kind),
        party_id=_party_id(desk),
        first=args.day("first", is_needed=False),
        last=args.day("last", is_needed=False),
        contains=contains,
    )


def _list(desk: Desk, after: Bookmark | None) -> str:
    """Where the same list goes on, or begins."""
    given = desk.args.fields
    kept: dict[str, Any] = {name: given[name] for name in FILTERS if given.get(name)}
    return url_for("messages.all", **kept, after=None if after is None else str(after))


def _party_id(desk: Desk) -> int | None:
    code = desk.args.text("person", most=20, is_needed=False)
    if code is None:
        return None
    found = people.party(desk.tx, code.upper())
    if found is None:
        raise FieldError("person", "messages.no_person")
    return found.party_id


def _whose(tx: Connection, lines: Iterable[Line]) -> dict[str, Party | None]:
    """Who is behind each address: as the message says, else as the list knows it today."""
    shown = list(lines)
    known = people.parties_of(tx, (line.party_id for line in shown if line.party_id is not None))
    whose: dict[str, Party | None] = {}
    for line in shown:
        if whose.get(line.address) is None:
            whose[line.address] = (
                people.party_at(tx, line.address) if line.party_id is None else known[line.party_id]
            )
    return whose
