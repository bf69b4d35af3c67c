"""What the books answer to a conversation: every request becomes one event.

The only place where the dialogue's requests meet the ledger's rooms. What the books refuse comes
back as `Refused`, in words. Who may ask what is checked here once more, whatever the dialogue
thought: a farmer reads himself and writes nothing, only an admin sets rates.
"""

from datetime import datetime

from sqlalchemy import Connection

from bot.dialogue.effects import (
    FindBalance,
    FindEntry,
    FindLots,
    FindRates,
    PostLots,
    PriceLots,
    Request,
    ReverseEntry,
    SetRates,
    SwitchFastMode,
    SwitchLanguage,
)
from bot.dialogue.events import BalanceFound, Event, FastModeSwitched, LanguageSwitched, Refused
from ledger import people
from ledger.errors import LedgerError
from ledger.people import Party, PartyRole
from locales.facts import Phrase
from workers.answering import board, lots, undo
from workers.answering.desk import Desk
from workers.pricing import price
from workers.refusals import reason_of
from workers.register import person_of


def answer(tx: Connection, request: Request, *, speaker: Party, now: datetime) -> Event:
    """Answer one request of the speaker's conversation; `Refused` where books or rights refuse.

    Args:
        tx: the turn's transaction.
        request: what the conversation asks.
        speaker: who is speaking, from the register.
        now: when the message was taken in, aware.
    """
    if not _may(speaker, request):
        return Refused(Phrase("refused_not_allowed", {}))
    try:
        return _answer(Desk(tx, speaker, now), request)
    except LedgerError as error:
        return Refused(reason_of(error))


def _may(speaker: Party, request: Request) -> bool:
    """Whether the speaker's role allows the request."""
    match request:
        case SwitchLanguage() | FindRates():
            return True
        case FindBalance() | FindLots() if speaker.role is PartyRole.FARMER:
            return request.farmer == speaker.code
        case SetRates():
            return speaker.role is PartyRole.ADMIN
        case _:
            return speaker.role is not PartyRole.FARMER


def _answer(desk: Desk, request: Request) -> Event:  # noqa: C901, PLR0911 - a table
    match request:
        case PriceLots():
            return price(desk.tx, request.lots)
        case PostLots():
            return lots.post(desk, request.lines)
        case FindBalance():
            party = desk.register().farmer(request.farmer)
            return BalanceFound(person_of(party), desk.owed(request.farmer))
        case FindLots():
            return lots.find(desk, request)
        case FindRates():
            return board.find(desk, request)
        case SetRates():
            return board.put_up(desk, request)
        case FindEntry():
            return undo.find(desk, request)
        case ReverseEntry():
            return undo.reverse(desk, request.entry)
        case SwitchLanguage():
            people.set_language(desk.tx, desk.speaker.party_id, request.language)
            return LanguageSwitched(request.language)
        case SwitchFastMode():
            people.set_fast_mode(desk.tx, desk.speaker.party_id, is_fast=request.is_fast)
            return FastModeSwitched(request.is_fast)
