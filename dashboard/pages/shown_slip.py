"""A settlement's slip on a page: the same parts as its text and its printed slip."""

from dataclasses import dataclass

from sqlalchemy import Connection

from ledger.settlements import NothingToSettleError
from locales.facts import Name, Phrase
from papers import slip_parts
from papers.making import patti_of
from papers.slip_parts import Detail, Patti


@dataclass(frozen=True, slots=True)
class Shown:
    """A slip as a page shows it; its parts are those of the text and of the printed slip."""

    patti: Patti

    @property
    def place(self) -> Name:
        """Where the shop is."""
        return Name(self.patti.shop.place_en, self.patti.shop.place_ta)

    @property
    def head(self) -> tuple[Phrase, ...]:
        """Whose it is, and of which days."""
        return slip_parts.head(self.patti)

    @property
    def groups(self) -> tuple[slip_parts.Group, ...]:
        """Every lot, day by day."""
        return slip_parts.groups(self.patti, Detail.EVERY_LOT)

    @property
    def figures(self) -> tuple[slip_parts.Figure, ...]:
        """From the gross to the net."""
        return slip_parts.figures(self.patti)

    @property
    def rest(self) -> tuple[Phrase, ...]:
        """What is promised or carried on, and by what the slip is checked."""
        return (*slip_parts.promises(self.patti), *slip_parts.proofs(self.patti))


def shown_slip(tx: Connection, settlement_id: int) -> Shown | None:
    """A settlement's slip; None where nothing is left of a draft."""
    try:
        return Shown(patti_of(tx, settlement_id))
    except NothingToSettleError:
        return None
