"""The rooms of the office, in the order of the menu."""

from dashboard.pages import today
from dashboard.room import Room

ROOMS: tuple[Room, ...] = (today.room,)
