"""A room of the office: its pages, each with the act that it takes to come in.

A page without an act cannot be written: the act is the second word of every `get` and `post`. The
guard's test walks the same table (`tests/dashboard/test_page_guards.py`).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from flask import current_app
from werkzeug.wrappers import Response

from ledger.policy import Act

Answer = Response
KNOWN = "malar.pages"
"""Where an app keeps its pages."""

View = Callable[..., Answer]
"""Takes a `dashboard.desk.Desk` and what the address names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One address of a room.

    Attributes:
        act: what it takes; None: whoever of the shop is signed in.
        is_open: nobody needs to be signed in.
        is_fresh: whoever sends it has proved lately that it is him.
        shows: the page to be shown again when what was sent cannot be done.
        limit: how often one caller may send it.
        view: answers it.
    """

    endpoint: str
    rule: str
    method: str
    act: Act | None
    view: View
    is_open: bool = False
    is_fresh: bool = False
    shows: View | None = None
    limit: str | None = None


@dataclass(frozen=True, slots=True)
class Room:
    """Pages that belong together; the name stands before their endpoints and their phrases."""

    name: str
    pages: list[Page] = field(default_factory=list)

    def __iter__(self) -> Iterator[Page]:
        return iter(self.pages)

    def get(self, rule: str, act: Act | None, **more: Any) -> Callable[[View], View]:  # noqa: ANN401 - the fields of a page
        """A page that shows something; it reads, and cannot write."""
        return self._page("GET", rule, act, more)

    def post(self, rule: str, act: Act | None, **more: Any) -> Callable[[View], View]:  # noqa: ANN401 - the fields of a page
        """A page that does something, and then leads to one that shows it."""
        return self._page("POST", rule, act, more)

    def _page(
        self, method: str, rule: str, act: Act | None, more: dict[str, Any]
    ) -> Callable[[View], View]:
        def kept(view: View) -> View:
            endpoint = f"{self.name}.{view.__name__.strip('_')}"
            page = Page(endpoint=endpoint, rule=rule, method=method, act=act, view=view, **more)
            self.pages.append(page)
            return view

        return kept


def known_pages() -> dict[str, Page]:
    """The pages of the office that is answering, by endpoint."""
    found: dict[str, Page] = current_app.extensions[KNOWN]
    return found
