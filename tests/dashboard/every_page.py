"""Every page of the office, from the table of its routes, with an address that shows something."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from sqlalchemy import Connection, Engine, text
from werkzeug.routing import Rule

from dashboard.app import create_office
from dashboard.office import Office
from dashboard.room import Page
from dashboard.rooms import ROOMS
from ledger.db import engine_for
from papers.reports.catalogue import REPORTS
from tests.dashboard.conftest import NOW, Here
from tests.databases import clone
from tests.whole_shop import Whole, fill_whole

PAGES: tuple[Page, ...] = tuple(each for room in ROOMS for each in room)

OF_A_PAGE: Mapping[str, list[Any]] = {
    "access.code": ["S01", "A02", "S02"],
    "flowers.code": ["malli", "arali"],
    "lots.file.form": ["csv", "xlsx"],
    "people.code": ["S01", "F012", "S03"],
    "people.edit.code": ["S01", "S03"],
}
"""What an address names in one room or on one page, where the same word elsewhere is another."""

FILES = {"lots.file", "reports.file", "reports.statement_file", "settlements.paper"}
"""Pages that are files to take away."""

PARTS = {"runs.progress"}
"""Pages that are a part of another one."""

IN_EVERY_SHOP: Mapping[str, list[Any]] = {
    "language": ["ta", "en"],
    "name": [*REPORTS],
    "form": ["pdf", "png"],
}
"""What no shop has of its own."""

ASKED: Mapping[str, str] = {
    "reports.file": "?form=pdf",
    "reports.statement": "?farmer=F012",
    "reports.statement_file": "?farmer=F012&form=pdf",
}
"""What an address says after its question mark, where without it there is nothing to show."""

NOWHERE: Mapping[type, list[Any]] = {
    int: [0, 999_999_999, 2**63 - 1, 10**30],
    str: ["NOSUCH", "x" * 300, "%00", "%E2%80%AE"],
}
"""What is not there, by the kind of word that an address takes."""


@dataclass(frozen=True)
class Everything:
    """A shop in which everything happened once, and its office."""

    here: Here
    whole: Whole

    @property
    def app(self) -> Flask:
        return self.here.app

    @property
    def engine(self) -> Engine:
        return self.here.engine

    def url(self, page: Page) -> str:
        """The page's address, of what shows most."""
        return self.urls(page)[0]

    def urls(self, page: Page) -> list[str]:
        """Its addresses: one for each thing of the shop that has such a page."""
        rule = rule_of(self.app, page)
        known = {name: self._known(page, name) for name in rule.arguments}
        most = max(map(len, known.values()), default=1)
        adapter = self.app.url_map.bind("localhost")
        filled = [
            {name: each[min(place, len(each) - 1)] for name, each in known.items()}
            for place in range(most)
        ]
        asked = ASKED.get(page.endpoint, "")
        return [adapter.build(page.endpoint, args, method=page.method) + asked for args in filled]

    def _known(self, page: Page, name: str) -> list[Any]:
        room = page.endpoint.partition(".")[0]
        for table in (OF_A_PAGE, self.whole.ids, IN_EVERY_SHOP):
            for of in (f"{page.endpoint}.{name}", f"{room}.{name}", name):
                if of in table:
                    return table[of]
        raise LookupError(f"{page.rule}: say in tests/dashboard/every_page.py what {name} may be")


def rule_of(app: Flask, page: Page) -> Rule:
    (rule,) = app.url_map.iter_rules(page.endpoint)
    return rule


def nowhere(everything: Everything, page: Page) -> Iterator[str]:
    """The page's addresses with one word each that names nothing."""
    rule = rule_of(everything.app, page)
    for name in rule.arguments:
        is_number = type(rule._converters[name]).__name__ == "Number"
        for wrong in NOWHERE[int if is_number else str]:
            right = {each: everything._known(page, each)[0] for each in rule.arguments}
            built = rule.rule
            for each, value in (right | {name: wrong}).items():
                built = _put(built, each, str(value))
            yield built


def _put(rule: str, name: str, value: str) -> str:
    before, _, rest = rule.partition(f"{name}>")
    return before.rpartition("<")[0] + value + rest


@contextmanager
def everything_in(template_url: str, name: str, evil: str = "") -> Iterator[Everything]:
    """Such a shop, for as long as a block lasts."""
    with clone(template_url, name) as database_url:
        engine = engine_for(database_url)
        with engine.begin() as tx:
            whole = fill_whole(tx, NOW, evil)
        office = Office(engine=engine, session_key="a-key-of-tests", clock=lambda: NOW)
        yield Everything(without_limits(create_office(office), office), whole)
        engine.dispose()


def without_limits(app: Flask, office: Office) -> Here:
    """The office without CSRF and without counting calls; both have tests of their own."""
    app.config["WTF_CSRF_ENABLED"] = False
    for limiter in app.extensions["limiter"]:
        limiter.enabled = False
    return Here(app, office)


def standing(engine: Engine) -> dict[str, tuple[int, int]]:
    """What is in every table, as figures that change with it."""
    with engine.connect() as tx:
        return _standing(tx)


def _standing(tx: Connection) -> dict[str, tuple[int, int]]:
    tables = tx.scalars(
        text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
    ).all()
    each = (
        f"SELECT '{name}', count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM \"{name}\" t"
        for name in tables
    )
    rows = tx.execute(text(" UNION ALL ".join(each)))
    return {name: (int(count), int(digest)) for name, count, digest in rows}


class Watched:
    """The database, watched for changes; looked at only if anybody on its server wrote at all."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._next, self._standing = self._next_number(), standing(self._engine)

    def changed(self) -> set[str]:
        """Which tables are other than at the last look."""
        number = self._next_number()
        if number == self._next:
            return set()
        self._next, was = number, self._standing
        self._standing = standing(self._engine)
        return {name for name, figures in self._standing.items() if was[name] != figures}

    def _next_number(self) -> int:
        """Which the next transaction that writes will have."""
        with self._engine.connect() as tx:
            return int(tx.scalar(text("SELECT pg_snapshot_xmax(pg_current_snapshot())")) or 0)
