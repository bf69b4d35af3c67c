"""Malar Flowers, Mattuthavani: its names, its month, and that its books are books."""

import json
import re
import signal
import subprocess
import sys
import time
import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as clock
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from bot.language.shop import Shop
from bot.language.understanding import understand
from ledger import people, queries, rates
from ledger.audit import audit
from ledger.board import MARKET_ZONE
from ledger.db import engine_for
from ledger.entries import EntryKind
from ledger.people import NewParty
from ledger.roles import PartyRole
from ops.demo_shop.arrivals import Weighing, weighings
from ops.demo_shop.fill import SHOP, OtherShopError, fill, refresh_board
from ops.demo_shop.market import TRADE_OF, board_of
from ops.demo_shop.staff import STAFF
from tests.databases import clone

THURSDAY = date(2026, 11, 26)
MONDAY = date(2026, 11, 23)
FIRST = date(2026, 10, 26)
TAMIL_NAME = re.compile(r"[\u0b85-\u0bcd](?:[\u0b82-\u0bcd]|[ .](?=[ \u0b85-\u0bb9]))*")
SHOP_ROWS = json.loads(SHOP.read_text("utf-8"))
CODES = tuple(row["code"] for row in SHOP_ROWS["farmers"])
FILL_SECONDS = 60


@pytest.fixture(scope="module")
def filled(template_url: str) -> Iterator[Engine]:
    with clone(template_url, "demo") as url:
        engine = engine_for(url)
        began = time.monotonic()
        fill(engine, today=THURSDAY)
        assert time.monotonic() - began < FILL_SECONDS
        yield engine
        engine.dispose()


@pytest.fixture
def book(filled: Engine) -> Iterator[Connection]:
    with filled.connect() as tx:
        yield tx


def every_tamil_name() -> Iterator[str]:
    for row in SHOP_ROWS["farmers"]:
        yield row["name_ta"]
        yield row["village_ta"]
    for row in SHOP_ROWS["flowers"]:
        yield row["name_ta"]
    for new, _ in STAFF:
        yield new.name_ta
        yield new.village_ta


@pytest.mark.parametrize("name", sorted(set(every_tamil_name())))
def test_a_tamil_name_is_composed_and_tamil_throughout(name: str) -> None:
    assert unicodedata.is_normalized("NFC", name)
    assert TAMIL_NAME.fullmatch(name), ascii(name)


def test_there_are_sixty_farmers_and_fifteen_flowers_and_no_code_or_phone_twice() -> None:
    assert tuple(f"F{number:03}" for number in range(1, 61)) == CODES
    assert len({row["code"] for row in SHOP_ROWS["flowers"]}) == 15
    phones = [row["phone"] for row in SHOP_ROWS["farmers"]] + [phone for _, phone in STAFF]
    assert len(set(phones)) == 63
    assert all(re.fullmatch(r"(?:whatsapp:)?\+9190000\d{5}", phone) for phone in phones)


def test_namesakes_are_told_apart_by_village_or_initial() -> None:
    bare = [re.sub(r"^\w\. ", "", row["name_en"]) for row in SHOP_ROWS["farmers"]]
    namesakes = {name for name, often in Counter(bare).items() if often > 1}
    assert namesakes == {"Lakshmi", "Pandi", "Selvam"}
    shown = {(row["name_ta"], row["village_ta"]) for row in SHOP_ROWS["farmers"]}
    assert len(shown) == 60


def test_there_is_one_murugan_and_nobody_elses_name_holds_his() -> None:
    (murugan,) = (row for row in SHOP_ROWS["farmers"] if "murug" in row["name_en"].lower())
    assert (murugan["code"], murugan["village_en"]) == ("F012", "Nilakottai")
    assert sum("முருக" in row["name_ta"] for row in SHOP_ROWS["farmers"]) == 1


def test_what_is_typed_first_in_a_demo_is_certain() -> None:
    said = understand("murugan malli 5.5", Shop.from_import(SHOP_ROWS), PartyRole.STAFF)
    (lot,) = said.items
    assert (lot.farmers, lot.flowers, lot.quantity_milli) == (("F012",), ("malli",), 5_500)


