"""The ways through the office: what the menu offers to whom."""

from dashboard.room import known_pages
from ledger.people import Party
from ledger.policy import may

WAYS: dict[str, tuple[str, ...]] = {
    "work": ("today.today", "lots.new", "lots.all", "farmers.all", "rates.board"),
    "money": (
        "advances.all",
        "settlements.all",
        "money.all",
        "corrections.start",
        "asks.all",
    ),
    "look": ("messages.all", "reports.all", "charts.all", "audit.all", "readiness.all"),
    "shop": ("people.all", "flowers.all", "settings.all", "account.mine"),
}
"""The menu, in groups; each line is a page, whose own act says for whom it is."""


def ways(me: Party) -> dict[str, list[str]]:
    """The menu of who is signed in; what he may not open, he is not offered."""
    pages = known_pages()

    def is_his(way: str) -> bool:
        act = pages[way].act
        return act is None or may(me.role, act)

    offered = {group: [way for way in each if is_his(way)] for group, each in WAYS.items()}
    return {group: found for group, found in offered.items() if found}
