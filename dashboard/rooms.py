"""The rooms of the office, in the order of the menu."""

from dashboard.pages import charts_pages, messages, money, runs, settlements, today
from dashboard.room import Room

ROOMS: tuple[Room, ...] = (
    today.room,
    messages.room,
    charts_pages.room,
    settlements.room,
    runs.room,
    money.room,
)
