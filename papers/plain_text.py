"""The whole book as a plain-text journal: hledger or beancount checks what ours says.

Every entry is written with its number, key and reason; a reversal and what it mirrors bear one
link. At the end stands every account's balance as our book sums it: the other program sums the
entries itself and refuses the journal where the two differ.

Source: the journal format of hledger, https://hledger.org/hledger.html#journal; the language
syntax of beancount, https://beancount.github.io/docs/beancount_language_syntax.html.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection

from ledger.accounts import Kind
from ledger.money import PAISE
from ledger.queries import EntryRow, entries_after
from ledger.reports.standing import Standing, standing
from ledger.shop_profile import shop_profile


class Program(StrEnum):
    """Who is to read the journal."""

    HLEDGER = "hledger"
    BEANCOUNT = "beancount"


ROOTS = {
    Kind.ASSET: "Assets",
    Kind.LIABILITY: "Liabilities",
    Kind.INCOME: "Income",
    Kind.EXPENSE: "Expenses",
    Kind.EQUITY: "Equity",
}

MILLI = 1000

CHUNK = 2000
"""Entries held in memory."""


def journal(tx: Connection, program: Program) -> Iterator[str]:
    """The journal's lines, without their ends.

    Give it a transaction that sees one moment (REPEATABLE READ) where the book is being written.
    """
    days = {entry.on for entry in _entries(tx)}
    if not days:
        return
    balances = standing(tx, max(days))
    named = {account.account: name_of(account) for account in balances}
    title = shop_profile(tx).name_en
    if program is Program.HLEDGER:
        yield from (f"; {title}", "decimal-mark .", "commodity 1000.00 INR", "")
        yield from (f"account {account}" for account in sorted(named.values()))
        for entry in _entries(tx):
            yield from _for_hledger(entry, named)
        yield from ("", f"{max(days)} * the balances of the book")
        for each in balances:
            owed = rupees(each.balance_paise)
            yield f"    {named[each.account]}  0.00 INR = {owed} INR"
    else:
        yield from (f'option "title" "{_quoted(title)}"', 'option "operating_currency" "INR"', "")
        yield from (f"{min(days)} open {account} INR" for account in sorted(named.values()))
        for entry in _entries(tx):
            yield from _for_beancount(entry, named)
        yield ""
        for each in balances:
            day, owed = max(days) + timedelta(days=1), rupees(each.balance_paise)
            yield f"{day} balance {named[each.account]}  {owed} INR"


def name_of(account: Standing) -> str:
    """An account as both programs can read it: `payable:F012` is `Liabilities:Payable:F012`."""
    parts = (re.sub(r"[^\w]+|_", "-", part) for part in account.account.split(":"))
    named = (part[:1].upper() + part[1:] for part in parts)
    return ":".join((ROOTS[Kind(account.kind)], *named))


def rupees(paise: int) -> str:
    """A sum as both programs read it: `-4180.00`."""
    whole, rest = divmod(abs(paise), PAISE)
    return f"{'-' * (paise < 0)}{whole}.{rest:02}"


def thousandths(milli: int) -> str:
    """A quantity: `5.500`."""
    whole, rest = divmod(milli, MILLI)
    return f"{whole}.{rest:03}"


def _entries(tx: Connection) -> Iterator[EntryRow]:
    last = 0
    while chunk := entries_after(tx, last, CHUNK):
        yield from chunk
        last = chunk[-1].entry_id


def _for_hledger(entry: EntryRow, named: dict[str, str]) -> Iterator[str]:
    tags = ", ".join(f"{name}:{_tag(value)}" for name, value in _facts(entry))
    yield from ("", f"{entry.on} * ({entry.entry_id}) {entry.kind}  ; {tags}")
    yield from _postings(entry, named)


def _for_beancount(entry: EntryRow, named: dict[str, str]) -> Iterator[str]:
    linked = {entry.entry_id, entry.reverses, entry.replaces} - {None}
    links = " ".join(f"^entry-{number}" for number in sorted(linked, key=str))
    yield from ("", f'{entry.on} * "{entry.kind}" {links}')
    yield from (f'  {name}: "{_quoted(value)}"' for name, value in _facts(entry))
    yield from _postings(entry, named)


def _facts(entry: EntryRow) -> Iterable[tuple[str, str]]:
    """What is told of an entry beside its postings."""
    facts = {
        "entry": str(entry.entry_id),
        "key": entry.key,
        "reason": entry.reason,
        "reverses": entry.reverses,
        "replaces": entry.replaces,
    }
    if entry.lot is not None:
        facts |= {
            "flower": entry.lot.flower,
            "quantity": thousandths(entry.lot.quantity_milli),
            "rate": rupees(entry.lot.rate_paise),
        }
    return [(name, str(value)) for name, value in facts.items() if value is not None]


def _postings(entry: EntryRow, named: dict[str, str]) -> Iterator[str]:
    for posting in entry.postings:
        yield f"    {named[posting.account]}  {rupees(posting.amount_paise)} INR"


def _tag(value: str) -> str:
    """A tag's value, which ends at a comma."""
    return value.replace(",", " ")


def _quoted(value: str) -> str:
    """The inside of a string in quotes."""
    return value.replace("\\", "\\\\").replace('"', '\\"')
