"""The shop's terms: settings that an admin may change, with history.

An old entry never changes because a term did: what counted is copied onto the lot.
"""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import BigInteger, Column, Connection, DateTime, Table, Text, insert, select
from sqlalchemy.dialects.postgresql import distinct_on

from ledger.db import metadata

setting_table = Table(
    "setting",
    metadata,
    Column("setting_id", BigInteger, primary_key=True),
    Column("name", Text),
    Column("value", BigInteger),
    Column("in_force_from", DateTime(timezone=True)),
    Column("set_by", BigInteger),
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What counts at a moment, where nothing more special does.

    Attributes:
        commission_bp: the shop's commission.
        quantity_max_milli: the largest lot that is written without an admin's yes.
        rate_max_paise: likewise the highest rate of a unit.
        amount_max_paise: likewise the largest cash movement.
        rate_deviation_bp: how far a typed rate may lie from the board's without a yes.
        twin_minutes: how long the same lot again is asked about.
        draft_minutes: how long a lot waits for its yes.
        undo_minutes: how long a receipt offers to undo.
        staff_advance_limit_paise: the largest advance that staff give without approval.
        advance_limit_paise: what a farmer may have outstanding, where he has no limit of his own.
    """

    commission_bp: int = 500
    quantity_max_milli: int = 500_000
    rate_max_paise: int = 10_000_00
    amount_max_paise: int = 5_00_000_00
    rate_deviation_bp: int = 4000
    twin_minutes: int = 10
    draft_minutes: int = 30
    undo_minutes: int = 10
    staff_advance_limit_paise: int = 2_000_00
    advance_limit_paise: int = 20_000_00


NAMES = frozenset(field.name for field in fields(Terms))


def terms(tx: Connection, at: datetime) -> Terms:
    """The terms in force at a moment."""
    setting = setting_table.c
    newest = (
        select(setting.name, setting.value)
        .where(setting.in_force_from <= at, setting.name.in_(NAMES))
        .ext(distinct_on(setting.name))
        .order_by(setting.name, setting.in_force_from.desc(), setting.setting_id.desc())
    )
    return Terms(**{row.name: row.value for row in tx.execute(newest)})


def set_term(tx: Connection, name: str, value: int, *, at: datetime, by: int | None) -> None:
    """Let a term have another value from a moment on.

    Raises:
        ValueError: there is no such term, or the value is negative.
    """
    if name not in NAMES:
        raise ValueError(f"no term {name}")
    if value < 0:
        raise ValueError(f"{name} cannot be negative")
    tx.execute(insert(setting_table).values(name=name, value=value, in_force_from=at, set_by=by))
