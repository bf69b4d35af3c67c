"""Message templates, in English and Tamil: `templates.json`, and WhatsApp's rules about them.

`utility` templates carry a notice outside the 24-hour window and are approved by WhatsApp before
use; `buttons` templates put quick-reply buttons under a free text inside the window and need no
approval. Each button's id is what would be typed instead of tapping it.

Source: Twilio, "Using Variables with Content API" and "WhatsApp message template approvals and
statuses"; quick replies hold at most 3 buttons in the window, a title 20 characters, a body 1,024.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from locales.facts import Fact
from locales.phrases import LANGUAGES, render

BUTTON_BODY_MAX = 1024
"""Characters of a text that can carry buttons; a longer one goes out without them."""

BODY_MAX = 1024
BUTTONS_MAX = 3
TITLE_MAX = 20
ID_MAX = 200
VALUE_MAX = 250


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


@cache
def templates() -> tuple[Template, ...]:
    """Every template in every language."""
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
    )


def template(key: str, language: str) -> Template:
    """A template by its key.

    Raises:
        KeyError: there is none.
    """
    for each in templates():
        if (each.key, each.language) == (key, language):
            return each
    raise KeyError(key)


def variables_of(of: Template, facts: Mapping[str, Fact], language: str) -> dict[str, str]:
    """The values of a template's variables by their number, as Twilio takes them.

    Args:
        of: a `utility` template.
        facts: hold every variable's name.
        language: of the values; the template's own.

    Raises:
        KeyError: a variable has no fact.
    """
    values = (_shown(facts[name], language) for name in of.variables)
    return {str(number): value for number, value in enumerate(values, start=1)}


def button_variables(of: Template, text: str, facts: Mapping[str, Fact]) -> dict[str, str]:
    """The variables of a `buttons` template: the whole text first, then what the ids mention."""
    _, *mentioned = of.variables
    values = [text, *(_shown(facts[name], of.language) for name in mentioned)]
    return {str(number): value for number, value in enumerate(values, start=1)}


def faults(of: Template) -> list[str]:
    """What WhatsApp or Twilio would refuse about a template; empty when nothing."""
    numbers = [int(each) for each in re.findall(r"{{(\d+)}}", of.body)]
    found = []
    if of.kind is Kind.UTILITY:
        found += _faults_of_wording(of.body, numbers)
        if numbers != list(range(1, len(of.variables) + 1)):
            found.append("variables are not numbered 1, 2, 3 in the order of their names")
    found += [f"sample {name}: {fault}" for name, fault in _faults_of_samples(of)]
    if len(of.body) > BODY_MAX:
        found.append("body is too long")
    if len(of.buttons) > BUTTONS_MAX:
        found.append("more than three buttons")
    found += [
        f"button title is too long: {b.title}" for b in of.buttons if len(b.title) > TITLE_MAX
    ]
    found += [f"button id is too long: {b.id}" for b in of.buttons if len(b.id) > ID_MAX]
    return found


def fault_of_value(value: str) -> str | None:
    """Why WhatsApp would refuse a variable's value; None when it would not."""
    if not value.strip():
        return "empty"
    if re.search(r"[\n\t]| {4}", value):
        return "holds a newline, a tab or four spaces"
    if len(value) > VALUE_MAX:
        return "too long"
    return None


def _faults_of_wording(body: str, numbers: list[int]) -> list[str]:
    found = []
    words = [_words(part) for part in re.split(r"{{\d+}}", body)]
    if words[0] == 0 or words[-1] == 0:
        found.append("a variable stands first or last")
    if 0 in words[1:-1]:
        found.append("two variables stand side by side")
    if sum(words) < 2 * len(numbers) + 1:
        found.append("too few fixed words for its variables")
    return found


def _words(part: str) -> int:
    """Words of a text; punctuation alone is none."""
    return sum(any(letter.isalnum() for letter in word) for word in part.split())


def _faults_of_samples(of: Template) -> list[tuple[str, str]]:
    pairs = ((n, fault_of_value(s)) for n, s in zip(of.variables, of.samples, strict=True))
    return [(name, fault) for name, fault in pairs if fault is not None]


def _shown(fact: Fact, language: str) -> str:
    """A fact on one line."""
    return " ".join(render("fact", {"fact": fact}, language).split())
