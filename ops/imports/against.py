"""A file against the book: what it holds otherwise is a fault, since an import changes nobody."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from bot.language.shop import FarmerName, FlowerName, Shop
from bot.language.teaching import Untaught, untaught
from bot.shop_book import shop_at
from ledger import people
from ledger.goods import Flower
from ledger.people import Party
from ledger.roles import PartyRole
from ops.imports.faults import Fault
from ops.imports.rows import FlowerRow, PersonRow, Rows

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


def word_faults(tx: Connection, rows: Rows, at: datetime) -> Iterator[Fault]:
    """What is wrong with words that the book has otherwise, or that mean something already."""
    if not rows.words:
        return
    held = shop_at(tx, at)
    shop = _with_names(held, rows)
    for name, means in rows.words.items():
        known = held.words.get(name)
        if known is not None and known != means:
            yield Fault("words", name, f"it is in the book with {known}, not {means}")
        elif known is None and (why := untaught(name, means, shop)):
            is_about_meaning = why is Untaught.UNKNOWN_MEANING
            yield Fault("words", name, f"{means}: {why}" if is_about_meaning else str(why))


def _with_names(shop: Shop, rows: Rows) -> Shop:
    """The shop as it will be: with everybody and every flower of the file."""
    farmers = (
        FarmerName(
            code=row.code,
            name_en=row.name_en,
            name_ta=row.name_ta or "",
            village_en=row.village_en or "",
            village_ta=row.village_ta or "",
            aliases=row.aliases or (),
        )
        for row in rows.people
        if row.role is PartyRole.FARMER
    )
    flowers = (
        FlowerName(row.code, row.name_en, row.name_ta, aliases=row.aliases or ())
        for row in rows.flowers
    )
    return replace(shop, farmers=(*shop.farmers, *farmers), flowers=(*shop.flowers, *flowers))


def _changes(
    where: str, row: PersonRow | FlowerRow, known: Party | Flower, names: Iterable[str]
) -> Iterator[Fault]:
    """A fault for each field that the file names and the book holds otherwise."""
    for name in names:
        said, held = getattr(row, name), getattr(known, name)
        if said is not None and said != held:
            yield Fault(where, name, f"{row.code} is in the book with {held}, not {said}")
