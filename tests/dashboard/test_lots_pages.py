"""The list of lots, its sums and files, and the page of one lot."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import event, text

from dashboard.finding import farmers_meant
from dashboard.pages import lots
from ledger import corrections, goods, people, queries
from ledger.entering import Doing, Entering
from ledger.goods import NewFlower
from ledger.journal import Source
from ledger.lot_entry import write_lots
from ledger.lot_pricing import LotAsked, priced
from ledger.lots import Adjustment, Side
from ledger.people import NewParty
from ledger.roles import PartyRole
from locales.phrases import catalog, money
from papers.table import Report
from tests.books import shop
from tests.books.trading import who
from tests.dashboard.conftest import NOW, Here, bare, words_of

QUERIES_MAX = 10


@contextmanager
def queries_counted(here: Here) -> Iterator[list[str]]:
    """What is asked of the books meanwhile."""
    asked: list[str] = []

    def note(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    event.listen(here.engine, "before_cursor_execute", note)
    yield asked
    event.remove(here.engine, "before_cursor_execute", note)


def enter(here: Here, key: str = "web:k:1", *, days: int = 0, **said: object) -> int:
    """Selvi writes a lot by the page: Lakshmi's 4 kg of jasmine by the board."""
    usual: dict[str, object] = {
        "farmer": "F015",
        "flower": "malli",
        "quantity_milli": 4_000,
        "rate_paise": 800_00,
        "adjustments": (),
        "at": NOW - timedelta(days=days, minutes=5),
    }
    with here.engine.begin() as tx:
        lot = priced(tx, LotAsked(key=key, **usual | said))  # type: ignore[arg-type]
        by = who(tx, "S01")
        source = Source(by.party_id, "web")
        entering = Entering(by=by, key=key, at=NOW, on=shop.ON, source=source)
        (posted,) = write_lots(tx, {key: lot.sale}, entering)
    return posted.entry_id


def test_today_is_shown_first_with_its_sums(as_staff: FlaskClient, shared: Here) -> None:
    page = words_of(as_staff.get("/lots"))
    with shared.engine.connect() as tx:
        standing = [lot for lot in queries.lots_on(tx, shop.ON) if not lot.is_reversed]
    assert "Lots 2 Weight 6.750 kg" in page
    assert f"Gross {money(sum(lot.worth.gross_paise for lot in standing))}" in page
    assert f"To the farmer {money(sum(lot.worth.net_paise for lot in standing))}" in page
    assert "1 lot was taken back and is not counted." in page
    assert page.count("taken back") == 2


def test_a_page_of_lots_asks_the_books_a_few_times_however_many_lots(shared: Here) -> None:
    reader = shared.client("A01")
    for address in ("/lots?first=2000-01-01", "/lots/1", "/lots/new"):
        with queries_counted(shared) as asked:
            assert reader.get(address).status_code == 200
        of_books = [one for one in asked if "web_session" not in one and "SHOW" not in one]
        assert len(of_books) < QUERIES_MAX, "\n".join(of_books)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("state=taken_back", 1),
        ("state=standing", 2),
        ("rate=typed", 2),
        ("rate=board", 0),
        ("channel=web", 0),
        ("channel=whatsapp", 2),
        ("farmer=F012", 2),
        ("farmer=F015", 0),
        ("farmer=F999", 0),
        ("flower=malli", 2),
        ("flower=roja", 0),
        ("by=S01", 0),
        ("first=2026-11-24&last=2026-11-24", 2),
        ("first=2026-11-25", 0),
        ("last=2026-11-23", 0),
    ],
)
def test_a_filter_leaves_those_lots_and_their_sums(
    as_staff: FlaskClient, asked: str, count: int
) -> None:
    assert f"Lots {count} Weight" in words_of(as_staff.get(f"/lots?{asked}"))


