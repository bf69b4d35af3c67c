"""Hours of a market day and ages of advances: sums of what the books hold."""

from datetime import date, timedelta

from sqlalchemy import Connection

from ledger import advance_book, queries
from ledger.advance_book import AgedAdvance
from ledger.board import MARKET_ZONE
from ledger.reports.ages import AGES, by_age
from ledger.reports.hours import by_hour
from tests.books.shop import AT, ON, lot, sell
from tests.papers.trading import FIRST


def test_the_hours_of_a_day_come_to_its_lots_that_stand(traded: Connection) -> None:
    late = AT + timedelta(hours=3)
    sell(traded, "late:1", lot(4_000, 120_00, at=late))
    sell(traded, "late:2", lot(6_000, 170_00, at=late + timedelta(minutes=10)))
    for on in (FIRST, ON):
        stand = [
            each
            for each in queries.lots_on(traded, on)
            if each.flower == "malli" and not each.is_reversed
        ]
        hours = by_hour(traded, on, "malli")
        assert sum(hour.lots for hour in hours) == len(stand)
        assert sum(hour.quantity_milli for hour in hours) == sum(
            each.quantity_milli for each in stand
        )
        assert sum(hour.sale_paise for hour in hours) == sum(
            each.worth.sale_paise for each in stand
        )
    last = by_hour(traded, ON, "malli")[-1]
    assert (last.hour, last.lots, last.quantity_milli) == (
        late.astimezone(MARKET_ZONE).hour,
        2,
        10_000,
    )
    assert (last.lowest_paise, last.average_paise, last.highest_paise) == (120_00, 150_00, 170_00)


def test_a_flower_that_did_not_come_has_no_hours(traded: Connection) -> None:
    assert by_hour(traded, ON, "thamarai") == []


def test_the_ages_come_to_all_that_is_out(traded: Connection) -> None:
    aged = advance_book.aged(traded, ON + timedelta(days=20))
    ages = by_age(aged)
    assert sum(age.outstanding_paise for age in ages) == sum(
        each.outstanding_paise for each in aged
    )
    assert [age.advances for age in ages] == [0, 0, len(aged), 0, 0]


def test_every_day_has_one_age_and_only_one() -> None:
    for days in range(200):
        out = AgedAdvance("F012", 1, date(2026, 1, 1), 100, days)
        assert sum(age.advances for age in by_age([out])) == 1
    assert AGES[0][0] == 0
    assert AGES[-1][1] is None


def test_a_farmer_with_two_advances_of_an_age_is_one_farmer() -> None:
    out = [AgedAdvance("F012", entry, date(2026, 1, 1), 100, 3) for entry in (1, 2)]
    assert (by_age(out)[0].advances, by_age(out)[0].farmers) == (2, 1)
