"""A page as its HTML says it: where it leads, which forms it has, what in it could run."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

VALUES = {
    "checkbox": "1",
    "date": "2026-11-24",
    "datetime-local": "2026-11-24T06:00",
    "time": "06:00",
}
"""What somebody might put into a field that stands empty, by its type."""


@dataclass(slots=True)
class FormSeen:
    """A form, filled as it stands there; what stands empty is filled with something."""

    method: str
    action: str
    fields: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)


class Seen(HTMLParser):
    """What is on a page.

    Attributes:
        runs: what a browser would run, or would style, that stands in the page itself.
    """

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[FormSeen] = []
        self.runs: list[str] = []
        self.nonces: set[str] = set()
        self._form: FormSeen | None = None
        self._choice: str | None = None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        self._look_for_what_runs(tag, has)
        for name in ("href", "src", "action", "formaction", "hx-get", "hx-post", "data"):
            if name in has:
                self.links.append(has[name])
        if tag == "form":
            self._form = FormSeen(has.get("method", "get"), has.get("action", ""))
            self.forms.append(self._form)
        elif self._form is not None:
            self._look_at_field(self._form, tag, has)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._choice = None

    def _look_for_what_runs(self, tag: str, has: dict[str, str]) -> None:
        found = [name for name in has if name.startswith("on") or name == "style"]
        if tag in ("style", "iframe", "object", "embed", "base"):
            found.append("")
        if tag == "script":
            self.nonces.add(has.get("nonce", ""))
            if not has.get("src", "").startswith("/static/"):
                found.append("src")
        if has.get("href", "").strip().lower().startswith(("javascript:", "data:")):
            found.append("href")
        if tag == "img" and not has.get("src", "").startswith(("/", "data:image/")):
            found.append("src")
        self.runs += [f"<{tag} {name}>" for name in found]

    def _look_at_field(self, form: FormSeen, tag: str, has: dict[str, str]) -> None:
        name, kind = has.get("name", ""), has.get("type", "text")
        if tag == "option" and self._choice is not None:
            if "selected" in has or not form.fields[self._choice]:
                form.fields[self._choice] = has.get("value", "")
        elif not name:
            return
        elif tag == "select":
            self._choice = name
            form.fields.setdefault(name, "")
            form.types[name] = "select"
        elif tag == "textarea":
            form.fields.setdefault(name, "of mine")
            form.types[name] = "text"
        elif tag == "button":
            form.fields.setdefault(name, has.get("value", ""))
            form.types[name] = "hidden"
        elif tag == "input" and (name not in form.fields or "checked" in has):
            is_figure = has.get("class") == "figure"
            empty = VALUES.get(kind, "100" if is_figure else "of mine")
            form.fields[name] = has.get("value") or empty
            form.types[name] = kind
