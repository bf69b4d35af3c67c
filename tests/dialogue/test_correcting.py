"""A written lot put right by chat: by whom, at which rate and commission, and once."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from bot.dialogue.effects import CorrectLot, PostLots, PriceLots, Request, WeighCorrection
from bot.dialogue.events import Event, LotsPosted, LotsPriced, Refused
from bot.dialogue.events_entry import Corrected, CorrectionWeighed
from bot.dialogue.lots import Line, LotStated
from ledger import queries
from ledger.goods import flower_table
from ledger.people import party
from ledger.rates import set_rate
from tests.conversations import shop
from workers.answers import answer

AT = datetime(2026, 11, 24, 0, 10, tzinfo=UTC)
TOMORROW = AT + timedelta(days=1)
RIGHT = "wa:SM2:right:1"


@pytest.fixture
def books(tx: sa.Connection) -> sa.Connection:
    """The shop of the transcripts, with two rates on its board."""
    shop.open_shop(tx)
    set_rate(tx, "malli", 850_00, at=AT, by=None, key="malli")
    set_rate(tx, "mullai", 620_00, at=AT, by=None, key="mullai")
    return tx


@pytest.fixture
def entry(books: sa.Connection) -> int:
    """5.5 kg of Murugan's malli, at the board's rate, written by Selvi."""
    stated = LotStated("wa:SM1:1", "F012", "malli", 5500, None, (), AT)
    priced = ask(books, "S01", PriceLots((stated,)))
    assert isinstance(priced, LotsPriced)
    posted = ask(books, "S01", PostLots(priced.lines))
    assert isinstance(posted, LotsPosted)
    return posted.lots[0].entry


def ask(books: sa.Connection, who: str, request: Request, *, at: datetime = AT) -> Event:
    speaker = party(books, who)
    assert speaker is not None
    return answer(books, request, speaker=speaker, now=at)


def right(
    *, farmer: str = "F012", flower: str = "malli", milli: int = 5500, rate: int | None = 850_00
) -> LotStated:
    return LotStated(RIGHT, farmer, flower, milli, rate, (), AT)


def weighed(books: sa.Connection, entry: int, lot: LotStated) -> Line:
    found = ask(books, "S01", WeighCorrection(entry, lot))
    assert isinstance(found, CorrectionWeighed)
    return found.right


def test_the_mirror_and_the_right_lot_are_written_once(books: sa.Connection, entry: int) -> None:
    request = CorrectLot(entry, weighed(books, entry, right(milli=6000)))
    done = ask(books, "S01", request)
    assert isinstance(done, Corrected)
    stands = queries.entry_of(books, done.entry)
    assert (stands.replaces, stands.key) == (entry, done.key)
    assert queries.entry_of(books, entry).reversed_by == done.reversal
    assert queries.owed_to(books, "F012").owed_paise == done.lot.worth.net_paise == 4_845_00
    again = ask(books, "S01", request)
    assert isinstance(again, Refused)
    assert again.reason.key == "refused_reversed"


@pytest.mark.parametrize(("who", "at"), [("S02", AT), ("A01", AT), ("F012", AT), ("S01", TOMORROW)])
def test_only_who_wrote_it_puts_it_right_and_only_on_its_day(
    books: sa.Connection, entry: int, who: str, at: datetime
) -> None:
    line = weighed(books, entry, right(milli=6000))
    assert isinstance(ask(books, who, WeighCorrection(entry, right(milli=6000)), at=at), Refused)
    assert isinstance(ask(books, who, CorrectLot(entry, line), at=at), Refused)
    assert queries.entry_of(books, entry).reversed_by is None


def test_the_commission_of_the_day_it_was_written_stays_with_farmer_and_flower(
    books: sa.Connection, entry: int
) -> None:
    malli = sa.update(flower_table).where(flower_table.c.code == "malli")
    books.execute(malli.values(commission_bp=700))
    assert weighed(books, entry, right(milli=6000)).lot.commission_bp == 500
    assert weighed(books, entry, right(farmer="F003")).lot.commission_bp == 700
    assert weighed(books, entry, right(farmer="F031")).lot.commission_bp == 400


def test_another_flower_takes_the_boards_rate_and_stands_so_in_the_book(
    books: sa.Connection, entry: int
) -> None:
    line = weighed(books, entry, right(flower="mullai", rate=None))
    assert line.lot.rate_paise == 620_00
    done = ask(books, "S01", CorrectLot(entry, line))
    assert isinstance(done, Corrected)
    (lot,) = queries.lots_of(books, [done.entry])
    assert (lot.flower, lot.rate_paise, lot.worth) == ("mullai", 620_00, line.lot.worth)


def test_it_is_doubted_like_a_new_lot_but_not_for_its_own_sake(
    books: sa.Connection, entry: int
) -> None:
    far = weighed(books, entry, right(rate=85_00))
    assert (far.board_paise, far.twin) == (850_00, None)


@pytest.mark.parametrize(
    ("lot", "why"),
    [
        (right(), "refused_says_so"),
        (right(milli=0), "refused_zero"),
        (right(milli=900_000), "refused_quantity"),
        (right(flower="pichi", rate=None), "refused_no_rate"),
        (right(farmer="F999"), "refused_unknown_names"),
    ],
)
def test_what_no_lot_can_be_is_refused_and_the_entry_stands(
    books: sa.Connection, entry: int, lot: LotStated, why: str
) -> None:
    refused = ask(books, "S01", WeighCorrection(entry, lot))
    assert isinstance(refused, Refused)
    assert refused.reason.key == why
    assert queries.entry_of(books, entry).reversed_by is None


def test_what_was_shown_is_what_is_written(books: sa.Connection, entry: int) -> None:
    line = weighed(books, entry, right(milli=6000))
    set_rate(books, "malli", 990_00, at=AT, by=None, key="later")
    done = ask(books, "S01", CorrectLot(entry, line))
    assert isinstance(done, Corrected)
    (lot,) = queries.lots_of(books, [done.entry])
    assert (lot.worth, lot.at, lot.on) == (line.lot.worth, AT, date(2026, 11, 24))


def test_the_keys_of_a_lot_that_was_put_right_twice_lead_to_what_stands(
    books: sa.Connection, entry: int
) -> None:
    first = ask(books, "S01", CorrectLot(entry, weighed(books, entry, right(milli=6000))))
    assert isinstance(first, Corrected)
    lot = replace(right(milli=7000), key="wa:SM3:right:3")
    second = ask(books, "S01", CorrectLot(first.entry, weighed(books, first.entry, lot)))
    assert isinstance(second, Corrected)
    for key in ("wa:SM1:1", first.key, second.key):
        (stands,) = queries.standing_under(books, [key])
        assert stands.entry_id == second.entry
    assert queries.standing_under(books, ["wa:SM9:1"]) == []
