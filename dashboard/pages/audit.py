"""Who changed what: the trail of everything that anybody did, and how the books are proved."""

from datetime import datetime, time, timedelta
from typing import Any

from flask import g, url_for

from dashboard.desk import Answer, Desk
from dashboard.filling import Problem
from dashboard.forms import FieldError
from dashboard.pages.ask_words import wanted
from dashboard.pages.change_words import parts, whose
from dashboard.room import Room
from dashboard.trail import Kind, Mark, steps
from ledger import people, seals
from ledger.board import MARKET_ZONE
from ledger.people import Party
from ledger.policy import Act
from ledger.putting_right import farmers_of
from ledger.roles import PartyRole
from ledger.trail import Stretch
from papers.wording import kind_of, names_of

room = Room("audit")

PAGE = 50
FILTERS = ("person", "kind", "first", "last")
ROOT_LETTERS = 16
"""As much of a root as tells it from any other."""


@room.get("/audit", Act.SEE_REPORTS)
def all_(desk: Desk) -> Answer:
    """The trail, newest first: of one person, of one kind, of some days."""
    try:
        kinds, stretch = _sought(desk)
        after = Mark.read(desk.args.text("after", most=80, is_needed=False) or "")
    except FieldError as error:
        g.problem = Problem(error.why, error.name)
        kinds, stretch, after = (), Stretch(limit=PAGE + 1), None
    found = steps(desk.tx, kinds, stretch, after=after)
    shown = found[:PAGE]
    names = names_of(desk.tx)
    parties = people.parties(desk.tx)
    last = seals.last_seal(desk.tx)
    return desk.page(
        "audit/all.html",
        steps=shown,
        older=_list(desk, shown[-1].mark) if len(found) > PAGE else None,
        newest=None if after is None else _list(desk, None),
        kinds=list(Kind),
        shop=[each for each in parties if each.role is not PartyRole.FARMER],
        of_id={party.party_id: party for party in parties},
        parties={party.code: party for party in parties},
        names=names,
        whose=lambda change: whose(change, names),
        parts=parts,
        wants=lambda ask: wanted(desk, ask, names).what,
        kind_of=kind_of,
        farmers_of=farmers_of,
        seal=last,
        root="" if last is None else last.root.hex()[:ROOT_LETTERS],
        unsealed=seals.unsealed(desk.tx),
        is_asked=any(desk.args.fields.get(name) for name in FILTERS),
    )


def _sought(desk: Desk) -> tuple[tuple[Kind, ...], Stretch]:
    """What the reader asks for.

    Raises:
        FieldError: he asks for something that there is not.
    """
    args = desk.args
    kind = args.choice("kind", list(Kind), is_needed=False)
    first, last = args.day("first", is_needed=False), args.day("last", is_needed=False)
    who = _person(desk)
    stretch = Stretch(
        limit=PAGE + 1,
        actor_id=None if who is None else who.party_id,
        since=None if first is None else datetime.combine(first, time.min, MARKET_ZONE),
        until=None
        if last is None
        else datetime.combine(last, time.min, MARKET_ZONE) + timedelta(days=1),
    )
    return (() if kind is None else (Kind(kind),)), stretch


def _person(desk: Desk) -> Party | None:
    code = desk.args.text("person", most=16, is_needed=False)
    if code is None:
        return None
    found = people.party(desk.tx, code.upper())
    if found is None:
        raise FieldError("person", "field.choice")
    return found


def _list(desk: Desk, after: Mark | None) -> str:
    """Where the same trail goes on, or begins."""
    given = desk.args.fields
    kept: dict[str, Any] = {name: given[name] for name in FILTERS if given.get(name)}
    return url_for("audit.all", **kept, after=None if after is None else str(after))
