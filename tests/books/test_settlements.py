"""Settlements in real books: drafted, approved, voided, answered, found; what is refused."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError

from ledger import queries
from ledger.approvals import AskKind, SecondPersonNeededError, ask, grant
from ledger.audit import audit
from ledger.corrections import reverse_entry
from ledger.dating import FutureDateError
from ledger.journal import close_day, reverse
from ledger.notices import notice_table
from ledger.people import Party
from ledger.policy import NotAllowedError
from ledger.queries import Owed
from ledger.settlements import (
    AlreadyAnsweredError,
    Answer,
    DraftChangedError,
    NothingToSettleError,
    Settlement,
    SettlementPaidError,
    SettlementState,
    SettlementStateError,
    UnknownSettlementError,
    answer,
    approve,
    close_question,
    digest_of_slip,
    draft,
    draft_and_approve,
    latest_of,
    open_questions,
    settlement_by_code,
    settlement_of,
    settlements,
    slip_of,
    submit,
    unpaid,
    void,
    void_facts,
)
from ledger.slip_code import code_of
from ledger.terms import set_term
from tests.books.people import doing
from tests.books.shop import AT, CLERK, ON, lot, sell
from tests.books.trading import (
    CLI,
    DAY,
    lend,
    loading_fee,
    paid,
    settled,
    voided,
    weigh,
    who,
)

NET = 950_00
"""Of a lot of ten kilograms at ₹100.00."""


def told(tx: Connection, kind: str) -> list[dict[str, object]]:
    return [row.subject for row in tx.execute(notice_table.select()) if row.kind == kind]


def test_the_worked_settlement_of_the_trade_rules(office: Connection) -> None:
    for place in range(25):
        sell(office, f"wa:SM{place}:1", lot(10_000, 150_00))
    lend(office, 5_000_00)
    loading_fee(office)
    approved = settled(office)
    assert approved.number == "SET-2026-11-001"
    assert approved.state is SettlementState.APPROVED
    assert (approved.lots, dict(approved.quantities)) == (25, {"kg": 250_000})
    assert (approved.gross_paise, approved.commission_paise) == (37_500_00, 1_875_00)
    assert (approved.due_paise, approved.fees_paise) == (35_625_00, 500_00)
    assert (approved.recovered_paise, approved.advance_after_paise) == (5_000_00, 0)
    assert approved.net_paise == 30_125_00
    assert approved.pay_on == ON + 2 * DAY
    assert queries.owed_to(office, "F012") == Owed(settled_paise=30_125_00)
    slip = slip_of(office, approved.settlement_id)
    assert len(slip.lines) == 25
    assert [(fee.name_ta, fee.paise) for fee in slip.fees] == [("ஏற்றுக் கூலி", 500_00)]
    assert told(office, "settlement_ready") == [{"settlement": approved.settlement_id}]
    assert audit(office).findings == []


def test_a_draft_posts_nothing_and_takes_no_number(office: Connection) -> None:
    weigh(office, "1")
    before = queries.trial_balance(office)
    drafted = draft(office, "F012", ON, by=who(office, "S01"), at=AT)
    assert (drafted.state, drafted.number, drafted.code) == (SettlementState.DRAFT, None, None)
    assert drafted.net_paise == NET
    assert len(slip_of(office, drafted.settlement_id).lines) == 1
    assert queries.trial_balance(office) == before


def test_an_empty_period_is_not_settled(office: Connection) -> None:
    with pytest.raises(NothingToSettleError):
        draft(office, "F012", ON, by=who(office), at=AT)
    weigh(office, "1")
    settled(office)
    with pytest.raises(NothingToSettleError):
        draft(office, "F012", ON, by=who(office), at=AT)


def test_a_day_that_is_still_to_come_is_not_settled(office: Connection) -> None:
    weigh(office, "1")
    with pytest.raises(FutureDateError):
        draft(office, "F012", ON + DAY, by=who(office), at=AT)


def test_drafting_again_looks_anew(office: Connection) -> None:
    weigh(office, "1")
    first = draft(office, "F012", ON, by=who(office), at=AT)
    submit(office, first.settlement_id, by=who(office), at=AT, source=CLI)
    weigh(office, "2")
    again = draft(office, "F012", ON, by=who(office), at=AT)
    assert again.settlement_id == first.settlement_id
    assert (again.state, again.net_paise) == (SettlementState.DRAFT, 2 * NET)


def test_another_cut_off_drops_the_open_draft(office: Connection) -> None:
    weigh(office, "1", on=ON - DAY)
    first = draft(office, "F012", ON - DAY, by=who(office), at=AT)
    second = draft(office, "F012", ON, by=who(office), at=AT)
    assert settlement_of(office, first.settlement_id).state is SettlementState.VOID
    assert [s.settlement_id for s in settlements(office, state=SettlementState.DRAFT)] == [
        second.settlement_id
    ]


def test_who_approves_never_posts_other_figures_than_he_saw(office: Connection) -> None:
    weigh(office, "1")
    drafted = draft(office, "F012", ON, by=who(office), at=AT)
    weigh(office, "2")
    with pytest.raises(DraftChangedError) as refused:
        approve(office, drafted.settlement_id, by=who(office), at=AT, source=CLI)
    assert (refused.value.before.net_paise, refused.value.after.net_paise) == (NET, 2 * NET)
    assert queries.owed_to(office, "F012") == Owed(payable_paise=2 * NET)


def test_an_advance_given_after_the_draft_is_a_change_too(office: Connection) -> None:
    weigh(office, "1")
    drafted = draft(office, "F012", ON, by=who(office), at=AT)
    lend(office, 100_00)
    with pytest.raises(DraftChangedError):
        approve(office, drafted.settlement_id, by=who(office), at=AT, source=CLI)


def test_approving_twice_is_refused(office: Connection) -> None:
    weigh(office, "1")
    approved = settled(office)
    with pytest.raises(SettlementStateError, match="SET-2026-11-001 is approved"):
        approve(office, approved.settlement_id, by=who(office), at=AT, source=CLI)


def test_staff_draft_and_submit_and_only_an_admin_approves(office: Connection) -> None:
    weigh(office, "1")
    clerk = who(office, "S01")
    drafted = draft(office, "F012", ON, by=clerk, at=AT)
    assert (
        submit(office, drafted.settlement_id, by=clerk, at=AT, source=CLI).state
        is SettlementState.PENDING
    )
    with pytest.raises(SettlementStateError):
        submit(office, drafted.settlement_id, by=clerk, at=AT, source=CLI)
    with pytest.raises(NotAllowedError):
        approve(office, drafted.settlement_id, by=clerk, at=AT, source=CLI)
    with pytest.raises(NotAllowedError):
        draft(office, "F012", ON, by=who(office, "F012"), at=AT)


def test_settling_at_once_says_what_stands_in_the_book(office: Connection) -> None:
    loading_fee(office, 50_00)
    weigh(office, "1")
    weigh(office, "2", 20)
    lend(office, 100_00)
    with pytest.raises(NotAllowedError):
        draft_and_approve(office, "F012", ON, by=who(office, "S01"), at=AT, source=CLI)
    approved = draft_and_approve(office, "F012", ON, by=who(office), at=AT, source=CLI)
    assert approved == settlement_of(office, approved.settlement_id)
    slip = slip_of(office, approved.settlement_id)
    assert approved.due_paise == sum(line.paise for line in slip.lines)
    assert (approved.lots, approved.quantities) == (2, {"kg": 30_000})
    assert code_of(digest_of_slip(slip)) == approved.code


def test_a_small_settlement_passes_by_itself_where_a_term_lets_it(office: Connection) -> None:
    set_term(office, "auto_approve_paise", NET, at=AT, by=None)
    clerk = who(office, "S01")
    weigh(office, "1")
    small = draft(office, "F012", ON, by=clerk, at=AT)
    approved = submit(office, small.settlement_id, by=clerk, at=AT, source=CLI)
    assert (approved.state, approved.approved_by) == (SettlementState.APPROVED, None)
    weigh(office, "2", 11)
    large = draft(office, "F012", ON, by=clerk, at=AT)
    submitted = submit(office, large.settlement_id, by=clerk, at=AT, source=CLI)
    assert submitted.state is SettlementState.PENDING


def test_nothing_is_approved_on_a_closed_day(office: Connection) -> None:
    weigh(office, "1")
    drafted = draft(office, "F012", ON, by=who(office), at=AT)
    close_day(office, ON, by=None, at=AT)
    with pytest.raises(Exception, match="is closed"):
        approve(office, drafted.settlement_id, by=who(office), at=AT, source=CLI)
    later = approve(office, drafted.settlement_id, by=who(office), at=AT + DAY, source=CLI)
    assert later.number == "SET-2026-11-001"


def test_each_month_counts_its_own_numbers(office: Connection) -> None:
    numbers = []
    for days in (0, 1, 6, 7, 8):
        at = AT + days * DAY
        weigh(office, f"{days}", on=ON + days * DAY)
        numbers.append(settled(office, cut_off=ON + days * DAY, at=at).number)
    assert numbers == [
        "SET-2026-11-001",
        "SET-2026-11-002",
        "SET-2026-11-003",
        "SET-2026-12-001",
        "SET-2026-12-002",
    ]


def test_voiding_gives_everything_back_and_keeps_the_number(office: Connection) -> None:
    loading_fee(office)
    weigh(office, "1")
    lend(office, 200_00)
    before = queries.trial_balance(office)
    first = settled(office)
    void_one = voided(office, first)
    assert queries.trial_balance(office) == before
    assert (void_one.state, void_one.number) == (SettlementState.VOID, "SET-2026-11-001")
    again = settled(office)
    assert (again.number, again.revision) == ("SET-2026-11-002", 2)
    assert again.net_paise == first.net_paise
    assert len(slip_of(office, first.settlement_id).lines) == 1
    with pytest.raises(SettlementStateError):
        voided(office, first)


def test_a_draft_is_dropped_by_whoever_may_draft(office: Connection) -> None:
    weigh(office, "1")
    clerk = who(office, "S01")
    drafted = draft(office, "F012", ON, by=clerk, at=AT)
    which = drafted.settlement_id
    dropped = void(office, which, reason="too early", by=clerk, at=AT, source=CLI)
    assert (dropped.state, dropped.number) == (SettlementState.VOID, None)
    with pytest.raises(NotAllowedError):
        void(office, settled(office).settlement_id, reason="no", by=clerk, at=AT, source=CLI)


def test_a_settlements_entry_is_reversed_by_voiding_it_only(office: Connection) -> None:
    weigh(office, "1")
    entry_id = settled(office).entry_id
    assert entry_id is not None
    reverse(office, entry_id, on=ON, reason="by hand", key="hand", source=CLERK)
    with pytest.raises(IntegrityError, match="void that"):
        office.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    office.rollback()


def take_back(tx: Connection, entry_id: int, asked: int | None = None) -> None:
    undoing = doing(who(tx), f"back:{entry_id}", "wrong man", ask=asked)
    reverse_entry(tx, entry_id, undoing)


def granted(tx: Connection, kind: AskKind, facts: dict[str, int]) -> int:
    asked = ask(tx, kind, facts, by=who(tx), at=AT, reason="it must", key=f"ask:{kind}")
    return grant(tx, asked.ask_id, by=who(tx, "A02"), at=AT).ask_id


def test_a_paid_settlement_is_voided_by_two_people_after_its_payments(office: Connection) -> None:
    weigh(office, "1")
    approved = settled(office)
    (part,) = paid(office, NET)
    assert settlement_of(office, approved.settlement_id).state is SettlementState.PAID
    with pytest.raises(SettlementPaidError):
        voided(office, approved)
    with pytest.raises(SecondPersonNeededError):
        take_back(office, part.entry_id)
    take_back(
        office, part.entry_id, granted(office, AskKind.REVERSE_PAID, {"entry": part.entry_id})
    )
    stands = settlement_of(office, approved.settlement_id)
    assert (stands.state, stands.paid_paise) == (SettlementState.APPROVED, 0)
    with pytest.raises(SecondPersonNeededError):
        voided(office, approved)
    yes = granted(office, AskKind.VOID_PAID, void_facts(approved.settlement_id))
    which = approved.settlement_id
    void(office, which, reason="twice", by=who(office), at=AT, source=CLI, ask=yes)
    assert queries.owed_to(office, "F012") == Owed(payable_paise=NET)


def test_a_settlement_of_nothing_net_is_paid_at_once(office: Connection) -> None:
    weigh(office, "1")
    lend(office, 5_000_00)
    approved = settled(office)
    assert (approved.net_paise, approved.recovered_paise) == (0, NET)
    assert approved.state is SettlementState.PAID
    assert voided(office, approved).state is SettlementState.VOID


def test_slips_bear_a_code_that_only_their_figures_make(office: Connection) -> None:
    weigh(office, "1")
    weigh(office, "2", farmer="F013")
    first, second = settled(office), settled(office, "F013")
    assert first.code is not None
    assert first.code != second.code
    slip = slip_of(office, first.settlement_id)
    assert code_of(digest_of_slip(slip)) == first.code
    forged = replace(slip, settlement=replace(slip.settlement, net_paise=NET + 1))
    assert code_of(digest_of_slip(forged)) != first.code
    assert settlement_by_code(office, first.code) == first


def test_a_farmer_accepts_his_settlement_or_asks(office: Connection) -> None:
    weigh(office, "1")
    approved = settled(office)
    farmer = who(office, "F012")

    def says(by: Party, words: str = "", *, accepted: bool = False) -> Settlement:
        which = approved.settlement_id
        return answer(office, which, by=by, accepted=accepted, words=words, at=AT)

    assert says(farmer, accepted=True).answer is Answer.ACCEPTED
    asked = says(farmer, "where is Tuesday's lot?")
    assert (asked.answer, asked.question) == (Answer.QUESTIONED, "where is Tuesday's lot?")
    assert says(farmer, "where is Tuesday's lot?") == asked
    assert len(told(office, "question")) == 3
    (open_one,) = open_questions(office)
    closed = close_question(
        office, open_one.question_id, by=who(office, "S01"), words="shown to him", at=AT
    )
    assert closed == open_one
    assert open_questions(office) == []
    assert settlement_of(office, approved.settlement_id).question is None
    with pytest.raises(AlreadyAnsweredError):
        close_question(office, open_one.question_id, by=who(office), words="again", at=AT)
    with pytest.raises(NotAllowedError):
        says(who(office, "F013"), accepted=True)
    voided(office, approved)
    with pytest.raises(SettlementStateError):
        says(farmer, accepted=True)


def test_a_new_draft_knows_nothing_of_what_is_paid_and_asked_of_others(office: Connection) -> None:
    weigh(office, "1")
    before = settled(office)
    paid(office, 400_00)
    answer(
        office, before.settlement_id, by=who(office, "F012"), accepted=False, words="why?", at=AT
    )
    weigh(office, "2")
    drafted = draft(office, "F012", ON, by=who(office), at=AT)
    assert (drafted.paid_paise, drafted.answer, drafted.question) == (0, None, None)
    assert settlement_of(office, drafted.settlement_id) == drafted


def test_settlements_are_found_by_farmer_state_month_and_promised_day(office: Connection) -> None:
    weigh(office, "1")
    weigh(office, "2", farmer="F013")
    first, second = settled(office), settled(office, "F013")
    paid(office, NET)
    assert [s.number for s in settlements(office, farmer="F013")] == [second.number]
    assert [s.number for s in settlements(office, state=SettlementState.PAID)] == [first.number]
    assert settlements(office, month=date(2026, 10, 5)) == []
    assert len(settlements(office, month=date(2026, 11, 5))) == 2
    assert unpaid(office, ON) == []
    assert unpaid(office, ON + timedelta(days=2)) == [second]
    assert latest_of(office, "F012") == settlement_of(office, "SET-2026-11-001")
    with pytest.raises(UnknownSettlementError):
        settlement_of(office, "SET-2026-11-009")


def test_the_promised_day_is_a_term(office: Connection) -> None:
    set_term(office, "pay_days", 5, at=AT, by=None)
    weigh(office, "1")
    assert settled(office).pay_on == ON + 5 * DAY
