"""What a notice says: inside WhatsApp's 24-hour window a phrase, outside it a template."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.dialogue.sums import Owed
from bot.dialogue.wording import owed_shown, phrase
from ledger.accounts import Till
from ledger.entries import Posting
from ledger.notices import Notice
from ledger.people import Party
from locales.facts import Fact, Money


@dataclass(frozen=True, slots=True)
class Words:
    """A notice, before it is said in a language.

    Attributes:
        phrase: its key in the catalogs.
        template: its key in `templates.json`; the facts hold every variable of it.
        facts: what both mention.
        buttons: key of the buttons under it inside the window.
        also_to: an address of old that is told the same.
    """

    phrase: str
    template: str
    facts: Mapping[str, Fact]
    buttons: str | None = None
    also_to: str | None = None


Wording = Callable[[Connection, Notice, Party], Words]
"""Words a notice for its reader."""


def balances(notice: Notice) -> dict[str, Fact]:
    """What stood between the shop and a farmer when it was noted.

    `balance` in a line or two, `owed` and `advance` as sums for a template.
    """
    owed = notice.owed
    if owed is None:
        raise ValueError(f"notice {notice.notice_id} is not a farmer's")
    shown = owed_shown(Owed(owed.owed_paise, owed.advance_paise), to_farmer=True)
    return {
        "balance": shown,
        "owed": Money(owed.owed_paise),
        "advance": Money(owed.advance_paise),
    }


def listed(items: Sequence[Fact]) -> Fact:
    """Facts on one line, with commas between."""
    shown, *others = items
    for item in others:
        shown = phrase("notice.listed", before=shown, item=item)
    return shown


def money_moved(postings: Sequence[Posting]) -> dict[str, Fact]:
    """How much money an entry moved (`amount`), and through which till (`how`).

    Raises:
        ValueError: it moved none.
    """
    for posting in postings:
        if posting.account in TILLS:
            how = phrase(TILLS[posting.account])
            return {"amount": Money(abs(posting.amount_paise)), "how": how}
    raise ValueError("the entry moved no money")


TILLS: dict[str, str] = {
    Till.CASH: "notice.by_cash",
    Till.BANK: "notice.by_bank",
    Till.UPI: "notice.by_upi",
}
