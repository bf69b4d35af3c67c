"""What plays a transcript: people who write, a clock, a world, and the books to look into.

Two players speak every `.chat`: **core** (the machine and the pure rules over books in memory) and
**house** (the real door, Postgres, Redis and a stubbed sender). Same text, so the quick one is
proved by the slow one.
"""

from datetime import datetime
from typing import Protocol

from ledger.queries import EntryRow
from ops.rehearsal import Sent

__all__ = ["Player", "Sent"]


class Player(Protocol):
    """One way of playing a transcript in the shop of `shop.json`, its book empty at first.

    A conversation is saved and loaded between any two turns.
    """

    def moves_to(self, at: datetime) -> None:
        """The clock of the world stands at this moment (aware) until it is moved again."""

    def says(self, who: str, text: str) -> list[Sent]:
        """Somebody writes; everything that leaves because of it, replies first.

        Args:
            who: a name of the shop, a namesake's code, or a name that the register does not know.
            text: as typed, possibly of several lines; a button is tapped by its payload.
        """

    def sends_media(self, who: str) -> list[Sent]:
        """Somebody sends a voice note or a picture."""

    def delivers_again(self, who: str) -> list[Sent]:
        """Twilio delivers somebody's last message a second time: same MessageSid, same body."""

    def empties_redis(self) -> None:
        """All of Redis vanishes."""

    def sets_rates(self, rates: dict[str, int]) -> None:
        """The owner puts rates on the board outside the chat: paise by flower code."""

    def lends(self, who: str, amount_paise: int) -> None:
        """The shop pays a farmer a cash advance outside the chat."""

    def wants(self, who: str, notices: str) -> None:
        """A farmer chooses his notices: `every_lot`, `daily`, `settlements` or `none`."""

    def entries(self) -> list[EntryRow]:
        """All entries of the book, oldest first."""
