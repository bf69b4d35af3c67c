"""People at their desks in a real browser: each signs in as people do, once, and comes back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from tests.dashboard.access_desk import PASSWORD, code_at

PATIENCE = 15_000
"""Milliseconds for whatever is waited for."""

NO_FACTOR = "S"
"""Staff's codes begin so: their password is enough."""


@dataclass
class Desks:
    """Opens the office for people.

    Attributes:
        complaints: what their pages said in the console, but for answers that refuse something.
    """

    browser: Browser
    complaints: list[str] = field(default_factory=list)
    _open: list[BrowserContext] = field(default_factory=list)

    def desk(
        self,
        office_url: str,
        code: str | None,
        language: str = "en",
        *,
        width: int = 360,
        has_javascript: bool = True,
    ) -> Page:
        """The office as somebody sees it, signed in; None: as a stranger does."""
        state = None if code is None else _state(self.browser, office_url, code)
        size: ViewportSize = {"width": width, "height": 800}
        context = self.browser.new_context(
            storage_state=state, viewport=size, java_script_enabled=has_javascript
        )
        self._open.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)
        page.goto(f"{office_url}/{'' if code else 'sign-in'}?lang={language}")
        return page

    def _heard(self, said: ConsoleMessage) -> None:
        if said.type == "error" and "status of 4" not in said.text:
            self.complaints.append(said.text)

    def close(self) -> None:
        for context in self._open:
            context.close()


@contextmanager
def opened(browser: Browser) -> Iterator[Desks]:
    """Desks, cleared when the block ends."""
    desks = Desks(browser)
    try:
        yield desks
    finally:
        desks.close()


_KNOWN: dict[tuple[str, str], Any] = {}


def _state(browser: Browser, office_url: str, code: str) -> Any:  # noqa: ANN401 - the browser's own
    """What a browser keeps of somebody who signed in."""
    if (office_url, code) not in _KNOWN:
        context = browser.new_context()
        context.set_default_timeout(PATIENCE)
        sign_in(context.new_page(), office_url, code)
        _KNOWN[office_url, code] = context.storage_state()
        context.close()
    return _KNOWN[office_url, code]


def sign_in(page: Page, office_url: str, code: str) -> None:
    """As people do: code and password, then the digits of the authenticator."""
    page.goto(f"{office_url}/?lang=en")
    page.get_by_label("Your code").fill(code)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    if not code.startswith(NO_FACTOR):
        now = datetime.now(UTC)  # noqa: TID251 - the office reads the clock too
        page.locator("input[autocomplete='one-time-code']").fill(code_at(now))
        page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(f"{office_url}/")
