"""A rehearsal: people write, the bot answers, the books are a list; no server anywhere.

The same conversation, answers and wording as in `workers.turn`; between two turns a conversation
is saved and loaded, as it is there.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.dialogue.effects import Effect, Request, Say, Tell
from bot.dialogue.events import Event, Patience, Said, SentMedia
from bot.dialogue.machine import step
from bot.dialogue.saving import from_json, to_json
from bot.dialogue.states import Conversation, Speaker, SpeakerRole
from bot.language.meaning import Role
from bot.language.understanding import understand
from ledger import trade
from ledger.accounts import Till
from ledger.board import MARKET_ZONE
from ledger.journal import Source
from ledger.people import Notices, Party, PartyRole
from ledger.queries import EntryRow
from locales.facts import Name
from locales.phrases import render
from ops.rehearse_books import MemoryBooks
from workers.answers import Answers
from workers.register import shop_from

STRANGERS_WAIT = timedelta(days=1)
"""A stranger is answered once in so long."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A message that left for somebody.

    Attributes:
        to: his English name, a namesake's code, or the name that a stranger goes by.
    """

    to: str
    text: str


class Rehearsal:
    """One shop's morning, played by names.

    Args:
        books: the shop, its book empty or not.
        at: where the clock stands at first, aware.
    """

    def __init__(self, books: MemoryBooks, at: datetime) -> None:
        self.books = books
        self.at = at
        self.shop = shop_from(books, at)
        self._saved: dict[str, str] = {}
        self._messages = 0
        self._strangers: dict[str, datetime] = {}

    def moves_to(self, at: datetime) -> None:
        """The clock stands at this moment, aware, until it is moved again."""
        self.at = at

    def says(self, who: str, text: str) -> list[Sent]:
        """Somebody writes; everything that leaves because of it, replies first."""
        party = self.named(who)
        if party is None:
            return self._stranger(who)
        self._messages += 1
        role = Role.FARMER if party.role is PartyRole.FARMER else Role.STAFF
        terms = self.books.terms(self.at)
        said = Said(
            meaning=understand(text, self.shop, role, today=self._today()),
            text=text,
            at=self.at,
            sid=f"SM{self._messages:04}",
            shop=self.shop,
            patience=Patience(terms.draft_minutes, terms.undo_minutes),
        )
        return self._turn(party, said)

    def sends_media(self, who: str) -> list[Sent]:
        """Somebody sends a voice note or a picture."""
        party = self.named(who)
        return self._stranger(who) if party is None else self._turn(party, SentMedia())

    def delivers_again(self, who: str) -> list[Sent]:  # noqa: ARG002 - whoever it was
        """A message comes a second time: the door knows its MessageSid and stops there."""
        return []

    def empties_redis(self) -> None:
        """A rehearsal has no Redis to be emptied."""

    def sets_rates(self, rates: dict[str, int]) -> None:
        """The owner puts rates on the board outside the chat: paise by flower code."""
        for flower, paise in rates.items():
            self.books.set_rate(flower, paise, at=self.at, by=None, key="")

    def lends(self, who: str, amount_paise: int) -> None:
        """The shop pays a farmer a cash advance outside the chat."""
        farmer = self._known(who).code
        entry = trade.cash_advance(farmer, amount_paise, till=Till.CASH, on=self._today())
        key = f"lent:{len(self.books.entries)}"
        self.books.post(entry, key, Source(None, "cli"))

    def wants(self, who: str, notices: str) -> None:
        """A farmer chooses his notices."""
        self.books.set_notices(self._known(who).code, Notices(notices))

    def entries(self) -> list[EntryRow]:
        """All entries of the book, oldest first."""
        return self.books.entries

    def named(self, who: str) -> Party | None:
        """Who goes by this English name, or by this code."""
        everybody = self.books.people.values()
        return next((each for each in everybody if who in {each.name_en, each.code}), None)

    def _known(self, who: str) -> Party:
        party = self.named(who)
        if party is None:
            raise LookupError(f"nobody is called {who}")
        return party

    def _today(self) -> date:
        return self.at.astimezone(MARKET_ZONE).date()

    def _turn(self, party: Party, event: Event) -> list[Sent]:
        name = Name(party.name_en, party.name_ta)
        role = SpeakerRole(party.role)
        speaker = Speaker(party.code, name, role, party.language, party.is_fast)
        conversation = from_json(self._saved.get(party.code), speaker)
        answers = Answers(self.books, party, self.at)
        sent: list[Sent] = []
        asked: Event | None = event
        while asked is not None:
            move = step(conversation, asked)
            conversation = move.conversation
            replies = [each for each in move.effects if isinstance(each, Say | Tell)]
            sent += [self._worded(each, conversation, party) for each in replies]
            asked = _answered(answers, move.effects)
        self._saved[party.code] = to_json(conversation)
        return sent

    def _worded(self, what: Say | Tell, conversation: Conversation, writer: Party) -> Sent:
        if isinstance(what, Say):
            language = conversation.speaker.language
            return Sent(self._known_as(writer), render(what.phrase, what.facts, language))
        told = self.books.people[what.party]
        return Sent(self._known_as(told), render(what.phrase, what.facts, told.language))

    def _known_as(self, party: Party) -> str:
        namesakes = [p for p in self.books.people.values() if p.name_en == party.name_en]
        return party.name_en if len(namesakes) == 1 else party.code

    def _stranger(self, who: str) -> list[Sent]:
        before = self._strangers.get(who)
        if before is not None and self.at - before < STRANGERS_WAIT:
            return []
        self._strangers[who] = self.at
        text = "\n\n".join(render("stranger", {}, language) for language in ("ta", "en"))
        return [Sent(who, text)]


def _answered(answers: Answers, effects: tuple[Effect, ...]) -> Event | None:
    """The event that answers a step's request; None where it asks for nothing more."""
    for effect in effects:
        if isinstance(effect, Request):
            return answers.to(effect)
    return None
