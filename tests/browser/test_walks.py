"""The shop's six daily works, walked through the real pages; afterwards the books are asked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Connection, Engine

from ledger import people, queries, settlements
from ledger.advance_book import AdvanceState, advances
from ledger.board import MARKET_ZONE
from ledger.queries import LotRow
from ledger.settlements import SettlementState
from locales.facts import Fact
from locales.phrases import money, render
from ops.environment import Ports
from tests.books import shop as trading
from tests.browser.looks import assert_nothing_sticks_out
from tests.browser.signing import Desks

pytestmark = pytest.mark.browser

in_both = pytest.mark.parametrize("language", ["en", "ta"])
SOON = 15_000
"""Milliseconds for the workers to have done something."""


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - the office reads the clock too


def today() -> date:
    return now().astimezone(MARKET_ZONE).date()


def said(language: str, phrase: str, **facts: Fact) -> str:
    return render(phrase, facts, language)


def form(page: Page, action: str) -> Locator:
    """The form that is sent there; what it is folded into is opened."""
    folded = page.locator(f"details:not([open]):has(form[action='{action}']) > summary")
    if folded.count():
        folded.first.click()
    return page.locator(f"form[action='{action}']").first


def fill(page: Page, action: str, **fields: str) -> Locator:
    """Fill its fields as somebody at the page would."""
    found = form(page, action)
    for name, value in fields.items():
        field = found.locator(f"[name='{name}']").first
        folded = found.locator(f"details:not([open]):has([name='{name}']) > summary")
        if folded.count():
            folded.first.click()
        if field.evaluate("node => node.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "checkbox":
            field.set_checked(bool(value))
        else:
            field.fill(value)
    return found


def send(page: Page, action: str, **fields: str) -> None:
    """Fill it and press its button."""
    fill(page, action, **fields).locator("button").last.click()


def assert_done(page: Page) -> None:
    expect(page.locator(".said.done")).to_be_visible(timeout=SOON)
    expect(page.locator(".said.wrong")).to_have_count(0)


def assert_refused(page: Page, url: str, language: str) -> None:
    """The page is not for him, and says so in his words."""
    answer = page.goto(url)
    assert answer is not None
    assert answer.status == 403
    expect(page.locator("h1")).to_have_text(said(language, "fault.forbidden"))


def bring(books: Engine, key: str, farmer: str, milli: int) -> None:
    """A farmer brings flowers today."""
    with books.begin() as tx:
        trading.sell(
            tx, key, replace(trading.lot(milli, 850_00, farmer=farmer, at=now()), on=today())
        )


def lots_of(tx: Connection, farmer: str) -> list[LotRow]:
    return [lot for lot in queries.lots_on(tx, today()) if lot.farmer == farmer]


def weigh(page: Page, office: str, quantity: str) -> None:
    page.goto(f"{office}/lots/new")
    filled = fill(page, "/lots/new", farmer="F012", flower="malli", quantity=quantity)
    filled.locator("button[value='look']").click()
    expect(page.locator("#looked")).to_be_visible()
    assert_nothing_sticks_out(page)


@in_both
@pytest.mark.parametrize("code", ["S01", "A01"])
def test_daily_entry(shop: Ports, books: Engine, desks: Desks, language: str, code: str) -> None:
    kilos = {("S01", "en"): 5, ("S01", "ta"): 6, ("A01", "en"): 7, ("A01", "ta"): 8}[code, language]
    page = desks.desk(shop.office_url, code, language)
    weigh(page, shop.office_url, f"{kilos}.5")
    net_paise = (2 * kilos + 1) * 850_00 // 2 * 95 // 100
    expect(page.locator(".net dd")).to_have_text(money(net_paise))
    page.locator("button[value='write']").click()
    assert_done(page)
    with books.connect() as tx:
        lot = lots_of(tx, "F012")[-1]
        entry = queries.entry_of(tx, lot.entry_id)
        who = people.party(tx, code)
    assert lot.quantity_milli == kilos * 1000 + 500
    assert lot.worth.net_paise == net_paise
    assert who is not None
    assert (entry.actor_id, entry.channel) == (who.party_id, "web")


def test_a_mistake_stays_where_it_was_made(shop: Ports, books: Engine, desks: Desks) -> None:
    page = desks.desk(shop.office_url, "S01", "ta")
    with books.connect() as tx:
        before = len(lots_of(tx, "F012"))
    page.goto(f"{shop.office_url}/lots/new")
    filled = fill(page, "/lots/new", farmer="முருகன்", flower="malli", quantity="five")
    filled.locator("button[value='look']").click()
    expect(page.locator("[name='farmer']")).to_have_value("முருகன்")
    expect(page.locator("[name='quantity'][aria-invalid='true']")).to_have_value("five")
    expect(page.locator(".fault")).to_have_text(said("ta", "field.quantity"))
    with books.connect() as tx:
        assert len(lots_of(tx, "F012")) == before


def test_daily_entry_by_keyboard_alone(shop: Ports, books: Engine, desks: Desks) -> None:
    page = desks.desk(shop.office_url, "S01", "en", width=1440)
    page.goto(f"{shop.office_url}/lots/new")
    expect(page.locator("[name='farmer']")).to_be_focused()
    page.keyboard.type("F012")
    tab_to(page, "[name='flower']")
    page.keyboard.type("Malli")
    tab_to(page, "[name='quantity']")
    page.keyboard.type("3.75")
    tab_to(page, "button[value='look']")
    page.keyboard.press("Enter")
    expect(page.locator("#looked")).to_be_visible()
    tab_to(page, "button[value='write']")
    outline = page.locator("button[value='write']").evaluate(
        "n => getComputedStyle(n).outlineStyle"
    )
    assert outline == "solid"
    page.keyboard.press("Enter")
    assert_done(page)
    with books.connect() as tx:
        assert lots_of(tx, "F012")[-1].quantity_milli == 3_750


def tab_to(page: Page, selector: str) -> None:
    for _ in range(60):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    pytest.fail(f"the keyboard never comes to {selector}")


def test_without_javascript_a_lot_is_weighed_and_an_advance_asked_for(
    shop: Ports, books: Engine, desks: Desks
) -> None:
    page = desks.desk(shop.office_url, "S01", "ta", has_javascript=False)
    page.goto(shop.office_url)
    page.locator(".quick a[href='/lots/new']").click()
    filled = page.locator("form[action='/lots/new']")
    filled.locator("[name='farmer']").fill("F012")
    filled.locator("[name='flower']").select_option("malli")
    filled.locator("[name='quantity']").fill("2.125")
    filled.locator("button[value='look']").click()
    page.locator("button[value='write']").click()
    expect(page.locator(".said.done")).to_be_visible()
    page.goto(f"{shop.office_url}/advances/new")
    asking = page.locator("form[action='/advances/new']")
    for name, value in (("farmer", "F012"), ("amount", "700"), ("reason", "உரம்")):
        asking.locator(f"[name='{name}']").fill(value)
    asking.locator("button").last.click()
    expect(page.locator(".said.done")).to_be_visible()
    with books.connect() as tx:
        assert lots_of(tx, "F012")[-1].quantity_milli == 2_125
        assert [each.amount_paise for each in advances(tx, farmer="F012")] == [700_00]


@in_both
def test_advance_from_the_counter_to_the_owner_and_back(
    shop: Ports, books: Engine, desks: Desks, language: str
) -> None:
    rupees = 1_500 if language == "en" else 1_600
    clerk = desks.desk(shop.office_url, "S01", language)
    clerk.goto(f"{shop.office_url}/advances/new")
    send(clerk, "/advances/new", farmer="F031", amount=str(rupees), reason="school fees")
    assert_done(clerk)
    with books.connect() as tx:
        asked = next(
            each for each in advances(tx, farmer="F031") if each.amount_paise == rupees * 100
        )
        before = queries.owed_to(tx, "F031").advance_paise
    assert asked.state is AdvanceState.REQUESTED
    at = f"/advances/{asked.advance_id}"
    clerk.goto(shop.office_url + at)
    expect(clerk.locator(f"form[action='{at}/approve']")).to_have_count(0)
    owner = desks.desk(shop.office_url, "A01", language)
    owner.goto(shop.office_url + at)
    send(owner, f"{at}/approve")
    assert_done(owner)
    owner.goto(shop.office_url + at)
    send(owner, f"{at}/pay", till="cash")
    assert_done(owner)
    with books.connect() as tx:
        paid = next(
            each for each in advances(tx, farmer="F031") if each.advance_id == asked.advance_id
        )
        assert queries.owed_to(tx, "F031").advance_paise == before + rupees * 100
    assert paid.entry_id is not None


@in_both
def test_settlement_from_draft_to_paid(
    shop: Ports, books: Engine, desks: Desks, language: str
) -> None:
    bring(books, f"walk:{language}", "F015", 4_000 if language == "en" else 6_000)
    clerk = desks.desk(shop.office_url, "S01", language)
    clerk.goto(f"{shop.office_url}/settlements")
    send(clerk, "/settlements/draft", farmer="F015", cut_off=today().isoformat())
    assert_done(clerk)
    at = clerk.url.removeprefix(shop.office_url).partition("?")[0]
    expect(clerk.locator(f"form[action='{at}/approve']")).to_have_count(0)
    send(clerk, f"{at}/submit")
    assert_done(clerk)
    owner = desks.desk(shop.office_url, "A01", language)
    owner.goto(shop.office_url + at)
    send(owner, f"{at}/approve")
    assert_done(owner)
    settlement_id = int(at.rpartition("/")[2])
    with books.connect() as tx:
        approved = settlements.settlement_of(tx, settlement_id)
    assert approved.number is not None
    expect(owner.locator("main")).to_contain_text(approved.number)
    if approved.net_paise:
        send(owner, f"{at}/pay", till="cash")
        assert_done(owner)
        with books.connect() as tx:
            paid = settlements.settlement_of(tx, settlement_id)
        assert paid.state is SettlementState.PAID
    slip = owner.request.get(f"{shop.office_url}{at}/slip/{language}/pdf")
    assert slip.body().startswith(b"%PDF")


def test_settling_with_everybody_shows_how_far_it_got(
    shop: Ports, books: Engine, desks: Desks
) -> None:
    bring(books, "walk:everybody", "F031", 9_000)
    bring(books, "walk:everybody too", "F012", 1_000)
    owner = desks.desk(shop.office_url, "A01", "ta")
    owner.goto(f"{shop.office_url}/settlements/run")
    send(owner, "/settlements/run", cut_off=today().isoformat(), everyone="1", approve="1")
    owner.wait_for_url("**/settlements/runs/*")
    proved = owner.locator(".said.done", has_text=said("ta", "runs.proved"))
    expect(proved).to_be_visible(timeout=4 * SOON)
    assert_nothing_sticks_out(owner)
    with books.connect() as tx:
        settled = {each.farmer: each for each in settlements.settlements(tx)}
        assert {"F012", "F031"} <= settled.keys()
        assert settled["F031"].number is not None
        assert queries.owed_to(tx, "F031").payable_paise == 0


@in_both
def test_reports_are_looked_at_and_taken_away(shop: Ports, desks: Desks, language: str) -> None:
    owner = desks.desk(shop.office_url, "A01", language)
    owner.goto(f"{shop.office_url}/reports/day")
    for kind, begins in (("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        link = owner.locator(f"a[href*='form={kind}']").first
        with owner.expect_download() as download:
            link.click()
        assert download.value.path().read_bytes().startswith(begins)
    clerk = desks.desk(shop.office_url, "S01", language)
    assert_refused(clerk, f"{shop.office_url}/reports", language)


@in_both
def test_people_are_taken_on_by_the_owner_alone(
    shop: Ports, books: Engine, desks: Desks, language: str
) -> None:
    code, phone = ("S05", "9000000105") if language == "en" else ("S06", "9000000106")
    owner = desks.desk(shop.office_url, "A01", language)
    owner.goto(f"{shop.office_url}/people/new")
    send(owner, "/people/new", role="staff", code=code, name_en="Kavitha", name_ta="கவிதா",
         language="ta", phone=phone)  # fmt: skip
    assert_done(owner)
    with books.connect() as tx:
        new = people.party(tx, code)
        assert new is not None
        assert people.addresses_of(tx, new.party_id) == [f"whatsapp:+91{phone}"]
    clerk = desks.desk(shop.office_url, "S01", language)
    assert_refused(clerk, f"{shop.office_url}/people", language)
    assert_refused(clerk, f"{shop.office_url}/settings", language)


@in_both
def test_farmers_are_found_added_and_changed(
    shop: Ports, books: Engine, desks: Desks, language: str
) -> None:
    code, phone = ("F051", "9000000051") if language == "en" else ("F052", "9000000052")
    owner = desks.desk(shop.office_url, "A01", language)
    owner.goto(f"{shop.office_url}/farmers/new")
    send(owner, "/farmers/new", code=code, name_en="Kannan", name_ta="கண்ணன்",
         village_en="Melur", village_ta="மேலூர்", phone=phone)  # fmt: skip
    assert_done(owner)
    owner.goto(f"{shop.office_url}/farmers/{code}/edit")
    send(owner, f"/farmers/{code}/edit", village_en="Natham", village_ta="நத்தம்")
    assert_done(owner)
    with books.connect() as tx:
        changed = people.farmer(tx, code)
    assert (changed.name_ta, changed.village_en) == ("கண்ணன்", "Natham")
    clerk = desks.desk(shop.office_url, "S01", language)
    clerk.goto(f"{shop.office_url}/farmers")
    search = clerk.locator("form[method='get']").first
    search.locator("input[type='search'], input[type='text']").first.fill("கண்ணன்")
    search.locator("button").last.click()
    expect(clerk.locator("main")).to_contain_text(code)
    clerk.locator(f"a[href^='/farmers/{code}']").first.click()
    expect(clerk.locator("h1")).to_contain_text(code)
    assert phone not in clerk.content()
    expect(clerk.locator(f"a[href='/farmers/{code}/edit']")).to_have_count(0)
    assert_refused(clerk, f"{shop.office_url}/farmers/{code}/edit", language)


def test_whoever_signs_out_is_out(shop: Ports, desks: Desks) -> None:
    page = desks.desk(shop.office_url, "A02", "en", width=1440)
    page.goto(shop.office_url)
    form(page, "/sign-out").locator("button").click()
    page.goto(f"{shop.office_url}/farmers")
    expect(page).to_have_url(f"{shop.office_url}/sign-in?to=/farmers")
