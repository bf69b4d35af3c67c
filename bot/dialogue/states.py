"""Every state a conversation can be in. How they are saved: `bot.dialogue.saving`.

The speaker is not part of what is saved: who is speaking, in which role and language, is asked
of the people's register at every turn.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.dialogue.lots import Change, Line, OpenLot, Option
from bot.dialogue.states_entry import PendingEntry
from bot.dialogue.states_money import PendingMoney
from ledger.roles import PartyRole
from locales.facts import Name, Phrase


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is speaking.

    Attributes:
        code: his code in the register; for a farmer the only one whose money he sees.
        language: `en` or `ta`, the language of the answers.
        is_fast: certain lots are written without asking.
    """

    code: str
    name: Name
    role: PartyRole
    language: str
    is_fast: bool = False

    @property
    def is_farmer(self) -> bool:
        """Whether he may only see his own money."""
        return self.role is PartyRole.FARMER


@dataclass(frozen=True, slots=True)
class Idle:
    """Nothing waits for an answer.

    Attributes:
        last_posted: the entries that the last yes wrote, for a yes that comes twice.
        has_undone: the message before this one was an undo.
        misses: messages in a row that were not understood.
        has_lost: something was waiting, in a form that this version cannot read any more.
    """

    last_posted: tuple[int, ...] = ()
    has_undone: bool = False
    misses: int = 0
    has_lost: bool = False


@dataclass(frozen=True, slots=True)
class Drafting:
    """Lots wait for a yes; nothing of them is written.

    Attributes:
        lines: priced, in the order they were stated.
        waiting: lots with something to ask; the first is being asked, before the yes.
        stated_at: when a lot was last added or some were answered: from then on it grows old.
        refused: what this turn has to say about lots that were refused; empty between turns.
        amending: what changes of one of them, while it is asked which; None where nothing does.
    """

    lines: tuple[Line, ...]
    waiting: tuple[OpenLot, ...]
    stated_at: datetime
    refused: tuple[Phrase, ...] = ()
    amending: Change | None = None


class Enquiry(StrEnum):
    """What is asked about a farmer once it is known which one."""

    BALANCE = "balance"
    LOTS = "lots"
    ADVANCES = "advances"
    SETTLEMENT = "settlement"
    STATEMENT = "statement"
    SETTLE = "settle"


@dataclass(frozen=True, slots=True)
class Choosing:
    """A question about a farmer whose name several bear."""

    enquiry: Enquiry
    options: tuple[Option, ...]
    period: str | None
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class RateStated:
    """A rate for the board: paise for one unit of the flower."""

    flower: str
    rate_paise: int


@dataclass(frozen=True, slots=True)
class SettingRates:
    """Within a turn: rates are about to be set, and the books look whether they are far off."""

    rates: tuple[RateStated, ...]
    sid: str
    stated_at: datetime


@dataclass(frozen=True, slots=True)
class ConfirmingRates:
    """Rates far from the board's wait for a yes; none of them is set."""

    rates: tuple[RateStated, ...]
    sid: str
    stated_at: datetime


Pending = Drafting | Choosing | SettingRates | ConfirmingRates | PendingEntry | PendingMoney
"""States that wait for an answer and grow old."""

State = Idle | Pending


@dataclass(frozen=True, slots=True)
class Conversation:
    """Who is speaking and what is pending."""

    speaker: Speaker
    state: State

    def becomes(self, state: State) -> "Conversation":
        """The same speaker, in another state."""
        return replace(self, state=state)

    def spoken_by(self, speaker: Speaker) -> "Conversation":
        """The same state, the speaker's choices changed."""
        return replace(self, speaker=speaker)
