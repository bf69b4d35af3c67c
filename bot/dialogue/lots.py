"""A lot on its way into the book, with the names that people know it by.

`ledger.trade.Sale` is the same lot in the book's terms; here it also carries names, village and
the doubts that have to be shown before it is written.
"""

from dataclasses import dataclass
from datetime import date, datetime

from bot.language.meaning import Item, Slot
from ledger.lots import Adjustment, Worth
from locales.facts import Name


@dataclass(frozen=True, slots=True)
class Person:
    """A farmer as he is shown: name, code and village tell namesakes apart."""

    code: str
    name: Name
    village: Name


@dataclass(frozen=True, slots=True)
class Flower:
    """A flower as it is shown, and the unit it is counted in."""

    code: str
    name: Name
    unit: str


@dataclass(frozen=True, slots=True)
class Option:
    """One row of a numbered list: a farmer, or a flower (without a village)."""

    code: str
    name: Name
    village: Name | None = None


@dataclass(frozen=True, slots=True)
class LotStated:
    """A lot as somebody stated it, nothing left to ask: farmer, flower and weight are certain.

    Attributes:
        key: `wa:<MessageSid of the message that stated it>:<line, from 1>`; the lot's own for ever.
        quantity_milli: as typed; may be zero, negative or absurd.
        rate_paise: as typed; None takes the board's.
        adjustments: codes of quality adjustments.
        at: when it was weighed, aware.
    """

    key: str
    farmer: str
    flower: str
    quantity_milli: int
    rate_paise: int | None
    adjustments: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenLot:
    """A lot with something to be asked before it can be priced.

    Attributes:
        key: as in `LotStated`.
        at: when it was weighed, aware.
        unit: of its flower, as far as that is known.
        slot: what is asked now.
        options: what can be chosen from; empty where a name or a number has to be typed.
        misses: messages in a row that did not answer it.
    """

    key: str
    item: Item
    at: datetime
    unit: str
    slot: Slot
    options: tuple[Option, ...] = ()
    misses: int = 0


@dataclass(frozen=True, slots=True)
class Change:
    """What should have been stated of a lot.

    Attributes:
        item: as far as it was typed; what it leaves out stays.
        figure_milli: a figure that may be no part of it, in thousandths: the number of a lot in
            the list, or, after a no, what was wrong about one. None where there is none.
        is_no: it says no.
        is_bare: its own figure has no unit, and is of the kind of what was wrong: `850 illa 900`.
        whole: the item with the figure in it, where that can be meant as well.
    """

    item: Item
    figure_milli: int | None = None
    is_no: bool = True
    is_bare: bool = False
    whole: Item | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """A quality adjustment with the name that people know it by."""

    name: Name
    adjustment: Adjustment


@dataclass(frozen=True, slots=True)
class Lot:
    """A priced lot as people read it; without its qualities the sum would not add up."""

    farmer: Person
    flower: Flower
    quantity_milli: int
    rate_paise: int
    commission_bp: int
    worth: Worth
    at: datetime
    qualities: tuple[Quality, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a draft: a priced lot that waits for a yes.

    Attributes:
        key: as in `LotStated`.
        rate_id: the board's row the rate was taken from; None when it was typed.
        slot: the part of the market day the lot falls into; None outside market hours.
        twin: the entry of the same farmer, flower and weight a few minutes ago; else None.
        board_paise: the board's rate, where the typed one lies far from it; else None.
        is_repeated: another message of this draft stated the same farmer, flower and weight.
        has_board: the board has a rate for the flower, so that a typed one could be compared.
    """

    key: str
    lot: Lot
    rate_id: int | None
    on: date
    slot: Name | None
    twin: int | None = None
    board_paise: int | None = None
    is_repeated: bool = False
    has_board: bool = True

    @property
    def is_certain(self) -> bool:
        """Whether nothing speaks against it."""
        return self.twin is None and self.board_paise is None and not self.is_repeated

    @property
    def is_fit_for_fast_mode(self) -> bool:
        """Whether it may be written unseen: certain, and its rate held against the board's."""
        return self.is_certain and self.has_board


@dataclass(frozen=True, slots=True)
class WrittenLot:
    """A lot that stands in the book.

    Attributes:
        entry: its entry number.
        is_reversed: it was undone or corrected since.
        key: of its entry.
        is_of_board: its rate was taken from the board.
    """

    entry: int
    lot: Lot
    is_reversed: bool = False
    key: str = ""
    is_of_board: bool = False
