"""`docs/pages.md` names every page that can be opened, and who may."""

import re
from pathlib import Path

from dashboard.room import Page
from dashboard.rooms import ROOMS
from ledger.policy import may
from ledger.roles import PartyRole

DOCS = Path(__file__).resolve().parents[2] / "docs"


def who(page: Page) -> str:
    """For whom a page is, as the document says it."""
    if page.is_open:
        return "anybody"
    is_staffs = page.act is None or may(PartyRole.STAFF, page.act)
    return "staff, owner" if is_staffs else "owner"


def shown() -> dict[str, str]:
    """Address → for whom, as written down."""
    text = (DOCS / "pages.md").read_text()
    rows = re.findall(r"^\| `(/[^`]*)` \| [^|]+ \| ([^|]+) \|$", text, re.MULTILINE)
    return {rule: people.strip() for rule, people in rows}


def test_every_page_has_its_line_and_no_line_is_of_another() -> None:
    pages = {page.rule: who(page) for room in ROOMS for page in room if page.method == "GET"}
    assert shown() == pages


def test_its_pictures_are_there() -> None:
    pictures = re.findall(r"\]\((pictures/[^)]+)\)", (DOCS / "pages.md").read_text())
    assert len(pictures) >= 6
    for picture in pictures:
        assert (DOCS / picture).is_file(), picture
