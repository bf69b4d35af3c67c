"""Settlements by chat: looked at, drafted, approved, answered; the slip."""

from dataclasses import replace

from bot.dialogue.effects_money import (
    AnswerSettlement,
    ApproveSettlement,
    DraftSettlement,
    FindSettlement,
    FindSlip,
)
from bot.dialogue.events import Refused
from bot.dialogue.events_money import (
    SettlementAnswered,
    SettlementApproved,
    SettlementDrafted,
    SettlementFound,
    SlipFound,
)
from bot.dialogue.settled import Settled, Stage
from ledger import settlements
from ledger.notices import NoticeKind
from ledger.policy import Act, may
from ledger.roles import PartyRole
from ledger.settlements import (
    Settlement,
    SettlementState,
    SettlementStateError,
    latest_of,
    settlement_of,
)
from locales.facts import Phrase, Quote
from papers.making import patti_of
from papers.slip import slip_phrase
from workers.answering.desk import Desk
from workers.register import Register, person_of

NONE = Phrase("settlement_none", {})
WHICH = Phrase("settlement_which", {})


def find(desk: Desk, request: FindSettlement) -> SettlementFound | Refused:
    """The settlement that is named, else the farmer's newest; a draft as it would be approved now.

    Raises:
        UnknownSettlementError: there is no such settlement.
        NothingToSettleError: of a draft nothing is left.
        SettlementStateError: the draft gave way to another.
    """
    found = _meant(desk, request.farmer, request.number)
    if isinstance(found, Phrase):
        return Refused(found)
    if found.number is None and may(desk.speaker.role, Act.APPROVE_SETTLEMENT):
        found = _as_of_now(desk, found)
    return SettlementFound(shown(desk.register(), found), desk.now)


def draft(desk: Desk, request: DraftSettlement) -> SettlementDrafted:
    """What the farmer is owed up to a day; staff lay it before the owner.

    Raises:
        LedgerError: nothing is to be settled.
    """
    made = settlements.draft(desk.tx, request.farmer, request.cut_off, by=desk.speaker, at=desk.now)
    if desk.speaker.role is not PartyRole.ADMIN:
        made = settlements.submit(
            desk.tx, made.settlement_id, by=desk.speaker, at=desk.now, source=desk.source
        )
    return SettlementDrafted(_with_told(desk, made), desk.now)


def approve(desk: Desk, request: ApproveSettlement) -> SettlementApproved:
    """Settle what was shown.

    Raises:
        LedgerError: it has changed since, or is settled already.
    """
    made = settlements.approve(
        desk.tx, request.settlement_id, by=desk.speaker, at=desk.now, source=desk.source
    )
    return SettlementApproved(_with_told(desk, made))


def answer(desk: Desk, request: AnswerSettlement) -> SettlementAnswered | Refused:
    """The farmer accepts his settlement or asks about it.

    Raises:
        LedgerError: it is not his, or not approved.
    """
    meant = _his(desk, desk.speaker.code, request.number)
    if isinstance(meant, Phrase) and _is_of_his_words(request):
        meant = _his(desk, desk.speaker.code, None)
    if isinstance(meant, Phrase):
        return Refused(meant)
    stands = settlements.answer(
        desk.tx,
        meant.settlement_id,
        by=desk.speaker,
        accepted=request.question is None,
        words=request.question or "",
        at=desk.now,
    )
    return SettlementAnswered(shown(desk.register(), stands), request.question)


def find_slip(desk: Desk, request: FindSlip) -> SlipFound | Refused:
    """A settlement with its lines, in the speaker's language.

    Raises:
        UnknownSettlementError: there is no such settlement.
    """
    meant = _meant(desk, request.farmer, request.number)
    if isinstance(meant, Phrase):
        return Refused(meant)
    return SlipFound(meant.settlement_id, slip_phrase(patti_of(desk.tx, meant.settlement_id)))


def shown(register: Register, settlement: Settlement) -> Settled:
    """A settlement of the book as it is shown."""
    return Settled(
        settlement_id=settlement.settlement_id,
        number=settlement.number,
        farmer=person_of(register.farmer(settlement.farmer)),
        stage=Stage(settlement.state),
        starts_on=settlement.starts_on,
        cut_off=settlement.cut_off,
        lots=settlement.lots,
        quantities=tuple((unit, milli) for unit, milli in settlement.quantities.items() if milli),
        gross_paise=settlement.gross_paise,
        commission_paise=settlement.commission_paise,
        carried_in_paise=settlement.carried_in_paise,
        due_paise=settlement.due_paise,
        fees_paise=settlement.fees_paise,
        recovered_paise=settlement.recovered_paise,
        advance_after_paise=settlement.advance_after_paise,
        net_paise=settlement.net_paise,
        carried_paise=settlement.carried_paise,
        paid_paise=settlement.paid_paise,
        pay_on=settlement.pay_on,
        code=settlement.code,
        is_answered=settlement.answer is not None,
    )


def _meant(desk: Desk, farmer: str | None, number: str | int | None) -> Settlement | Phrase:
    """A farmer's own, or any that the shop names; a phrase says why there is none.

    Raises:
        UnknownSettlementError: nobody's settlement has that number.
    """
    if farmer is None and number is not None:
        return settlement_of(desk.tx, number)
    return _his(desk, farmer or "", number)


def _his(desk: Desk, farmer: str, number: str | int | None) -> Settlement | Phrase:
    """A farmer's settlement of that number, or with these last figures, else his newest.

    That another farmer has one of that number is told nobody.
    """
    if number is None:
        return latest_of(desk.tx, farmer) or NONE
    named = [
        each for each in settlements.settlements(desk.tx, farmer=farmer) if _is_called(each, number)
    ]
    match named:
        case [one]:
            return one
        case []:
            return Phrase("settlement_not_yours", {"number": Quote(str(number))})
        case _:
            return WHICH


def _as_of_now(desk: Desk, drafted: Settlement) -> Settlement:
    """A draft, reckoned anew: what an owner says yes to is what would be approved."""
    if drafted.state is SettlementState.VOID:
        raise SettlementStateError(drafted.settlement_id, drafted.state)
    return settlements.draft(desk.tx, drafted.farmer, drafted.cut_off, by=desk.speaker, at=desk.now)


def _with_told(desk: Desk, made: Settlement) -> Settled:
    """What was made, and whether its farmer hears of it when it is approved."""
    is_told = desk.tells(NoticeKind.SETTLEMENT_READY, made.farmer)
    return replace(shown(desk.register(), made), is_told=is_told)


def _is_of_his_words(request: AnswerSettlement) -> bool:
    """`question 2 went missing`: the figure is no settlement's but begins what he asks."""
    return (request.question or "").startswith(f"{request.number} ")


def _is_called(settlement: Settlement, number: str | int) -> bool:
    """Whether it is named by its number, or by the last figures of it."""
    if settlement.number is None or isinstance(number, str):
        return settlement.number == number
    return int(settlement.number.rpartition("-")[2]) == number
