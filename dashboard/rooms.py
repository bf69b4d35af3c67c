"""The rooms of the office, in the order of the menu."""

from dashboard.pages import (
    access_pages,
    account,
    charts_pages,
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
    messages.room,
    charts_pages.room,
    settlements.room,
    runs.room,
    money.room,
    access_pages.room,
    account.room,
    signing_in.room,
)
