"""A shop brings its people, flowers, slots, limits, words and openings: everything, or nothing.

Every row is checked before the first is written (`ops.imports`). What the book already holds with
the same content is counted as known; with other content it is a fault, because an import changes
nobody: names, phones and flowers are changed where it is recorded who did it.
"""

from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from ledger import goods, people, terms
from ledger.acting import acting
from ledger.goods import NewFlower
from ledger.people import NewParty, Party
from ledger.register.people import require_keeper
from ledger.register.words import put_word, shop_words
from ledger.roles import PartyRole
from ops.imports.against import flower_faults, person_faults, word_faults
from ops.imports.faults import Fault, ImportFault
from ops.imports.openings import opener, opening_faults, openings_of, post_openings
from ops.imports.rows import FlowerRow, PersonRow, Rows, rows_of

__all__ = ["ImportFault", "Imported", "import_file"]

AGREED = (
    *("language", "notices", "cycle", "commission_bp", "aliases"),
    *("recovery_cap_paise", "advance_limit_paise"),
)
"""What a row may leave to the book's own defaults."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import wrote, and how many rows the book knew already.

    Attributes:
        farmers: written now, each with his three accounts.
        flowers: written now.
        limits: terms that have another value from now on.
        known: people and flowers that stand in the book with the same content.
        staff: the shop's own people, written now.
        slots: parts of the market day, where it is divided anew.
        openings: balances brought in from the paper book.
        words: of the shop's own, taught now.
    """

    farmers: int
    flowers: int
    limits: int
    known: int
    staff: int = 0
    slots: int = 0
    openings: int = 0
    words: int = 0


def import_file(
    tx: Connection, path: Path, *, by: Party | None = None, at: datetime | None = None
) -> Imported:
    """Take a shop's file into the book, in the caller's transaction.

    Args:
        tx: the transaction; it is left unchanged when the file has a fault.
        path: JSON with everything, or CSV with one sheet of it.
        by: who imports; nobody for a shop that has no admin yet.
        at: the moment; now when left out.

    Raises:
        ImportFault: something in the file is wrong or contradicts the book; it names all of it.
        NotAllowedError, AdminThereError: an admin must import, and say so.
    """
    require_keeper(tx, by)
    moment = at or datetime.now(UTC)
    rows = rows_of(path)
    listed = {party.code.casefold(): party for party in people.parties(tx)}
    codes = {flower.code.casefold(): flower for flower in goods.flowers(tx)}
    openings = openings_of(rows)
    faults = [
        *rows.faults,
        *(fault for row in rows.people for fault in person_faults(tx, row, listed)),
        *(fault for row in rows.flowers for fault in flower_faults(row, codes)),
        *opening_faults(tx, openings),
        *word_faults(tx, rows, moment),
    ]
    if openings and by is None and not _brings_admin(rows):
        why = "opening balances need an admin: bring one among the staff, or import --by one"
        faults.append(Fault(openings[0].where, openings[0].column, why))
    if faults:
        raise ImportFault(faults)
    acting(tx, by.party_id if by else None, moment)
    new_people = [row for row in rows.people if row.code.casefold() not in listed]
    new_flowers = [row for row in rows.flowers if row.code.casefold() not in codes]
    for person in new_people:
        _write_person(tx, person)
    for flower in new_flowers:
        _write_flower(tx, flower)
    farmers = sum(row.role is PartyRole.FARMER for row in new_people)
    slots = _divide_day(tx, rows)
    doer = opener(tx, by)
    return Imported(
        farmers=farmers,
        flowers=len(new_flowers),
        limits=_write_limits(tx, rows, by, moment),
        known=len(rows.people) + len(rows.flowers) - len(new_people) - len(new_flowers),
        staff=len(new_people) - farmers,
        slots=slots,
        openings=post_openings(tx, openings, by=doer, at=moment) if doer else 0,
        words=_write_words(tx, rows),
    )


def _brings_admin(rows: Rows) -> bool:
    return any(row.role is PartyRole.ADMIN for row in rows.people)


def _write_person(tx: Connection, row: PersonRow) -> None:
    agreed = {name: getattr(row, name) for name in AGREED if getattr(row, name) is not None}
    new = NewParty(
        code=row.code,
        role=row.role,
        name_en=row.name_en,
        name_ta=row.name_ta or "",
        village_en=row.village_en or "",
        village_ta=row.village_ta or "",
        **agreed,
    )
    people.add_party(tx, new, [row.phone] if row.phone else [])


def _write_flower(tx: Connection, row: FlowerRow) -> None:
    goods.add_flower(
        tx,
        NewFlower(
            code=row.code,
            name_en=row.name_en,
            name_ta=row.name_ta,
            unit=row.unit or "kg",
            commission_bp=row.commission_bp,
            aliases=row.aliases or (),
        ),
    )


def _divide_day(tx: Connection, rows: Rows) -> int:
    """Let the market day have the file's slots and no others, where it names any."""
    if not rows.slots or set(rows.slots) == set(goods.time_slots(tx)):
        return 0
    goods.divide_day(tx, rows.slots)
    return len(rows.slots)


def _write_words(tx: Connection, rows: Rows) -> int:
    held = shop_words(tx)
    new = {name: means for name, means in rows.words.items() if name not in held}
    for name, means in new.items():
        put_word(tx, name, means)
    return len(new)


def _write_limits(tx: Connection, rows: Rows, by: Party | None, at: datetime) -> int:
    """Let the terms have the file's limits from now on; the old values stay in their history."""
    in_force = asdict(terms.terms(tx, at))
    changed = {name: value for name, value in rows.limits.items() if value != in_force[name]}
    for name, value in changed.items():
        terms.set_term(tx, name, value, at=at, by=by.party_id if by else None)
    return len(changed)
