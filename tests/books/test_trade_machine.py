"""Whatever a shop does, in whatever order: no paisa is lost, and nothing is settled twice.

A machine trades at random in real books and keeps, beside them, a model that knows nothing of
accounts: what each farmer brought, got, borrowed, and which of it waits for a settlement.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, Phase, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Connection, Engine, text

from ledger import advances, queries, trade
from ledger.accounts import Till
from ledger.audit import audit
from ledger.corrections import correct_lot, reverse_entry
from ledger.entering import Entering
from ledger.errors import LedgerError
from ledger.fee_kinds import change_fee
from ledger.journal import close_day, post
from ledger.lots import worth
from ledger.payouts import pay
from ledger.settlement import clear
from ledger.settlements import Settlement, approve, draft, void
from tests.books.people import entering
from tests.books.shop import AT, ON, lot, open_shop, sell
from tests.books.trading import CLI, DAY, loading_fee, open_office, who

FARMERS = ("F012", "F013")
RATE = 100_00
farmers = st.sampled_from(FARMERS)
grams = st.integers(1, 50_000)
sums = st.integers(1, 3_000_00)
shares = st.integers(0, 1_100)
"""Thousandths of what is there; above a thousand is too much."""

T = TypeVar("T")


@dataclass
class Line:
    """Something that waits for a settlement, or stands in one."""

    on: date
    paise: int


@dataclass
class Account:
    """One farmer as a shopkeeper's notebook has him; everything in paise."""

    waiting: list[Line] = field(default_factory=list)
    carried: int = 0
    fees_carried: int = 0
    lent: int = 0
    unpaid: dict[int, int] = field(default_factory=dict)
    brought: int = 0
    got: int = 0
    fees: int = 0


@dataclass
class Cleared:
    """What an approval took from the notebook, so that voiding can put it back."""

    farmer: str
    lines: list[Line]
    before: Account
    fees: int
    recovered: int
    made_carry: bool


