"""Notices about settlements: ready, paid, taken back, promised, asked about."""

from datetime import date

from sqlalchemy import Connection

from bot.dialogue.settlement_figures import figures, otherwise
from bot.dialogue.wording import LIST_LIMIT, farmer_shown, phrase
from ledger import queries
from ledger.notices import Notice
from ledger.people import Party
from ledger.settlements import Settlement, settlement_of
from locales.facts import Day, Fact, Fits, Lines, Money, Phrase, Quantity, Quote, of_lots
from workers.register import Register, person_of
from workers.telling.words import Words, balances, listed, money_moved


def ready(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - as every wording
    """All that was sold up to a day is reckoned: what he gets, and when."""
    settlement = _settlement(tx, notice)
    facts = {
        **_named(settlement),
        "lots": of_lots(settlement.lots),
        "quantities": _quantities(settlement),
        "gross": Money(settlement.gross_paise),
        "commission": Money(settlement.commission_paise),
        "fees": Money(settlement.fees_paise),
        "recovered": Money(settlement.recovered_paise),
        "before": Money(otherwise(settlement) + settlement.carried_in_paise),
        "advance_after": Money(settlement.advance_after_paise),
        "net": Money(settlement.net_paise),
        "to_pay": _to_pay(settlement),
        "figures": Lines(tuple(figures(settlement))),
        "code": Quote(settlement.code or ""),
    }
    return Words("notice.settlement_ready", "settlement_ready", facts, buttons="answer_settlement")


def paid(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """He got his money, or a part of it."""
    settlement = _settlement(tx, notice)
    entry = queries.entry_of(tx, notice.subject["entry"])
    left = Money(settlement.unpaid_paise)
    is_all = settlement.unpaid_paise == 0
    facts = {
        **_named(settlement),
        **money_moved(entry.postings),
        "entry": entry.entry_id,
        "on": Day(entry.on),
        "left": left,
        "rest": phrase("notice.paid_in_full")
        if is_all
        else phrase("notice.paid_in_part", left=left),
        **balances(notice),
    }
    return Words("notice.settlement_paid", "settlement_paid", facts)


def voided(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """It is taken back; what it settled comes into the next one."""
    facts = {**_named(_settlement(tx, notice)), **balances(notice)}
    return Words("notice.settlement_voided", "settlement_voided", facts)


def pay_date(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """The shop is told what it promised for a day; a farmer, that his money is late."""
    if "settlement" in notice.subject:
        return Words("notice.pay_late", "pay_late", _named(_settlement(tx, notice)))
    promised = [settlement_of(tx, each) for each in notice.subject["settlements"]]
    rows = [_promised(tx, settlement) for settlement in promised]
    every = phrase("together", parts=Lines(tuple(rows)))
    facts: dict[str, Fact] = {
        "on": Day(date.fromisoformat(notice.subject["on"])),
        "n": len(promised),
        "total": Money(sum(settlement.unpaid_paise for settlement in promised)),
        "listed": Fits((every, phrase("notice.pay_dates_in_short")), LIST_LIMIT),
    }
    return Words("notice.pay_dates", "pay_dates", facts)


def question(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """A farmer does not agree, or does not understand."""
    settlement = _settlement(tx, notice)
    facts = {
        **_named(settlement),
        "farmer": farmer_shown(person_of(Register(tx).farmer(settlement.farmer))),
        "words": Quote(notice.subject["words"]),
    }
    return Words("notice.question", "question", facts)


def answer(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """What the shop says to what he asked."""
    said = {key: Quote(notice.subject[key]) for key in ("question", "words")}
    return Words("notice.answer", "answer", {**_named(_settlement(tx, notice)), **said})


def run_done(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """A settlement run is over, and what came of it."""
    figures = notice.subject
    counts: dict[str, Fact] = {key: figures[key] for key in COUNTED}
    cut_off = Day(date.fromisoformat(figures["cut_off"]))
    proof = phrase("notice.run_unproved" if figures["faults"] else "notice.run_proved")
    facts = {**counts, "cut_off": cut_off, "net": Money(figures["net_paise"]), "proof": proof}
    return Words("notice.run_done", "run_done", facts)


COUNTED = ("drafted", "approved", "skipped", "failed")
"""How many farmers of a run ended how."""


def _settlement(tx: Connection, notice: Notice) -> Settlement:
    return settlement_of(tx, notice.subject["settlement"])


def _named(settlement: Settlement) -> dict[str, Fact]:
    """What every phrase about a settlement may mention."""
    named: dict[str, Fact] = {
        "number": Quote(settlement.number or ""),
        "cut_off": Day(settlement.cut_off),
        "left": Money(settlement.unpaid_paise),
    }
    return named if settlement.pay_on is None else named | {"pay_on": Day(settlement.pay_on)}


def _quantities(settlement: Settlement) -> Fact:
    """How much was brought, by unit; nothing where only money was settled."""
    by_unit = settlement.quantities.items()
    shown = [Quantity(milli, unit) for unit, milli in by_unit if milli] or [Quantity(0, "kg")]
    return listed(shown)


def _to_pay(settlement: Settlement) -> Phrase:
    """What he gets and by when, if he gets anything."""
    if not settlement.net_paise:
        return phrase("nothing_to_pay")
    return phrase("notice.to_pay", net=Money(settlement.net_paise), **_named(settlement))


def _promised(tx: Connection, settlement: Settlement) -> Phrase:
    farmer = Register(tx).farmer(settlement.farmer)
    return phrase("notice.pay_date", farmer=farmer_shown(person_of(farmer)), **_named(settlement))
