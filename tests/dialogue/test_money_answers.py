"""Money by chat at the books: who may, what is refused, and that a second yes does nothing."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.dialogue.effects import Request
from bot.dialogue.effects_money import (
    AnswerSettlement,
    ApproveSettlement,
    DecideAdvance,
    DraftSettlement,
    FindAdvances,
    FindPending,
    FindSettlement,
    FindSlip,
    FindStatement,
    MoveSum,
    OpenTask,
    WeighSum,
)
from bot.dialogue.events import Event, Refused
from bot.dialogue.events_money import (
    AdvanceDecided,
    SettlementAnswered,
    SettlementApproved,
    SettlementDrafted,
    SlipFound,
    SumMoved,
    SumWeighed,
)
from bot.dialogue.sums import Purpose, Sum
from ledger import queries
from ledger.advance_book import AdvanceState, advances
from ledger.people import party
from ledger.rates import set_rate
from tests.conversations import shop
from tests.dialogue.writing import write_lot
from workers.answers import answer

AT = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
TODAY = date(2026, 11, 24)
MURUGANS = Sum(Purpose.ADVANCE, "F012", 1_500_00, "cash", "seed", "wa:SM1")
LARGE = replace(MURUGANS, amount_paise=5_000_00)
WISH = replace(MURUGANS, purpose=Purpose.WISH)
PAID = replace(MURUGANS, purpose=Purpose.PAYMENT)
REPAID = replace(MURUGANS, purpose=Purpose.REPAYMENT)


@pytest.fixture
def books(tx: sa.Connection) -> sa.Connection:
    """The shop of the transcripts; Murugan has brought ten kilograms."""
    shop.open_shop(tx)
    set_rate(tx, "malli", 850_00, at=AT, by=None, key="morning")
    write_lot(tx, "F012", 10_000, at=AT)
    return tx


def ask(books: sa.Connection, who: str, request: Request) -> Event:
    speaker = party(books, who)
    assert speaker is not None
    return answer(books, request, speaker=speaker, now=AT)


def written(books: sa.Connection) -> int:
    return len(queries.entries_after(books, 0, limit=100))


def settled(books: sa.Connection) -> SettlementApproved:
    drafted = ask(books, "S01", DraftSettlement("F012", TODAY))
    assert isinstance(drafted, SettlementDrafted)
    approved = ask(books, "A01", ApproveSettlement(drafted.settlement.settlement_id))
    assert isinstance(approved, SettlementApproved)
    return approved


@pytest.mark.parametrize(
    "request_",
    [
        WeighSum(MURUGANS),
        MoveSum(MURUGANS),
        MoveSum(PAID),
        MoveSum(REPAID),
        MoveSum(replace(WISH, farmer="F003")),
        FindAdvances(None),
        FindAdvances("F003"),
        FindPending(),
        DecideAdvance(1, is_approved=True),
        FindSettlement("F003"),
        FindSettlement(None, 1),
        DraftSettlement("F012", TODAY),
        ApproveSettlement(1),
        FindStatement("F003", TODAY, TODAY),
    ],
    ids=lambda request: type(request).__name__,
)
def test_a_farmer_is_refused_what_is_not_his(books: sa.Connection, request_: Request) -> None:
    before = written(books)
    refused = ask(books, "F012", request_)
    assert isinstance(refused, Refused)
    assert refused.reason.key == "refused_not_allowed"
    assert written(books) == before
    assert not advances(books)


@pytest.mark.parametrize(
    "request_",
    [
        DecideAdvance(1, is_approved=True),
        FindPending(),
        ApproveSettlement(1),
        AnswerSettlement(None),
        MoveSum(WISH, is_request=True),
        OpenTask("forget_me"),
    ],
    ids=lambda request: type(request).__name__,
)
def test_staff_decide_nothing_and_answer_for_nobody(
    books: sa.Connection, request_: Request
) -> None:
    assert isinstance(ask(books, "S01", request_), Refused)


@pytest.mark.parametrize("moved", [MURUGANS, PAID], ids=["advance", "payment"])
def test_a_second_yes_to_one_sum_moves_nothing(books: sa.Connection, moved: Sum) -> None:
    first, again = (ask(books, "S01", MoveSum(moved)) for _ in range(2))
    assert isinstance(first, SumMoved)
    assert isinstance(again, SumMoved)
    assert first.entries == again.entries
    assert written(books) == 2


def test_staff_ask_for_what_is_above_their_limit_and_cannot_move_it(books: sa.Connection) -> None:
    weighed = ask(books, "S01", WeighSum(LARGE))
    assert isinstance(weighed, SumWeighed)
    assert weighed.is_request
    assert isinstance(ask(books, "S01", MoveSum(LARGE)), Refused)
    assert not advances(books)
    own = ask(books, "A01", WeighSum(LARGE))
    assert isinstance(own, SumWeighed)
    assert not own.is_request


def test_beyond_the_farmers_limit_everybody_asks(books: sa.Connection) -> None:
    weighed = ask(books, "A01", WeighSum(replace(LARGE, amount_paise=25_000_00)))
    assert isinstance(weighed, SumWeighed)
    assert weighed.is_request
    assert weighed.limit_paise == 20_000_00


def test_what_was_approved_is_paid_out_by_the_same_sum_and_once(books: sa.Connection) -> None:
    asked = ask(books, "S01", MoveSum(LARGE, is_request=True))
    assert isinstance(asked, SumMoved)
    assert asked.advance is not None
    waits = ask(books, "S01", WeighSum(LARGE))
    assert isinstance(waits, Refused)
    assert waits.reason.key == "advance_waits"
    assert isinstance(
        ask(books, "A01", DecideAdvance(asked.advance, is_approved=True)), AdvanceDecided
    )
    weighed = ask(books, "S01", WeighSum(LARGE))
    assert isinstance(weighed, SumWeighed)
    assert (weighed.approved, weighed.is_request) == (asked.advance, False)
    paid = ask(books, "S01", MoveSum(LARGE, approved=asked.advance))
    assert isinstance(paid, SumMoved)
    assert isinstance(ask(books, "S01", MoveSum(LARGE, approved=asked.advance)), Refused)
    assert [each.state for each in advances(books)] == [AdvanceState.PAID]


def test_what_was_decided_is_not_decided_again_and_it_is_said_by_whom(books: sa.Connection) -> None:
    asked = ask(books, "F012", MoveSum(WISH, is_request=True))
    assert isinstance(asked, SumMoved)
    number = asked.advance or 0
    ask(books, "A01", DecideAdvance(number, is_approved=False, reason="too early"))
    again = ask(books, "A01", DecideAdvance(number, is_approved=True))
    assert isinstance(again, Refused)
    assert again.reason.key == "decided_before.rejected"
    assert again.reason.facts["number"] == number


def test_a_payment_is_divided_as_it_was_shown_and_never_more_than_is_due(
    books: sa.Connection,
) -> None:
    number = settled(books).settlement.number
    write_lot(books, "F012", 1_000, at=AT, key="wa:SM8:1")
    due = queries.owed_to(books, "F012").owed_paise
    shown = ask(books, "A01", WeighSum(replace(PAID, amount_paise=due)))
    assert isinstance(shown, SumWeighed)
    assert [part.number for part in shown.parts] == [number, None]
    assert sum(part.amount_paise for part in shown.parts) == due
    assert isinstance(ask(books, "A01", WeighSum(replace(PAID, amount_paise=due + 1))), Refused)
    assert isinstance(ask(books, "S01", WeighSum(replace(PAID, amount_paise=due))), Refused)
    moved = ask(books, "A01", MoveSum(replace(PAID, amount_paise=due)))
    assert isinstance(moved, SumMoved)
    assert (len(moved.entries), moved.owed.owed_paise) == (2, 0)


def test_nobody_brings_back_more_than_he_owes(books: sa.Connection) -> None:
    ask(books, "S01", MoveSum(MURUGANS))
    more = replace(REPAID, amount_paise=1_500_01, key="wa:SM2")
    assert isinstance(ask(books, "S01", WeighSum(more)), Refused)
    assert isinstance(ask(books, "S01", MoveSum(more)), Refused)
    assert written(books) == 2


def test_a_farmer_answers_and_sees_his_own_settlement_only(books: sa.Connection) -> None:
    number = settled(books).settlement.number
    for named in (number, "SET-2026-01-001", 1):
        for request in (FindSlip("F003", named), AnswerSettlement(named)):
            refused = ask(books, "F003", request)
            assert isinstance(refused, Refused)
            assert refused.reason.key == "settlement_not_yours"
    assert isinstance(ask(books, "F003", FindSlip(None, number)), Refused)
    assert isinstance(ask(books, "F012", FindSlip("F012", number)), SlipFound)
    answered = ask(books, "F012", AnswerSettlement(None))
    assert isinstance(answered, SettlementAnswered)
    assert answered.settlement.is_answered


def test_an_older_settlement_is_the_one_that_its_last_figures_name(books: sa.Connection) -> None:
    older = settled(books).settlement
    write_lot(books, "F012", 1_000, at=AT, key="wa:SM9:1")
    newer = settled(books).settlement
    assert (older.number, newer.number) == ("SET-2026-11-001", "SET-2026-11-002")
    slip = ask(books, "F012", FindSlip("F012", 1))
    assert isinstance(slip, SlipFound)
    assert slip.settlement_id == older.settlement_id
    accepted = ask(books, "F012", AnswerSettlement(1))
    assert isinstance(accepted, SettlementAnswered)
    assert accepted.settlement.number == older.number
    assert isinstance(ask(books, "F012", AnswerSettlement(17)), Refused)
    counted = ask(books, "F012", AnswerSettlement(17, "17 went missing"))
    assert isinstance(counted, SettlementAnswered)
    assert counted.settlement.number == newer.number


def test_a_draft_that_changed_since_it_was_shown_is_not_approved(books: sa.Connection) -> None:
    drafted = ask(books, "A01", DraftSettlement("F012", TODAY))
    assert isinstance(drafted, SettlementDrafted)
    write_lot(books, "F012", 1_000, at=AT, key="wa:SM9:1")
    assert isinstance(
        ask(books, "A01", ApproveSettlement(drafted.settlement.settlement_id)), Refused
    )
    assert queries.owed_to(books, "F012").settled_paise == 0
