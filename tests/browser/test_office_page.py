"""The owner's page in a real browser: readable on a phone, on a desk and on paper."""

import pytest
from playwright.sync_api import Page, expect

from locales.languages import LANGUAGES
from ops.environment import Ports
from tests.browser.looks import (
    assert_nothing_overlaps,
    assert_nothing_sticks_out,
    assert_tamil_comes_from_our_font,
)

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("width", [360, 1440])
def test_everything_is_readable(page: Page, shop: Ports, width: int, language: str) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{shop.office_url}/?lang={language}")
    expect(page.locator("#balances")).to_be_visible()
    assert_nothing_sticks_out(page)
    assert_nothing_overlaps(page, "td, th, dt, dd, h2, .top > *, .contents a")
    assert_tamil_comes_from_our_font(page)


def test_on_paper_the_head_is_ink_and_nothing_invites_a_click(page: Page, shop: Ports) -> None:
    page.goto(shop.office_url)
    page.emulate_media(media="print")
    expect(page.locator(".languages")).to_be_hidden()
    expect(page.locator(".contents")).to_be_hidden()
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 0)")
