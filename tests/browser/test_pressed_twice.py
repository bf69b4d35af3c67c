"""Whoever presses a button twice sends its form once."""

from pathlib import Path

from playwright.sync_api import Page, Route

import dashboard

ONCE = Path(dashboard.__file__).parent / "static" / "once.js"
FORM = '<!doctype html><form method="{}" action="/sent"><button>Go</button></form>'


def sent(page: Page, method: str, *, has_script: bool = True) -> int:
    """How often the form is sent by two presses on its button, while the answer is awaited."""
    calls: list[str] = []

    def answer(route: Route) -> None:
        if "/sent" not in route.request.url:
            route.fulfill(body=FORM.format(method), content_type="text/html")
            return
        calls.append(route.request.url)
        route.fulfill(status=204)

    page.route("http://office.test/**", answer)
    page.goto("http://office.test/")
    if has_script:
        page.add_script_tag(path=ONCE)
    for _ in range(2):
        page.get_by_role("button").click()
        page.wait_for_timeout(200)
    return len(calls)


def test_a_form_that_does_something_is_sent_once(page: Page) -> None:
    assert sent(page, "post", has_script=False) == 2
    assert sent(page, "post") == 1


def test_a_filter_is_sent_as_often_as_it_is_pressed(page: Page) -> None:
    assert sent(page, "get") == 2