@pytest.mark.parametrize(
    "asked", ["first=nonsense", "state=eaten", "page=0", "page=x", "by=nobody", "rate=%00"]
)
def test_an_address_that_asks_for_nonsense_shows_today(as_staff: FlaskClient, asked: str) -> None:
    page = as_staff.get(f"/lots?{asked}")
    assert page.status_code == 200
    assert "Lots 2 Weight" in words_of(page)


def test_the_sums_are_of_all_pages(own: Here, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lots, "PAGE", 2)
    reader = own.client("S01")
    first = words_of(reader.get("/lots?first=2026-11-01"))
    second = words_of(reader.get("/lots?first=2026-11-01&page=2"))
    for page in (first, second):
        assert "Lots 2 Weight 6.750 kg" in page
    assert "Older" in first
    assert "Newer" in second
    assert "first=2026-11-01" in reader.get("/lots?first=2026-11-01").text.split('rel="next"')[1]


def test_weights_of_another_unit_are_summed_apart(own: Here) -> None:
    with own.engine.begin() as tx:
        goods.add_flower(tx, NewFlower(code="lotus", name_en="Lotus", unit="piece"))
    enter(own, flower="lotus", quantity_milli=12_000, rate_paise=10_00)
    page = words_of(own.client("S01").get("/lots"))
    assert "Weight 6.750 kg 12 pieces Gross" in page


def test_who_entered_it_and_through_what_is_shown(own: Here) -> None:
    enter(own)
    page = words_of(own.client("S01").get("/lots?by=S01&channel=web"))
    assert "Lots 1 Weight 4.000 kg" in page
    assert "Selvi · Page" in page


def test_a_name_is_looked_up_and_only_its_code_stands_in_the_address(
    as_staff: FlaskClient,
) -> None:
    found = as_staff.post("/lots", data={"key": "k", "farmer": "லட்சுமி", "first": "2026-11-01"})
    assert found.status_code == 303
    assert found.headers["Location"] == "/lots?first=2026-11-01&farmer=F015"


@pytest.mark.parametrize(("typed", "word"), [("murugan", "F012, F031"), ("ravi", "so")])
def test_a_name_that_fits_several_or_nobody_is_said(
    as_staff: FlaskClient, typed: str, word: str
) -> None:
    answer = as_staff.post("/lots", data={"key": "k", "farmer": typed})
    assert answer.status_code == 422
    assert word in bare(answer.text)


def test_nothing_chosen_is_every_day(as_staff: FlaskClient) -> None:
    answer = as_staff.post("/lots", data={"key": "k"})
    assert answer.headers["Location"] == "/lots?first=2000-01-01"