class Trade(RuleBasedStateMachine):
    """A shop of two farmers."""

    engine: Engine

    @initialize(fee=st.integers(0, 700_00), cap=st.none() | st.integers(0, 900_00))
    def open(self, fee: int, cap: int | None) -> None:
        self.connection = self.engine.connect()
        self.tx: Connection = self.connection
        open_shop(self.tx)
        open_office(self.tx)
        loading_fee(self.tx, fee)
        self.fee, self.cap = fee, cap
        self.tx.execute(text("UPDATE party SET recovery_cap_paise = :cap"), {"cap": cap})
        self.owner = who(self.tx)
        self.keys = (f"machine:{n}" for n in count())
        self.days = 0
        self.book = {code: Account() for code in FARMERS}
        self.lots: dict[int, tuple[str, int]] = {}
        self.drafts: dict[str, Settlement] = {}
        self.live: dict[int, Cleared] = {}

    @property
    def today(self) -> date:
        return ON + self.days * DAY

    def attempt(self, act: Callable[[], T]) -> T | None:
        """Do it, or be refused with everything as it was."""
        try:
            with self.tx.begin_nested():
                return act()
        except LedgerError as refusal:
            event(type(refusal).__name__)
            return None

    @rule()
    def a_day_passes(self) -> None:
        self.days += 1

    @rule()
    def yesterday_is_closed(self) -> None:
        close_day(self.tx, self.today - DAY, by=None, at=AT + self.days * DAY)

    @rule(farmer=farmers, weight=grams, late=st.booleans())
    def a_lot_is_sold(self, farmer: str, weight: int, late: bool) -> None:  # noqa: FBT001 - hypothesis passes it
        on = self.today - DAY if late else self.today
        sold = replace(lot(weight, RATE, farmer=farmer, at=AT + (on - ON)), on=on)
        posted = self.attempt(lambda: sell(self.tx, next(self.keys), sold))
        if posted is not None:
            self.lots[posted.entry_id] = (farmer, sold.worth.net_paise)
            self.moves(farmer, sold.worth.net_paise, on)

    def now(self, reason: str | None = None) -> Entering:
        """The owner, at this point of the play."""
        at = AT + self.days * DAY
        return entering(self.owner, next(self.keys), reason, on=self.today, at=at)

    def moves(self, farmer: str, paise: int, on: date) -> None:
        """A lot, or what puts one right."""
        if paise:
            self.book[farmer].waiting.append(Line(on, paise))
            self.book[farmer].brought += paise

    @precondition(lambda self: self.lots)
    @rule(data=st.data(), weight=grams)
    def a_lot_is_put_right(self, data: st.DataObject, weight: int) -> None:
        entry = data.draw(st.sampled_from(sorted(self.lots)))
        farmer, net = self.lots[entry]
        before = self.payable(farmer)
        fixed = self.attempt(
            lambda: correct_lot(self.tx, entry, self.now("scale"), quantity_milli=weight)
        )
        if fixed is not None:
            right = worth(weight, RATE, (), commission_bp=500).net_paise
            assert self.payable(farmer) - before == right - net
            del self.lots[entry]
            self.lots[fixed.replacement_id] = (farmer, right)
            self.moves(farmer, -net, self.today)
            self.moves(farmer, right, self.today)

    @precondition(lambda self: self.lots)
    @rule(data=st.data())
    def a_lot_is_taken_back(self, data: st.DataObject) -> None:
        entry = data.draw(st.sampled_from(sorted(self.lots)))
        farmer, net = self.lots[entry]
        taken = self.attempt(lambda: reverse_entry(self.tx, entry, self.now("not his")))
        if taken is not None:
            del self.lots[entry]
            self.moves(farmer, -net, self.today)

    @rule(farmer=farmers, paise=sums)
    def cash_is_lent(self, farmer: str, paise: int) -> None:
        given = self.attempt(
            lambda: advances.give(self.tx, farmer, paise, self.now("seed"), till=Till.CASH)
        )
        if given is not None:
            self.book[farmer].lent += paise
            self.book[farmer].got += paise

    @rule(farmer=farmers, share=shares)
    def cash_comes_back(self, farmer: str, share: int) -> None:
        paise = self.book[farmer].lent * share // 1000
        repaid = self.attempt(
            lambda: advances.repay(self.tx, farmer, paise, self.now(), till=Till.CASH)
        )
        assert (repaid is not None) == (0 < paise <= self.book[farmer].lent)
        if repaid is not None:
            self.book[farmer].lent -= paise
            self.book[farmer].got -= paise

    @rule(farmer=farmers, share=shares)
    def a_farmer_is_paid(self, farmer: str, share: int) -> None:
        his = self.book[farmer]
        due = sum(his.unpaid.values()) + max(0, self.payable_by_the_notebook(his))
        paise = max(1, due * share // 1000)
        parts = self.attempt(lambda: pay(self.tx, farmer, paise, self.now(), till=Till.BANK))
        assert (parts is not None) == (paise <= due)
        if parts is None:
            return
        assert sum(part.amount_paise for part in parts) == paise
        his.got += paise
        for part in parts:
            if part.settlement_id is None:
                his.waiting.append(Line(self.today, -part.amount_paise))
            else:
                his.unpaid[part.settlement_id] -= part.amount_paise
                assert his.unpaid[part.settlement_id] >= 0

    @rule(farmer=farmers, paise=sums)
    def he_is_paid_beyond_what_is_payable(self, farmer: str, paise: int) -> None:
        """As a paper book has it; the shop's own command refuses."""
        entry = trade.payment(farmer, paise, till=Till.CASH, on=self.today)
        if self.attempt(lambda: post(self.tx, entry, key=next(self.keys), source=CLI)):
            self.book[farmer].waiting.append(Line(self.today, -paise))
            self.book[farmer].got += paise

    @rule(paise=st.integers(0, 700_00))
    def the_fee_changes(self, paise: int) -> None:
        change_fee(self.tx, "loading", by=self.owner, amount=paise)
        self.fee = paise

    @rule(farmer=farmers, back=st.integers(0, 2))
    def a_settlement_is_drafted(self, farmer: str, back: int) -> None:
        cut_off = self.today - back * DAY
        at = AT + self.days * DAY
        drafted = self.attempt(lambda: draft(self.tx, farmer, cut_off, by=self.owner, at=at))
        waits = any(line.on <= cut_off for line in self.book[farmer].waiting)
        assert (drafted is not None) == waits
        if drafted is not None:
            self.drafts[farmer] = drafted

    @rule(farmer=farmers, back=st.integers(0, 1))
    def a_settlement_is_drafted_and_approved(self, farmer: str, back: int) -> None:
        self.a_settlement_is_drafted(farmer, back)
        if farmer in self.drafts:
            self.approves(farmer)

    @precondition(lambda self: self.drafts)
    @rule(data=st.data())
    def a_draft_is_approved(self, data: st.DataObject) -> None:
        self.approves(data.draw(st.sampled_from(sorted(self.drafts))))

    def approves(self, farmer: str) -> None:
        drafted = self.drafts.pop(farmer)
        at = AT + self.days * DAY
        done = self.attempt(
            lambda: approve(self.tx, drafted.settlement_id, by=self.owner, at=at, source=CLI)
        )
        if done is not None:
            event("approved")
            self.clears(farmer, done)

    def clears(self, farmer: str, done: Settlement) -> None:
        """The notebook's own reckoning is the book's."""
        his = self.book[farmer]
        lines = [line for line in his.waiting if line.on <= done.cut_off]
        fees = his.fees_carried + (self.fee if done.lots > 0 else 0)
        cleared = clear(
            sum(line.paise for line in lines) + his.carried,
            fees_paise=fees,
            outstanding_paise=his.lent,
            recovery_cap_paise=self.cap,
        )
        assert (done.due_paise, done.fees_paise) == (cleared.due_paise, cleared.fees_paise)
        assert (done.recovered_paise, done.net_paise) == (
            cleared.recovered_paise,
            cleared.net_paise,
        )
        assert (done.carried_paise, done.fees_carried_paise) == (
            cleared.carried_paise,
            cleared.fees_carried_paise,
        )
        before = replace(his)
        his.waiting = [line for line in his.waiting if line.on > done.cut_off]
        his.carried, his.fees_carried = cleared.carried_paise, cleared.fees_carried_paise
        his.lent -= cleared.recovered_paise
        his.fees += cleared.fees_paise
        his.unpaid[done.settlement_id] = cleared.net_paise
        carries = cleared.carried_paise < 0 or cleared.fees_carried_paise > 0
        self.live[done.settlement_id] = Cleared(
            farmer, lines, before, cleared.fees_paise, cleared.recovered_paise, carries
        )

    @precondition(lambda self: self.live)
    @rule(data=st.data())
    def the_newest_settlement_is_voided(self, data: st.DataObject) -> None:
        farmer = data.draw(st.sampled_from(sorted({each.farmer for each in self.live.values()})))
        which = max(n for n, each in self.live.items() if each.farmer == farmer)
        gone = self.attempt(
            lambda: void(
                self.tx, which, reason="wrong week", by=self.owner, at=AT + self.days * DAY,
                source=CLI,
            )
        )  # fmt: skip
        if gone is not None:
            event("voided")
            cleared, his = self.live.pop(which), self.book[farmer]
            his.waiting += cleared.lines
            his.carried = cleared.before.carried
            his.fees_carried = cleared.before.fees_carried
            his.lent += cleared.recovered
            his.fees -= cleared.fees
            assert his.unpaid.pop(which) == gone.net_paise

    @invariant()
    def the_notebook_and_the_books_agree(self) -> None:
        for farmer, his in self.book.items():
            owed = queries.owed_to(self.tx, farmer)
            waiting = self.tx.scalar(text(WAITING), {"code": farmer})
            assert waiting == sum(line.paise for line in his.waiting)
            assert owed.payable_paise == self.payable_by_the_notebook(his)
            assert owed.settled_paise == sum(his.unpaid.values())
            assert owed.advance_paise == his.lent >= 0
            assert owed.owed_paise - owed.advance_paise == his.brought - his.got - his.fees

    @invariant()
    def the_books_are_in_order(self) -> None:
        for rule_of_the_books in (UNBALANCED, TWICE, FAULTY, NEGATIVE):
            assert self.tx.execute(text(rule_of_the_books)).all() == []

    def payable(self, farmer: str) -> int:
        return queries.owed_to(self.tx, farmer).payable_paise

    @staticmethod
    def payable_by_the_notebook(his: Account) -> int:
        return sum(line.paise for line in his.waiting) + his.carried

    def teardown(self) -> None:
        if hasattr(self, "connection"):
            with self.connection:
                self.tx.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
                assert audit(self.tx).findings == []
                self.connection.rollback()


WAITING = """
SELECT coalesce(-sum(u.amount_paise), 0) FROM unsettled_posting u
JOIN party p ON p.party_id = u.farmer_id WHERE p.code = :code
"""
UNBALANCED = "SELECT sum(amount_paise) FROM posting HAVING sum(amount_paise) <> 0"
TWICE = """
SELECT entry_id FROM settlement_line WHERE is_live GROUP BY entry_id, line HAVING count(*) > 1
"""
FAULTY = """
SELECT number, settlement_fault(s) FROM settlement s
WHERE number IS NOT NULL AND settlement_fault(s) IS NOT NULL
"""
NEGATIVE = """
SELECT settlement_id FROM settlement WHERE net_paise < 0 OR recovered_paise < 0 OR fees_paise < 0
"""


@pytest.mark.slow
def test_any_sequence_of_trade_keeps_every_paisa(engine: Engine) -> None:
    machine = type("TradeOnThisEngine", (Trade,), {"engine": engine})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=20,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
            print_blob=True,
        ),
    )
