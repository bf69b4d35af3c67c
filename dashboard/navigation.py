"""The ways through the office: what the menu offers to whom."""

from dataclasses import dataclass

from flask import current_app

from ledger.people import Party
from ledger.policy import Act, may


@dataclass(frozen=True, slots=True)
class Way:
    """One line of the menu.

    Attributes:
        endpoint: where it leads; its room is the part before the dot.
        act: who may not, is not shown it.
    """

    endpoint: str
    act: Act | None

    @property
    def room(self) -> str:
        """Which room it leads to."""
        return self.endpoint.partition(".")[0]


WAYS: tuple[tuple[str, tuple[Way, ...]], ...] = (
    (
        "work",
        (
            Way("today.today", Act.SEE_ANY_FARMER),
            Way("lots.new", Act.ENTER_LOTS),
            Way("lots.all", Act.ENTER_LOTS),
            Way("farmers.all", Act.SEE_ANY_FARMER),
            Way("rates.board", Act.ENTER_LOTS),
        ),
    ),
    (
        "money",
        (
            Way("advances.all", Act.REQUEST_ADVANCE),
            Way("settlements.all", Act.DRAFT_SETTLEMENT),
            Way("money.all", Act.ENTER_PAYMENTS),
            Way("corrections.start", Act.REVERSE_OWN_TODAY),
            Way("asks.all", Act.ASK_SECOND),
        ),
    ),
    (
        "look",
        (
            Way("messages.all", Act.READ_MESSAGES),
            Way("reports.all", Act.SEE_REPORTS),
            Way("charts.all", Act.SEE_REPORTS),
            Way("audit.all", Act.SEE_REPORTS),
            Way("readiness.all", Act.SEE_REPORTS),
        ),
    ),
    (
        "shop",
        (
            Way("people.all", Act.KEEP_REGISTER),
            Way("flowers.all", Act.ENTER_LOTS),
            Way("settings.all", Act.KEEP_REGISTER),
            Way("account.mine", None),
        ),
    ),
)
"""The menu, in groups."""


def ways(me: Party) -> list[tuple[str, list[Way]]]:
    """The menu of who is signed in."""
    known = current_app.view_functions
    offered = (
        (
            group,
            [
                way
                for way in each
                if way.endpoint in known and (way.act is None or may(me.role, way.act))
            ],
        )
        for group, each in WAYS
    )
    return [(group, found) for group, found in offered if found]
