"""Opening balances: what stood in the paper book when the shop came to Malar.

Each is an entry of its own under a key that names it, so the same file again posts nothing; one
that the book holds with another sum is a fault. They are dated on the day of the import.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from ledger import accounts, money_moves, people, queries
from ledger.board import MARKET_ZONE
from ledger.entering import Entering
from ledger.journal import Source
from ledger.people import Party
from ledger.roles import PartyRole
from locales.phrases import money
from ops.imports.faults import Fault
from ops.imports.rows import PersonRow, Rows

CHANNEL = "import"


@dataclass(frozen=True, slots=True)
class Opening:
    """What stood on an account, in paise as people say it."""

    where: str
    column: str
    account: str
    paise: int

    @property
    def key(self) -> str:
        """Names the fact: an account opens once."""
        name, _, farmer = self.account.partition(":")
        return f"import:opening:{farmer}:{name}" if farmer else f"import:opening:{name}"


def openings_of(rows: Rows) -> list[Opening]:
    """Every opening balance that a file brings and that is not zero."""
    shops_own = [
        Opening("opening", account, account, paise) for account, paise in rows.opening.items()
    ]
    return shops_own + [each for row in rows.people for each in _of_farmer(row) if each.paise]


def _of_farmer(row: PersonRow) -> Iterator[Opening]:
    said = (
        ("opening_unsettled", accounts.payable, row.payable_paise),
        ("opening_unpaid", accounts.settled, row.settled_paise),
        ("opening_advance", accounts.advance, row.advance_paise),
    )
    for column, account, paise in said:
        yield Opening(row.where, column, account(row.code).code, paise or 0)


def opening_faults(tx: Connection, openings: Iterable[Opening]) -> Iterator[Fault]:
    """A fault for each account that opened with another sum."""
    for opening in openings:
        stands = _standing(tx, opening)
        if stands not in (None, opening.paise):
            why = f"{opening.account} opened with {money(stands)}, not {money(opening.paise)}"
            yield Fault(opening.where, opening.column, why)


def post_openings(tx: Connection, openings: Iterable[Opening], *, by: Party, at: datetime) -> int:
    """Post those that are new; gives how many."""
    posted = 0
    for opening in openings:
        if _standing(tx, opening) is None:
            entering = Entering(
                by=by,
                on=at.astimezone(MARKET_ZONE).date(),
                at=at,
                key=opening.key,
                source=Source(by.party_id, CHANNEL),
                is_sure=True,
            )
            money_moves.open_balance(tx, opening.account, opening.paise, entering)
            posted += 1
    return posted


def opener(tx: Connection, by: Party | None) -> Party | None:
    """Who posts them: whoever imports, or the admin whom a new shop's file brought."""
    return by or next(iter(people.parties(tx, PartyRole.ADMIN)), None)


def _standing(tx: Connection, opening: Opening) -> int | None:
    """What the account opened with, as people say it; None where it did not open yet."""
    entry = queries.entry_under(tx, opening.key)
    if entry is None:
        return None
    sign = accounts.normal_sign(opening.account)
    return sum(sign * p.amount_paise for p in entry.postings if p.account == opening.account)
