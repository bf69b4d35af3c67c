"""What conversations about money ask of the books; each is answered by one event of the turn."""

from dataclasses import dataclass
from datetime import date

from bot.dialogue.sums import Sum


@dataclass(frozen=True, slots=True)
class WeighSum:
    """What would this sum come to, and may the speaker move it? → `SumWeighed`, `Refused`."""

    sum: Sum


@dataclass(frozen=True, slots=True)
class MoveSum:
    """Write this sum, or ask the owner for it. → `SumMoved`, `Refused`.

    Attributes:
        is_request: ask for it.
        approved: pay out the advance of this number.
    """

    sum: Sum
    is_request: bool = False
    approved: int | None = None


@dataclass(frozen=True, slots=True)
class FindAdvances:
    """Which advances of this farmer, or of all, are not over? → `AdvancesFound`, `Refused`."""

    farmer: str | None


@dataclass(frozen=True, slots=True)
class FindPending:
    """What waits for an admin? → `PendingFound`, `Refused`."""


@dataclass(frozen=True, slots=True)
class DecideAdvance:
    """Approve or reject what was asked for. → `AdvanceDecided`, `Refused`.

    Attributes:
        reason: in the admin's own words; a rejection has one.
    """

    advance: int
    is_approved: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class FindSettlement:
    """A farmer's settlement, his newest where none is named. → `SettlementFound`, `Refused`.

    Attributes:
        farmer: his code; None where the number names it.
        number: as on the slip, or of a draft.
    """

    farmer: str | None
    number: str | int | None = None


@dataclass(frozen=True, slots=True)
class DraftSettlement:
    """What is this farmer owed up to this day? → `SettlementDrafted`, `Refused`."""

    farmer: str
    cut_off: date


@dataclass(frozen=True, slots=True)
class ApproveSettlement:
    """Settle what was drafted. → `SettlementApproved`, `Refused`."""

    settlement_id: int


@dataclass(frozen=True, slots=True)
class AnswerSettlement:
    """The farmer accepts his settlement, or asks about it. → `SettlementAnswered`, `Refused`.

    Attributes:
        number: as on the slip, or its last figures; None for his newest.
        question: his own words; None accepts it.
    """

    number: str | int | None
    question: str | None = None


@dataclass(frozen=True, slots=True)
class FindSlip:
    """A settlement with its lines. → `SlipFound`, `Refused`.

    Attributes:
        farmer: whose newest, where no number is given.
        number: as on the slip; a farmer may leave all but its last figures away.
    """

    farmer: str | None
    number: str | int | None = None


@dataclass(frozen=True, slots=True)
class FindStatement:
    """What happened on a farmer's accounts between two days. → `StatementFound`, `Refused`."""

    farmer: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class FindOpenQuestion:
    """Which notice does a bare number answer? → `QuestionsOpen`, also where there is none.

    Attributes:
        number: as typed.
    """

    number: int


@dataclass(frozen=True, slots=True)
class SwitchNotices:
    """Write to the speaker by ourselves, or no more. → `NoticesSwitched`."""

    is_on: bool


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Have the shop's people see to something that chat cannot do. → `TaskOpened`.

    Attributes:
        task: `my_data` or `forget_me`.
    """

    task: str


MoneyRequest = (
    WeighSum
    | MoveSum
    | FindAdvances
    | FindPending
    | DecideAdvance
    | FindSettlement
    | DraftSettlement
    | ApproveSettlement
    | AnswerSettlement
    | FindSlip
    | FindStatement
    | FindOpenQuestion
    | SwitchNotices
    | OpenTask
)
