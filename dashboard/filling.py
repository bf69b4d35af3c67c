"""A form as a page shows it: where it goes, what was filled in, what is wrong with it."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from flask import g, request, url_for

from locales.facts import Phrase


@dataclass(frozen=True, slots=True)
class Problem:
    """Why what was sent could not be done.

    Attributes:
        why: the reason, for whoever sent it.
        name: the field that it is about; None where it is about the whole.
    """

    why: Phrase
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """One form of a page.

    Attributes:
        action: where it is sent.
        prefix: of its fields' ids, since a page may have several forms.
        key: names what it does; the same again after a mistake was put right.
        method: `post`, or `get` for a choice of what is shown.
    """

    action: str
    prefix: str
    method: str = "post"
    key: str = field(default_factory=lambda: str(uuid4()))

    @property
    def is_mine(self) -> bool:
        """Whether what was just sent was this form, or, of a filter, whether it was used."""
        if self.method == "get":
            return bool(request.args)
        return request.method == "POST" and request.path == self.action

    @property
    def problem(self) -> Problem | None:
        """What is wrong with what was sent by it."""
        found: Problem | None = g.get("problem")
        return found if self.is_mine else None

    def fault(self, name: str) -> Phrase | None:
        """What is wrong with a field."""
        return self.problem.why if self.problem and self.problem.name == name else None

    def filled(self, name: str, first: object = "") -> str:
        """What stands in a field: what was sent, else what the page gives it first."""
        source = request.args if self.method == "get" else request.form
        if self.is_mine and name in source:
            return str(source[name])
        return "" if first is None else str(first)

    def is_chosen(self, name: str, option: str, *, first: bool = False) -> bool:
        """Whether a box is checked."""
        source = request.args if self.method == "get" else request.form
        return option in source.getlist(name) if self.is_mine else first


def form_to(endpoint: str, **args: Any) -> Filling:  # noqa: ANN401 - what the address names
    """A form that does something."""
    action = url_for(endpoint, **args)
    sent = request.form.get("key")
    is_again = request.method == "POST" and request.path == action and sent
    prefix = action.strip("/").replace("/", "-")
    return Filling(action, prefix, key=sent) if is_again and sent else Filling(action, prefix)


def filter_of(endpoint: str, **args: Any) -> Filling:  # noqa: ANN401 - what the address names
    """A form that chooses what a page shows."""
    return Filling(url_for(endpoint, **args), "filter", method="get")


def turned(page: int) -> str:
    """The address of another page of the list that is shown, of the same choice."""
    kept = [each for each in request.args.items(multi=True) if each[0] != "page"]
    return f"{request.path}?{urlencode([*kept, ('page', page)])}"
