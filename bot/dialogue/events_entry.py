"""What the books answer about an entry that stands in them."""

from dataclasses import dataclass

from bot.dialogue.lots import Line, Lot, Person, WrittenLot


@dataclass(frozen=True, slots=True)
class MoneyEntry:
    """An entry by which money went to a farmer or came from him.

    Attributes:
        kind: of the entry, as the book calls it.
    """

    kind: str
    farmer: Person
    amount_paise: int


@dataclass(frozen=True, slots=True)
class EntryFound:
    """Answers `FindEntry`.

    Attributes:
        is_own: the speaker made it.
        is_todays: its business date is today.
        is_reversed: it was undone or corrected already.
        lot: None where the entry is not a lot.
        money: None where it moved no money of a farmer.
    """

    entry: int
    is_own: bool
    is_todays: bool
    is_reversed: bool
    lot: WrittenLot | None = None
    money: MoneyEntry | None = None


@dataclass(frozen=True, slots=True)
class NothingFound:
    """Answers `FindEntry`: there is none."""


@dataclass(frozen=True, slots=True)
class Reversed:
    """Answers `ReverseEntry`: the entry is undone by its mirror.

    Attributes:
        found: the entry as it was.
        reversal: the mirror's own number.
    """

    found: EntryFound
    reversal: int


@dataclass(frozen=True, slots=True)
class CorrectionWeighed:
    """Answers `WeighCorrection`: the lot as it would stand, with what speaks against it."""

    right: Line


@dataclass(frozen=True, slots=True)
class Corrected:
    """Answers `CorrectLot`.

    Attributes:
        wrong: the entry that is put right.
        reversal: its mirror.
        entry: what stands in its place.
        lot: as it stands now.
        key: of its entry.
    """

    wrong: int
    reversal: int
    entry: int
    lot: Lot
    key: str


EntryEvent = EntryFound | NothingFound | Reversed | CorrectionWeighed | Corrected
