"""Everything a conversation can hear: a person, or the answer to a request."""

from dataclasses import dataclass
from datetime import date, datetime

from bot.dialogue.events_entry import EntryEvent, EntryFound
from bot.dialogue.events_money import MoneyEvent, OpenQuestion
from bot.dialogue.lots import Flower, Line, Person, WrittenLot
from bot.dialogue.sums import Owed
from bot.language.meaning import Meaning
from bot.language.shop import Shop
from ledger.board import MARKET_ZONE
from locales.facts import Phrase


@dataclass(frozen=True, slots=True)
class Patience:
    """How long things wait, in minutes; the shop's terms."""

    draft_minutes: int = 30
    undo_minutes: int = 10


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that somebody answers by quoting it.

    Attributes:
        keys: of the lots that it stated, showed or wrote; none is about something else.
        is_ours: we said it, not he.
        is_last: it is our last word to him.
    """

    keys: tuple[str, ...]
    is_ours: bool
    is_last: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A person wrote.

    Attributes:
        meaning: what it means.
        text: as typed, for quoting what was not understood.
        at: when it was taken in, aware.
        sid: the message's own id, from which the keys of its lots are made.
        shop: the names that its codes stand for.
        newer: what notices asked after the question that waits, where a typed number could answer
            either.
        quoted: what it answers by quoting it.
        written: the entries that it may put right: of the lots in what it quotes, or else those
            that the last yes wrote.
    """

    meaning: Meaning
    text: str
    at: datetime
    sid: str
    shop: Shop
    patience: Patience = Patience()
    newer: tuple[OpenQuestion, ...] = ()
    quoted: Quoted | None = None
    written: tuple[EntryFound, ...] = ()

    @property
    def today(self) -> date:
        """The business date: the day in the market's zone."""
        return self.at.astimezone(MARKET_ZONE).date()


@dataclass(frozen=True, slots=True)
class SentMedia:
    """A person sent a voice note, a picture or anything else that is not text."""


@dataclass(frozen=True, slots=True)
class TappedOld:
    """A person tapped the answer under a question that was not our last word to him."""


@dataclass(frozen=True, slots=True)
class LotsPriced:
    """Answers `PriceLots`: the lots that can be written, and why the others cannot."""

    lines: tuple[Line, ...]
    refused: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class PostedLine:
    """A line of a draft in the book.

    Attributes:
        entry: its entry number.
        is_new: False when its key stood in the book already; nothing was written then.
    """

    line: Line
    entry: int
    is_new: bool = True


@dataclass(frozen=True, slots=True)
class LotsPosted:
    """Answers `PostLots`: every line is in the book."""

    lots: tuple[PostedLine, ...]


@dataclass(frozen=True, slots=True)
class LotsDoubted:
    """Answers `PostLots`: nothing was written, another message wrote the same lot meanwhile.

    Attributes:
        lines: all that were to be written, the doubtful ones with their twin.
        at: when the yes came.
    """

    lines: tuple[Line, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class BalanceFound:
    """Answers `FindBalance`."""

    farmer: Person
    owed: Owed


@dataclass(frozen=True, slots=True)
class LotsFound:
    """Answers `FindLots`: a day's lots in arrival order, reversed ones marked.

    Attributes:
        farmer: whose; None is the whole shop's.
    """

    on: date
    farmer: Person | None
    lots: tuple[WrittenLot, ...]


@dataclass(frozen=True, slots=True)
class RateShown:
    """A flower's rate on the board.

    Attributes:
        rate_paise: for one unit; None where the board has none today.
        since: from when it counts; None likewise.
    """

    flower: Flower
    rate_paise: int | None
    since: datetime | None


@dataclass(frozen=True, slots=True)
class RatesFound:
    """Answers `FindRates`."""

    rates: tuple[RateShown, ...]


@dataclass(frozen=True, slots=True)
class RateChange:
    """A flower's rate before and after; `before_paise` is None where there was none today."""

    flower: Flower
    before_paise: int | None
    after_paise: int


@dataclass(frozen=True, slots=True)
class RatesSet:
    """Answers `SetRates`: they are on the board."""

    changes: tuple[RateChange, ...]


@dataclass(frozen=True, slots=True)
class RatesDoubted:
    """Answers `SetRates`: nothing was set, a rate lies far from the board's and needs a yes."""

    changes: tuple[RateChange, ...]


@dataclass(frozen=True, slots=True)
class LanguageSwitched:
    """Answers `SwitchLanguage`."""

    language: str


@dataclass(frozen=True, slots=True)
class FastModeSwitched:
    """Answers `SwitchFastMode`."""

    is_fast: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """Answers any request that the books refuse; nothing was written."""

    reason: Phrase


Event = (
    Said
    | SentMedia
    | TappedOld
    | LotsPriced
    | LotsPosted
    | LotsDoubted
    | BalanceFound
    | LotsFound
    | RatesFound
    | RatesSet
    | RatesDoubted
    | EntryEvent
    | LanguageSwitched
    | FastModeSwitched
    | Refused
    | MoneyEvent
)
