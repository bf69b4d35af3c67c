"""A run settles with whoever's cycle ends; who fails is named and keeps nobody else."""

import pytest
from sqlalchemy import Connection, Engine, text

from ledger import trade
from ledger.accounts import Till
from ledger.cycles import cycle_ends
from ledger.dating import FutureDateError
from ledger.journal import post
from ledger.notices import notice_table
from ledger.people import Cycle
from ledger.policy import NotAllowedError
from ledger.run_book import Run, latest_run
from ledger.settlement_run import settle_everyone
from ledger.settlements import SettlementState, settlements
from ledger.terms import set_term
from tests.books.shop import AT, ON
from tests.books.trading import CLI, DAY, open_office, weigh, who

NET = 950_00
SUNDAY = ON + 5 * DAY


@pytest.fixture
def office(shop_engine: Engine) -> Engine:
    """Murugan and Selvam brought a lot each; Selvam is settled with every day."""
    with shop_engine.begin() as tx:
        open_office(tx)
        tx.execute(text("UPDATE party SET cycle = 'daily' WHERE code = 'F013'"))
        weigh(tx, "1")
        weigh(tx, "2", 20, farmer="F013")
    return shop_engine


def run(engine: Engine, by: str | None = "A01", days: int = 0, *, approve: bool = True) -> Run:
    with engine.begin() as tx:
        person = None if by is None else who(tx, by)
    on, at = ON + days * DAY, AT + days * DAY
    return settle_everyone(engine, on, approve=approve, by=person, at=at, source=CLI)


def told_the_owners(tx: Connection) -> list[dict[str, object]]:
    return [row.subject for row in tx.execute(notice_table.select()) if row.kind == "run_done"]


def test_only_those_whose_cycle_ends_are_settled_with(office: Engine) -> None:
    first = run(office)
    assert (first.farmers, first.approved, first.net_paise) == (1, 1, 2 * NET)
    assert cycle_ends(Cycle.WEEKLY, SUNDAY)
    second = run(office, days=5)
    assert (second.farmers, second.approved, second.skipped) == (2, 1, 1)
    with office.begin() as tx:
        assert [s.farmer for s in settlements(tx)] == ["F013", "F012"]
        assert [subject["approved"] for subject in told_the_owners(tx)] == [1, 1, 1, 1]


def test_the_nightly_run_drafts_and_a_term_lets_small_ones_pass(office: Engine) -> None:
    with office.begin() as tx:
        set_term(tx, "auto_approve_paise", NET, at=AT, by=None)
    nightly = run(office, by=None, days=5, approve=False)
    assert (nightly.drafted, nightly.approved, nightly.net_paise) == (1, 1, NET)
    with office.begin() as tx:
        states = {s.farmer: (s.state, s.approved_by) for s in settlements(tx)}
    assert states == {
        "F012": (SettlementState.APPROVED, None),
        "F013": (SettlementState.DRAFT, None),
    }


def test_one_who_fails_is_named_and_the_others_go_on(office: Engine) -> None:
    with office.begin() as tx:
        taken = trade.capital(1_00, till=Till.CASH, on=ON)
        post(tx, taken, key=f"settlement:F012:{SUNDAY}:1", source=CLI)
    done = run(office, days=5)
    assert (done.approved, done.done) == (1, 2)
    ((code, why),) = done.failed
    assert (code, "already stands for another entry" in why) == ("F012", True)
    assert done.faults == ()
    with office.begin() as tx:
        assert {subject["failed"] for subject in told_the_owners(tx)} == {1}
        assert [s.farmer for s in settlements(tx)] == ["F013"]


def test_a_run_cut_short_is_carried_on_and_tries_again_who_failed(office: Engine) -> None:
    with office.begin() as tx:
        tx.execute(
            text("""
                INSERT INTO settlement_run
                    (cut_off, is_approving, is_everyone, farmers, channel, started_at, faults)
                VALUES (:on, true, false, 2, 'cli', :at, '{}')
            """),
            {"on": SUNDAY, "at": AT},
        )
        tx.execute(
            text("""
                INSERT INTO settlement_run_farmer (run_id, farmer_id, outcome, why)
                SELECT 1, party_id, CASE code WHEN 'F012' THEN 'failed' ELSE 'skipped' END, 'x'
                FROM party WHERE role = 'farmer'
            """)
        )
        under_way = latest_run(tx)
    assert under_way is not None
    assert (under_way.done, under_way.finished_at) == (2, None)
    done = run(office, days=5)
    assert (done.run_id, done.approved, done.skipped, done.failed) == (1, 1, 1, ())
    with office.begin() as tx:
        assert [s.farmer for s in settlements(tx)] == ["F012"]


def test_one_who_failed_and_has_nothing_left_is_passed_over(office: Engine) -> None:
    assert run(office).approved == 1
    with office.begin() as tx:
        tx.execute(
            text("""
                UPDATE settlement_run SET finished_at = NULL;
                UPDATE settlement_run_farmer
                SET outcome = 'failed', settlement_id = NULL, net_paise = 0, why = 'x'
            """)
        )
    again = run(office)
    assert (again.run_id, again.approved, again.skipped, again.failed) == (1, 0, 1, ())


def test_a_run_says_where_its_totals_do_not_hold(office: Engine, owner_engine: Engine) -> None:
    with owner_engine.begin() as tx:
        tx.execute(text("ALTER TABLE posting DISABLE TRIGGER posting_stays"))
    run(office)
    with owner_engine.begin() as tx:
        tx.execute(text("UPDATE posting SET amount_paise = amount_paise + 1 WHERE entry_id = 1"))
    done = run(office, days=5)
    assert "the trial balance is off by" in done.faults[0]
    with office.begin() as tx:
        assert told_the_owners(tx)[-1]["faults"] == list(done.faults)


def test_who_may_not_draft_or_approve_runs_nothing(office: Engine) -> None:
    with pytest.raises(NotAllowedError):
        run(office, by="S01")
    assert run(office, by="S01", approve=False).drafted == 1
    with office.begin() as tx, pytest.raises(FutureDateError):
        settle_everyone(office, ON + DAY, approve=True, by=who(tx), at=AT, source=CLI)
