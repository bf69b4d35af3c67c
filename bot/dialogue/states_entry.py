"""States about an entry that stands in the book: taken back, or put right."""

from dataclasses import dataclass
from datetime import datetime

from bot.dialogue.lots import Change, Line, OpenLot, WrittenLot


@dataclass(frozen=True, slots=True)
class FindingEntry:
    """Within a turn: the entry to be undone is looked up.

    Attributes:
        entry: the one that was named; None is the speaker's last.
        at_once_since: a lot weighed since then is undone without asking; None asks in any case.
        is_described: it was named by its farmer, flower or weight.
    """

    entry: int | None
    at_once_since: datetime | None
    stated_at: datetime
    is_described: bool = False


@dataclass(frozen=True, slots=True)
class ConfirmingUndo:
    """An entry waits for a yes to be undone."""

    entry: int
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class ChoosingLot:
    """Several written lots can be meant; it is asked which.

    Attributes:
        change: what should have been stated of one; None takes it back.
    """

    lots: tuple[WrittenLot, ...]
    change: Change | None
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class AskingCorrection:
    """Something has to be asked before a lot can be put right: whose it should be, which flower."""

    wrong: WrittenLot
    asked: OpenLot
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class WeighingCorrection:
    """Within a turn: the books say what a lot would come to, put right."""

    wrong: WrittenLot
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmingCorrection:
    """A lot, put right, waits for a yes; it stands in the book as it was."""

    wrong: WrittenLot
    right: Line
    stated_at: datetime


PendingEntry = (
    FindingEntry
    | ConfirmingUndo
    | ChoosingLot
    | AskingCorrection
    | WeighingCorrection
    | ConfirmingCorrection
)