def test_the_files_hold_the_lots_sought_as_numbers(own: Here) -> None:
    with own.engine.begin() as tx:
        new = NewParty(code="F066", role=PartyRole.FARMER, name_en="=1+1")
        people.add_party(tx, new)
    enter(own, farmer="F066")
    reader = own.client("S01")
    written = reader.get("/lots/file.csv?farmer=F066")
    assert written.mimetype == "text/csv"
    rows = list(csv.reader(StringIO(written.get_data().decode("utf-8-sig"))))
    assert len(rows) == 2
    assert rows[1][3].startswith("'=1+1")
    assert "3200.00" in rows[1]
    sheet = load_workbook(BytesIO(reader.get("/lots/file.xlsx?farmer=F066").data)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert 3200 in [cell.value for cell in cells]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_a_file_of_another_kind_is_none(as_staff: FlaskClient) -> None:
    assert as_staff.get("/lots/file.exe").status_code == 404
    assert as_staff.get("/lots/file.csv?first=x").status_code == 404


def test_more_lots_than_a_file_takes_are_not_cut_but_refused(
    own: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lots, "FILE_MAX", 2)
    reader = own.client("S01")
    answer = reader.get("/lots/file.csv?first=2026-11-01")
    assert answer.headers["Location"] == "/lots?first=2026-11-01"
    assert "at most 2 lots" in words_of(reader.get(answer.headers["Location"]))


def test_no_transaction_waits_while_a_file_is_drawn(
    own: Here, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = []

    def drawn(_report: Report, _language: str) -> bytes:
        state = "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'"
        with own.engine.connect() as tx:
            waiting.append(tx.scalar(text(f"{state} AND datname = current_database()")))
        return b""

    monkeypatch.setitem(lots.TYPES, "csv", ("text/csv", drawn))
    assert own.client("S01").get("/lots/file.csv").status_code == 200
    assert waiting == [0]


def test_one_lot_shows_how_it_was_reckoned_and_posted(own: Here) -> None:
    wet = Adjustment("wet", -1000, Side.PRICE)
    with own.engine.begin() as tx:
        sold = shop.sell(tx, "wet", shop.lot(10_500, 150_00, (wet,)))
    page = words_of(own.client("S01").get(f"/lots/{sold.entry_id}"))
    assert "Murugan (F012) · Nilakottai" in page
    assert "Gross ₹1,417.50 Commission 5 % -₹70.88 To the farmer ₹1,346.62" in page
    assert "Murugan (F012) · payable ₹1,346.62" in page
    assert "Settlement none yet" in page


def test_a_lot_put_right_leads_to_what_stands_in_its_place(own: Here) -> None:
    entry_id = enter(own)
    with own.engine.begin() as tx:
        by = who(tx, "A01")
        source = Source(by.party_id, "web")
        doing = Doing(by=by, at=NOW, key="right", source=source, reason="read wrongly")
        done = corrections.correct_lot(tx, entry_id, doing, quantity_milli=3_000)
    reader = own.client("S01")
    wrong = words_of(reader.get(f"/lots/{entry_id}"))
    assert "taken back" in wrong
    assert f"Taken back by entry {done.reversal_id}" in wrong
    assert f"In its place stands entry {done.replacement_id}" in wrong
    right = words_of(reader.get(f"/lots/{done.replacement_id}"))
    assert f"Puts right entry {entry_id}" in right
    assert "Reason read wrongly" in right


@pytest.mark.parametrize("entry_id", [4, 5, 99_999, 10**15, 10**30])
def test_what_is_no_lot_has_no_page(as_staff: FlaskClient, entry_id: int) -> None:
    assert as_staff.get(f"/lots/{entry_id}").status_code == 404


@pytest.mark.parametrize("address", ["/lots", "/lots/1", "/lots/new"])
def test_in_tamil_nothing_is_left_in_english(shared: Here, address: str) -> None:
    page = words_of(shared.client("A01").get(f"{address}?lang=ta"))
    words = catalog("en").keys
    assert not [key for key in words if key in page and "." in key]
    for english in ("Weigh", "Lots", "Entered", "rate", "farmer", "entry"):
        assert english not in page


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("F015", ["F015"]),
        ("f015", ["F015"]),
        ("15", ["F015"]),
        ("f-15", ["F015"]),
        ("௧௫", ["F015"]),
        ("Lakshmi", ["F015"]),
        ("லட்சுமி", ["F015"]),
        ("laksmi", ["F015"]),
        ("lak", ["F015"]),
        ("murugan", ["F012", "F031"]),
        ("முருகன்", ["F012", "F031"]),
        ("murugan melur", ["F031"]),
        ("Murugan (மேலூர்)", ["F031"]),
        ("periyakulam", ["F015"]),
        ("murugn", ["F012", "F031"]),
        ("999", []),
        ("...", []),
        ("ravi", []),
        ("F999", []),
    ],
)
def test_a_farmer_is_meant_by_code_name_or_village_in_either_script(
    shared: Here, typed: str, codes: list[str]
) -> None:
    with shared.engine.connect() as tx:
        farmers = people.parties(tx, PartyRole.FARMER)
    assert [each.code for each in farmers_meant(farmers, typed)] == codes
