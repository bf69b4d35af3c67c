"""Rows → people, flowers, slots, limits and openings, and every fault at once.

Looks at the file alone: codes and phones that stand twice in it are found here, what the
book already knows is `ops.importing`'s question. Two flowers never bear one name, since nobody
could say which is meant; an alias may stand for several, and whoever says it is asked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from ledger.accounts import MARKET, Till
from ledger.board import TimeSlot
from ledger.people import Cycle, Notices
from ledger.register import rules
from ledger.roles import PartyRole
from locales.languages import LANGUAGES
from ops.imports import fields
from ops.imports.faults import Fault
from ops.imports.fields import optional
from ops.imports.sheets import FARMERS, FLOWERS, SLOTS, STAFF, Row, sheets_of

Cell = tuple[str, rules.Rule]
"""Under which name a cell is kept, and by which rule."""

_HEADING: dict[str, Cell] = {"now": ("now", fields.moment), "tz": ("tz", fields.zone)}
_LANGUAGE: Cell = ("language", optional(rules.one_of(*LANGUAGES)))
_PHONE: Cell = ("phone", optional(fields.phone))
_COMMISSION: Cell = ("commission_bp", optional(fields.percent))
_FARMER: dict[str, Cell] = {
    "code": ("code", rules.person_code),
    "name_en": ("name_en", rules.english),
    "name_ta": ("name_ta", rules.tamil),
    "village_en": ("village_en", rules.english),
    "village_ta": ("village_ta", rules.tamil),
    "phone": _PHONE,
    "aliases": ("aliases", optional(fields.aliases)),
    "language": _LANGUAGE,
    "notices": ("notices", optional(rules.one_of(*Notices))),
    "cycle": ("cycle", optional(rules.one_of(*Cycle))),
    "commission": _COMMISSION,
    "recovery_cap": ("recovery_cap_paise", optional(fields.rupees)),
    "advance_limit": ("advance_limit_paise", optional(fields.rupees)),
    "opening_unsettled": ("payable_paise", optional(fields.rupees_either_way)),
    "opening_unpaid": ("settled_paise", optional(fields.rupees)),
    "opening_advance": ("advance_paise", optional(fields.rupees)),
}
_STAFF: dict[str, Cell] = {
    "code": ("code", rules.person_code),
    "name_en": ("name_en", rules.english),
    "name_ta": ("name_ta", optional(rules.tamil)),
    "role": ("role", rules.one_of(PartyRole.STAFF, PartyRole.ADMIN)),
    "phone": _PHONE,
    "language": _LANGUAGE,
}
_FLOWER: dict[str, Cell] = {
    "code": ("code", rules.code),
    "name_en": ("name_en", rules.english),
    "name_ta": ("name_ta", rules.tamil),
    "unit": ("unit", optional(fields.unit)),
    "aliases": ("aliases", optional(fields.aliases)),
    "commission": _COMMISSION,
}
_SLOT: dict[str, Cell] = {
    "code": ("code", rules.code),
    "name_en": ("name_en", rules.english),
    "name_ta": ("name_ta", rules.tamil),
    "from": ("starts", fields.clock),
    "to": ("ends", fields.clock),
}
_LIMITS: dict[str, Cell] = {
    "quantity_max_kg": ("quantity_max_milli", rules.or_none(fields.limit(1000))),
    "rate_max": ("rate_max_paise", rules.or_none(fields.limit(100))),
    "amount_max": ("amount_max_paise", rules.or_none(fields.limit(100))),
}
_OPENING: dict[str, Cell] = {
    account: (account, optional(fields.rupees)) for account in (*Till, MARKET.code)
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody as the file says him; None where it is silent.

    Attributes:
        phone: an address, `whatsapp:+91…`.
        payable_paise: what he is owed and is not settled yet; negative when he was overpaid.
        settled_paise: what is settled and not paid yet.
        advance_paise: what he has outstanding.
    """

    where: str
    code: str
    name_en: str
    role: PartyRole = PartyRole.FARMER
    name_ta: str | None = None
    village_en: str | None = None
    village_ta: str | None = None
    phone: str | None = None
    aliases: tuple[str, ...] | None = None
    language: str | None = None
    notices: Notices | None = None
    cycle: Cycle | None = None
    commission_bp: int | None = None
    recovery_cap_paise: int | None = None
    advance_limit_paise: int | None = None
    payable_paise: int | None = None
    settled_paise: int | None = None
    advance_paise: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowerRow:
    """A flower as the file says it; None where it is silent."""

    where: str
    code: str
    name_en: str
    name_ta: str
    unit: str | None = None
    aliases: tuple[str, ...] | None = None
    commission_bp: int | None = None


