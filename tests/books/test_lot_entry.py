"""A lot is priced and written by one rule, whoever asks: chat, page or another machine."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, select

from ledger import approvals, lot_errors, queries, rates, trade
from ledger.approvals import AskKind, SecondPersonNeededError
from ledger.board import TimeSlot
from ledger.dating import FutureDateError, back_date_facts
from ledger.entering import Entering
from ledger.errors import KeyReusedError, LedgerError, UnknownCodeError
from ledger.goods import divide_day
from ledger.journal import Source
from ledger.limits import AmountError, LotLimitError
from ledger.lot_entry import twins_now, write_lots
from ledger.lot_pricing import LotAsked, PricedLot, priced, priced_or_refused
from ledger.notices import notice_table
from ledger.policy import NotAllowedError
from ledger.register.flowers import change_flower
from ledger.register.people import deactivate
from ledger.terms import set_term
from tests.books.shop import AT, ON
from tests.books.trading import who

KG = 1000


def asked(key: str = "web:f1:1", **said: Any) -> LotAsked:  # noqa: ANN401 - a field's own type
    """Murugan brings 10.500 kg of jasmine at ₹150 a kilogram."""
    usual = LotAsked(key, "F012", "malli", 10_500, 150_00, (), AT)
    return replace(usual, **said)


def entering(tx: Connection, code: str = "S01", **said: Any) -> Entering:  # noqa: ANN401 - a field's own type
    """Somebody of the shop enters lots by the page, at the moment of the weighing."""
    by = who(tx, code)
    usual = Entering(by=by, at=AT, on=ON, key="web:f1", source=Source(by.party_id, "web"))
    return replace(usual, **said)


def write(tx: Connection, lot: PricedLot, code: str = "S01", **said: Any) -> int:  # noqa: ANN401 - a field's own type
    """One lot, written; its entry."""
    (posted,) = write_lots(tx, {lot.key: lot.sale}, entering(tx, code, **said))
    return posted.entry_id


def on_board(tx: Connection, rate_paise: int, at: datetime = AT - timedelta(minutes=5)) -> int:
    """The owner's rate for jasmine."""
    return rates.set_rate(tx, "malli", rate_paise, at=at, by=None, key=f"r{rate_paise}").rate_id


def notices(tx: Connection) -> list[list[int]]:
    """What farmers will hear of, entry by entry."""
    found = tx.scalars(select(notice_table.c.subject).order_by(notice_table.c.notice_id))
    return [subject["entries"] for subject in found]


def test_a_typed_rate_prices_a_lot(office: Connection) -> None:
    lot = priced(office, asked())
    assert (lot.sale.worth.gross_paise, lot.sale.worth.net_paise) == (1575_00, 1496_25)
    assert (lot.sale.rate_id, lot.has_board, lot.twin) == (None, False, None)


def test_without_a_rate_the_boards_counts_and_is_named(office: Connection) -> None:
    rate_id = on_board(office, 160_00)
    lot = priced(office, asked(rate_paise=None))
    assert (lot.sale.rate_paise, lot.sale.rate_id, lot.has_board) == (160_00, rate_id, True)


def test_a_rate_far_from_the_boards_is_told(office: Connection) -> None:
    on_board(office, 300_00)
    assert priced(office, asked()).board_paise == 300_00
    assert priced(office, asked(rate_paise=290_00)).board_paise is None


def test_the_part_of_the_day_is_that_of_the_weighing(office: Connection) -> None:
    divide_day(office, [TimeSlot("dawn", "Dawn", "விடியல்", time(4), time(6))])
    slot = priced(office, asked()).slot
    assert slot is not None
    assert slot.code == "dawn"
    assert priced(office, asked(at=AT + timedelta(hours=1))).slot is None


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"farmer": "F999"}, UnknownCodeError),
        ({"farmer": "S01"}, UnknownCodeError),
        ({"flower": "lotus"}, UnknownCodeError),
        ({"quantity_milli": 0}, lot_errors.NothingWeighedError),
        ({"quantity_milli": -5}, lot_errors.NothingWeighedError),
        ({"quantity_milli": 500_001}, lot_errors.TooHeavyError),
        ({"rate_paise": None}, lot_errors.NoRateError),
        ({"rate_paise": 0}, lot_errors.RateNothingError),
        ({"rate_paise": 10_000_01}, lot_errors.RateTooHighError),
        ({"quantity_milli": 400 * KG, "rate_paise": 9_000_00}, lot_errors.WorthTooMuchError),
        ({"quantity_milli": 1, "rate_paise": 1}, lot_errors.WorthNothingError),
        ({"adjustments": ("mouldy",)}, lot_errors.UnknownQualityError),
    ],
)
def test_what_cannot_be_is_refused_by_its_name(
    office: Connection, said: dict[str, Any], error: type[LedgerError]
) -> None:
    with pytest.raises(error):
        priced(office, asked(**said))


