"""The page: four phones side by side, the book beside them, and the live feed of both."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import regex
from flask import Blueprint, Response, abort, render_template, request, send_from_directory

import dashboard
from ledger.roles import PartyRole
from locales.facts import Name
from locales.languages import LANGUAGES, TAGS
from locales.phrases import render
from ops.simulator.control import bubble
from ops.simulator.exchange import Exchange
from ops.simulator.journal import Book, Person

STATIC = Path(__file__).parent / "static"
OFFICE_STATIC = Path(dashboard.__file__).parent / "static"
"""The mark and the fonts are the office's."""

AT_FIRST = {"F012": 0, "F002": 1}
"""Farmers of the demo shop whom the suggestions name: their phones lie there first."""

ENTRIES_SHOWN = 30
LOOK_SECONDS = 0.4
"""How often the book is looked at while no message comes."""

POLICY = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


def page(exchange: Exchange, book: Book) -> Blueprint:
    """The page and what it loads."""
    pages = Blueprint("page", __name__, template_folder="templates")

    @pages.get("/")
    def phones() -> str:
        people, language = book.people(), _language()
        return render_template(
            "phones.html",
            slots=_slots(people),
            people=people,
            language=language,
            tag=TAGS[language],
            say=partial(render, facts={}, language=language),
            word=partial(_word, language=language),
            initial=partial(_initial, language=language),
        )

    @pages.get("/simulator/feed")
    def feed() -> Response:
        after = int(request.headers.get("Last-Event-ID") or 0)
        events = _events(exchange, book, after, _language())
        return Response(events, mimetype="text/event-stream", headers={"Cache-Control": "no-store"})

    @pages.get("/simulator/media/<sid>")
    def media(sid: str) -> Response:
        message = exchange.message(sid)
        if message is None or message.media is None:
            abort(404)
        return Response(message.media.content, mimetype=message.media.content_type)

    @pages.get("/static/<path:name>")
    def static(name: str) -> Response:
        return send_from_directory(STATIC, name)

    @pages.get("/static/malar.svg")
    def mark() -> Response:
        return send_from_directory(OFFICE_STATIC, "malar.svg")

    @pages.get("/static/fonts/<name>")
    def font(name: str) -> Response:
        return send_from_directory(OFFICE_STATIC / "fonts", name)

    @pages.after_request
    def guard(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response

    return pages


def _slots(people: list[Person]) -> list[Person]:
    """Whose phones lie on the table: the clerk, two farmers, the owner."""
    of = {role: [p for p in people if p.role == role] for role in PartyRole}
    of[PartyRole.FARMER].sort(key=lambda farmer: AT_FIRST.get(farmer.code, len(AT_FIRST)))
    return of[PartyRole.STAFF][:1] + of[PartyRole.FARMER][:2] + of[PartyRole.ADMIN][:1]


def _word(name: Name, language: str) -> str:
    return render("name", {"name": name}, language)


def _initial(name: Name, language: str) -> str:
    """The first letter of a name as it is read: in Tamil with its vowel sign."""
    first = regex.match(r"\X", _word(name, language))
    return first[0] if first else ""


def _language() -> str:
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _events(exchange: Exchange, book: Book, after: int, language: str) -> Iterator[str]:
    """Every message and entry, then each new or changed one as it comes."""
    shown: dict[object, object] = {}
    is_first = True
    while True:
        for message in exchange.changes_after(after, wait_seconds=0 if is_first else LOOK_SECONDS):
            after = message.change
            yield _event("message", bubble(message), after)
        for entry in reversed(book.latest(ENTRIES_SHOWN, language)):
            if shown.get(entry["id"]) != entry:
                shown[entry["id"]] = entry
                yield _event("entry", {**entry, "is_new": not is_first})
        is_first = False
        yield ": still here\n\n"


def _event(kind: str, data: dict[str, object], number: int | None = None) -> str:
    head = f"id: {number}\n" if number is not None else ""
    return f"{head}event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
