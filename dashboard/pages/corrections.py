"""Corrections: any entry with all about it; one is found, and taken back. Put right: see below.

A lot is put right in `lot_correction`, a rate of the board in `rate_correction`, an advance in
`advance_correction`.
"""

from dataclasses import dataclass
from typing import Any

from flask import redirect, url_for

from dashboard.desk import Answer, Desk
from dashboard.forms import FieldError
from dashboard.pages.correction_figures import reversal_figures
from dashboard.room import Room
from ledger import advance_book, people, queries
from ledger.advance_book import Advance
from ledger.corrections import reverse_entry
from ledger.entries import EntryKind
from ledger.entry_book import EntriesSought, entries_sought, replaced_by
from ledger.errors import UnknownEntryError
from ledger.policy import Act, NotAllowedError
from ledger.putting_right import farmers_of, settlement_over
from ledger.queries import EntryRow
from ledger.settlements import Settlement, SettlementState
from ledger.trail import Stretch
from papers.wording import kind_of, names_of

room = Room("corrections")

SHOWN = 15
NUMBER_MAX = 10**15
REASON_MAX = 200

PUT_RIGHT = tuple(
    kind for kind in EntryKind if kind not in {EntryKind.REVERSAL, EntryKind.SETTLEMENT}
)
"""What is taken back by itself; a settlement is voided, and a reversal stays."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an entry can be changed, and by whom.

    Attributes:
        settled: the live settlement in which it stands, or which it paid.
        why_not: the last word of the phrase that says why it cannot; None where it can.
        needs_second: another owner must say yes.
    """

    settled: Settlement | None
    why_not: str | None
    needs_second: bool

    @classmethod
    def of(cls, desk: Desk, entry: EntryRow) -> "Standing":
        """As it is for whoever is signed in; the books decide the same by themselves."""
        settled = settlement_over(desk.tx, entry.entry_id)
        is_paid = settled is not None and settled.state is SettlementState.PAID
        return cls(settled, _why_not(desk, entry, settled), is_paid)


def _why_not(desk: Desk, entry: EntryRow, settled: Settlement | None) -> str | None:
    if entry.reversed_by is not None:
        return "taken_back"
    if entry.kind is EntryKind.REVERSAL:
        return "reversal"
    if entry.kind is EntryKind.SETTLEMENT:
        return "settlement"
    is_own = entry.actor_id == desk.by.party_id and entry.on == desk.on and settled is None
    return None if desk.may(Act.CORRECT) or is_own else "not_his"


@room.get("/corrections", Act.REVERSE_OWN_TODAY)
def start(desk: Desk) -> Answer:
    """Find an entry by its number, or among the last ones; what was put right lately."""
    is_owner = desk.may(Act.CORRECT)
    sought = EntriesSought(kinds=PUT_RIGHT, on=None if is_owner else desk.on, is_standing=True)
    own = Stretch(limit=SHOWN, actor_id=None if is_owner else desk.by.party_id)
    reversals = EntriesSought(kinds=(EntryKind.REVERSAL,))
    return desk.page(
        "corrections/start.html",
        latest=entries_sought(desk.tx, sought, own),
        reversals=[
            (each, None if each.reverses is None else replaced_by(desk.tx, each.reverses))
            for each in entries_sought(desk.tx, reversals, Stretch(limit=SHOWN))
            if _may_see(desk, each)
        ],
        **_words(desk),
    )


@room.post("/corrections", Act.REVERSE_OWN_TODAY, shows=start)
def find(desk: Desk) -> Answer:
    """Lead on to the entry with a number."""
    number = desk.form.number("entry", least=1, most=NUMBER_MAX)
    try:
        queries.entry_of(desk.tx, number)
    except UnknownEntryError as error:
        raise FieldError("entry", "corrections.no_entry") from error
    return redirect(url_for("corrections.entry", entry_id=number), 303)


@room.get("/entries/<int:entry_id>", Act.REVERSE_OWN_TODAY)
def entry(desk: Desk, entry_id: int) -> Answer:
    """An entry: what it says, who wrote it through what, and what it hangs together with."""
    found = known_entry(desk, entry_id)
    return desk.page(
        "corrections/entry.html",
        it=found,
        stands=Standing.of(desk, found),
        replaced_by=replaced_by(desk.tx, entry_id),
        advance=_advance(desk, found),
        farmers=sorted(farmers_of(found)),
        **_words(desk),
    )


@room.get("/entries/<int:entry_id>/reverse", Act.REVERSE_OWN_TODAY)
def reverse(desk: Desk, entry_id: int) -> Answer:
    """What would become of the farmers' accounts, were it taken back."""
    found = known_entry(desk, entry_id)
    return desk.page(
        "corrections/reverse.html",
        it=found,
        stands=Standing.of(desk, found),
        figures=reversal_figures(found, names_of(desk.tx)),
        **_words(desk),
    )


@room.post("/entries/<int:entry_id>/reverse", Act.REVERSE_OWN_TODAY, shows=reverse, is_fresh=True)
def take_back(desk: Desk, entry_id: int) -> Answer:
    """Write its mirror; whoever it concerns is told why."""
    desk.form.text("reason", most=REASON_MAX)
    posted = reverse_entry(desk.tx, entry_id, desk.doing())
    return desk.done(
        "corrections.done.reversed",
        "corrections.entry",
        facts={"entry": entry_id, "mirror": posted.entry_id},
        entry_id=posted.entry_id,
    )


def known_entry(desk: Desk, entry_id: int) -> EntryRow:
    """The entry with this number; where there is none, there is no page.

    Raises:
        NotAllowedError: it is the owner's own money, which is not staff's business.
    """
    try:
        found = queries.entry_of(desk.tx, entry_id)
    except UnknownEntryError:
        desk.missing()
    if not _may_see(desk, found):
        raise NotAllowedError(Act.MOVE_MONEY)
    return found


def _may_see(desk: Desk, found: EntryRow) -> bool:
    """Whether it moves a farmer's account, or he wrote it himself, or he may see everything."""
    is_own = found.actor_id == desk.by.party_id
    return is_own or bool(farmers_of(found)) or desk.may(Act.MOVE_MONEY)


def _advance(desk: Desk, found: EntryRow) -> Advance | None:
    """The advance that it paid, or that what it stands for had paid."""
    numbers = (found.entry_id, found.replaces)
    paid = (advance_book.advance_paid_by(desk.tx, each) for each in numbers if each is not None)
    return next((each for each in paid if each is not None), None)


def _words(desk: Desk) -> dict[str, Any]:
    """What every page of entries calls things."""
    parties = people.parties(desk.tx)
    return {
        "names": names_of(desk.tx),
        "of_id": {party.party_id: party for party in parties},
        "parties": {party.code: party for party in parties},
        "kind_of": kind_of,
        "farmers_of": farmers_of,
    }
