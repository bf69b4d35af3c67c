"""States of the conversations about money; the others are in `bot.dialogue.states`."""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.sums import OpenSum, Sum


@dataclass(frozen=True, slots=True)
class AskingSum:
    """A sum lacks its farmer or its amount, which is being asked."""

    asked: OpenSum
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class WeighingSum:
    """Within a turn: the books look what a sum would come to."""

    sum: Sum
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmingSum:
    """A sum waits for a yes; nothing of it is written.

    Attributes:
        is_request: the yes asks the owner for it.
        approved: the advance of this number was approved; the yes pays it out.
    """

    sum: Sum
    stated_at: datetime
    is_request: bool = False
    approved: int | None = None


@dataclass(frozen=True, slots=True)
class AskingReason:
    """An admin rejects an advance and is asked why."""

    advance: int
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class ApprovingSettlement:
    """A draft settlement's figures are shown to an admin and wait for a yes."""

    settlement_id: int
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class AnsweringSettlement:
    """A farmer sees his settlement: 1 accepts it, 2 asks about it, 3 shows its slip."""

    number: str
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class AskingQuestion:
    """A farmer wants to ask about a settlement; his next message is the question."""

    number: str | int | None
    stated_at: datetime


PendingMoney = (
    AskingSum
    | WeighingSum
    | ConfirmingSum
    | AskingReason
    | ApprovingSettlement
    | AnsweringSettlement
    | AskingQuestion
)
"""States that wait for an answer and grow old."""
