"""Every page, in English and Tamil, as a screen reader, a thumb and a small phone meet it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboard.app import create_office
from dashboard.office import Office
from dashboard.room import Page as OfficePage
from ops.embedded import Servers
from ops.environment import Ports, complete
from ops.programs import office_program
from ops.stack import wait_until_all_answer
from ops.supervisor import Supervisor
from ops.whereabouts import free_ports
from tests.browser.conftest import environ_of
from tests.browser.looks import OUTSIDE, assert_nothing_sticks_out, assert_tamil_comes_from_our_font
from tests.browser.signing import Desks, opened
from tests.dashboard.conftest import Here
from tests.dashboard.every_page import FILES, PAGES, PARTS, Everything
from tests.databases import clone, connected
from tests.whole_shop import fill_whole

pytestmark = pytest.mark.browser

AXE = Axe()

RULES = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
}

SMALL = """() => [...document.querySelectorAll(
    "button, summary, select, textarea, input:not([type=hidden]), nav a, .button, .tabs a, .tasks a"
)].filter(node => {
    const label = node.matches("[type=checkbox], [type=radio]") && node.labels[0];
    const box = (label || node).getBoundingClientRect();
    const isSeen = node.checkVisibility({visibilityProperty: true}) && !node.closest(".skip");
    return isSeen && box.width > 1 && (box.height < 43.5 || box.width < 43.5);
}).map(node => `${node.tagName} ${node.className} ${node.textContent.trim().slice(0, 30)}`)"""
"""Whatever a thumb must hit and is smaller than 44 pixels."""

SHOWN = [page for page in PAGES if page.method == "GET" and page.endpoint not in FILES | PARTS]
WIDE = ["today.today", "farmers.all", "settlements.one", "lots.new", "people.all"]


class Tabs:
    """One page for each person and language, used again and again."""

    def __init__(self, desks: Desks, office_url: str) -> None:
        self._desks, self._office_url = desks, office_url
        self._open: dict[tuple[str | None, str], Page] = {}

    def at(self, url: str, code: str | None, language: str, width: int = 360) -> Page:
        """Somebody's page, at an address."""
        if (code, language) not in self._open:
            self._open[code, language] = self._desks.desk(self._office_url, code, language)
        page = self._open[code, language]
        page.set_viewport_size({"width": width, "height": 800})
        page.goto(self._office_url + url)
        return page

    def complaints(self) -> list[str]:
        """What was complained about since the last time."""
        said = [*self._desks.complaints]
        self._desks.complaints.clear()
        return said


@pytest.fixture(scope="module")
def everything(
    test_servers: Servers, template_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Everything, str]]:
    """The office alone over a shop in which everything happened, and where it is."""
    home = Path(tmp_path_factory.mktemp("office"))
    ports = free_ports(Ports(8720, 8721, 8722))
    with clone(template_url, "axe") as database_url, connected(database_url) as engine:
        now = datetime.now(UTC)  # noqa: TID251 - the office reads the clock too
        with engine.begin() as tx:
            whole = fill_whole(tx, now)
        told = environ_of(test_servers, engine)
        named = Servers(told["DATABASE_URL"], told["REDIS_URL"])
        environ = complete(told, home, named, ports)
        supervisor = Supervisor([office_program(ports.office)], environ, home)
        supervisor.start()
        try:
            wait_until_all_answer([ports.office_url], supervisor)
            office = Office(engine=engine, session_key="of-no-use")
            yield Everything(Here(create_office(office), office), whole), ports.office_url
        finally:
            supervisor.stop()


@pytest.fixture(scope="module")
def tabs(browser: Browser, everything: tuple[Everything, str]) -> Iterator[Tabs]:
    with opened(browser) as desks:
        yield Tabs(desks, everything[1])


def called(page: OfficePage) -> str:
    return page.endpoint


@pytest.mark.parametrize("language", ["en", "ta"])
@pytest.mark.parametrize("of", SHOWN, ids=called)
def test_nobody_is_kept_out_of_a_page(
    everything: tuple[Everything, str], tabs: Tabs, of: OfficePage, language: str
) -> None:
    page = tabs.at(everything[0].url(of), None if of.is_open else "A01", language)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_everybody_can_use(page)
    assert tabs.complaints() == []


@pytest.mark.parametrize("endpoint", WIDE)
def test_nor_at_a_desk(everything: tuple[Everything, str], tabs: Tabs, endpoint: str) -> None:
    (of,) = (each for each in PAGES if each.endpoint == endpoint)
    page = tabs.at(everything[0].url(of), "A01", "ta", width=1440)
    assert_everybody_can_use(page)


def assert_everybody_can_use(page: Page) -> None:
    expect(page.locator("h1")).to_be_visible()
    assert broken(page) + page.evaluate(SMALL) + page.evaluate(OUTSIDE) == []
    assert_nothing_sticks_out(page)


def broken(page: Page) -> list[str]:
    """What axe finds: the rule, where, and what would put it right."""
    page.evaluate(AXE.axe_script)
    found = page.evaluate("rules => axe.run(rules)", RULES)
    return [
        f"{violation['id']}: {' '.join(map(str, node['target']))}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def test_what_is_broken_is_found(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    page.set_content(
        "<html><body><main><h1>Lots</h1><img src='/x.png'><p style='color:#aaa'>pale</p>"
        "<button style='height:20px'>no</button><div style='width:500px'>wide</div></main>"
    )
    rules = {each.partition(":")[0] for each in broken(page)}
    assert {"image-alt", "color-contrast", "html-has-lang"} <= rules
    assert [each.partition(" ")[0] for each in page.evaluate(SMALL)] == ["BUTTON"]
    with pytest.raises(AssertionError):
        assert_nothing_sticks_out(page)
    page.close()


def test_tamil_is_set_in_our_font(everything: tuple[Everything, str], tabs: Tabs) -> None:
    del everything
    assert_tamil_comes_from_our_font(tabs.at("/", "A01", "ta"))


@pytest.mark.parametrize("language", ["en", "ta"])
def test_the_open_menu_is_for_everybody_too(
    everything: tuple[Everything, str], tabs: Tabs, language: str
) -> None:
    del everything
    page = tabs.at("/", "A01", language)
    page.locator(".quick button").click()
    expect(page.locator("#menu")).to_be_visible()
    assert_everybody_can_use(page)
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()


def test_staff_see_a_page_that_is_whole(everything: tuple[Everything, str], tabs: Tabs) -> None:
    del everything
    assert_everybody_can_use(tabs.at("/", "S01", "ta"))


def test_on_paper_the_head_is_ink_and_nothing_invites_a_click(
    everything: tuple[Everything, str], tabs: Tabs
) -> None:
    del everything
    page = tabs.at("/", "A01", "en")
    page.emulate_media(media="print")
    for name in (".languages", ".quick", ".menu", ".skip", "button"):
        assert not any(each.is_visible() for each in page.locator(name).all()), name
    expect(page.locator("h1")).to_have_css("color", "rgb(0, 0, 0)")
    page.emulate_media(media="screen")
