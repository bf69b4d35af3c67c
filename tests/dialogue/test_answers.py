"""What the books answer, and to whom: rights are checked here whatever the dialogue asked."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from bot.dialogue.effects import (
    FindBalance,
    FindEntry,
    FindLots,
    FindRates,
    PostLots,
    PriceLots,
    Request,
    ReverseEntry,
    SetRates,
    SwitchFastMode,
    SwitchLanguage,
)
from bot.dialogue.events import (
    BalanceFound,
    Event,
    LotsFound,
    LotsPosted,
    LotsPriced,
    RatesDoubted,
    RatesSet,
    Refused,
)
from bot.dialogue.events_entry import Reversed
from bot.dialogue.lots import Line, LotStated
from bot.dialogue.states import RateStated
from ledger import queries
from ledger.goods import flower_table
from ledger.notices import notice_table
from ledger.people import party
from ledger.queries import EntryRow, entries_after
from ledger.rates import board, set_rate
from tests.conversations import shop
from workers.answers import answer

AT = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
TODAY = date(2026, 11, 24)


@pytest.fixture
def books(tx: sa.Connection) -> sa.Connection:
    """The shop of the transcripts, with one rate on its board."""
    shop.open_shop(tx)
    set_rate(tx, "malli", 850_00, at=AT, by=None, key="morning")
    return tx


def ask(books: sa.Connection, who: str, request: Request) -> Event:
    speaker = party(books, who)
    assert speaker is not None
    return answer(books, request, speaker=speaker, now=AT)


def entries(books: sa.Connection) -> list[EntryRow]:
    return entries_after(books, 0, limit=100)


def stated(key: str = "wa:SM1:1", *, farmer: str = "F012", milli: int = 5500) -> LotStated:
    return LotStated(key, farmer, "malli", milli, None, (), AT)


def priced(books: sa.Connection, *lots: LotStated) -> tuple[Line, ...]:
    found = ask(books, "S01", PriceLots(lots))
    assert isinstance(found, LotsPriced)
    return found.lines


def write(books: sa.Connection, who: str, *lots: LotStated) -> LotsPosted:
    posted = ask(books, who, PostLots(priced(books, *lots)))
    assert isinstance(posted, LotsPosted)
    return posted


@pytest.mark.parametrize(
    "request_",
    [
        PriceLots((stated(),)),
        PostLots(()),
        SetRates((RateStated("malli", 100),), "SM1"),
        FindEntry(None),
        ReverseEntry(1),
        SwitchFastMode(is_fast=True),
        FindBalance("F003"),
        FindLots(TODAY, "F003"),
        FindLots(TODAY, None),
    ],
    ids=lambda request: type(request).__name__,
)
def test_a_farmer_is_refused_what_is_not_his(books: sa.Connection, request_: Request) -> None:
    refused = ask(books, "F012", request_)
    assert isinstance(refused, Refused)
    assert refused.reason.key == "refused_not_allowed"
    assert not entries(books)


def test_a_farmer_may_see_himself_the_board_and_choose_his_language(books: sa.Connection) -> None:
    assert isinstance(ask(books, "F012", FindBalance("F012")), BalanceFound)
    assert isinstance(ask(books, "F012", FindLots(TODAY, "F012")), LotsFound)
    assert not isinstance(ask(books, "F012", FindRates(())), Refused)
    ask(books, "F012", SwitchLanguage("en"))
    murugan = party(books, "F012")
    assert murugan is not None
    assert murugan.language == "en"


def test_only_an_admin_sets_rates(books: sa.Connection) -> None:
    rates = SetRates((RateStated("malli", 900_00),), "SM1")
    assert isinstance(ask(books, "S01", rates), Refused)
    assert isinstance(ask(books, "A01", rates), RatesSet)


def test_a_rate_far_from_the_boards_is_doubted_and_none_of_the_message_is_set(
    books: sa.Connection,
) -> None:
    rates = (RateStated("mullai", 620_00), RateStated("malli", 85_00))
    assert isinstance(ask(books, "A01", SetRates(rates, "SM1")), RatesDoubted)
    assert [rate.flower for rate in board(books, AT)] == ["malli"]
    assert isinstance(ask(books, "A01", SetRates(rates, "SM1", is_confirmed=True)), RatesSet)
    assert {rate.flower: rate.rate_paise for rate in board(books, AT)} == {
        "malli": 85_00,
        "mullai": 620_00,
    }


def test_forty_per_cent_exactly_is_near_enough_and_a_paisa_more_is_not(
    books: sa.Connection,
) -> None:
    near = SetRates((RateStated("malli", 1_190_00),), "SM1")
    far = SetRates((RateStated("malli", 509_99),), "SM2")
    assert isinstance(ask(books, "A01", far), RatesDoubted)
    assert isinstance(ask(books, "A01", near), RatesSet)


def test_the_same_lines_again_write_nothing(books: sa.Connection) -> None:
    first = write(books, "S01", stated())
    again = write(books, "S01", stated())
    assert [lot.is_new for lot in (*first.lots, *again.lots)] == [True, False]
    assert len(entries(books)) == 1


def test_a_lot_is_reversed_only_by_who_wrote_it(books: sa.Connection) -> None:
    (lot,) = write(books, "S01", stated()).lots
    assert isinstance(ask(books, "S02", ReverseEntry(lot.entry)), Refused)
    undone = ask(books, "S01", ReverseEntry(lot.entry))
    assert isinstance(undone, Reversed)
    assert queries.owed_to(books, "F012").owed_paise == 0
    assert isinstance(ask(books, "S01", ReverseEntry(lot.entry)), Refused)


def test_a_farmer_with_several_lots_is_told_once_with_all_of_them(books: sa.Connection) -> None:
    posted = write(books, "S01", stated("wa:SM1:1"), stated("wa:SM1:2", milli=2000))
    told = books.execute(sa.select(notice_table.c.kind, notice_table.c.subject)).all()
    assert told == [("lots", {"entries": [lot.entry for lot in posted.lots]})]


def test_commission_is_the_farmers_own_else_the_flowers_else_the_shops(
    books: sa.Connection,
) -> None:
    lots = (stated(), stated(farmer="F031"))
    assert [line.lot.commission_bp for line in priced(books, *lots)] == [500, 400]
    malli = sa.update(flower_table).where(flower_table.c.code == "malli")
    books.execute(malli.values(commission_bp=700))
    assert [line.lot.commission_bp for line in priced(books, *lots)] == [700, 400]


def test_somebody_who_is_no_farmer_delivers_nothing(books: sa.Connection) -> None:
    found = ask(books, "S01", PriceLots((stated(farmer="S02"), stated(farmer="F999"))))
    assert isinstance(found, LotsPriced)
    assert not found.lines
    assert [reason.key for reason in found.refused] == ["refused_unknown_names"] * 2
