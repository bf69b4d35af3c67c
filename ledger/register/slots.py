"""The parts of the market day change and never overlap; the board of the past keeps its own.

A rate keeps the slot that it was set in, and `goods.time_slots` knows the slots of any moment.
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, time
from typing import Any

from sqlalchemy import Connection, Executable, delete, insert, update
from sqlalchemy.exc import IntegrityError

from ledger import goods
from ledger.acting import acting
from ledger.board import TimeSlot
from ledger.errors import DuplicateError, LedgerError, UnknownCodeError, WrongValueError
from ledger.goods import slot_table
from ledger.people import Party
from ledger.policy import Act, require
from ledger.register import rules


class SlotOverlapError(LedgerError):
    """Another slot holds a part of the same time."""

    def __init__(self, slot: TimeSlot, other: TimeSlot) -> None:
        super().__init__(
            f"{slot.starts:%H:%M} to {slot.ends:%H:%M} overlaps {other.code},"
            f" {other.starts:%H:%M} to {other.ends:%H:%M}"
        )
        self.slot = slot
        self.other = other


def _clock(said: object) -> time:
    if not isinstance(said, time) or said.tzinfo is not None:
        raise TypeError("not a time of day")
    return said


SLOT: Mapping[str, rules.Rule] = {
    "name_en": rules.english,
    "name_ta": rules.tamil,
    "starts": _clock,
    "ends": _clock,
}
"""What may change about a slot."""


def known_slot(tx: Connection, code: str) -> TimeSlot:
    """The slot that has this code.

    Raises:
        UnknownCodeError: none has.
    """
    for slot in goods.time_slots(tx):
        if slot.code == code.lower():
            return slot
    raise UnknownCodeError("slot", code)


def add_slot(tx: Connection, slot: TimeSlot, *, by: Party, at: datetime) -> TimeSlot:
    """Divide the market day further.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: it has no time in it, or a name cannot be.
        DuplicateError: another slot has the code.
        SlotOverlapError: another slot holds a part of the time.
    """
    require(by.role, Act.KEEP_REGISTER)
    kept = replace(slot, **rules.checked({"code": rules.code, **SLOT}, asdict(slot)))
    kept = replace(kept, code=kept.code.lower())
    if any(other.code == kept.code for other in goods.time_slots(tx)):
        raise DuplicateError("slot", kept.code)
    _write(tx, insert(slot_table).values(**asdict(kept)), kept, by=by, at=at)
    return kept


def change_slot(tx: Connection, code: str, *, by: Party, at: datetime, **changes: Any) -> TimeSlot:  # noqa: ANN401 - a column's own type
    """Change a slot's times or names, from now on.

    Args:
        tx: the transaction.
        code: which.
        by: who changes it.
        at: when.
        changes: column and new value, of `SLOT`.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        UnknownCodeError: no slot has the code.
        WrongValueError: it has no time in it, or a name cannot be.
        SlotOverlapError: another slot holds a part of the time.
    """
    require(by.role, Act.KEEP_REGISTER)
    kept = replace(known_slot(tx, code), **rules.checked(SLOT, changes))
    row = update(slot_table).where(slot_table.c.code == kept.code).values(**asdict(kept))
    _write(tx, row, kept, by=by, at=at)
    return kept


def remove_slot(tx: Connection, code: str, *, by: Party, at: datetime) -> None:
    """Leave a part of the day without a slot of its own.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        UnknownCodeError: no slot has the code.
    """
    require(by.role, Act.KEEP_REGISTER)
    slot = known_slot(tx, code)
    acting(tx, by.party_id, at)
    tx.execute(delete(slot_table).where(slot_table.c.code == slot.code))


def _write(tx: Connection, row: Executable, slot: TimeSlot, *, by: Party, at: datetime) -> None:
    if slot.starts >= slot.ends:
        raise WrongValueError("slot", f"{slot.starts:%H:%M} is not before {slot.ends:%H:%M}")
    acting(tx, by.party_id, at)
    try:
        with tx.begin_nested():
            tx.execute(row)
    except IntegrityError as error:
        for other in goods.time_slots(tx):
            is_apart = other.ends <= slot.starts or slot.ends <= other.starts
            if other.code != slot.code and not is_apart:
                raise SlotOverlapError(slot, other) from error
        raise