def test_of_several_lots_the_good_ones_are_priced_and_the_others_named(office: Connection) -> None:
    lots = [asked("a"), asked("b", quantity_milli=0), asked("c", farmer="F013")]
    good, refused = priced_or_refused(office, lots)
    assert [lot.key for lot in good] == ["a", "c"]
    assert [type(error) for error in refused] == [lot_errors.NothingWeighedError]


def test_who_has_left_brings_nothing(office: Connection) -> None:
    lot = priced(office, asked())
    deactivate(office, who(office, "F012").party_id, by=who(office), at=AT)
    with pytest.raises(UnknownCodeError):
        priced(office, asked())
    with pytest.raises(UnknownCodeError):
        write(office, lot)


def test_a_flower_that_is_no_longer_sold_has_no_price(office: Connection) -> None:
    change_flower(office, "malli", is_active=False, by=who(office), at=AT)
    with pytest.raises(UnknownCodeError):
        priced(office, asked())


def test_a_written_lot_stands_as_it_was_priced_and_the_farmer_hears_once(
    office: Connection,
) -> None:
    first, second = priced(office, asked("k:1")), priced(office, asked("k:2", quantity_milli=KG))
    sales = {lot.key: lot.sale for lot in (first, second)}
    posted = write_lots(office, sales, entering(office))
    entries = [each.entry_id for each in posted]
    rows = queries.lots_of(office, entries)
    assert [row.worth for row in rows] == [first.sale.worth, second.sale.worth]
    head = queries.entry_of(office, entries[0])
    assert (head.channel, head.key, head.on) == ("web", "k:1", ON)
    assert notices(office) == [entries]


def test_the_same_again_writes_nothing_and_tells_nobody(office: Connection) -> None:
    lot = priced(office, asked())
    assert write(office, lot) == write(office, lot)
    assert len(notices(office)) == 1


def test_another_lot_under_the_same_key_is_refused(office: Connection) -> None:
    write(office, priced(office, asked()))
    with pytest.raises(KeyReusedError):
        write(office, priced(office, asked(quantity_milli=KG)))


def test_a_twin_is_named_and_its_own_key_is_none(office: Connection) -> None:
    lot = priced(office, asked())
    entry_id = write(office, lot)
    assert priced(office, asked("web:f2:1", at=AT + timedelta(minutes=9))).twin == entry_id
    assert priced(office, asked("web:f2:1", at=AT + timedelta(minutes=11))).twin is None
    assert twins_now(office, {lot.key: lot.sale}, entering(office)) == {}
    assert twins_now(office, {"web:f2:1": lot.sale}, entering(office)) == {"web:f2:1": entry_id}


def test_a_farmer_enters_no_lots(office: Connection) -> None:
    lot = priced(office, asked())
    with pytest.raises(NotAllowedError):
        write(office, lot, "F012")


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"quantity_milli": 501 * KG}, LotLimitError),
        ({"quantity_milli": KG, "rate_paise": 10_000_01}, LotLimitError),
        ({"quantity_milli": 400 * KG, "rate_paise": 9_000_00}, AmountError),
    ],
)
def test_only_the_owner_goes_beyond_the_limits_and_says_so(
    office: Connection, said: dict[str, Any], error: type[LedgerError]
) -> None:
    lot = priced(office, asked(**said), is_sure=True)
    with pytest.raises(error):
        write(office, lot, "S01", is_sure=True)
    with pytest.raises(error):
        write(office, lot, "A01")
    assert write(office, lot, "A01", is_sure=True)


def test_a_lot_of_yesterday_is_written_alone_and_an_older_one_by_two(office: Connection) -> None:
    yesterday = priced(office, asked("y", at=AT - timedelta(days=1)))
    assert write(office, yesterday)
    older = priced(office, asked("o", at=AT - timedelta(days=3)))
    with pytest.raises(SecondPersonNeededError) as refused:
        write(office, older)
    assert refused.value.facts == back_date_facts(trade.sale(older.sale))
    ask = approvals.ask(
        office,
        AskKind.BACK_DATE,
        refused.value.facts,
        reason="the book was wet",
        by=who(office, "S01"),
        at=AT,
        key="ask",
    )
    approvals.grant(office, ask.ask_id, by=who(office, "A01"), at=AT)
    entry_id = write(office, older, ask=ask.ask_id)
    assert queries.entry_of(office, entry_id).on == ON - timedelta(days=3)


def test_no_lot_was_weighed_tomorrow(office: Connection) -> None:
    lot = priced(office, asked(at=AT + timedelta(days=1)))
    with pytest.raises(FutureDateError):
        write(office, lot)


def test_a_change_of_terms_after_the_weighing_changes_nothing_about_it(office: Connection) -> None:
    set_term(office, "commission_bp", 900, at=AT + timedelta(hours=1), by=None)
    assert priced(office, asked()).sale.commission_bp == 500
    later = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert priced(office, asked(at=later)).sale.commission_bp == 900
