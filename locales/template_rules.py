"""What WhatsApp or Twilio would refuse about a template, found before anybody is asked.

Source: Twilio, "Using Variables with Content API", "WhatsApp message template approvals and
statuses", "twilio/quick-reply"; WhatsApp, "Template categorization": a utility template is about
something agreed or under way and promotes nothing.
"""

import re
from collections.abc import Iterable, Iterator

from locales.templates import Button, Kind, Template

BODY_MAX = 1024
BUTTONS_MAX = 3
"""Inside the window; an approved template could hold more."""
TITLE_MAX = 20
ID_MAX = 200
VALUE_MAX = 250
VARIABLES_MAX = 100
KEY = re.compile(r"[a-z][a-z0-9_]{0,99}")
"""Leaves room for the language and the digest in a name of lower-case letters, digits, _."""

VARIABLE = re.compile(r"{{(\d+)}}")

PROMOTION = re.compile(
    r"\b(offer|discount|free|hurry|buy now|limited|win|bonus|cashback|promo)\b"
    r"|சலுகை|இலவச|தள்ளுபடி|ஆஃபர்|பரிசு|போனஸ்",
    re.IGNORECASE,
)
"""Words by which WhatsApp takes a utility template for marketing, at six times the price."""


def faults(of: Template) -> list[str]:
    """What would be refused about a template; empty when nothing."""
    return [*_faults_of_frame(of), *_faults_of_body(of), *_faults_of_buttons(of)]


def faults_between(one: Template, other: Template) -> list[str]:
    """How the two languages of a template differ where they may not."""
    found = []
    if _numbers(one.body) != _numbers(other.body):
        found.append("the languages mention different variables")
    if [button.id for button in one.buttons] != [button.id for button in other.buttons]:
        found.append("the languages have different buttons")
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


def _faults_of_frame(of: Template) -> Iterator[str]:
    """Its key, its variables and their samples."""
    if not KEY.fullmatch(of.key):
        yield "the key cannot be a name at WhatsApp"
    if len(of.variables) > VARIABLES_MAX:
        yield "too many variables"
    for name, sample in zip(of.variables, of.samples, strict=True):
        fault = fault_of_value(sample)
        if fault is not None:
            yield f"sample {name}: {fault}"


def _faults_of_body(of: Template) -> Iterator[str]:
    samples = {str(number): sample for number, sample in enumerate(of.samples, start=1)}
    if len(of.body) > BODY_MAX or len(of.filled(samples)) > BODY_MAX:
        yield "body is too long"
    if re.search(r"[{}]", VARIABLE.sub("", of.body)):
        yield "a brace is not a variable's"
    if of.kind is Kind.UTILITY:
        yield from _faults_of_wording(of)


def _faults_of_wording(of: Template) -> Iterator[str]:
    """What WhatsApp's reviewers would find."""
    numbers = _numbers(of.body)
    words = [_words(part) for part in VARIABLE.split(of.body)[::2]]
    if numbers != list(range(1, len(of.variables) + 1)):
        yield "variables are not numbered 1, 2, 3 in the order of their names"
    if numbers and (words[0] == 0 or words[-1] == 0):
        yield "a variable stands first or last"
    if 0 in words[1:-1]:
        yield "two variables stand side by side"
    if sum(words) < 2 * len(numbers) + 1:
        yield "too few fixed words for its variables"
    if re.search(r"\n{3}| {4}|\t", of.body):
        yield "holds empty lines, a tab or four spaces"
    if promotion := PROMOTION.search(of.body):
        yield f"reads like marketing: {promotion[0]}"


def _faults_of_buttons(of: Template) -> Iterator[str]:
    if len(of.buttons) > BUTTONS_MAX:
        yield "more than three buttons"
    for what, values in (
        ("titles", [button.title for button in of.buttons]),
        ("ids", [button.id for button in of.buttons]),
    ):
        if len(set(values)) < len(values):
            yield f"two buttons have the same {what}"
    for button in of.buttons:
        yield from _faults_of_button(button, range(1, len(of.variables) + 1))


def _faults_of_button(button: Button, known: Iterable[int]) -> Iterator[str]:
    if len(button.title) > TITLE_MAX:
        yield f"button title is too long: {button.title}"
    if re.search(r"[{}\n]", button.title):
        yield f"button title holds more than words: {button.title}"
    if len(button.id) > ID_MAX:
        yield f"button id is too long: {button.id}"
    if not set(_numbers(button.id)) <= set(known):
        yield f"button id mentions a variable that is not there: {button.id}"


def _numbers(text: str) -> list[int]:
    return [int(number) for number in VARIABLE.findall(text)]


def _words(part: str) -> int:
    """Words of a text; punctuation alone is none."""
    return sum(any(letter.isalnum() for letter in word) for word in part.split())
