"""A settlement, its slip, and why the books refuse one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from ledger.entries import EntryKind
from ledger.errors import LedgerError, rupees
from ledger.people import Party
from ledger.queries import LotRow


class SettlementState(StrEnum):
    """How far a settlement got; PAID is an approved one of whose net nothing is left to pay."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    PAID = "paid"
    VOID = "void"


class Answer(StrEnum):
    """What the farmer says to it."""

    ACCEPTED = "accepted"
    QUESTIONED = "questioned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What a settlement comes to, in paise.

    Attributes:
        starts_on: the business date of its oldest line.
        lots: how many it settles; one that was taken back does not count.
        quantities: thousandths by unit.
        gross_paise: of its lots, before commission.
        carried_in_paise: the negative due of an earlier settlement, or zero.
        due_paise: the sum of its lines and what was carried in.
        fees_paise: fees applied now.
        fees_carried_paise: fees left for the next settlement.
        recovered_paise: kept back for his advances.
        advance_after_paise: advances outstanding after that.
        net_paise: to be paid; never negative.
        carried_paise: the negative due left for the next settlement, or zero.
    """

    starts_on: date
    lots: int
    quantities: Mapping[str, int]
    gross_paise: int
    commission_paise: int
    carried_in_paise: int
    due_paise: int
    fees_paise: int
    fees_carried_paise: int
    recovered_paise: int
    advance_after_paise: int
    net_paise: int
    carried_paise: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement(Figures):
    """A settlement as it stands in the book; a draft's figures are a preview.

    Attributes:
        number: `SET-2026-11-001`, from its approval on.
        farmer: his code.
        cut_off: the last business date that it clears.
        revision: counts the settlements of this farmer and cut-off.
        paid_paise: of the net, payments that stand.
        pay_on: the promised day.
        entry_id: its entry; None for a draft, and where there was nothing to post.
        code: checks a farmer's copy against the book.
        answer: what the farmer said last.
        question: his open question, if any.
    """

    settlement_id: int
    number: str | None
    farmer: str
    cut_off: date
    revision: int
    state: SettlementState
    paid_paise: int
    pay_on: date | None
    approved_at: datetime | None
    approved_by: int | None
    entry_id: int | None
    code: str | None
    answer: Answer | None
    question: str | None

    @property
    def unpaid_paise(self) -> int:
        """What is left to pay of an approved settlement."""
        return self.net_paise - self.paid_paise if self.state is SettlementState.APPROVED else 0


@dataclass(frozen=True, slots=True)
class SlipLine:
    """One posting that a settlement clears.

    Attributes:
        kind: of its entry.
        on: its business date.
        paise: positive what he is owed by it, negative what he was paid.
        lot: the lot; of a reversal the lot that is taken back.
        reason: why, for a correction.
    """

    entry_id: int
    kind: EntryKind
    on: date
    paise: int
    lot: LotRow | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class FeeLine:
    """A fee of a settlement.

    Attributes:
        account: where it goes.
        paise: applied now.
        carried_paise: of the same fee, left for the next settlement.
        from_number: the settlement that could not take it; None for a fee of this one.
    """

    name_en: str
    name_ta: str
    account: str
    paise: int
    carried_paise: int = 0
    from_number: str | None = None


@dataclass(frozen=True, slots=True)
class Slip:
    """Everything that a slip shows."""

    settlement: Settlement
    farmer: Party
    lines: tuple[SlipLine, ...]
    fees: tuple[FeeLine, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """A farmer's question that waits for somebody of the shop."""

    question_id: int
    settlement_id: int
    number: str
    farmer: str
    words: str
    at: datetime


class NothingToSettleError(LedgerError):
    """No posting up to the cut-off waits for a settlement."""

    def __init__(self, farmer: str, cut_off: date) -> None:
        super().__init__(f"nothing to settle for {farmer} up to {cut_off:%d-%m-%Y}")
        self.farmer = farmer
        self.cut_off = cut_off


class UnknownSettlementError(LedgerError):
    """No settlement has that number."""

    def __init__(self, which: int | str) -> None:
        super().__init__(f"no settlement {which}")
        self.which = str(which)


class SettlementStateError(LedgerError):
    """The settlement is not where this can be done: approved already, void, or still a draft."""

    def __init__(self, which: int | str, state: SettlementState) -> None:
        super().__init__(f"settlement {which} is {state}")
        self.which = str(which)
        self.state = state


class DraftChangedError(LedgerError):
    """What is owed has changed since the draft was looked at; draft it again and look."""

    def __init__(self, settlement_id: int, before: Figures, after: Figures) -> None:
        super().__init__(
            f"settlement {settlement_id} has changed since it was drafted: "
            f"its net was {rupees(before.net_paise)} and is {rupees(after.net_paise)}"
        )
        self.settlement_id = settlement_id
        self.before = before
        self.after = after


class SettlementPaidError(LedgerError):
    """Payments stand against the settlement; they are reversed first."""

    def __init__(self, number: str, paid_paise: int) -> None:
        super().__init__(f"{number} is paid, wholly or in part: reverse its payments first")
        self.number = number
        self.paid_paise = paid_paise


class CarriedOnError(LedgerError):
    """A later settlement took in what this one carried; the later one is voided first."""

    def __init__(self, number: str, later: str) -> None:
        super().__init__(f"what {number} carried over stands in {later}: void that first")
        self.number = number
        self.later = later


class AlreadyAnsweredError(LedgerError):
    """The question was closed before, or there is none."""

    def __init__(self, question_id: int) -> None:
        super().__init__(f"question {question_id} is answered already, or was never asked")
        self.question_id = question_id
