"""A file against the book: what it holds otherwise is a fault, since an import changes nobody."""

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection

from ledger import people
from ledger.goods import Flower
from ledger.people import Party
from ops.imports.faults import Fault
from ops.imports.rows import FlowerRow, PersonRow

PERSON_FIELDS = (
    *("code", "name_en", "name_ta", "village_en", "village_ta", "aliases", "language", "notices"),
    *("cycle", "commission_bp", "recovery_cap_paise", "advance_limit_paise"),
)
FLOWER_FIELDS = ("code", "name_en", "name_ta", "unit", "commission_bp")


def person_faults(tx: Connection, row: PersonRow, listed: dict[str, Party]) -> Iterator[Fault]:
    """What is wrong with somebody whom the book knows, or whose phone it knows."""
    known = listed.get(row.code.casefold())
    owner = people.party_at(tx, row.phone) if row.phone else None
    if known is not None and known.role is not row.role:
        yield Fault(row.where, "code", f"{row.code} is {known.name_en}, who is {known.role}")
    elif known is not None:
        yield from _changes(row.where, row, known, PERSON_FIELDS)
    if row.phone and owner is None and known is not None:
        yield Fault(row.where, "phone", f"{row.code} is in the book with another phone, or none")
    elif owner is not None and (known is None or owner.party_id != known.party_id):
        phone = row.phone.removeprefix("whatsapp:") if row.phone else ""
        yield Fault(row.where, "phone", f"{phone} belongs to {owner.code} {owner.name_en}")


def flower_faults(row: FlowerRow, codes: dict[str, Flower]) -> Iterator[Fault]:
    """What is wrong with a flower that the book knows, or whose name it knows."""
    known = codes.get(row.code.casefold())
    for other in codes.values():
        if other is not known and row.name_en.casefold() == other.name_en.casefold():
            yield Fault(row.where, "name_en", f"{row.name_en} is {other.code} in the book")
        if other is not known and row.name_ta == other.name_ta:
            yield Fault(row.where, "name_ta", f"{row.name_ta} is {other.code} in the book")
    if known is not None:
        yield from _changes(row.where, row, known, FLOWER_FIELDS)
        if missing := set(row.aliases or ()) - set(known.aliases):
            shown = ", ".join(sorted(missing))
            yield Fault(row.where, "aliases", f"{row.code} is in the book without {shown}")


def _changes(
    where: str, row: PersonRow | FlowerRow, known: Party | Flower, names: Iterable[str]
) -> Iterator[Fault]:
    """A fault for each field that the file names and the book holds otherwise."""
    for name in names:
        said, held = getattr(row, name), getattr(known, name)
        if said is not None and said != held:
            yield Fault(where, name, f"{row.code} is in the book with {held}, not {said}")
