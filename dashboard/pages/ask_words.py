"""What somebody wants who asks for a second person: in words, with the very figures of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import url_for
from sqlalchemy import Connection

from dashboard.desk import Desk
from dashboard.pages.correction_figures import (
    Figure,
    lot_figures,
    person_called,
    reversal_figures,
)
from dashboard.wording import market_day
from ledger import advance_book, goods, people, queries, settlements
from ledger.accounts import farmer_of
from ledger.advance_book import Advance, AdvanceState
from ledger.approvals import Ask, AskKind
from ledger.correction_looks import look_at_lot, look_at_rate
from ledger.corrections import RightRate
from ledger.entries import EntryKind
from ledger.errors import LedgerError
from ledger.people import Party
from ledger.roles import PartyRole
from locales.facts import Day, Moment, Money, Phrase
from papers.wording import Names, kind_of, phrase

LAST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants.

    Attributes:
        what: in a line.
        about: where what it is about is shown.
        by_hand: where whoever asked does it himself once it is granted; None where the yes does it.
    """

    what: Phrase
    figures: tuple[Figure, ...] = ()
    about: str | None = None
    by_hand: str | None = None


def wanted(desk: Desk, ask: Ask, names: Names) -> Wanted:
    """What an ask asks for; where it cannot be done any more, its kind and no figures."""
    try:
        return KINDS[ask.kind](desk, ask, names)
    except (LedgerError, LookupError):
        return Wanted(phrase(f"asks.kind.{ask.kind}"))


def _identity(desk: Desk, ask: Ask, names: Names) -> Wanted:
    shown = [
        None if number is None else _number(desk.by, number)
        for number in (ask.facts["removed"], ask.facts["added"])
    ]
    before, after = (phrase("asks.no_number") if each is None else each for each in shown)
    return Wanted(
        phrase("asks.what.change_identity", who=person_called(names, ask.facts["code"])),
        (Figure(phrase("asks.number"), before, after),),
        about=url_for("farmers.one", code=ask.facts["code"]),
    )


def _number(reader: Party, number: str) -> str:
    """Staff see the last digits of a number only."""
    bare = people.bare(number)
    return bare if reader.role is PartyRole.ADMIN else f"···· {bare[-LAST_DIGITS:]}"


def _advance(desk: Desk, ask: Ask, names: Names) -> Wanted:
    code, paise = ask.facts["farmer"], ask.facts["amount_paise"]
    out = queries.owed_to(desk.tx, code).advance_paise
    left = advance_book.room_left(desk.tx, code, at=desk.at)
    meant = _waiting(desk.tx, code, paise, AdvanceState.REQUESTED)
    return Wanted(
        phrase("asks.what.advance_over_limit", who=person_called(names, code), amount=Money(paise)),
        (
            Figure(phrase("asks.outstanding"), Money(out), Money(out + paise)),
            Figure(phrase("asks.room_left"), Money(left), Money(left - paise)),
        ),
        about=None if meant is None else url_for("advances.one", advance_id=meant.advance_id),
        by_hand=None
        if meant is not None
        else url_for("advances.giving", farmer=code, paise=paise, ask=ask.ask_id),
    )


def _waiting(tx: Connection, code: str, paise: int, state: AdvanceState) -> Advance | None:
    """The farmer's advance of that sum which waits in a state."""
    found = advance_book.open_advances(tx, code)
    meant = (each for each in found if each.amount_paise == paise and each.state is state)
    return next(meant, None)


def _void(desk: Desk, ask: Ask, names: Names) -> Wanted:
    found = settlements.settlement_of(desk.tx, ask.facts["settlement"])
    return Wanted(
        phrase(
            "asks.what.void_paid",
            number=found.number or str(found.settlement_id),
            who=person_called(names, found.farmer),
        ),
        (
            Figure(phrase("asks.net"), Money(found.net_paise), Money(0)),
            Figure(phrase("asks.paid"), Money(found.paid_paise)),
        ),
        about=url_for("settlements.one", settlement_id=found.settlement_id),
    )


