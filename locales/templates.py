"""Message templates: `templates.json`.

`utility` templates carry a notice outside the 24-hour window and are approved by WhatsApp before
use, in English and Tamil; `buttons` templates put quick-reply buttons under a free text inside the
window, in every language, and need no approval. Each button's id is what would be typed instead of
tapping it.
WhatsApp's rules about both are in `locales.template_rules`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from locales.facts import Fact
from locales.languages import LANGUAGES, formal
from locales.phrases import render

BUTTON_BODY_MAX = 1024
"""Characters of a text that can carry buttons; a longer one goes out without them."""


class Kind(StrEnum):
    """What a template is for."""

    UTILITY = "utility"
    BUTTONS = "buttons"


@dataclass(frozen=True, slots=True)
class Button:
    """A quick reply: its id is what would be typed instead."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Template:
    """A template in one language.

    Attributes:
        category: WhatsApp's, in capitals, for approval.
        body: the fixed text with `{{1}}`, `{{2}}`, … in it.
        variables: names of the facts that `{{1}}`, `{{2}}`, … stand for, in order.
        samples: a value for each, shown to WhatsApp's reviewers.
    """

    key: str
    language: str
    kind: Kind
    category: str
    body: str
    variables: tuple[str, ...]
    samples: tuple[str, ...]
    buttons: tuple[Button, ...] = ()

    @property
    def needs_approval(self) -> bool:
        """Whether WhatsApp must approve it before it is sent."""
        return self.kind is Kind.UTILITY

    def filled(self, values: Mapping[str, str]) -> str:
        """The body with the values of its variables, by number."""
        text = self.body
        for number, value in values.items():
            text = text.replace(f"{{{{{number}}}}}", value)
        return text


@cache
def templates() -> tuple[Template, ...]:
    """Every template in every language that it has."""
    source = Path(__file__).with_name("templates.json").read_text(encoding="utf-8")
    return tuple(
        Template(
            key=key,
            language=language,
            kind=Kind(row["kind"]),
            category=Kind.UTILITY.upper(),
            body=row[language]["body"],
            variables=tuple(row["variables"]),
            samples=tuple(row["variables"].values()),
            buttons=tuple(Button(*each) for each in row[language].get("buttons", {}).items()),
        )
        for key, row in json.loads(source).items()
        for language in LANGUAGES
        if language in row
    )


def template(key: str, language: str) -> Template:
    """A template for somebody who reads a language: in that language, or what stands in for it.

    Raises:
        KeyError: there is none.
    """
    known = {each.language: each for each in templates() if each.key == key}
    if not known:
        raise KeyError(key)
    return known.get(language) or known[formal(language)]


def variables_of(of: Template, facts: Mapping[str, Fact]) -> dict[str, str]:
    """The values of a template's variables by their number, as Twilio takes them, in its language.

    Args:
        of: a `utility` template.
        facts: hold every variable's name.

    Raises:
        KeyError: a variable has no fact.
    """
    values = (_shown(facts[name], of.language) for name in of.variables)
    return {str(number): value for number, value in enumerate(values, start=1)}


def button_variables(of: Template, text: str, facts: Mapping[str, Fact]) -> dict[str, str]:
    """The variables of a `buttons` template: the whole text first, then what the ids mention."""
    _, *mentioned = of.variables
    values = [text, *(_shown(facts[name], of.language) for name in mentioned)]
    return {str(number): value for number, value in enumerate(values, start=1)}


def _shown(fact: Fact, language: str) -> str:
    """A fact on one line; WhatsApp takes no empty one."""
    return " ".join(render("fact", {"fact": fact}, language).split()) or "–"
