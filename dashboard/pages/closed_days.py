"""Closed days with their roots, and closing one by hand."""

from datetime import timedelta

from dashboard.desk import Answer, Desk
from dashboard.room import Room
from ledger import closing, people
from ledger.policy import Act
from ledger.terms import terms
from locales.facts import Day

room = Room("settings")

PAGE = 31


@room.get("/settings/days", Act.CLOSE_DAY)
def days(desk: Desk) -> Answer:
    """The closed days, the newest first, and the form that closes one."""
    return desk.page(
        "settings/days.html",
        closed=closing.closed_days(desk.tx, PAGE),
        yesterday=desk.on - timedelta(days=1),
        at_night=bool(terms(desk.tx, desk.at).day_closes_at_night),
        of_id={party.party_id: party for party in people.parties(desk.tx)},
    )


@room.post("/settings/days", Act.CLOSE_DAY, shows=days, is_fresh=True)
def close(desk: Desk) -> Answer:
    """Close a day and every day before it; its root goes to the owners."""
    closed = closing.close(desk.tx, desk.form.day("on"), by=desk.by, at=desk.at)
    return desk.done("settings.day_closed", "settings.days", facts={"on": Day(closed.on)})
