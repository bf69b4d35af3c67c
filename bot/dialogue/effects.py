"""Everything a conversation can ask for.

A reply (`Say`) leaves the turn as a row of the outbox. Requests (`Find…`, `Price…`, `Post…`) are
each answered by exactly one event within the same turn; a step asks for one request at most, and
it comes last. Whoever else has to hear of something is told by a notice of the books.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.dialogue.effects_money import MoneyRequest
from bot.dialogue.lots import Line, LotStated
from bot.dialogue.states import Conversation, RateStated
from locales.facts import Fact
from papers.asked import Paper


@dataclass(frozen=True, slots=True)
class Say:
    """A reply to the person who wrote, in the language of the step's speaker.

    Attributes:
        phrase: the phrase's key in the catalogs.
        facts: what it mentions.
        buttons: key of the buttons under it (`yes_no`, `undo`), each with a typed equivalent
            in the text; None for plain text. What the buttons name, the facts hold.
        paper: goes along as a picture or a document.
        lots: keys of the lots that it shows or writes; who quotes it means them.
    """

    phrase: str
    facts: Mapping[str, Fact] = field(default_factory=dict)
    buttons: str | None = None
    paper: Paper | None = None
    lots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PriceLots:
    """What are these lots worth? → `LotsPriced`."""

    lots: tuple[LotStated, ...]


@dataclass(frozen=True, slots=True)
class PostLots:
    """Write these lots, all or none. → `LotsPosted`, `LotsDoubted`, `Refused`."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class FindBalance:
    """What stands between the shop and this farmer? → `BalanceFound`, `Refused`."""

    farmer: str


@dataclass(frozen=True, slots=True)
class FindLots:
    """Which lots came on this day, of this farmer or of all? → `LotsFound`, `Refused`."""

    on: date
    farmer: str | None


@dataclass(frozen=True, slots=True)
class FindRates:
    """What does the board say about these flowers; none names all? → `RatesFound`."""

    flowers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetRates:
    """Put these rates on the board, all or none. → `RatesSet`, `RatesDoubted`, `Refused`.

    Attributes:
        sid: the message that stated them; the same message never sets them twice.
        is_confirmed: the admin said yes to rates far from the board's.
    """

    rates: tuple[RateStated, ...]
    sid: str
    is_confirmed: bool = False


@dataclass(frozen=True, slots=True)
class LotDescribed:
    """A lot by what somebody remembers of it; what he does not say fits any lot.

    Attributes:
        farmers: one of these codes.
        flowers: one of these codes.
    """

    farmers: tuple[str, ...]
    flowers: tuple[str, ...]
    quantity_milli: int | None


@dataclass(frozen=True, slots=True)
class FindEntry:
    """This entry, or the speaker's last of today. → `EntryFound`, `NothingFound`.

    Attributes:
        described: his last of today that fits this.
    """

    entry: int | None
    described: LotDescribed | None = None


@dataclass(frozen=True, slots=True)
class ReverseEntry:
    """Undo this lot by its mirror. → `Reversed`, `Refused`."""

    entry: int


@dataclass(frozen=True, slots=True)
class WeighCorrection:
    """What would this entry's lot come to, put right? → `CorrectionWeighed`, `Refused`.

    Attributes:
        lot: as it should have been stated, whole; without a rate it takes the board's.
    """

    entry: int
    lot: LotStated


@dataclass(frozen=True, slots=True)
class CorrectLot:
    """Put the right lot in the place of this entry's, both or neither. → `Corrected`, `Refused`."""

    entry: int
    right: Line


@dataclass(frozen=True, slots=True)
class SwitchLanguage:
    """Answer the speaker in this language from now on. → `LanguageSwitched`."""

    language: str


@dataclass(frozen=True, slots=True)
class SwitchFastMode:
    """Write the speaker's certain lots without asking, or ask again. → `FastModeSwitched`."""

    is_fast: bool


Request = (
    PriceLots
    | PostLots
    | FindBalance
    | FindLots
    | FindRates
    | SetRates
    | FindEntry
    | ReverseEntry
    | WeighCorrection
    | CorrectLot
    | SwitchLanguage
    | SwitchFastMode
    | MoneyRequest
)

Effect = Say | Request


@dataclass(frozen=True, slots=True)
class Step:
    """One move: the conversation afterwards, and what it asks for, in order."""

    conversation: Conversation
    effects: tuple[Effect, ...]