def _correction(desk: Desk, ask: Ask, names: Names) -> Wanted:
    facts = dict(ask.facts)
    if "since" in facts:
        return _rate(desk, facts, names)
    entry_id = facts.pop("entry")
    about = url_for("corrections.entry", entry_id=entry_id)
    if not facts:
        return Wanted(*_reversal(desk, entry_id, names), about=about)
    if "adjustments" in facts:
        facts["adjustments"] = goods.adjustments(desk.tx, facts["adjustments"])
    look = look_at_lot(desk.tx, entry_id, at=desk.at, **facts)
    what = phrase(
        "asks.what.correct_lot", entry=entry_id, who=person_called(names, look.before.farmer)
    )
    return Wanted(what, lot_figures(look, names), about=about)


def _reversal(desk: Desk, entry_id: int, names: Names) -> tuple[Phrase, tuple[Figure, ...]]:
    entry = queries.entry_of(desk.tx, entry_id)
    kind = kind_of(entry.kind, entry.reverses)
    what = phrase("asks.what.reverse", kind=kind, entry=entry_id)
    return what, reversal_figures(entry, names)


def _rate(desk: Desk, facts: Mapping[str, Any], names: Names) -> Wanted:
    since, until = (datetime.fromisoformat(facts[name]) for name in ("since", "until"))
    right = RightRate(facts["flower"], facts["rate_paise"], since, until)
    looks = look_at_rate(desk.tx, right, at=desk.at)
    more = sum(paise for look in looks for paise in look.differences.values())
    what = phrase(
        "asks.what.correct_rate",
        flower=names.flowers[right.flower],
        rate=Money(right.rate_paise),
        on=Day(market_day(since)),
        since=Moment(since),
        until=Moment(until),
    )
    figures = (
        Figure(phrase("asks.lots"), len(looks)),
        Figure(phrase("asks.difference"), Money(more)),
    )
    return Wanted(what, figures)


def _back_date(desk: Desk, ask: Ask, names: Names) -> Wanted:
    kind, on = EntryKind(ask.facts["kind"]), date.fromisoformat(ask.facts["on"])
    postings: dict[str, int] = ask.facts["postings"]
    figures = [
        Figure(names.account(account), phrase(_side(paise), amount=Money(abs(paise))))
        for account, paise in postings.items()
    ]
    days = (desk.on - on).days
    what = phrase("asks.what.back_date", kind=kind_of(kind, None), on=Day(on), n=days)
    return Wanted(what, tuple(figures), by_hand=_form(desk, ask, kind, postings))


def _side(paise: int) -> str:
    return "asks.to_it" if paise > 0 else "asks.from_it"


def _form(desk: Desk, ask: Ask, kind: EntryKind, postings: Mapping[str, int]) -> str | None:
    """Where an entry of that kind is entered, with what is known of it."""
    farmer = next((code for each in postings if (code := farmer_of(each))), None)
    paise = max(postings.values())
    known = {"farmer": farmer, "paise": paise, "ask": ask.ask_id, "on": ask.facts["on"]}
    if kind is EntryKind.ADVANCE and farmer is not None:
        promised = _waiting(desk.tx, farmer, paise, AdvanceState.APPROVED)
        if promised is not None:
            return url_for("advances.one", advance_id=promised.advance_id, ask=ask.ask_id)
    endpoint = FORMS.get(kind)
    return None if endpoint is None else url_for(endpoint, **known)


FORMS = {
    EntryKind.SALE: "lots.new",
    EntryKind.ADVANCE: "advances.giving",
    EntryKind.ADVANCE_REPAID: "advances.bringing",
    EntryKind.PAYMENT: "money.farmer",
    EntryKind.SETTLEMENT_PAYMENT: "settlements.all",
    EntryKind.BUYERS_MONEY: "money.buyers",
    EntryKind.TRANSFER: "money.transfer",
    EntryKind.EXPENSE: "money.expense",
    EntryKind.FEE_HANDED_ON: "money.fee",
    EntryKind.WRITE_OFF: "money.writeoff",
    EntryKind.CAPITAL: "money.capital",
    EntryKind.DRAWINGS: "money.drawings",
}
"""Where entries are made by hand."""

KINDS: Mapping[AskKind, Callable[[Desk, Ask, Names], Wanted]] = {
    AskKind.CHANGE_IDENTITY: _identity,
    AskKind.ADVANCE_OVER_LIMIT: _advance,
    AskKind.REVERSE_PAID: _correction,
    AskKind.VOID_PAID: _void,
    AskKind.BACK_DATE: _back_date,
}
