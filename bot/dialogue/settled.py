"""A settlement as it is shown; the book's own is `ledger.settlements.Settlement`."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.dialogue.lots import Person


class Stage(StrEnum):
    """How far a settlement got; the same words as the book's."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    PAID = "paid"
    VOID = "void"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A settlement's figures, in paise and thousandths; see the book's for each.

    Attributes:
        number: as on the slip; None for a draft.
        quantities: by unit.
        is_answered: the farmer has accepted or questioned it.
        is_told: he hears of it by a message.
    """

    settlement_id: int
    number: str | None
    farmer: Person
    stage: Stage
    starts_on: date
    cut_off: date
    lots: int
    quantities: tuple[tuple[str, int], ...]
    gross_paise: int
    commission_paise: int
    carried_in_paise: int
    due_paise: int
    fees_paise: int
    recovered_paise: int
    advance_after_paise: int
    net_paise: int
    carried_paise: int
    paid_paise: int
    pay_on: date | None
    code: str | None
    is_answered: bool
    is_told: bool = True

    @property
    def is_approved(self) -> bool:
        """Whether it stands in the book, and so can be answered and paid."""
        return self.stage in {Stage.APPROVED, Stage.PAID}
