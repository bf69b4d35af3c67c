"""The farmer accepts his settlement or questions it; a question waits until somebody closes it."""

from datetime import datetime

from sqlalchemy import Connection

from ledger import people
from ledger.notices import NoticeKind, note
from ledger.people import Party
from ledger.policy import Act, NotAllowedError, require
from ledger.reasons import plain
from ledger.roles import PartyRole
from ledger.settlements.drafting import step
from ledger.settlements.facts import (
    AlreadyAnsweredError,
    Answer,
    Question,
    Settlement,
    SettlementStateError,
)
from ledger.settlements.reading import APPROVED, open_questions, settlement_of


def answer(  # noqa: PLR0913 - what he says about which, and when
    tx: Connection,
    settlement_id: int,
    *,
    by: Party,
    accepted: bool,
    words: str = "",
    at: datetime,
) -> Settlement:
    """A farmer says yes to his settlement, or asks about it.

    Everybody of the shop hears a question. Accepting twice is accepting once.

    Args:
        tx: the transaction.
        settlement_id: his own, approved.
        by: the farmer.
        accepted: False for a question.
        words: the question.
        at: the moment.

    Raises:
        NotAllowedError: it is not his.
        UnknownSettlementError: there is no such settlement.
        SettlementStateError: it is no approved settlement (any more).
        ReasonMissingError: a question without words.
    """
    require(by.role, Act.ANSWER_SETTLEMENT)
    stands = settlement_of(tx, settlement_id)
    if stands.farmer != by.code:
        raise NotAllowedError(Act.ANSWER_SETTLEMENT)
    if stands.state not in APPROVED:
        raise SettlementStateError(stands.number or settlement_id, stands.state)
    if accepted:
        if stands.answer is not Answer.ACCEPTED:
            step(tx, settlement_id, Answer.ACCEPTED, by=by, at=at)
    elif (question := plain(words)) != stands.question:
        asked = step(tx, settlement_id, Answer.QUESTIONED, by=by, at=at, words=question)
        _tell_the_shop(tx, settlement_id, asked, question)
    return settlement_of(tx, settlement_id)


def close_question(
    tx: Connection, question_id: int, *, by: Party, words: str, at: datetime
) -> Question:
    """Somebody of the shop answers the farmer; he is told, the question is open no longer.

    Raises:
        NotAllowedError: his role does not draft settlements.
        ReasonMissingError: the answer has no words.
        AlreadyAnsweredError: the question was closed before, or there is none.
    """
    require(by.role, Act.DRAFT_SETTLEMENT)
    asked = {question.question_id: question for question in open_questions(tx)}.get(question_id)
    if asked is None:
        raise AlreadyAnsweredError(question_id)
    said, settlement_id = plain(words), asked.settlement_id
    step(tx, settlement_id, "answered", by=by, at=at, words=said, answers=question_id)
    note(
        tx,
        key=f"question:{question_id}:answered",
        party_id=people.farmer(tx, asked.farmer).party_id,
        kind=NoticeKind.ANSWER,
        subject={"settlement": settlement_id, "question": asked.words, "words": said},
    )
    return asked


def _tell_the_shop(tx: Connection, settlement_id: int, question_id: int, words: str) -> None:
    for role in (PartyRole.ADMIN, PartyRole.STAFF):
        for person in people.parties(tx, role):
            if person.is_active:
                note(
                    tx,
                    key=f"question:{question_id}:{person.party_id}",
                    party_id=person.party_id,
                    kind=NoticeKind.QUESTION,
                    subject={"settlement": settlement_id, "words": words},
                )
