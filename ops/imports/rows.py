"""Rows → farmers, flowers and limits, or every fault at once.

Looks at the file alone: codes and phones that stand twice in it are found here, what the
book already knows is `ops.importing`'s question. Two flowers never bear one name, since nobody
could say which is meant; an alias may stand for several, and whoever says it is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ops.imports import fields
from ops.imports.faults import Fault, ImportFault
from ops.imports.sheets import Row, sheets_of

_HEADING: dict[str, fields.Rule] = {"now": fields.moment, "tz": fields.zone}
_FARMER: dict[str, fields.Rule] = {
    "code": fields.farmer_code,
    "name_en": fields.english,
    "name_ta": fields.tamil,
    "village_en": fields.english,
    "village_ta": fields.tamil,
    "phone": fields.phone,
}
_FLOWER: dict[str, fields.Rule] = {
    "code": fields.code,
    "name_en": fields.english,
    "name_ta": fields.tamil,
    "unit": fields.unit,
    "aliases": fields.aliases,
}
_LIMITS: dict[str, fields.Rule] = {
    "quantity_max_kg": fields.scaled(1000),
    "rate_max": fields.scaled(100),
    "amount_max": fields.scaled(100),
}


@dataclass(frozen=True, slots=True)
class FarmerRow:
    """A farmer as the file says him; `phone` is an address, `whatsapp:+91…`."""

    where: str
    code: str
    name_en: str
    name_ta: str
    village_en: str
    village_ta: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class FlowerRow:
    """A flower as the file says it."""

    where: str
    code: str
    name_en: str
    name_ta: str
    unit: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """The shop's limits; None where the file is silent."""

    quantity_max_milli: int | None
    rate_max_paise: int | None
    amount_max_paise: int | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that a file asks for, each row right in itself."""

    farmers: tuple[FarmerRow, ...]
    flowers: tuple[FlowerRow, ...]
    limits: Limits


def rows_of(path: Path) -> Rows:
    """Read and check a file.

    Raises:
        ImportFault: whatever is wrong with it, all of it.
    """
    sheets = sheets_of(path)
    faults: list[Fault] = []
    _checked(sheets.heading, _HEADING, faults)
    limits = _checked(sheets.limits, _LIMITS, faults)
    farmers = [
        FarmerRow(row.where, **cells)
        for row in sheets.farmers
        if (cells := _checked(row, _FARMER, faults)) is not None
    ]
    flowers = [
        FlowerRow(row.where, **cells)
        for row in sheets.flowers
        if (cells := _checked(row, _FLOWER, faults)) is not None
    ]
    faults += _twice("code", ((row.where, row.code) for row in farmers))
    faults += _twice("phone", ((row.where, row.phone) for row in farmers if row.phone))
    faults += _twice("code", ((row.where, row.code) for row in flowers))
    faults += _twice("name_en", ((row.where, row.name_en) for row in flowers))
    faults += _twice("name_ta", ((row.where, row.name_ta) for row in flowers))
    if faults or limits is None:
        raise ImportFault(faults)
    return Rows(tuple(farmers), tuple(flowers), Limits(*limits.values()))


def _checked(
    row: Row, rules: Mapping[str, fields.Rule], faults: list[Fault]
) -> dict[str, Any] | None:
    """The cells as the book keeps them, or None; what is wrong joins the faults."""
    wrong = [
        Fault(row.where, "", f"{name!r} is unknown") for name in row.cells if name not in rules
    ]
    kept = {}
    for name, rule in rules.items():
        try:
            kept[name] = rule(row.cells.get(name))
        except (TypeError, ValueError) as error:
            wrong.append(Fault(row.where, name, str(error)))
    faults += wrong
    return None if wrong else kept


def _twice(field: str, said: Iterable[tuple[str, str]]) -> list[Fault]:
    """A fault for each value that an earlier row has already, whatever its capitals."""
    seen: dict[str, str] = {}
    faults = []
    for where, value in said:
        first = seen.setdefault(value.casefold(), where)
        if first != where:
            shown = value.removeprefix("whatsapp:")
            faults.append(Fault(where, field, f"{shown} stands in {first} already"))
    return faults
