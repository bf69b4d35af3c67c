"""A sum of money on its way into the book: an advance, a payment, an advance brought back."""

from dataclasses import dataclass
from enum import StrEnum

from bot.dialogue.lots import Option
from bot.language.meaning import Slot

NO_REASON = "–"
"""What stands in the book as the reason of an advance for which none was given."""


class Purpose(StrEnum):
    """What a sum is for."""

    ADVANCE = "advance"  # lent to a farmer; asked for, where the speaker may not give it
    PAYMENT = "payment"  # paid to a farmer
    REPAYMENT = "repayment"  # an advance that a farmer brings back
    WISH = "wish"  # a farmer asks for an advance of his own


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum with nothing left to ask.

    Attributes:
        farmer: his code.
        amount_paise: as typed; may be zero or absurd.
        till: `cash`, `bank` or `upi`.
        reason: why, in the speaker's own words; empty where he gave none.
        key: `wa:<MessageSid of the message that stated it>`; the sum's own for ever.
    """

    purpose: Purpose
    farmer: str
    amount_paise: int
    till: str
    reason: str
    key: str


@dataclass(frozen=True, slots=True)
class OpenSum:
    """A sum with something to be asked before it can be looked at.

    Attributes:
        farmers: candidate codes; one is certain.
        slot: what is asked now: whose it is, or how much.
        options: farmers to choose from; empty where a name or a number has to be typed.
        misses: messages in a row that did not answer it.
    """

    purpose: Purpose
    farmers: tuple[str, ...]
    amount_paise: int | None
    till: str
    reason: str
    key: str
    slot: Slot
    options: tuple[Option, ...] = ()
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Owed:
    """What stands between the shop and a farmer, in paise; neither is netted with the other.

    Attributes:
        owed_paise: the shop owes him this (negative: he was overpaid).
        advance_paise: he owes the shop this, for cash lent.
    """

    owed_paise: int
    advance_paise: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a payment.

    Attributes:
        number: the settlement that it pays; None on account.
        left_paise: what is still to be paid of that settlement afterwards; nothing on account.
        is_brought_in: it pays what was settled in the paper book.
    """

    number: str | None
    amount_paise: int
    left_paise: int = 0
    is_brought_in: bool = False