@pytest.mark.parametrize("script", ["name_en", "name_ta"])
def test_every_farmer_and_flower_is_understood_by_name(script: str) -> None:
    shop = Shop.from_import(SHOP_ROWS)
    for farmer in SHOP_ROWS["farmers"]:
        (lot,) = understand(f"{farmer[script]} malli 5.5", shop, PartyRole.STAFF).items
        assert farmer["code"] in lot.farmers
        assert lot.flowers == ("malli",)
    for flower in SHOP_ROWS["flowers"]:
        for name in (flower[script], *flower["aliases"]):
            (lot,) = understand(f"murugan {name} 5", shop, PartyRole.STAFF).items
            assert lot.flowers == (flower["code"],), name


def test_every_flower_has_a_price_range() -> None:
    assert {row["code"] for row in SHOP_ROWS["flowers"]} == set(TRADE_OF)


def test_the_morning_is_thick_from_five_to_eight() -> None:
    hours = Counter(lot.at.hour for day in range(1, 29) for lot in weighings_on(day))
    assert min(hours) >= 4
    assert max(hours) < 14
    assert sum(hours[hour] for hour in (5, 6, 7)) > 0.7 * sum(hours.values())


def test_jasmine_comes_in_lots_of_one_to_fifteen_kilograms_to_ten_grams() -> None:
    lots = [lot for day in range(1, 29) for lot in weighings_on(day) if lot.flower == "malli"]
    assert all(1_000 <= lot.quantity_milli <= 15_000 for lot in lots)
    assert all(lot.quantity_milli % 10 == 0 for lot in lots)
    assert len({lot.farmer for lot in lots}) < 60


def weighings_on(day: int) -> list[Weighing]:
    return weighings(date(2026, 10, day), CODES, seed=1)


def test_a_rate_moves_through_the_morning_and_from_day_to_day() -> None:
    days = [date(2026, 10, day) for day in range(1, 29)]
    openings = []
    for day in days:
        opening, *moves = (move for move in board_of(day, 1) if move.flower == "malli")
        assert opening.at == datetime.combine(day, clock(), MARKET_ZONE)
        assert 400 * 100 <= opening.rate_paise <= 1200 * 100
        assert moves[-1].rate_paise < opening.rate_paise
        openings.append(opening.rate_paise)
    assert len(set(openings)) > 10
    assert all(rate % 100 == 0 for rate in openings)


def test_the_books_prove_themselves(book: Connection) -> None:
    assert audit(book).findings == []
    assert sum(queries.trial_balance(book).values()) == 0


def test_the_tills_hold_money_and_nobody_is_overpaid(book: Connection) -> None:
    balances = queries.trial_balance(book)
    assert min(balances[till] for till in ("cash", "bank", "upi", "market")) > 0
    assert balances["commission"] < 0
    assert all(owed.payable_paise >= 0 for owed in queries.owed_to_all(book).values())
    assert any(owed.advance_paise > 0 for owed in queries.owed_to_all(book).values())


def test_only_the_running_week_is_unsettled(book: Connection) -> None:
    """What a farmer is owed is this week's lots, less what he took on account this week."""
    running = Counter[str]()
    for day in (MONDAY + timedelta(days=number) for number in range(3)):
        for entry in queries.day_book(book, day):
            if entry.kind is not EntryKind.SETTLEMENT:
                for posting in entry.postings:
                    running[posting.account] -= posting.amount_paise
    for farmer, owed in queries.owed_to_all(book).items():
        assert owed.payable_paise == running[f"payable:{farmer}"]
        assert owed.settled_paise == 0


def test_four_weeks_were_settled_on_mondays_and_paid_on_tuesdays(book: Connection) -> None:
    kinds = {
        day: Counter(entry.kind for entry in queries.day_book(book, day))
        for day in (FIRST + timedelta(days=number) for number in range(32))
    }
    mondays = [FIRST + timedelta(weeks=week) for week in range(5)]
    assert [kinds[day][EntryKind.SETTLEMENT] for day in mondays] == [0, 60, 60, 60, 60]
    tuesdays = [day + timedelta(days=1) for day in mondays]
    assert [kinds[day][EntryKind.SETTLEMENT_PAYMENT] for day in tuesdays] == [0, 60, 60, 60, 60]
    everything = sum(kinds.values(), Counter[EntryKind]())
    for kind in (EntryKind.ADVANCE, EntryKind.ADVANCE_REPAID, EntryKind.PAYMENT):
        assert everything[kind] > 0
    assert everything[EntryKind.REVERSAL] > 5
    assert everything[EntryKind.CAPITAL] == 3
    lots = [kinds[day][EntryKind.SALE] for day in kinds if day < THURSDAY]
    assert min(lots) > 180
    assert kinds[THURSDAY][EntryKind.SALE] == 0


