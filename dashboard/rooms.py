"""The rooms of the office, in the order of the menu."""

from dashboard.pages import (
    access_pages,
    account,
    charts_pages,
    lot_entry,
    lots,
    messages,
    money,
    runs,
    settlements,
    signing_in,
    today,
)
from dashboard.room import Room

ROOMS: tuple[Room, ...] = (
    today.room,
    lot_entry.room,
    lots.room,
    messages.room,
    charts_pages.room,
    settlements.room,
    runs.room,
    money.room,
    access_pages.room,
    account.room,
    signing_in.room,
)
