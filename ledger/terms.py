"""The shop's terms: settings that an admin may change, with history.

An old entry never changes because a term did: what counted is copied onto the lot.
"""

from dataclasses import dataclass, fields
from datetime import datetime
from functools import cache

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    DateTime,
    Select,
    Table,
    Text,
    bindparam,
    insert,
    select,
)
from sqlalchemy.dialects.postgresql import distinct_on

from ledger.acting import acting
from ledger.db import metadata
from ledger.errors import UnknownCodeError, WrongValueError
from ledger.money import BASIS
from ledger.people import Party
from ledger.policy import Act, require

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
        auto_approve_paise: a settlement whose net is at most this is approved by itself.
        pay_days: a settlement is promised to be paid this many days after its approval.
        back_date_days: how far back an entry may be dated without a second person.
        lone_admin_may: 1 lets a shop's only admin be the second person too.
        day_closes_at_night: 1 closes each day by itself when it is over.
        rate_notices: 1 tells the shop's other people of every change of the board.
        link_hours: how long the link to a slip works.
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
    auto_approve_paise: int = 0
    pay_days: int = 2
    back_date_days: int = 1
    lone_admin_may: int = 0
    day_closes_at_night: int = 1
    rate_notices: int = 0
    link_hours: int = 72


NAMES = frozenset(field.name for field in fields(Terms))

MOST = {
    "commission_bp": BASIS,
    "rate_deviation_bp": BASIS,
    "pay_days": 60,
    "back_date_days": 60,
    "lone_admin_may": 1,
    "day_closes_at_night": 1,
    "rate_notices": 1,
    "link_hours": 24 * 30,
}
"""The largest value of a term that has one below `BEYOND`."""

BEYOND = 10**12
"""No limit of a shop is larger: ₹1,000 crore, or a week of minutes many times over."""


def terms(tx: Connection, at: datetime) -> Terms:
    """The terms in force at a moment."""
    rows = tx.execute(_newest(), {"at": at})
    return Terms(**{row.name: row.value for row in rows if row.name in NAMES})


@cache
def _newest() -> Select[str, int]:
    setting = setting_table.c
    return (
        select(setting.name, setting.value)
        .where(setting.in_force_from <= bindparam("at"))
        .ext(distinct_on(setting.name))
        .order_by(setting.name, setting.in_force_from.desc(), setting.setting_id.desc())
    )


def set_term(tx: Connection, name: str, value: int, *, at: datetime, by: int | None) -> None:
    """Let a term have another value from a moment on.

    Raises:
        UnknownCodeError: there is no such term.
        WrongValueError: the value is negative, or more than the term can be.
    """
    if name not in NAMES:
        raise UnknownCodeError("term", name)
    most = MOST.get(name, BEYOND)
    if not 0 <= value <= most:
        raise WrongValueError(name, f"{value} is not between 0 and {most}")
    acting(tx, by, at)
    tx.execute(insert(setting_table).values(name=name, value=value, in_force_from=at, set_by=by))


def change_term(tx: Connection, name: str, value: int, *, by: Party, at: datetime) -> None:
    """Somebody of the shop sets a term, from a moment on.

    Raises:
        NotAllowedError: his role does not keep the register.
        UnknownCodeError: there is no such term.
        WrongValueError: the value is negative, or more than the term can be.
    """
    require(by.role, Act.KEEP_REGISTER)
    set_term(tx, name, value, at=at, by=by.party_id)
