"""What the books answer to a conversation: every request becomes one event.

The only place where the dialogue's requests meet the ledger's rooms. What the books refuse comes
back as `Refused`, in words. Who may ask what is checked here once more, whatever the dialogue
thought: a farmer reads himself and writes nothing, only an admin sets rates.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from bot.dialogue.effects import (
    FindBalance,
    FindEntry,
    FindLots,
    FindRates,
    LotDescribed,
    PostLots,
    PriceLots,
    Request,
    ReverseEntry,
    SetRates,
    SwitchFastMode,
    SwitchLanguage,
)
from bot.dialogue.events import (
    BalanceFound,
    EntryFound,
    Event,
    FarmerAfter,
    FastModeSwitched,
    LanguageSwitched,
    LotsDoubted,
    LotsFound,
    LotsPosted,
    NothingFound,
    Owed,
    PostedLine,
    RateChange,
    RatesDoubted,
    RatesFound,
    RateShown,
    RatesSet,
    Refused,
    Reversed,
)
from bot.dialogue.lots import Line
from bot.language.shop import Shop
from ledger import trade
from ledger.board import MARKET_ZONE, is_far_from
from ledger.errors import LedgerError, UnknownEntryError
from ledger.journal import Booking, Source
from ledger.people import Notices, Party, PartyRole
from ledger.queries import EntryRow
from locales.facts import Money, Phrase
from workers.books import Books, LedgerBooks
from workers.clock import now
from workers.pricing import price
from workers.refusals import reason_of
from workers.register import Register, flower_of, person_of, shop_from


def answer(tx: Connection, request: Request, *, speaker: Party, now: datetime) -> Event:
    """Answer one request of the speaker's conversation from the books in Postgres.

    Args:
        tx: the turn's transaction.
        request: what the conversation asks.
        speaker: who is speaking, from the register.
        now: when the message was taken in, aware.
    """
    return Answers(LedgerBooks(tx), speaker, now).to(request)


def shop_of(tx: Connection) -> Shop:
    """The names that may be said in the shop now, and its limits."""
    return shop_from(LedgerBooks(tx), now())


@dataclass(frozen=True, slots=True)
class Answers:
    """Everything one speaker can be answered within a turn."""

    books: Books
    speaker: Party
    now: datetime

    def to(self, request: Request) -> Event:
        """The event that answers a request; `Refused` where the books or the rights refuse."""
        if not self._may(request):
            return Refused(Phrase("refused_not_allowed", {}))
        try:
            return self._answer(request)
        except LedgerError as error:
            return Refused(reason_of(error))

    def _may(self, request: Request) -> bool:
        """Whether the speaker's role allows the request."""
        match request:
            case SwitchLanguage() | FindRates():
                return True
            case FindBalance() | FindLots() if self.speaker.role is PartyRole.FARMER:
                return request.farmer == self.speaker.code
            case SetRates():
                return self.speaker.role is PartyRole.ADMIN
            case _:
                return self.speaker.role is not PartyRole.FARMER

    def _answer(self, request: Request) -> Event:  # noqa: C901, PLR0911 - a table
        match request:
            case PriceLots():
                return price(self.books, request.lots)
            case PostLots():
                return self._post(request.lines)
            case FindBalance():
                party = Register(self.books).farmer(request.farmer)
                return BalanceFound(person_of(party), self._owed(request.farmer))
            case FindLots():
                return self._lots(request)
            case FindRates():
                return self._rates(request.flowers)
            case SetRates():
                return self._set_rates(request)
            case FindEntry():
                return self._find(request)
            case ReverseEntry():
                return self._reverse(request.entry)
            case SwitchLanguage():
                self.books.set_language(self.speaker.party_id, request.language)
                return LanguageSwitched(request.language)
            case SwitchFastMode():
                self.books.set_fast_mode(self.speaker.party_id, is_fast=request.is_fast)
                return FastModeSwitched(request.is_fast)

    def _post(self, lines: tuple[Line, ...]) -> LotsPosted | LotsDoubted | Refused:
        farmers = dict.fromkeys(line.lot.farmer.code for line in lines)
        self.books.hold(farmers)
        if not all(Register(self.books).farmer(code).is_active for code in farmers):
            return Refused(Phrase("refused_unknown_names", {}))
        doubted = tuple(self._looked_at_again(line) for line in lines)
        if doubted != lines:
            return LotsDoubted(doubted, self.now)
        posted = self.books.post_many([self._booking(line) for line in lines])
        lots = tuple(
            PostedLine(line, each.entry_id, each.is_new)
            for line, each in zip(lines, posted, strict=True)
        )
        return LotsPosted(lots, tuple(self._after(code) for code in farmers))

    def _looked_at_again(self, line: Line) -> Line:
        """The line as it stands now: the same lot may have been written since it was priced."""
        if line.twin is not None:
            return line
        lot, minutes = line.lot, self.books.terms(self.now).twin_minutes
        twin = self.books.twin_of(
            lot.farmer.code, lot.flower.code, lot.quantity_milli, at=lot.at, minutes=minutes
        )
        if twin is None or self.books.entry_of(twin).key == line.key:
            return line
        return replace(line, twin=twin)

    def _booking(self, line: Line) -> Booking:
        lot = line.lot
        sale = trade.Sale(
            farmer=lot.farmer.code,
            flower=lot.flower.code,
            quantity_milli=lot.quantity_milli,
            rate_paise=lot.rate_paise,
            rate_id=line.rate_id,
            adjustments=tuple(each.adjustment for each in lot.qualities),
            commission_bp=lot.commission_bp,
            at=lot.at,
            on=line.on,
            worth=lot.worth,
        )
        return Booking(trade.sale(sale), line.key, self._source(), sale)

    def _lots(self, request: FindLots) -> LotsFound:
        register = Register(self.books)
        whose = None if request.farmer is None else person_of(register.farmer(request.farmer))
        rows = self.books.lots_on(request.on, request.farmer)
        return LotsFound(request.on, whose, tuple(register.written(row) for row in rows))

    def _rates(self, flowers: tuple[str, ...]) -> RatesFound:
        """The board; a flower that was asked for is shown even where it has no rate today."""
        known = Register(self.books).flowers
        board = {rate.flower: rate for rate in self.books.board(self.now)}
        wanted = flowers or tuple(code for code in known if code in board)
        shown = []
        for code in wanted:
            rate = board.get(code)
            paise, since = (rate.rate_paise, rate.in_force_from) if rate else (None, None)
            shown.append(RateShown(flower_of(known[code]), paise, since))
        return RatesFound(tuple(shown))

    def _set_rates(self, request: SetRates) -> RatesSet | RatesDoubted | Refused:
        terms = self.books.terms(self.now)
        known = Register(self.books).flowers
        changes = []
        for rate in request.rates:
            flower = flower_of(known[rate.flower])
            if not 0 < rate.rate_paise <= terms.rate_max_paise:
                facts = {"rate": Money(rate.rate_paise), "limit": Money(terms.rate_max_paise)}
                return Refused(Phrase("refused_board_rate", {"flower": flower.name, **facts}))
            before = self.books.in_force(rate.flower, self.now)
            paise = None if before is None else before.rate_paise
            changes.append(RateChange(flower, paise, rate.rate_paise))
        bp = terms.rate_deviation_bp
        if not request.is_confirmed and any(_is_far(change, deviation_bp=bp) for change in changes):
            return RatesDoubted(tuple(changes))
        for number, rate in enumerate(request.rates, start=1):
            key = f"wa:{request.sid}:{number}"
            by = self.speaker.party_id
            self.books.set_rate(rate.flower, rate.rate_paise, at=self.now, by=by, key=key)
        return RatesSet(tuple(changes))

    def _find(self, request: FindEntry) -> EntryFound | NothingFound:
        if request.entry is not None:
            found = self._entry(request.entry)
        elif request.described is not None:
            found = self._last_like(request.described)
        else:
            found = self._last()
        if found is None:
            return NothingFound()
        return EntryFound(
            entry=found.entry_id,
            is_own=found.actor_id == self.speaker.party_id,
            is_todays=found.on == self._today(),
            is_reversed=found.reversed_by is not None,
            lot=None if found.lot is None else Register(self.books).written(found.lot),
        )

    def _last(self) -> EntryRow | None:
        return self.books.last_entry_by(self.speaker.party_id, self._today())

    def _last_like(self, described: LotDescribed) -> EntryRow | None:
        """The speaker's newest lot of today that fits and can still be undone."""
        fitting = [
            row.entry_id
            for row in self.books.lots_on(self._today(), None)
            if row.actor_id == self.speaker.party_id
            and not row.is_reversed
            and (not described.farmers or row.farmer in described.farmers)
            and (not described.flowers or row.flower in described.flowers)
            and described.quantity_milli in {None, row.quantity_milli}
        ]
        return self.books.entry_of(max(fitting)) if fitting else None

    def _entry(self, entry: int) -> EntryRow | None:
        try:
            return self.books.entry_of(entry)
        except UnknownEntryError:
            return None

    def _reverse(self, entry: int) -> Reversed:
        row = self.books.entry_of(entry)
        if row.lot is None or row.actor_id != self.speaker.party_id:
            raise UnknownEntryError(entry)
        posted = self.books.reverse(
            entry, on=self._today(), reason=UNDONE, key=f"undo:{entry}", source=self._source()
        )
        return Reversed(
            Register(self.books).written(row.lot), posted.entry_id, self._after(row.lot.farmer)
        )

    def _after(self, farmer: str) -> FarmerAfter:
        party = Register(self.books).farmer(farmer)
        wants_notice = party.notices is Notices.EVERY_LOT
        return FarmerAfter(person_of(party), self._owed(farmer), wants_notice)

    def _owed(self, farmer: str) -> Owed:
        owed = self.books.owed_to(farmer)
        return Owed(owed.owed_paise, owed.advance_paise)

    def _source(self) -> Source:
        return Source(self.speaker.party_id, CHANNEL)

    def _today(self) -> date:
        return self.now.astimezone(MARKET_ZONE).date()


CHANNEL = "whatsapp"

UNDONE = "undone by chat"
"""The reason that stands in the book."""


def _is_far(change: RateChange, *, deviation_bp: int) -> bool:
    if change.before_paise is None:
        return False
    return is_far_from(change.before_paise, change.after_paise, deviation_bp=deviation_bp)
