"""`docs/books.md` is true: every worked entry is written into the books and read back."""

import doctest
from itertools import count
from pathlib import Path

from sqlalchemy import Connection

from ledger import journal, queries, trade
from ledger.accounts import Till
from ledger.audit import audit
from ledger.entries import EntryKind, JournalEntry
from ledger.lots import Adjustment, Side
from ledger.payouts import pay
from ledger.queries import EntryRow
from ledger.settlements import Settlement
from tests.books.people import entering
from tests.books.shop import CLERK, ON, lot
from tests.books.trading import loading_fee, open_office, settled, who

PAGE = Path(__file__).parents[2] / "docs" / "books.md"


class Book:
    """What the examples of the page call."""

    def __init__(self, tx: Connection) -> None:
        self.tx = tx
        self.keys = count()
        self.kinds: set[EntryKind] = set()
        self.sold: dict[JournalEntry, trade.Sale] = {}

    def lot(
        self,
        quantity_milli: int,
        rate: int,
        adjustments: tuple[Adjustment, ...] = (),
        farmer: str = "F012",
    ) -> trade.Sale:
        sold = lot(quantity_milli, rate, adjustments, farmer=farmer)
        self.sold[trade.sale(sold)] = sold
        return sold

    def post(self, entry: JournalEntry) -> int:
        key = f"page:{next(self.keys)}"
        sale = self.sold.get(entry)
        return journal.post(self.tx, entry, key=key, source=CLERK, sale=sale).entry_id

    def show(self, entry: JournalEntry) -> None:
        self.print_entry(self.post(entry))

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

    def settle(self, farmer: str) -> Settlement:
        approved = settled(self.tx, farmer)
        if approved.entry_id is None:
            say("nothing is posted")
        else:
            self.print_entry(approved.entry_id)
        return approved

    def pay(self, farmer: str, paise: int, *, till: Till) -> None:
        paying = entering(who(self.tx), f"page:{next(self.keys)}")
        for part in pay(self.tx, farmer, paise, paying, till=till):
            self.print_entry(part.entry_id)

    def print_entry(self, entry_id: int) -> None:
        row = queries.entry_of(self.tx, entry_id)
        say(row.kind)
        self.print_postings(row)

    def print_postings(self, row: EntryRow) -> None:
        self.kinds.add(row.kind)
        for posting in row.postings:
            rupees, paise = divmod(abs(posting.amount_paise), 100)
            amount = f"{'-' if posting.amount_paise < 0 else ''}{rupees:,}.{paise:02}"
            say(f"  {posting.account:<20}{amount:>14}")


def say(line: str) -> None:
    print(line)  # noqa: T201 - doctest compares what is printed


def test_every_worked_entry_of_the_page_is_what_the_books_say(shop: Connection) -> None:
    open_office(shop)
    book = Book(shop)
    names = {
        "trade": trade,
        "settle": book.settle,
        "pay": book.pay,
        "loading_fee": lambda paise: loading_fee(shop, paise),
        "owed": lambda farmer: queries.owed_to(shop, farmer),
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
