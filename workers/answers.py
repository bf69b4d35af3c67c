"""What the books answer to a conversation: every request becomes one event.

The only place where the dialogue's requests meet the ledger's rooms. What the books refuse comes
back as `Refused`, in words. Who may ask what is checked here once more (`workers.rights`), whatever
the dialogue thought: a farmer reads himself and writes nothing, only an admin sets rates.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from bot.dialogue import effects as asked
from bot.dialogue import effects_money as of_money
from bot.dialogue.events import (
    BalanceFound,
    Event,
    FastModeSwitched,
    LanguageSwitched,
    LotsPriced,
    Refused,
)
from bot.refusals import reason_of
from ledger import people
from ledger.errors import LedgerError
from ledger.people import Party
from locales.facts import Phrase
from workers.answering import (
    board,
    consents,
    correcting,
    decisions,
    lots,
    settled,
    statement,
    sums,
    undo,
)
from workers.answering.desk import Desk
from workers.pricing import price
from workers.register import person_of
from workers.rights import is_allowed


def answer(tx: Connection, request: asked.Request, *, speaker: Party, now: datetime) -> Event:
    """Answer one request of the speaker's conversation; `Refused` where books or rights refuse.

    A refusal leaves nothing behind of what the request began to write.

    Args:
        tx: the turn's transaction.
        request: what the conversation asks.
        speaker: who is speaking, from the register.
        now: when the message was taken in, aware.
    """
    if not is_allowed(speaker, request):
        return Refused(Phrase("refused_not_allowed", {}))
    try:
        with tx.begin_nested():
            return ANSWERS[type(request)](Desk(tx, speaker, now), request)
    except LedgerError as error:
        return Refused(reason_of(error))


def _price(desk: Desk, request: asked.PriceLots) -> LotsPriced:
    return price(desk.tx, request.lots)


def _balance(desk: Desk, request: asked.FindBalance) -> BalanceFound:
    party = desk.register().farmer(request.farmer)
    return BalanceFound(person_of(party), desk.owed(request.farmer))


def _language(desk: Desk, request: asked.SwitchLanguage) -> LanguageSwitched:
    people.set_language(desk.tx, desk.speaker.party_id, request.language)
    return LanguageSwitched(request.language)


def _fast_mode(desk: Desk, request: asked.SwitchFastMode) -> FastModeSwitched:
    people.set_fast_mode(desk.tx, desk.speaker.party_id, is_fast=request.is_fast)
    return FastModeSwitched(request.is_fast)


ANSWERS: Mapping[type, Callable[[Desk, Any], Event]] = {
    asked.PriceLots: _price,
    asked.PostLots: lots.post,
    asked.FindBalance: _balance,
    asked.FindLots: lots.find,
    asked.FindRates: board.find,
    asked.SetRates: board.put_up,
    asked.FindEntry: undo.find,
    asked.ReverseEntry: undo.reverse,
    asked.WeighCorrection: correcting.weigh,
    asked.CorrectLot: correcting.correct,
    asked.SwitchLanguage: _language,
    asked.SwitchFastMode: _fast_mode,
    of_money.WeighSum: sums.weigh,
    of_money.MoveSum: sums.move,
    of_money.FindAdvances: decisions.find_advances,
    of_money.FindPending: decisions.find_pending,
    of_money.DecideAdvance: decisions.decide,
    of_money.FindSettlement: settled.find,
    of_money.DraftSettlement: settled.draft,
    of_money.ApproveSettlement: settled.approve,
    of_money.AnswerSettlement: settled.answer,
    of_money.FindSlip: settled.find_slip,
    of_money.FindStatement: statement.find,
    of_money.FindOpenQuestion: consents.find_open,
    of_money.SwitchNotices: consents.switch,
    of_money.OpenTask: consents.open_task,
}
"""Which function answers what; each request has one."""
