"""What a message can mean: the vocabulary between the parser and the dialogue.

The parser never guesses between two people or two flowers: it gives all candidates and names the
slot as unclear, and the dialogue asks back. Amounts are paise, quantities thousandths of the
flower's unit.
"""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Intent(StrEnum):
    """What the sender wants."""

    ENTRY = "entry"
    ADVANCE = "advance"
    PAYMENT = "payment"
    RATE_SET = "rate_set"
    RATE_QUERY = "rate_query"
    BALANCE = "balance"
    ENTRIES_QUERY = "entries_query"
    STATEMENT = "statement"
    SETTLEMENT = "settlement"
    ADVANCE_QUERY = "advance_query"
    ADVANCE_REQUEST = "advance_request"
    REPAY = "repay"
    SETTLE = "settle"
    APPROVE = "approve"
    REJECT = "reject"
    PENDING = "pending"
    ACCEPT = "accept"
    QUESTION = "question"
    DETAILS = "details"
    UNDO = "undo"
    YES = "yes"
    NO = "no"
    HELP = "help"
    LANGUAGE = "language"
    GREETING = "greeting"
    FAST_MODE = "fast_mode"
    STOP = "stop"
    START = "start"
    MY_DATA = "my_data"
    FORGET_ME = "forget_me"
    UNKNOWN = "unknown"


class Slot(StrEnum):
    """A part of a message that may have to be asked back."""

    FARMER = "farmer"
    FLOWER = "flower"
    QUANTITY = "quantity"
    RATE = "rate"
    AMOUNT = "amount"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Item:
    """One lot, or one rate, as it was typed.

    Attributes:
        farmers: candidate farmer codes, best first; one is certain, none is unknown or untyped.
        farmer_text: the words that were read as the farmer, for asking back; "" when none.
        flowers: candidate flower codes, likewise.
        flower_text: the words that were read as the flower.
        quantity_milli: as typed, possibly zero, negative or absurd; None when missing.
        rate_paise: a rate typed with the lot; None leaves it to the board.
        adjustments: codes of quality adjustments: `wet`, `late`, …
        at: a time of day typed with the lot.
        unclear: what must be asked before anything is written.
    """

    farmers: tuple[str, ...] = ()
    farmer_text: str = ""
    flowers: tuple[str, ...] = ()
    flower_text: str = ""
    quantity_milli: int | None = None
    rate_paise: int | None = None
    adjustments: tuple[str, ...] = ()
    at: time | None = None
    unclear: frozenset[Slot] = frozenset()


@dataclass(frozen=True, slots=True)
class Meaning:
    """A message understood.

    A fragment, such as the answer to a question, is `UNKNOWN` (or `NO`: "no, 6 kg") and carries
    what it holds: `number`, `farmers`, `flowers`, or one item with a quantity or a rate.

    Attributes:
        intent: what the sender wants; a farmer's words never come out as a write.
        language: how it was written: `en`, `ta` or `tanglish`.
        items: lots of an entry, rates of a rate_set.
        farmers: candidate farmers of an enquiry, advance or payment; none means everyone (staff)
            or the sender (farmer).
        flowers: candidate flowers of an enquiry; none means all.
        amount_paise: of an advance, a repayment or a payment.
        till: where its money goes from or to: `cash`, `bank` or `upi`; None when unsaid.
        reason: why, in the sender's own words; "" when unsaid.
        of: what an approval or refusal is about: `advance` or `settlement`; None when unsaid.
        settlement: the number on a settlement's slip, SET-2026-11-001; None when untyped.
        period: `today`, `yesterday`, `this_week`, …, `YYYY-MM-DD`, `YYYY-MM`; None when unsaid.
        to: the language asked for: `ta`, `en` or `tanglish`.
        is_on: fast mode on or off; None asks.
        number: a bare whole number: a choice from a list, the entry after `undo`, what is
            approved, rejected, accepted or asked about, or beside an item which lot it changes.
        unclear: what must be asked back, of the message as a whole and of its items.
    """

    intent: Intent
    language: str
    items: tuple[Item, ...] = ()
    farmers: tuple[str, ...] = ()
    farmer_text: str = ""
    flowers: tuple[str, ...] = ()
    flower_text: str = ""
    amount_paise: int | None = None
    till: str | None = None
    reason: str = ""
    of: str | None = None
    settlement: str | None = None
    period: str | None = None
    to: str | None = None
    is_on: bool | None = None
    number: int | None = None
    unclear: frozenset[Slot] = frozenset()
