"""The texts for outside WhatsApp's 24-hour window, and how far the approval of each got."""

from bot.contents import name_of, registered
from bot.messages import Approval
from dashboard.desk import Answer, Desk
from dashboard.room import Room
from ledger.policy import Act
from locales.templates import templates

room = Room("settings")

BADGES = {
    Approval.APPROVED: "ok",
    Approval.REJECTED: "bad",
    Approval.PAUSED: "bad",
    Approval.DISABLED: "bad",
}
"""What an approval is shown as; any other is waited for."""


@room.get("/settings/texts", Act.KEEP_REGISTER)
def texts(desk: Desk) -> Answer:
    """Every text that needs an approval, with what WhatsApp said about it."""
    wanted = [each for each in templates() if each.needs_approval]
    known = {each.name: each for each in registered(desk.tx, wanted)}
    return desk.page(
        "settings/texts.html",
        texts=[(each, known.get(name_of(each))) for each in wanted],
        badges=BADGES,
    )