@dataclass(frozen=True, slots=True)
class Rows:
    """Everything that a file asks for: the rows that are right in themselves, and what is not.

    Attributes:
        faults: all that is wrong with the others.
        people: farmers, and the shop's own.
        slots: the whole market day; none where the file leaves it as it is.
        limits: terms by name.
        opening: paise by account of the shop's own.
        words: the shop's own, each with what it means.
    """

    faults: tuple[Fault, ...]
    people: tuple[PersonRow, ...]
    flowers: tuple[FlowerRow, ...]
    slots: tuple[TimeSlot, ...]
    limits: Mapping[str, int]
    opening: Mapping[str, int]
    words: Mapping[str, str]


def rows_of(path: Path) -> Rows:
    """Read and check a file.

    Raises:
        ImportFault: it cannot be read, or has not the shape of an import.
    """
    sheets = sheets_of(path)
    faults: list[Fault] = []
    _checked(sheets.heading, _HEADING, faults)
    limits = _checked(sheets.limits, _LIMITS, faults) or {}
    opening = _checked(sheets.opening, _OPENING, faults) or {}
    words = _words(sheets.words, faults)
    farmers = _all(sheets.rows(FARMERS), _FARMER, faults)
    staff = _all(sheets.rows(STAFF), _STAFF, faults)
    flowers = [FlowerRow(**cells) for cells in _all(sheets.rows(FLOWERS), _FLOWER, faults)]
    slots = _all(sheets.rows(SLOTS), _SLOT, faults)
    people = [PersonRow(**cells | _role(cells)) for cells in (*farmers, *staff)]
    faults += _twice("code", ((row.where, row.code) for row in people))
    faults += _twice("phone", ((row.where, row.phone) for row in people if row.phone))
    for name in ("code", "name_en", "name_ta"):
        faults += _twice(name, ((row.where, getattr(row, name)) for row in flowers))
    faults += _overlaps(slots)
    return Rows(
        tuple(faults),
        tuple(people),
        tuple(flowers),
        tuple(TimeSlot(**_without_where(cells)) for cells in slots),
        {name: value for name, value in limits.items() if name != "where" and value is not None},
        {name: value for name, value in opening.items() if name != "where" and value},
        words,
    )


def _role(cells: Mapping[str, Any]) -> dict[str, PartyRole]:
    return {"role": PartyRole(cells.get("role", PartyRole.FARMER))}


def _words(row: Row, faults: list[Fault]) -> dict[str, str]:
    """The words and their meanings that can be kept; what is wrong joins the faults."""
    kept = {}
    for name, means in row.cells.items():
        try:
            kept[rules.name(name)] = str(rules.name(means))
        except (TypeError, ValueError) as error:
            faults.append(Fault(row.where, rules.shown(name), str(error)))
    return kept


def _without_where(cells: Mapping[str, Any]) -> dict[str, Any]:
    return {name: cell for name, cell in cells.items() if name != "where"}


def _all(
    rows: Iterable[Row], cells: Mapping[str, Cell], faults: list[Fault]
) -> list[dict[str, Any]]:
    """The rows that are right; what is wrong joins the faults."""
    return [kept for row in rows if (kept := _checked(row, cells, faults)) is not None]


def _checked(row: Row, cells: Mapping[str, Cell], faults: list[Fault]) -> dict[str, Any] | None:
    """A row as the book keeps it, with where it stands, or None; faults join the faults."""
    wrong = [
        Fault(row.where, "", f"{name!r} is unknown") for name in row.cells if name not in cells
    ]
    kept: dict[str, Any] = {"where": row.where}
    for name, (kept_as, rule) in cells.items():
        try:
            kept[kept_as] = rule(row.cells.get(name))
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


def _overlaps(slots: list[dict[str, Any]]) -> list[Fault]:
    """A fault for each slot without time in it, and for each that begins in the one before."""
    faults = [
        Fault(slot["where"], "to", f"{slot['ends']:%H:%M} is not after {slot['starts']:%H:%M}")
        for slot in slots
        if slot["ends"] <= slot["starts"]
    ]
    faults += _twice("code", ((slot["where"], slot["code"]) for slot in slots))
    for before, after in pairwise(sorted(slots, key=lambda slot: slot["starts"])):
        if after["starts"] < before["ends"]:
            faults.append(Fault(after["where"], "from", f"it overlaps {before['where']}"))
    return faults
