"""What papers call things: phrases, and the names of flowers and people behind their codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

from sqlalchemy import Connection

from ledger import accounts
from ledger.entries import EntryKind
from ledger.goods import adjustment_kinds, flowers
from ledger.lots import Adjustment
from ledger.people import Party, parties
from ledger.queries import LotRow
from locales.facts import Fact, Money, Name, Percent, Phrase, Quantity


@dataclass(frozen=True, slots=True)
class Names:
    """The names of the shop's register.

    Attributes:
        flowers: by code; likewise the qualities.
        people: by internal id.
        codes: people by their code.
    """

    flowers: Mapping[str, Name]
    qualities: Mapping[str, Name]
    people: Mapping[int, Name]
    codes: Mapping[str, Name]

    def person(self, code: str | None) -> Phrase | None:
        """A name with its code."""
        return None if code is None else phrase("farmer", name=self.codes[code], code=code)

    def actor(self, party_id: int | None) -> Name | Phrase:
        """Who did something; None is the shop's own machinery."""
        return phrase("paper_by_itself") if party_id is None else self.people[party_id]

    def account(self, code: str) -> Phrase:
        """An account as the chart names it."""
        farmer = accounts.farmer_of(code)
        if farmer is None:
            return Phrase(f"account.{code}", {})
        key = f"account.{code.partition(':')[0]}"
        return Phrase(key, {"farmer": phrase("farmer", name=self.codes[farmer], code=farmer)})

    def lot(self, lot: LotRow) -> Phrase:
        """A lot in one line, without what it came to."""
        return phrase(
            "paper_lot",
            flower=self.flowers[lot.flower],
            quantity=Quantity(lot.quantity_milli, lot.unit),
            rate=Money(lot.rate_paise),
        )

    def quality(self, adjustment: Adjustment) -> Phrase:
        """A quality adjustment with its percentage."""
        name = self.qualities.get(adjustment.code, Name(adjustment.code, ""))
        return phrase("slip_quality", name=name, percent=Percent(adjustment.adjustment_bp))

    def qualities_of(self, lot: LotRow) -> Phrase | None:
        """All of a lot's, on one line."""
        told = [self.quality(adjustment) for adjustment in lot.adjustments]
        if not told:
            return None
        return reduce(lambda first, rest: phrase("slip_and", first=first, rest=rest), told)


def names_of(tx: Connection) -> Names:
    """The register's names as they are now."""
    people = parties(tx)
    return Names(
        flowers={flower.code: Name(flower.name_en, flower.name_ta) for flower in flowers(tx)},
        qualities={
            code: Name(kind.name_en, kind.name_ta) for code, kind in adjustment_kinds(tx).items()
        },
        people={person.party_id: name_of(person) for person in people},
        codes={person.code: name_of(person) for person in people},
    )


def name_of(party: Party) -> Name:
    """A person's name in both scripts."""
    return Name(party.name_en, party.name_ta)


def kind_of(kind: EntryKind, reverses: int | None) -> Phrase:
    """What an entry is, and of a reversal which entry it takes back."""
    return Phrase(f"kind.{kind}", {} if reverses is None else {"entry": reverses})


def phrase(key: str, **facts: Fact) -> Phrase:
    """A phrase by its key."""
    return Phrase(key, facts)
