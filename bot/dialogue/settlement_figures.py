"""From the gross of a settlement to its net, step by step, as chat and notices show it."""

from collections.abc import Iterator
from typing import Protocol

from bot.dialogue.wording import phrase
from locales.facts import Money, Phrase


class Reckoned(Protocol):
    """A settlement's figures, as the dialogue and the ledger both have them."""

    @property
    def gross_paise(self) -> int:
        """What the lots fetched."""

    @property
    def commission_paise(self) -> int:
        """The shop's share of it."""

    @property
    def carried_in_paise(self) -> int:
        """What the settlement before left over."""

    @property
    def due_paise(self) -> int:
        """What he is owed before fees and recovery."""

    @property
    def fees_paise(self) -> int:
        """What is taken for cess, loading and the like."""

    @property
    def recovered_paise(self) -> int:
        """What is kept back for his advance."""

    @property
    def advance_after_paise(self) -> int:
        """What of his advance is still out."""

    @property
    def carried_paise(self) -> int:
        """What the next settlement takes over."""


def figures(of: Reckoned) -> Iterator[Phrase]:
    """Each step that moves it; they add up to the paisa."""
    yield phrase("notice.figure_gross", amount=Money(of.gross_paise))
    yield phrase("notice.figure_commission", amount=Money(-of.commission_paise))
    if other := otherwise(of):
        yield phrase("notice.figure_other", amount=Money(other))
    if of.carried_in_paise:
        yield phrase("notice.figure_carried_in", amount=Money(of.carried_in_paise))
    if of.fees_paise:
        yield phrase("notice.figure_fees", amount=Money(of.fees_paise))
    if of.recovered_paise or of.advance_after_paise:
        left = Money(of.advance_after_paise)
        yield phrase("notice.figure_recovered", amount=Money(of.recovered_paise), left=left)
    if of.carried_paise:
        yield phrase("notice.figure_carried", amount=Money(of.carried_paise))


def otherwise(of: Reckoned) -> int:
    """What counts beside lots: payments on account, corrections of settled lots, openings."""
    return of.due_paise - of.carried_in_paise - (of.gross_paise - of.commission_paise)
