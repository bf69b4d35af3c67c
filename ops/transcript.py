"""How a conversation is written down: the form of `tests/conversations/*.chat`.

`>` a person writes, with `^` above it the beginning of a message that he quotes; `<` what left for
the one who wrote (`bot`) or for somebody else (`to …`), `=` the books' new entries, `@` the clock,
`!` the world, `$` a command and `|` what it prints, `#` a remark.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ledger.queries import EntryRow
from locales.phrases import money
from ops.rehearsal import Sent

PRINTED = "  |"
"""Begins a line that a command prints."""

ACCOUNTS = {
    "market": "Market sales receivable",
    "payable": "Payable",
    "settled": "Settled, not yet paid",
    "advance": "Advance",
    "commission": "Commission",
    "quality-allowance": "Quality allowance",
    "cash": "Cash",
    "bank": "Bank",
    "upi": "UPI",
    "fees-kept": "Fees kept",
    "write-off": "Write-off",
    "shop-expenses": "Shop expenses",
    "capital": "Capital",
    "drawings": "Drawings",
    "opening-balances": "Opening balances",
}


@dataclass(frozen=True, slots=True)
class Spoken:
    """What somebody writes, receives or books: a label, a mark and one or several lines.

    Attributes:
        quoted: how the message begins that he answers by quoting it; "" for none.
    """

    label: str
    mark: str
    text: str
    quoted: str = ""


def messages(sent: Iterable[Sent], writer: str) -> Iterator[Spoken]:
    """What left, seen from the one who wrote."""
    for message in sent:
        label = "bot" if message.to == writer else f"to {message.to}"
        yield Spoken(label, "<", message.text)


def printed(screen: str) -> Iterator[str]:
    """What a command prints."""
    yield from (f"{PRINTED} {line}".rstrip() for line in screen.splitlines())


def entries(rows: Iterable[EntryRow]) -> Iterator[Spoken]:
    """New entries with their postings, debit positive."""
    for row in rows:
        what = row.kind.replace("_", " ") if row.reverses is None else f"reversal of {row.reverses}"
        legs = (f"  {_account(p.account):<24}{_amount(p.amount_paise):>14}" for p in row.postings)
        yield Spoken("books", "=", "\n".join((f"{row.entry_id} {what}, {row.on:%d-%m-%Y}", *legs)))


def laid_out(lines: Iterable[str | Spoken], *, width: int = 0) -> str:
    """Everything in order, labels in a column of their own."""
    known = list(lines)
    width = max([width, *(len(line.label) for line in known if isinstance(line, Spoken))])
    rows = []
    for line in known:
        if isinstance(line, str):
            rows.append(line)
            continue
        label = line.label
        quoted = [f"^ {line.quoted}"] if line.quoted else []
        for text in (*quoted, *(f"{line.mark} {text}" for text in line.text.split("\n"))):
            rows.append(f"{label:<{width}} {text}".rstrip())
            label = ""
    return "\n".join(rows) + "\n"


def _account(code: str) -> str:
    kind, _, farmer = code.partition(":")
    return f"{ACCOUNTS.get(kind, kind)} {farmer}".rstrip()


def _amount(paise: int) -> str:
    return money(paise).replace("₹", "")
