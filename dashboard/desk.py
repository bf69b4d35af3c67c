"""What a page works with: the books in one transaction, who asks, the moment, what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from flask import Response, abort, flash, redirect, render_template, request, url_for
from sqlalchemy import Connection

from dashboard.access.sessions import Session
from dashboard.forms import Form
from dashboard.office import Office
from dashboard.room import Answer
from dashboard.wording import language_here, words
from ledger.board import MARKET_ZONE
from ledger.entering import Doing, Entering
from ledger.journal import Source
from ledger.people import Party
from ledger.policy import Act, may
from locales.facts import Fact
from locales.phrases import render

CHANNEL = "web"
ASKS_MOST = 10**12

__all__ = ["Answer", "Desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a page works with.

    Attributes:
        tx: the books; they are only read where a page is shown.
        at: the moment, aware.
        visitor: who is signed in, and since when; None before that.
        form: what was sent.
        args: what the address names after its question mark.
    """

    office: Office
    tx: Connection
    at: datetime
    visitor: Session | None
    form: Form
    args: Form

    @property
    def by(self) -> Party:
        """Who is signed in."""
        if self.visitor is None:
            raise LookupError("nobody is signed in here")
        return self.visitor.party

    @property
    def on(self) -> date:
        """The business date."""
        return self.at.astimezone(MARKET_ZONE).date()

    @property
    def language(self) -> str:
        """In which the page is read."""
        return language_here(None if self.visitor is None else self.visitor.party)

    @property
    def source(self) -> Source:
        """Who makes an entry, and through what."""
        return Source(self.by.party_id, CHANNEL)

    @property
    def ask(self) -> int | None:
        """The second person's yes that the form names."""
        return self.form.number("ask", least=1, most=ASKS_MOST, is_needed=False)

    def may(self, act: Act) -> bool:
        """Whether who is signed in may do something."""
        return may(self.by.role, act)

    def doing(self, **more: Any) -> Doing:  # noqa: ANN401 - the fields of `Doing`
        """Who does it, now, under the form's key, with its reason and its second person's yes."""
        return Doing(**self._said() | more)

    def entering(self, **more: Any) -> Entering:  # noqa: ANN401 - the fields of `Entering`
        """The same for money that passed, on the day that the form names."""
        entered = {
            "on": self.form.day("on", is_needed=False) or self.on,
            "is_sure": self.form.check("is_sure"),
        }
        return Entering(**self._said() | entered | more)

    def _said(self) -> dict[str, Any]:
        return {
            "by": self.by,
            "at": self.at,
            "key": self.form.key,
            "source": self.source,
            "reason": self.form.text("reason", most=200, is_needed=False),
            "ask": self.ask,
        }

    def page(self, template: str, *, status: int = 200, **facts: object) -> Answer:
        """The page itself."""
        return page(self, template, status=status, **facts)

    def done(
        self,
        phrase: str,
        endpoint: str,
        *,
        facts: Mapping[str, Fact] | None = None,
        **args: Any,  # noqa: ANN401 - what the address names
    ) -> Answer:
        """Say that it is done, and lead on to a page that shows it."""
        flash(render(phrase, facts or {}, self.language), "done")
        return redirect(url_for(endpoint, **args), 303)

    def told(self, phrase: str, facts: Mapping[str, Fact] | None = None) -> None:
        """Say something on the next page."""
        flash(render(phrase, facts or {}, self.language), "told")

    def file(self, content: bytes, content_type: str, name: str) -> Answer:
        """A file to be kept; its name is plain ASCII and names nobody."""
        answer = Response(content, content_type=content_type)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer

    def missing(self) -> NoReturn:
        """There is no such thing."""
        abort(404)


def page(desk: Desk | None, template: str, *, status: int = 200, **facts: object) -> Answer:
    """A page in the reader's language; without a desk where the books could not be asked."""
    is_in = desk is not None and desk.visitor is not None and desk.visitor.is_whole
    party = desk.by if desk is not None and is_in else None
    language = language_here(party)
    shown = render_template(
        template,
        desk=desk,
        me=party,
        may=lambda act: party is not None and may(party.role, Act[act]),
        language=language,
        here=request.endpoint,
        **words(language),
        **facts,
    )
    return Response(shown, status)