@pytest.mark.parametrize("hour", [0, 4, 9, 18, 23])
def test_todays_board_has_every_flower_at_any_hour(book: Connection, hour: int) -> None:
    at = datetime.combine(THURSDAY, clock(hour, 30), MARKET_ZONE)
    assert {rate.flower for rate in rates.board(book, at)} == set(TRADE_OF)


def test_a_second_fill_changes_nothing_and_is_quick(filled: Engine) -> None:
    before = snapshot(filled)
    began = time.monotonic()
    fill(filled, today=THURSDAY)
    assert time.monotonic() - began < 1
    assert snapshot(filled) == before


def test_another_day_gets_its_board_and_nothing_else(filled: Engine) -> None:
    friday = THURSDAY + timedelta(days=1)
    before = snapshot(filled)
    fill(filled, today=friday)
    assert snapshot(filled) == before
    with filled.begin() as tx:
        at = datetime.combine(friday, clock(5), MARKET_ZONE)
        assert {rate.flower for rate in rates.board(tx, at)} == set(TRADE_OF)


def test_a_rate_that_the_owner_set_today_is_left_alone(filled: Engine) -> None:
    saturday = THURSDAY + timedelta(days=2)
    at = datetime.combine(saturday, clock(1), MARKET_ZONE)
    with filled.begin() as tx:
        rates.set_rate(tx, "malli", 85_000, at=at, by=None, key="the owner's")
    refresh_board(filled, today=saturday)
    with filled.begin() as tx:
        board = {rate.flower: rate for rate in rates.board(tx, at + timedelta(hours=8))}
    assert board["malli"].rate_paise == 85_000
    assert set(board) == set(TRADE_OF)


@pytest.mark.slow
def test_the_same_seed_makes_the_same_books_even_when_killed_half_way(
    filled: Engine, fresh_database: str
) -> None:
    program = (
        "import sys; from datetime import date; from ledger.db import engine_for;"
        "from ops.demo_shop.fill import fill;"
        "fill(engine_for(sys.argv[1]), today=date.fromisoformat(sys.argv[2]))"
    )
    root = Path(__file__).resolve().parents[2]
    running = subprocess.Popen(
        [sys.executable, "-c", program, fresh_database, str(THURSDAY)], cwd=root
    )
    other = engine_for(fresh_database)
    while len(snapshot(other)[0]) < 500:
        assert running.poll() is None
        time.sleep(0.05)
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert snapshot(other) != snapshot(filled)
    fill(other, today=THURSDAY)
    assert snapshot(other) == snapshot(filled)
    other.dispose()


@pytest.mark.slow
def test_a_demo_that_starts_on_a_monday_has_the_week_before_settled_and_unpaid(
    fresh_database: str,
) -> None:
    engine = engine_for(fresh_database)
    fill(engine, today=MONDAY, seed=2)
    with engine.begin() as tx:
        owed = queries.owed_to_all(tx).values()
        assert all(each.payable_paise == 0 for each in owed)
        assert all(each.settled_paise > 0 for each in owed)
        assert audit(tx).findings == []
    engine.dispose()


def test_a_book_of_somebody_else_is_refused(fresh_database: str) -> None:
    engine = engine_for(fresh_database)
    with engine.begin() as tx:
        people.add_party(tx, NewParty(code="F001", role=PartyRole.FARMER, name_en="Ravi"))
    with pytest.raises(OtherShopError):
        fill(engine, today=THURSDAY)
    with engine.begin() as tx:
        assert len(people.parties(tx)) == 1
    engine.dispose()


def snapshot(engine: Engine) -> tuple[list[tuple[object, ...]], dict[str, int]]:
    """Every entry but for its number and the moment of its writing, and all balances."""
    with engine.begin() as tx:
        entries: list[tuple[object, ...]] = [
            (entry.key, entry.kind, entry.on, entry.reason, entry.postings)
            for entry in queries.entries_after(tx, 0, 100_000)
            if not entry.key.startswith("undo:")
        ]
        return entries, queries.trial_balance(tx)
