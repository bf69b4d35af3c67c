"""Flowers are written into the list, change, rest and come back; each change has its author."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, func, update
from sqlalchemy.dialects.postgresql import insert

from ledger import goods
from ledger.acting import acting
from ledger.errors import DuplicateError, UnknownCodeError
from ledger.goods import Flower, NewFlower, alias_table, flower_table
from ledger.money import BASIS
from ledger.people import Party
from ledger.policy import Act, require
from ledger.register import rules

FLOWER: Mapping[str, rules.Rule] = {
    "name_en": rules.english,
    "name_ta": rules.or_empty(rules.tamil),
    "commission_bp": rules.or_none(rules.whole(0, BASIS)),
    "is_active": rules.flag,
}
"""What may change about a flower; its code and its unit never do: entries were made in them."""


def known_flower(tx: Connection, code: str) -> Flower:
    """The flower that has this code, in whatever letters.

    Raises:
        UnknownCodeError: none has.
    """
    found = (each for each in goods.flowers(tx) if each.code.casefold() == code.casefold())
    flower = next(found, None)
    if flower is None:
        raise UnknownCodeError("flower", code)
    return flower


def enter_flower(tx: Connection, new: NewFlower, *, by: Party, at: datetime) -> Flower:
    """Write a flower into the list.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: something about it cannot be.
        DuplicateError: its code or one of its two names is another's.
    """
    require(by.role, Act.KEEP_REGISTER)
    parts = {
        **{name: rule for name, rule in FLOWER.items() if name != "is_active"},
        "code": rules.code,
        "unit": rules.one_of("kg", "piece", "bunch"),
        "aliases": rules.names,
    }
    flower = replace(new, **rules.checked(parts, asdict(new)))
    _hold_names(tx)
    _refuse_twins(tx, flower.code, asdict(flower))
    acting(tx, by.party_id, at)
    return goods.add_flower(tx, flower)


def change_flower(tx: Connection, code: str, *, by: Party, at: datetime, **changes: Any) -> Flower:  # noqa: ANN401 - a column's own type
    """Change what is written about a flower, or let it rest (`is_active`).

    Lots that were written keep the commission that they were sold at.

    Args:
        tx: the transaction.
        code: which.
        by: who changes it.
        at: when.
        changes: column and new value, of `FLOWER`; commission None gives it the shop's again.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        UnknownCodeError: no flower has the code.
        WrongValueError: it cannot be changed, or not to that.
        DuplicateError: another flower has the name.
    """
    require(by.role, Act.KEEP_REGISTER)
    kept = rules.checked(FLOWER, changes)
    _hold_names(tx)
    flower = known_flower(tx, code)
    _refuse_twins(tx, flower.code, kept)
    acting(tx, by.party_id, at)
    if kept:
        whose = flower_table.c.flower_id == flower.flower_id
        tx.execute(update(flower_table).where(whose).values(**kept))
    return known_flower(tx, code)


def add_aliases(
    tx: Connection, code: str, aliases: Iterable[str], *, by: Party, at: datetime
) -> Flower:
    """Let a flower be called more; a word may stand for several, and whoever says it is asked.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        UnknownCodeError: no flower has the code.
        WrongValueError: a word cannot be a name.
    """
    require(by.role, Act.KEEP_REGISTER)
    flower = known_flower(tx, code)
    words = rules.kept_by(rules.names, "aliases", aliases)
    acting(tx, by.party_id, at)
    for word in words:
        row = insert(alias_table).values(flower_id=flower.flower_id, alias=word)
        tx.execute(row.on_conflict_do_nothing())
    return known_flower(tx, code)


def remove_aliases(
    tx: Connection, code: str, aliases: Iterable[str], *, by: Party, at: datetime
) -> Flower:
    """Let a flower no longer be called so.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        UnknownCodeError: no flower has the code, or it is not called so.
    """
    require(by.role, Act.KEEP_REGISTER)
    flower = known_flower(tx, code)
    words = rules.kept_by(rules.names, "aliases", aliases)
    for word in words:
        if word not in flower.aliases:
            raise UnknownCodeError(f"alias of {flower.code}", word)
    acting(tx, by.party_id, at)
    his = alias_table.c.flower_id == flower.flower_id
    tx.execute(delete(alias_table).where(his, alias_table.c.alias.in_(words)))
    return known_flower(tx, code)


NAMING = 71_005
"""Advisory lock: names of flowers are given one after another."""


def _hold_names(tx: Connection) -> None:
    tx.execute(func.pg_advisory_xact_lock(NAMING).select())


def _refuse_twins(tx: Connection, code: str, said: Mapping[str, Any]) -> None:
    """Two flowers never bear one name, since nobody could say which is meant."""
    for other in goods.flowers(tx):
        for name in ("name_en", "name_ta"):
            word = str(said.get(name) or "").casefold()
            if other.code != code and word and word == getattr(other, name).casefold():
                raise DuplicateError(name, f"{said[name]} ({other.code})")
