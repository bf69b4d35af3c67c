"""Notices on and off, tasks for the shop, and which notice a bare number answers."""

from datetime import datetime

from sqlalchemy import Connection

from bot.dialogue.effects_money import FindOpenQuestion, OpenTask, SwitchNotices
from bot.dialogue.events_money import NoticesSwitched, OpenQuestion, QuestionsOpen, TaskOpened
from bot.outgoing import notices_since_reply
from ledger import consents, people
from ledger.advance_book import AdvanceState, advance_of
from ledger.consents import Via
from ledger.notices import Notice, NoticeKind, note, told_by
from ledger.roles import PartyRole
from ledger.settlements import SettlementState, settlement_of
from locales.facts import Name
from workers.answering.desk import CHANNEL, Desk


def switch(desk: Desk, request: SwitchNotices) -> NoticesSwitched:
    """STOP or START: recorded with its moment, and in force from now on."""
    said = consents.start if request.is_on else consents.stop
    said(desk.tx, desk.speaker.party_id, desk.now, Via(CHANNEL))
    return NoticesSwitched(request.is_on)


def open_task(desk: Desk, request: OpenTask) -> TaskOpened:
    """Every admin is told, once a day, what somebody wants that chat cannot do."""
    for admin in people.parties(desk.tx, PartyRole.ADMIN):
        if admin.is_active:
            on = desk.today.isoformat()
            note(
                desk.tx,
                key=f"task:{request.task}:{desk.speaker.code}:{on}:{admin.code}",
                party_id=admin.party_id,
                kind=NoticeKind.TASK,
                subject={"task": request.task, "farmer": desk.speaker.code},
            )
    return TaskOpened(request.task)


def find_open(desk: Desk, request: FindOpenQuestion) -> QuestionsOpen:
    """What was asked of the speaker since our last answer to him, and is not decided yet."""
    questions = asked_since_reply(desk.tx, desk.speaker.party_id, before=desk.now)
    return QuestionsOpen(questions, request.number, desk.now)


def asked_since_reply(
    tx: Connection, party_id: int, *, before: datetime
) -> tuple[OpenQuestion, ...]:
    """What notices have asked of somebody since our last answer to him, and is open still."""
    sent = notices_since_reply(tx, party_id, before=before)
    asked = (_question(tx, notice) for notice in told_by(tx, sent))
    return tuple(each for each in asked if each is not None)


def _question(tx: Connection, notice: Notice) -> OpenQuestion | None:
    """The question of a notice, while it is open."""
    if notice.kind is NoticeKind.TO_APPROVE and "advance" in notice.subject:
        asked = advance_of(tx, notice.subject["advance"])
        if asked.state is not AdvanceState.REQUESTED:
            return None
        farmer = people.farmer(tx, asked.farmer)
        return OpenQuestion(advance=asked.advance_id, farmer=Name(farmer.name_en, farmer.name_ta))
    if notice.kind is NoticeKind.SETTLEMENT_READY:
        ready = settlement_of(tx, notice.subject["settlement"])
        if ready.answer is None and ready.state is not SettlementState.VOID:
            return OpenQuestion(settlement=ready.number)
    return None
