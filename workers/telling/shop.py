"""Notices to the shop's own people, and about the numbers under which anybody is written to."""

from datetime import date

from sqlalchemy import Connection

from bot.dialogue.wording import farmer_shown, phrase
from ledger import people
from ledger.advance_book import advance_of
from ledger.approvals import ask_of
from ledger.notices import Notice
from ledger.people import Party, party_of_id
from locales.facts import Day, Fact, Money, Name, Phrase, Quote
from workers.register import Register, person_of
from workers.telling.words import Words, listed


def to_approve(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - as every wording
    """Somebody waits for an admin's yes or no."""
    if "advance" in notice.subject:
        return _advance_to_approve(tx, notice.subject["advance"])
    ask = ask_of(tx, notice.subject["ask"])
    facts: dict[str, Fact] = {
        "who": _name(party_of_id(tx, ask.asked_by)),
        "what": phrase(f"notice.ask.{ask.kind}"),
        "number": ask.ask_id,
        "reason": Quote(ask.reason),
    }
    return Words("notice.ask_to_approve", "ask_to_approve", facts)


def task(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """A farmer wants something that chat cannot do for him."""
    farmer = farmer_shown(person_of(Register(tx).farmer(notice.subject["farmer"])))
    what = phrase(f"notice.task.{notice.subject['task']}", farmer=farmer)
    return Words(what.key, "task", {"what": what, **what.facts})


def day_root(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """What proves the book of a day, kept outside the book."""
    on, root = date.fromisoformat(notice.subject["on"]), notice.subject["root"]
    return Words("notice.day_root", "day_root", {"on": Day(on), "root": Quote(root)})


def identity(tx: Connection, notice: Notice, reader: Party) -> Words:  # noqa: ARG001 - likewise
    """He is written to at another number; the number of old is told as well."""
    added, removed = notice.subject.get("added"), notice.subject.get("removed")
    change: list[Phrase] = []
    if added:
        change.append(phrase("notice.number_added", last=_last_digits(added)))
    if removed:
        change.append(phrase("notice.number_removed", last=_last_digits(removed)))
    facts = {"name": _name(reader), "change": listed(change)}
    old = f"whatsapp:{people.bare(removed)}" if removed else None
    return Words("notice.identity", "identity", facts, also_to=old)


def _advance_to_approve(tx: Connection, advance_id: int) -> Words:
    advance = advance_of(tx, advance_id)
    farmer = Register(tx).farmer(advance.farmer)
    facts: dict[str, Fact] = {
        "farmer": farmer_shown(person_of(farmer)),
        "amount": Money(advance.amount_paise),
        "number": advance.advance_id,
        "reason": Quote(advance.reason),
    }
    return Words("notice.advance_to_approve", "advance_to_approve", facts, buttons="decide_advance")


def _name(party: Party) -> Name:
    return Name(party.name_en, party.name_ta)


def _last_digits(address: str) -> str:
    """As much of a number as its owner knows it by, and nobody else."""
    return address[-SHOWN:]


SHOWN = 4
