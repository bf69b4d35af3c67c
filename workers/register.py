"""The register at hand during one answer: people and flowers, each looked up once, as shown."""

from dataclasses import dataclass, field

from sqlalchemy import Connection

from bot.dialogue import lots
from bot.dialogue.lots import Lot, Person, Quality, WrittenLot
from ledger import goods, people
from ledger.accounts import payable
from ledger.errors import UnknownAccountError
from ledger.goods import AdjustmentKind, Flower
from ledger.lots import Adjustment
from ledger.people import Party
from ledger.queries import LotRow
from locales.facts import Name


@dataclass
class Register:
    """People and flowers by code."""

    tx: Connection
    flowers: dict[str, Flower] = field(init=False)
    kinds: dict[str, AdjustmentKind] = field(init=False)
    _parties: dict[str, Party | None] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.flowers = {flower.code: flower for flower in goods.flowers(self.tx)}
        self.kinds = goods.adjustment_kinds(self.tx)

    def party(self, code: str) -> Party | None:
        """Who has this code, if anybody."""
        if code not in self._parties:
            self._parties[code] = people.party(self.tx, code)
        return self._parties[code]

    def farmer(self, code: str) -> Party:
        """The farmer who has this code.

        Raises:
            UnknownAccountError: nobody has.
        """
        party = self.party(code)
        if party is None:
            raise UnknownAccountError(payable(code).code)
        return party

    def quality(self, adjustment: Adjustment) -> Quality:
        """An adjustment by the name it has now; one that has none any more by its code."""
        kind = self.kinds.get(adjustment.code)
        code = adjustment.code
        name = Name(kind.name_en, kind.name_ta) if kind else Name(code, code)
        return Quality(name, adjustment)

    def written(self, row: LotRow) -> WrittenLot:
        """A lot of the book as it is shown."""
        lot = Lot(
            farmer=person_of(self.farmer(row.farmer)),
            flower=flower_of(self.flowers[row.flower]),
            quantity_milli=row.quantity_milli,
            rate_paise=row.rate_paise,
            commission_bp=row.commission_bp,
            worth=row.worth,
            at=row.at,
            qualities=tuple(self.quality(each) for each in row.adjustments),
        )
        is_of_board = row.rate_id is not None
        return WrittenLot(row.entry_id, lot, row.is_reversed, is_of_board=is_of_board)


def person_of(party: Party) -> Person:
    """A farmer of the register as he is shown."""
    village = Name(party.village_en, party.village_ta)
    return Person(party.code, Name(party.name_en, party.name_ta), village)


def flower_of(flower: Flower) -> lots.Flower:
    """A flower of the register as it is shown."""
    return lots.Flower(flower.code, Name(flower.name_en, flower.name_ta), flower.unit)
