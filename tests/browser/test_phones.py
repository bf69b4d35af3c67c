"""The phones and the book, as somebody at a screen meets them."""

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

CLERK, MURUGAN, LAKSHMI, OWNER, BOOK = (f"[data-pane='{n}']" for n in range(5))
SOON = 15_000
"""Milliseconds for a message to go all the way and come back."""


def send(page: Page, phone: str, text: str) -> None:
    page.locator(f"{phone} input").fill(text)
    page.locator(f"{phone} input").press("Enter")


def test_a_lot_typed_at_the_scale_lands_in_the_book_and_on_the_farmers_phone(
    page: Page, shop: Ports
) -> None:
    page.goto(shop.simulator_url)
    send(page, CLERK, "murugan malli 5.5")
    expect(page.locator(f"{CLERK} .shop").last).to_contain_text("₹4,675.00", timeout=SOON)
    page.locator(f"{CLERK} .buttons button").first.click()
    entry = page.locator(".entry").first
    expect(entry).to_contain_text("Murugan (F012) · Malli 5.500 kg × ₹850.00", timeout=SOON)
    expect(entry).to_have_class("entry sale new")
    assert entry.locator("tbody tr").all_inner_texts() == [
        "Market sales receivable\t4,675.00\t",
        "Murugan · payable\t\t4,441.25",
        "Commission\t\t233.75",
    ]
    receipt = page.locator(f"{MURUGAN} .shop").last
    expect(receipt).to_contain_text("₹4,441.25", timeout=SOON)
    expect(receipt).to_contain_text("Template message")
    expect(receipt.locator(".ticks.read")).to_be_visible(timeout=SOON)


def test_a_farmer_asks_what_he_is_owed(page: Page, shop: Ports) -> None:
    page.goto(shop.simulator_url)
    page.locator(f"{LAKSHMI} .chips button").first.click()
    page.locator(f"{LAKSHMI} form button").click()
    expect(page.locator(f"{LAKSHMI} .mine").last).to_contain_text("இருப்பு")
    answer = page.locator(f"{LAKSHMI} .shop", has_text="₹2,000.00")
    expect(answer).to_have_count(1, timeout=SOON)


def test_a_farmer_gets_his_statement_as_a_document(page: Page, shop: Ports) -> None:
    page.goto(shop.simulator_url)
    send(page, MURUGAN, "statement")
    enclosed = page.locator(f"{MURUGAN} .enclosed").last
    expect(enclosed).to_contain_text("PDF", timeout=SOON)
    opened = page.request.get(f"{shop.simulator_url}{enclosed.get_attribute('href')}")
    assert opened.body().startswith(b"%PDF")


def test_another_farmers_phone_can_be_taken_up(page: Page, shop: Ports) -> None:
    page.goto(shop.simulator_url)
    page.locator(f"{LAKSHMI} select").select_option("+919000000031")
    send(page, LAKSHMI, "balance")
    expect(page.locator(f"{LAKSHMI} .mine").last).to_contain_text("balance")
    page.locator(f"{LAKSHMI} select").select_option("+919000000015")
    expect(page.locator(f"{LAKSHMI} .mine", has_text="balance")).to_have_count(0)


def test_what_was_said_is_still_there_after_a_reload(page: Page, shop: Ports) -> None:
    page.goto(shop.simulator_url)
    send(page, OWNER, "*rate* malli 900")
    expect(page.locator(f"{OWNER} .mine b").last).to_have_text("rate")
    expect(page.locator(f"{OWNER} .shop").last).to_be_visible(timeout=SOON)
    page.reload()
    expect(page.locator(f"{OWNER} .mine b").last).to_have_text("rate")


@pytest.mark.parametrize(("width", "weight"), [(360, "3.6"), (1440, "14.4")])
def test_a_message_is_answered_by_quoting_it_from_the_keyboard(
    page: Page, shop: Ports, width: int, weight: str
) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(shop.simulator_url)
    send(page, CLERK, f"murugan malli {weight}")
    asked = page.locator(f"{CLERK} .shop", has_text=f"{weight}00 kg").last
    arrow = asked.get_by_role("button", name="Answer this message")
    arrow.wait_for(timeout=SOON)
    asked.locator(".ticks.read").wait_for(timeout=SOON)
    arrow.focus()
    page.keyboard.press("Enter")
    strip = page.locator(f"{CLERK} .quote")
    expect(strip).to_be_visible()
    expect(page.locator(f"{CLERK} input")).to_be_focused()
    assert_nothing_sticks_out(page)
    assert_nothing_overlaps(page, f"{CLERK} > *, {CLERK} .quote > *")
    page.keyboard.press("Escape")
    expect(strip).to_be_hidden()
    arrow.click()
    page.keyboard.type("2.25")
    page.keyboard.press("Enter")
    expect(strip).to_be_hidden()
    expect(page.locator(f"{CLERK} .mine .quoted").last).to_contain_text("Murugan")
    expect(page.locator(f"{CLERK} .shop").last).to_contain_text("2.250 kg", timeout=SOON)
    send(page, CLERK, "no")
    expect(page.locator(f"{CLERK} .shop").last).to_contain_text("Not written", timeout=SOON)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_1440_pixels_four_phones_and_the_book_lie_side_by_side(
    page: Page, shop: Ports, language: str
) -> None:
    page.goto(f"{shop.simulator_url}/?lang={language}")
    page.locator(".entry").first.wait_for()
    for pane in (CLERK, MURUGAN, LAKSHMI, OWNER, BOOK):
        expect(page.locator(pane)).to_be_visible()
    assert_nothing_sticks_out(page)
    assert_nothing_overlaps(page, "main > section, .top > *")
    assert_nothing_overlaps(page, f"{CLERK} > *, {CLERK} .chips button, {CLERK} form > *")
    assert_tamil_comes_from_our_font(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_at_360_pixels_there_is_one_phone_at_a_time(page: Page, shop: Ports, language: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{shop.simulator_url}/?lang={language}")
    page.locator(".entry").first.wait_for(state="attached")
    for number, tab in enumerate(page.locator(".tabs button").all()):
        tab.click()
        assert page.locator("main > section:visible").count() == 1
        expect(page.locator(f"[data-pane='{number}']")).to_be_visible()
        assert_nothing_sticks_out(page)
        assert_nothing_overlaps(page, ".top > *, .tabs button, main form > *, .chips button")
    assert_tamil_comes_from_our_font(page)
