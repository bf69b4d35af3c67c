"""`docs/books.md` is true: every worked entry is written into the books and read back."""

import doctest
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

from ledger import journal, queries, settlement, trade
from ledger.accounts import Till
from ledger.audit import audit
from ledger.entries import EntryKind, JournalEntry
from ledger.lots import Adjustment, Side
from ledger.queries import EntryRow
from tests.books.shop import CLERK, ON, lot

PAGE = Path(__file__).parents[2] / "docs" / "books.md"


class Book:
    """What the examples of the page call."""

    def __init__(self, tx: Connection) -> None:
        self.tx = tx
        self.keys = count()
        self.kinds: set[EntryKind] = set()
        self.sold: dict[JournalEntry, trade.Sale] = {}

    def lot(self, kilos: int, rate: int, adjustments: tuple[Adjustment, ...] = ()) -> trade.Sale:
        sold = lot(kilos, rate, adjustments)
        self.sold[trade.sale(sold)] = sold
        return sold

    def post(self, entry: JournalEntry) -> int:
        key = f"page:{next(self.keys)}"
        sale = self.sold.get(entry)
        return journal.post(self.tx, entry, key=key, source=CLERK, sale=sale).entry_id

    def show(self, entry: JournalEntry) -> None:
        row = queries.entry_of(self.tx, self.post(entry))
        say(row.kind)
        self.print_postings(row)

    def correct(self, wrong: int, right: JournalEntry, *, reason: str) -> None:
        put_right = journal.correct(
            self.tx, wrong, right, reason=reason, key="page:correction", source=CLERK
        )
        reversal = queries.entry_of(self.tx, put_right.reversal_id)
        replacement = queries.entry_of(self.tx, put_right.replacement_id)
        assert (reversal.reverses, replacement.replaces) == (wrong, wrong)
        say(f"{reversal.kind} of the entry: {reversal.reason}")
        self.print_postings(reversal)
        say(f"{replacement.kind} in place of the entry: {replacement.reason}")
        self.print_postings(replacement)

    def print_postings(self, row: EntryRow) -> None:
        self.kinds.add(row.kind)
        for posting in row.postings:
            rupees, paise = divmod(abs(posting.amount_paise), 100)
            amount = f"{'-' if posting.amount_paise < 0 else ''}{rupees:,}.{paise:02}"
            say(f"  {posting.account:<20}{amount:>14}")


def say(line: str) -> None:
    print(line)  # noqa: T201 - doctest compares what is printed


def test_every_worked_entry_of_the_page_is_what_the_books_say(shop: Connection) -> None:
    book = Book(shop)
    names = {
        "trade": trade,
        "settlement": settlement,
        "Till": Till,
        "ON": ON,
        "WET": Adjustment("wet", -1000, Side.PRICE),
        "LATE": Adjustment("late", -500, Side.PRICE),
        "BONUS": Adjustment("bonus", 500, Side.SHOP),
        "lot": book.lot,
        "post": book.post,
        "show": book.show,
        "correct": book.correct,
    }
    text = PAGE.read_text("utf-8")
    page = doctest.DocTestParser().get_doctest(text, names, PAGE.name, str(PAGE), 0)
    said: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(page, out=said.append)
    assert result.attempted >= 14
    assert result.failed == 0, "".join(said)
    assert audit(shop).findings == []
    assert set(EntryKind) == book.kinds
