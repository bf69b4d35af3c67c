"""The names that a shop knows, as the parser needs them. No database: the shell fills it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

KG = "kg"


@dataclass(frozen=True, slots=True)
class FarmerName:
    """A farmer as people name him: code, either script, village, nicknames."""

    code: str
    name_en: str
    name_ta: str
    village_en: str = ""
    village_ta: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FlowerName:
    """A flower as people name it, and the unit it is counted in: `kg`, `piece` or `bunch`."""

    code: str
    name_en: str
    name_ta: str
    unit: str = KG
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Shop:
    """Who and what may be named.

    A shop is compared by identity, because the parser keeps an index of each shop it has seen:
    keep one object for as long as its names hold.

    Attributes:
        farmers: everyone who may be named in a message.
        flowers: everything that is weighed or counted.
        quantity_max_milli: the largest lot, in thousandths of its unit.
        rate_max_paise: the highest rate of a unit.
        amount_max_paise: the largest cash movement.
        adjustments: code of a quality adjustment (`wet`) → the words for it, beside those
            of the lexicon.
        words: a word of the shop's own → a word of the lexicon that means the same.
    """

    farmers: tuple[FarmerName, ...]
    flowers: tuple[FlowerName, ...]
    quantity_max_milli: int = 500_000
    rate_max_paise: int = 10_000_00
    amount_max_paise: int = 5_00_000_00
    adjustments: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_import(cls, data: Mapping[str, Any]) -> "Shop":
        """The shop of an import file (`malar import`), limits in its units: kg and rupees."""
        limits = data.get("limits") or {}
        return cls(
            farmers=tuple(
                FarmerName(
                    code=row["code"],
                    name_en=row["name_en"],
                    name_ta=row.get("name_ta") or row["name_en"],
                    village_en=row.get("village_en") or "",
                    village_ta=row.get("village_ta") or "",
                    aliases=tuple(row.get("aliases") or ()),
                )
                for row in data["farmers"]
            ),
            flowers=tuple(
                FlowerName(
                    code=row["code"],
                    name_en=row["name_en"],
                    name_ta=row.get("name_ta") or row["name_en"],
                    unit=row.get("unit") or KG,
                    aliases=tuple(row.get("aliases") or ()),
                )
                for row in data["flowers"]
            ),
            quantity_max_milli=int(limits.get("quantity_max_kg", 500)) * 1000,
            rate_max_paise=int(limits.get("rate_max", 10_000)) * 100,
            amount_max_paise=int(limits.get("amount_max", 5_00_000)) * 100,
            words={name: str(means) for name, means in (data.get("words") or {}).items()},
        )
