"""What every answer works with: the turn's transaction, who speaks, and when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from bot.dialogue.sums import Owed
from ledger import people, queries
from ledger.board import MARKET_ZONE
from ledger.entering import Doing, Entering
from ledger.journal import Source
from ledger.notices import NoticeKind
from ledger.people import Party
from workers.register import Register
from workers.telling.choice import refusal

CHANNEL = "whatsapp"


@dataclass(frozen=True, slots=True)
class Desk:
    """One speaker at the books, within a turn.

    Attributes:
        speaker: as he stands in the register.
        now: when his message was taken in, aware.
    """

    tx: Connection
    speaker: Party
    now: datetime

    @property
    def today(self) -> date:
        """The business date."""
        return self.now.astimezone(MARKET_ZONE).date()

    @property
    def source(self) -> Source:
        """Who makes an entry, by chat."""
        return Source(self.speaker.party_id, CHANNEL)

    def doing(self, key: str, reason: str | None = None) -> Doing:
        """The speaker does something to the books."""
        return Doing(by=self.speaker, at=self.now, key=key, source=self.source, reason=reason)

    def entering(self, key: str, reason: str | None = None) -> Entering:
        """The speaker enters money that passed today."""
        return Entering(
            by=self.speaker,
            on=self.today,
            at=self.now,
            key=key,
            source=self.source,
            reason=reason,
        )

    def register(self) -> Register:
        """People and flowers, as they are shown."""
        return Register(self.tx)

    def tells(self, kind: NoticeKind, farmer: str) -> bool:
        """Whether a farmer hears of such a thing by a message."""
        return refusal(self.tx, kind, people.farmer(self.tx, farmer)) is None

    def owed(self, farmer: str) -> Owed:
        """What stands between the shop and a farmer."""
        owed = queries.owed_to(self.tx, farmer)
        return Owed(owed.owed_paise, owed.advance_paise)
