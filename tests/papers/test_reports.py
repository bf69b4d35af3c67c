"""Reports in real books: every total is a sum of postings."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from ledger import approvals, queries, trade
from ledger.accounts import Till
from ledger.approvals import AskKind
from ledger.corrections import reverse_entry
from ledger.errors import UnknownCodeError
from ledger.journal import post
from ledger.rates import set_rate
from ledger.reports import standing, tallies
from ledger.reports.oddities import Odd, Oddity, oddities
from ledger.reports.periods import Period, PeriodError, month_of
from ledger.reports.statements import statement
from ledger.terms import set_term
from locales.facts import Day, Money
from locales.languages import FORMAL, LANGUAGES
from locales.phrases import render
from papers.asked import Form, SlipPaper, StatementPaper, from_json, to_json
from papers.files import made
from papers.forms import ReportForm, written
from papers.reports.catalogue import REPORTS
from papers.statement import TEXT_MAX, statement_phrase, statement_report
from papers.table import Kind, Table
from papers.wording import names_of
from tests.books.people import doing
from tests.books.shop import AT, CLERK, ON, lot, sell
from tests.books.trading import CLI, DAY, lend, settled, weigh, who
from tests.papers.patti import SHOP
from tests.papers.trading import BOTH, FIRST, MONTH

LONG_AGO = date(2020, 1, 6)


def report(tx: Connection, name: str, period: Period = BOTH) -> tuple[Table, ...]:
    return REPORTS[name](tx, period).tables


def column(table: Table, heading: str) -> list[Any]:
    (place,) = [n for n, each in enumerate(table.columns) if each.heading == heading]
    return [row[place] for row in table.all_rows()]


def paise(cells: list[Any]) -> list[int]:
    return [0 if cell is None else cell.paise for cell in cells]


def odd(tx: Connection, oddity: Oddity, period: Period = MONTH) -> list[Odd]:
    return [each for each in oddities(tx, period) if each.oddity is oddity]


def test_every_sum_of_money_under_a_total_comes_to_it(traded: Connection) -> None:
    for name, make in REPORTS.items():
        for table in make(traded, BOTH).tables:
            for place, each in enumerate(table.columns):
                total = None if table.totals is None else table.totals[place]
                if each.kind is Kind.MONEY and isinstance(total, Money) and name != "month":
                    above = paise([row[place] for row in table.rows])
                    assert sum(above) == total.paise, (name, each.heading)


@pytest.mark.parametrize("name", ["day-book", "trial-balance"])
def test_both_sides_come_to_the_same(traded: Connection, name: str) -> None:
    (table,) = report(traded, name)
    debits, credits_ = (column(table, f"column_{side}")[-1] for side in ("debit", "credit"))
    assert debits == credits_
    assert debits.paise > 0


def test_the_trial_balance_is_what_the_accounts_hold(traded: Connection) -> None:
    held = {code: paise for code, paise in queries.trial_balance(traded).items() if paise}
    found = {row.account: row.balance_paise for row in standing.standing(traded, ON)}
    assert {code: paise for code, paise in found.items() if paise} == held
    before = {row.account: row.balance_paise for row in standing.standing(traded, FIRST)}
    assert before["payable:F012"] == -(950_00 + 1_900_00)
    assert standing.standing(traded, FIRST - DAY) == []


def test_commission_by_day_and_by_flower_comes_to_what_was_posted(traded: Connection) -> None:
    posted = -queries.balance_of(traded, "commission")
    by_day, by_flower = report(traded, "commission")
    for table in (by_day, by_flower):
        assert sum(paise(column(table, "column_commission")[:-1])) == posted
        assert column(table, "column_commission")[-1] == Money(posted)
    assert column(by_day, "column_date")[:-1] == [Day(FIRST), Day(ON)]


def test_a_lot_that_is_put_right_counts_on_the_day_of_its_correction(traded: Connection) -> None:
    first, second = tallies.arrivals(traded, BOTH)
    assert (first.on, first.lots, first.quantity_milli) == (FIRST, 2, 30_000)
    assert (second.on, second.lots) == (ON, 2)
    assert second.quantity_milli == 5_000 - 20_000 + 18_000 + 7_250
    assert (second.lowest_paise, second.highest_paise) == (100_00, 155_50)
    (both,) = tallies.by_flower([first, second])
    assert (both.lots, both.quantity_milli) == (4, 40_250)
    assert both.average_paise == round(both.sale_paise * 1000 / both.quantity_milli)


def test_what_farmers_brought_had_and_owe_is_in_the_books(traded: Connection) -> None:
    rows = {row.farmer: row for row in tallies.farmer_tallies(traded, MONTH)}
    for code, row in rows.items():
        owed = queries.owed_to(traded, code)
        assert (row.owed_paise, row.outstanding_paise) == (owed.owed_paise, owed.advance_paise)
    murugan = rows["F012"]
    assert (murugan.lots, murugan.quantity_milli) == (3, 35_250)
    assert (murugan.paid_paise, murugan.lent_paise, murugan.back_paise) == (
        500_00,
        1000_00,
        1000_00,
    )
    assert rows["F013"].paid_paise == 200_00
    later = Period(ON + DAY, ON + DAY)
    after = {row.farmer: row for row in tallies.farmer_tallies(traded, later)}["F012"]
    assert (after.lots, after.paid_paise, after.lent_paise) == (0, 0, 0)
    assert after.owed_paise == murugan.owed_paise


def test_the_tills_add_up_from_day_to_day(traded: Connection) -> None:
    days = [standing.movements(traded, ["cash", "upi"], Period(on, on)) for on in (FIRST, ON)]
    for before, after in zip(*days, strict=True):
        assert before.closing_paise == after.opening_paise
        moved = after.debit_paise - after.credit_paise
        assert after.opening_paise + moved == after.closing_paise
    cash, upi = days[1]
    assert (cash.credit_paise, upi.debit_paise) == (1_700_00, 2_500_00)


def test_advances_outstanding_are_the_advance_accounts(traded: Connection) -> None:
    lend(traded, 700_00, "lend:2", "F013")
    (table,) = report(traded, "advances")
    assert table.totals is not None
    assert table.totals[-1] == Money(queries.balance_of(traded, "advance:F013"))
    assert column(table, "column_days") == [0, None]


def test_a_statement_goes_from_what_was_owed_to_what_is(traded: Connection) -> None:
    for farmer in ("F012", "F013"):
        of = statement(traded, farmer, Period(ON, ON))
        assert of.opening == statement(traded, farmer, Period(FIRST, FIRST)).closing
        assert of.closing == queries.owed_to(traded, farmer)
        changed = sum(line.owed_paise for line in of.lines)
        assert of.opening.owed_paise + changed == of.closing.owed_paise
        lent = sum(line.lent_paise for line in of.lines)
        assert of.opening.advance_paise + lent == of.closing.advance_paise


def test_a_statement_shows_what_he_owes_beside_what_he_is_owed(traded: Connection) -> None:
    (table,) = statement_report(statement(traded, "F012", BOTH), names_of(traded)).tables
    owed, out = column(table, "column_owed"), column(table, "column_outstanding")
    assert (owed[0], out[0]) == (Money(0), Money(0))
    assert out[-2:] == [Money(0), Money(0)]
    assert Money(1000_00) in out
    assert owed[-1] == Money(queries.owed_to(traded, "F012").owed_paise)


STATEMENT = """\
Before 23-11-2026: the shop owes ₹0.00; advance to be paid back ₹0.00
23-11-2026  Malli 10.000 kg × ₹100.00: ₹950.00
23-11-2026  Malli 20.000 kg × ₹100.00: ₹1,900.00
24-11-2026  Malli 20.000 kg × ₹100.00, taken back: scale: -₹1,900.00
24-11-2026  Malli 18.000 kg × ₹100.00: ₹1,710.00
24-11-2026  Malli 7.250 kg × ₹155.50: ₹1,071.01
24-11-2026  Advance paid out: advance ₹1,000.00
24-11-2026  Settled, SET-2026-11-001: -₹1,050.00, advance -₹1,000.00
24-11-2026  Settlement paid: -₹500.00
At the end of 24-11-2026: the shop owes ₹2,181.01; advance to be paid back ₹0.00"""


def test_a_statement_in_chat_lists_every_entry_while_it_is_short(traded: Connection) -> None:
    said = statement_phrase(statement(traded, "F012", BOTH), names_of(traded))
    assert render(said.key, said.facts, "en") == STATEMENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_statement_in_chat_puts_entries_together_and_says_so(
    office: Connection, language: str
) -> None:
    for number in range(60):
        weigh(office, f"wa:{number}:1")
    said = statement_phrase(statement(office, "F012", BOTH), names_of(office))
    text = render(said.key, said.facts, language)
    assert len(text) <= TEXT_MAX
    assert text.count("₹57,000.00") == 2
    assert "24-11-2026  " not in text


def test_a_period_without_entries_says_so(office: Connection) -> None:
    said = statement_phrase(statement(office, "F012", BOTH), names_of(office))
    assert "Nothing was written in these days." in render(said.key, said.facts, "en")


def test_a_statement_of_nobody_and_a_period_that_runs_backwards_are_refused(
    office: Connection,
) -> None:
    with pytest.raises(UnknownCodeError, match="no farmer F099"):
        statement(office, "F099", BOTH)
    with pytest.raises(PeriodError, match="23-11-2026 is before 24-11-2026"):
        Period(ON, FIRST)
    assert month_of(date(2028, 2, 9)) == Period(date(2028, 2, 1), date(2028, 2, 29))


def test_a_reversal_is_looked_at_with_its_reason(traded: Connection) -> None:
    (found,) = odd(traded, Oddity.REVERSED)
    assert (found.reason, found.farmer, found.flower) == ("scale", "F012", "malli")
    assert found.actor_id == who(traded).party_id


def test_a_typed_rate_is_looked_at_only_where_the_board_said_another(office: Connection) -> None:
    sell(office, "wa:1:1", lot(1_000, 90_00, at=AT))
    set_rate(office, "malli", 120_00, at=AT, by=None, key="board")
    sell(office, "wa:2:1", lot(2_000, 120_00, at=AT))
    typed = sell(office, "wa:3:1", lot(3_000, 200_00, at=AT + timedelta(minutes=1))).entry_id
    before = sell(office, "wa:4:1", lot(3_000, 110_00, at=AT - timedelta(minutes=1))).entry_id
    found = {each.entry_id: (each.found, each.usual) for each in odd(office, Oddity.RATE_TYPED)}
    assert found[typed] == (200_00, 120_00)
    assert before not in found


def test_a_weight_is_odd_beside_the_farmers_own(office: Connection) -> None:
    for number in range(5):
        weigh(office, f"wa:{number}:1", 4, on=FIRST)
    weigh(office, "other:1", 90, farmer="F013")
    assert odd(office, Oddity.WEIGHT) == []
    much = weigh(office, "much:1", 12)
    weigh(office, "usual:1", 11)
    (found,) = odd(office, Oddity.WEIGHT)
    assert (found.entry_id, found.found, found.usual) == (much, 12_000, 4_000)


def test_a_weight_that_was_taken_back_is_odd_no_longer(office: Connection) -> None:
    for number in range(5):
        weigh(office, f"wa:{number}:1", 4, on=FIRST)
    much = weigh(office, "much:1", 40)
    reverse_entry(office, much, doing(who(office), "r", "x"))
    assert odd(office, Oddity.WEIGHT) == []


def test_what_is_dated_back_is_looked_at_but_not_an_old_book(office: Connection) -> None:
    money = trade.buyers_money(100_00, till=Till.CASH, on=LONG_AGO)
    late = post(office, money, key="late", source=CLI).entry_id
    old = trade.buyers_money(200_00, till=Till.CASH, on=LONG_AGO)
    post(office, old, key="old", source=type(CLERK)(None, "import"))
    (found,) = odd(office, Oddity.BACK_DATED, Period(LONG_AGO, LONG_AGO))
    assert found.entry_id == late
    assert found.found is not None
    assert found.found > 365


def test_an_admin_who_allowed_himself_is_looked_at(office: Connection) -> None:
    set_term(office, "lone_admin_may", 1, at=AT - DAY, by=None)
    office.exec_driver_sql("UPDATE party SET is_active = false WHERE code = 'A02'")
    asked = approvals.ask(
        office, AskKind.BACK_DATE, {"x": 1}, by=who(office), at=AT, reason="ill", key="ask"
    )
    approvals.grant(office, asked.ask_id, by=who(office), at=AT)
    (found,) = odd(office, Oddity.ALONE)
    assert (found.act, found.reason, found.about) == ("back_date", "ill", asked.ask_id)


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_is_written_in_every_form_and_language(traded: Connection, name: str) -> None:
    told = REPORTS[name](traded, MONTH)
    for language in FORMAL:
        for form in ReportForm:
            assert written(told, form, shop=SHOP, language=language)


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_of_an_empty_book_is_a_report(office: Connection, name: str) -> None:
    assert written(REPORTS[name](office, BOTH), ReportForm.TEXT, shop=SHOP, language="ta")


def test_the_month_has_a_sheet_for_each_of_its_five_parts(traded: Connection) -> None:
    arrivals, farmers, lots, advances, settlements = report(traded, "month", MONTH)
    assert len(arrivals.rows) == 1
    assert len(farmers.rows) == 2
    assert len(lots.rows) == 5
    assert column(lots, "column_remark").count(None) == 5
    assert advances.rows == ()
    assert column(settlements, "column_number") == ["SET-2026-11-001"]
    assert column(farmers, "column_gross")[-1] == column(arrivals, "column_gross")[-1]


def test_papers_are_named_by_a_message_and_drawn_from_the_books(traded: Connection) -> None:
    slip = SlipPaper(settled_id(traded))
    for paper, kind, start in (
        (slip, "image/png", b"\x89PNG"),
        (SlipPaper(slip.settlement_id, Form.DOCUMENT), "application/pdf", b"%PDF"),
        (StatementPaper("F012", FIRST, ON), "application/pdf", b"%PDF"),
    ):
        file = made(traded, from_json(to_json(paper)), "ta")
        assert file.content_type == kind
        assert file.content.startswith(start)
        assert from_json(to_json(paper)) == paper


def settled_id(tx: Connection) -> int:
    weigh(tx, "more:1", farmer="F013")
    return settled(tx, "F013", ON, datetime(2026, 11, 24, 3, tzinfo=UTC)).settlement_id
