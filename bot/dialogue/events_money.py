"""What the books answer to conversations about money."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.dialogue.lots import Person
from bot.dialogue.settled import Settled
from bot.dialogue.sums import Owed, Part, Sum
from locales.facts import Name, Phrase


@dataclass(frozen=True, slots=True)
class SumWeighed:
    """Answers `WeighSum`: the sum can be moved, or asked for.

    Attributes:
        owed: what stands between the shop and the farmer now.
        is_request: the speaker may not give it himself.
        limit_paise: the farmer's limit, where the advance goes beyond it.
        approved: the number of an approved advance of this very sum, which it pays out.
        parts: what a payment pays, in order.
    """

    sum: Sum
    farmer: Person
    owed: Owed
    is_request: bool = False
    limit_paise: int | None = None
    approved: int | None = None
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class SumMoved:
    """Answers `MoveSum`: it is in the book, or the owner is asked.

    Attributes:
        entries: what was written; none where it was only asked for.
        advance: its number, of an advance.
        owed: what stands between the shop and the farmer afterwards.
    """

    sum: Sum
    farmer: Person
    owed: Owed
    entries: tuple[int, ...] = ()
    advance: int | None = None


class AdvanceStage(StrEnum):
    """How far an advance got; the same words as the book's."""

    REQUESTED = "requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    PAID = "paid"


@dataclass(frozen=True, slots=True)
class AdvanceShown:
    """An advance as it is shown.

    Attributes:
        on: when it was asked for.
        reason: why it was asked for, or why it was rejected.
        is_told: he hears by a message what was decided.
    """

    number: int
    farmer: Person
    amount_paise: int
    stage: AdvanceStage
    on: date
    reason: str
    is_told: bool = True


@dataclass(frozen=True, slots=True)
class AdvancesFound:
    """Answers `FindAdvances`.

    Attributes:
        farmer: whose; None is everybody's.
        outstanding_paise: what was lent and has not come back.
    """

    farmer: Person | None
    outstanding_paise: int
    advances: tuple[AdvanceShown, ...]


@dataclass(frozen=True, slots=True)
class PendingFound:
    """Answers `FindPending`.

    Attributes:
        asks: how many acts wait for a second person, on the shop's pages.
    """

    advances: tuple[AdvanceShown, ...]
    settlements: tuple[Settled, ...]
    asks: int


@dataclass(frozen=True, slots=True)
class AdvanceDecided:
    """Answers `DecideAdvance`."""

    advance: AdvanceShown


@dataclass(frozen=True, slots=True)
class SettlementFound:
    """Answers `FindSettlement`."""

    settlement: Settled
    at: datetime


@dataclass(frozen=True, slots=True)
class SettlementDrafted:
    """Answers `DraftSettlement`."""

    settlement: Settled
    at: datetime


@dataclass(frozen=True, slots=True)
class SettlementApproved:
    """Answers `ApproveSettlement`."""

    settlement: Settled


@dataclass(frozen=True, slots=True)
class SettlementAnswered:
    """Answers `AnswerSettlement`.

    Attributes:
        question: what was asked; None where it was accepted.
    """

    settlement: Settled
    question: str | None


@dataclass(frozen=True, slots=True)
class SlipFound:
    """Answers `FindSlip`: the slip as a text; its picture goes along."""

    settlement_id: int
    slip: Phrase


@dataclass(frozen=True, slots=True)
class StatementFound:
    """Answers `FindStatement`: the statement as a text; the document goes along."""

    farmer: Person
    first: date
    last: date
    statement: Phrase


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A notice that waits for its reader's answer: an advance to decide, or his settlement.

    Attributes:
        advance: its number.
        settlement: its number.
        farmer: whose advance.
    """

    advance: int | None = None
    settlement: str | None = None
    farmer: Name | None = None


@dataclass(frozen=True, slots=True)
class QuestionsOpen:
    """Answers `FindOpenQuestion`.

    Attributes:
        questions: what was asked since we last answered him; often nothing.
        number: as typed.
        at: when.
    """

    questions: tuple[OpenQuestion, ...]
    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class NoticesSwitched:
    """Answers `SwitchNotices`."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class TaskOpened:
    """Answers `OpenTask`."""

    task: str


MoneyEvent = (
    SumWeighed
    | SumMoved
    | AdvancesFound
    | PendingFound
    | AdvanceDecided
    | SettlementFound
    | SettlementDrafted
    | SettlementApproved
    | SettlementAnswered
    | SlipFound
    | StatementFound
    | QuestionsOpen
    | NoticesSwitched
    | TaskOpened
)
