"""How the shop's terms came to be what they are: every change, with before and after, and whose."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.dialects.postgresql import distinct_on

from ledger.terms import NAMES, Terms, setting_table


@dataclass(frozen=True, slots=True)
class TermMove:
    """A term became another.

    Attributes:
        before: what it was; where it was never set before, what every shop begins with.
        by: None where nobody of the list set it.
    """

    name: str
    before: int
    after: int
    at: datetime
    by: int | None


BEGINNING: Mapping[str, int] = asdict(Terms())


def term_moves(tx: Connection, name: str, *, limit: int) -> list[TermMove]:
    """How a term changed, the newest first."""
    moves = _moves().where(setting_table.c.name == name).subquery()
    newest = select(moves).order_by(moves.c.in_force_from.desc(), moves.c.setting_id.desc())
    return _read(tx, newest.limit(limit))


def last_moves(tx: Connection) -> dict[str, TermMove]:
    """The last change of every term that was ever changed, by its name."""
    moves = _moves().subquery()
    newest = (
        select(moves)
        .ext(distinct_on(moves.c.name))
        .order_by(moves.c.name, moves.c.in_force_from.desc(), moves.c.setting_id.desc())
    )
    return {move.name: move for move in _read(tx, newest)}


def _moves() -> Select[*tuple[Any, ...]]:
    setting = setting_table.c
    order = (setting.in_force_from, setting.setting_id)
    before = func.lag(setting.value).over(partition_by=setting.name, order_by=order)
    return select(
        setting.name,
        before.label("before"),
        setting.value,
        setting.in_force_from,
        setting.set_by,
        setting.setting_id,
    )


def _read(tx: Connection, rows: Select[*tuple[Any, ...]]) -> list[TermMove]:
    return [
        TermMove(name, BEGINNING[name] if before is None else before, after, at, by)
        for name, before, after, at, by, _number in tx.execute(rows)
        if name in NAMES
    ]
