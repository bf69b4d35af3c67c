"""A shop brings its farmers, flowers and limits from a file: everything, or nothing.

Every row is checked before the first is written (`ops.imports`). What the book already holds with
the same content is counted as known; with other content it is a fault, because an import changes
nobody: names, phones and flowers are changed where it is recorded who did it.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from ledger import goods, people, terms
from ledger.goods import Flower, NewFlower
from ledger.people import NewParty, Party, PartyRole
from ops.imports.faults import Fault, ImportFault
from ops.imports.rows import FarmerRow, FlowerRow, Limits, rows_of

__all__ = ["ImportFault", "Imported", "import_file"]

FARMER_FIELDS = ("name_en", "name_ta", "village_en", "village_ta")
FLOWER_FIELDS = ("name_en", "name_ta", "unit")


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote, and how many rows the book knew already.

    Attributes:
        farmers: written now, each with his three accounts.
        flowers: written now.
        limits: terms that have another value from now on.
        known: rows that stand in the book with the same content.
    """

    farmers: int
    flowers: int
    limits: int
    known: int


def import_file(tx: Connection, path: Path) -> Imported:
    """Take a shop's file into the book, in the caller's transaction.

    Args:
        tx: the transaction; it is left unchanged when the file has a fault.
        path: JSON with farmers, flowers and limits, or CSV with farmers or flowers.

    Raises:
        ImportFault: something in the file is wrong or contradicts the book; it names all of it.
    """
    rows = rows_of(path)
    listed = {party.code.casefold(): party for party in people.parties(tx)}
    codes = {flower.code.casefold(): flower for flower in goods.flowers(tx)}
    faults = [
        *(fault for row in rows.farmers for fault in _farmer_faults(tx, row, listed)),
        *(fault for row in rows.flowers for fault in _flower_faults(row, codes)),
    ]
    if faults:
        raise ImportFault(faults)
    farmers = [row for row in rows.farmers if row.code.casefold() not in listed]
    flowers = [row for row in rows.flowers if row.code.casefold() not in codes]
    for farmer in farmers:
        _write_farmer(tx, farmer)
    for flower in flowers:
        _write_flower(tx, flower)
    return Imported(
        farmers=len(farmers),
        flowers=len(flowers),
        limits=_write_limits(tx, rows.limits),
        known=len(rows.farmers) + len(rows.flowers) - len(farmers) - len(flowers),
    )


def _farmer_faults(tx: Connection, row: FarmerRow, listed: dict[str, Party]) -> Iterable[Fault]:
    known = listed.get(row.code.casefold())
    owner = people.party_at(tx, row.phone) if row.phone else None
    if known is not None and known.role is not PartyRole.FARMER:
        yield Fault(row.where, "code", f"{row.code} is {known.name_en}, who is {known.role}")
    elif known is not None:
        yield from _changes(row.where, row, known, ("code", *FARMER_FIELDS))
    if row.phone and owner is None and known is not None:
        yield Fault(row.where, "phone", f"{row.code} is in the book with another phone, or none")
    elif owner is not None and (known is None or owner.party_id != known.party_id):
        phone = row.phone.removeprefix("whatsapp:") if row.phone else ""
        yield Fault(row.where, "phone", f"{phone} belongs to {owner.code} {owner.name_en}")


def _flower_faults(row: FlowerRow, codes: dict[str, Flower]) -> Iterable[Fault]:
    known = codes.get(row.code.casefold())
    for other in codes.values():
        if other is not known and row.name_en.casefold() == other.name_en.casefold():
            yield Fault(row.where, "name_en", f"{row.name_en} is {other.code} in the book")
        if other is not known and row.name_ta == other.name_ta:
            yield Fault(row.where, "name_ta", f"{row.name_ta} is {other.code} in the book")
    if known is not None:
        yield from _changes(row.where, row, known, ("code", *FLOWER_FIELDS))
        if missing := set(row.aliases) - set(known.aliases):
            shown = ", ".join(sorted(missing))
            yield Fault(row.where, "aliases", f"{row.code} is in the book without {shown}")


def _changes(
    where: str, row: FarmerRow | FlowerRow, known: Party | Flower, names: Iterable[str]
) -> Iterable[Fault]:
    """A fault for each field that the book holds otherwise."""
    for name in names:
        said, held = getattr(row, name), getattr(known, name)
        if said != held:
            yield Fault(where, name, f"{row.code} is in the book with {held}, not {said}")


def _write_farmer(tx: Connection, row: FarmerRow) -> None:
    new = NewParty(
        code=row.code,
        role=PartyRole.FARMER,
        name_en=row.name_en,
        name_ta=row.name_ta,
        village_en=row.village_en,
        village_ta=row.village_ta,
    )
    people.add_party(tx, new, [row.phone] if row.phone else [])


def _write_flower(tx: Connection, row: FlowerRow) -> None:
    goods.add_flower(
        tx,
        NewFlower(
            code=row.code,
            name_en=row.name_en,
            name_ta=row.name_ta,
            unit=row.unit,
            aliases=row.aliases,
        ),
    )


def _write_limits(tx: Connection, limits: Limits) -> int:
    """Let the terms have the file's limits from now on; the old values stay in their history."""
    now = datetime.now(UTC)
    in_force = asdict(terms.terms(tx, now))
    changed = {
        name: value
        for name, value in asdict(limits).items()
        if value is not None and value != in_force[name]
    }
    for name, value in changed.items():
        terms.set_term(tx, name, value, at=now, by=None)
    return len(changed)
