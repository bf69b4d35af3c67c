"""What needs two people: one asks, another with the right decides, and the grant is used once.

An ask says exactly what is to be done (`facts`); only that very act can use its grant. Postgres
refuses a second person who is the first one, a second decision and a second use.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    DateTime,
    RowMapping,
    Select,
    Table,
    Text,
    literal,
    select,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.exc import IntegrityError

from ledger.db import metadata
from ledger.errors import KeyReusedError, LedgerError
from ledger.notices import NoticeKind, note
from ledger.people import Party, parties
from ledger.policy import Act, NotAllowedError, require
from ledger.reasons import plain
from ledger.roles import PartyRole

ask_table = Table(
    "ask",
    metadata,
    Column("ask_id", BigInteger, primary_key=True),
    Column("idem_key", Text),
    Column("kind", Text),
    Column("facts", JSONB),
    Column("reason", Text),
    Column("asked_by", BigInteger),
    Column("asked_at", DateTime(timezone=True)),
)
decision_table = Table(
    "ask_decision",
    metadata,
    Column("ask_id", BigInteger, primary_key=True),
    Column("is_granted", Boolean),
    Column("reason", Text),
    Column("decided_by", BigInteger),
    Column("decided_at", DateTime(timezone=True)),
)
use_table = Table("ask_use", metadata, Column("ask_id", BigInteger, primary_key=True))


class AskKind(StrEnum):
    """What one person may not do alone."""

    CHANGE_IDENTITY = "change_identity"
    ADVANCE_OVER_LIMIT = "advance_over_limit"
    BACK_DATE = "back_date"
    REVERSE_PAID = "reverse_paid"
    VOID_PAID = "void_paid"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Something that was asked for.

    Attributes:
        facts: what exactly is to be done, as the room that does it words it.
        asked_by: the party who asks; likewise `decided_by`.
        is_granted: None while nobody has decided.
        decision_reason: why it was refused.
        is_used: the act was done.
    """

    ask_id: int
    kind: AskKind
    facts: dict[str, Any]
    reason: str
    asked_by: int
    asked_at: datetime
    decided_by: int | None
    decided_at: datetime | None
    is_granted: bool | None
    decision_reason: str | None
    is_used: bool


class SecondPersonNeededError(LedgerError):
    """The act needs a second person's yes, and there is none for exactly this.

    Attributes:
        ask_id: the ask that was named and did not help; None where none was.
    """

    def __init__(self, kind: AskKind, facts: Mapping[str, Any], ask_id: int | None = None) -> None:
        no_yes = "" if ask_id is None else f": {ask_id} is no unused yes to exactly this"
        super().__init__(f"{kind.replace('_', ' ')} needs a second person{no_yes}")
        self.kind = kind
        self.facts = dict(facts)
        self.ask_id = ask_id


class SamePersonError(LedgerError):
    """Whoever asked cannot be the second person."""

    def __init__(self, ask_id: int) -> None:
        super().__init__(f"another admin must decide about {ask_id}, not who asked")
        self.ask_id = ask_id


class AlreadyDecidedError(LedgerError):
    """Somebody has decided about it before."""

    def __init__(self, ask_id: int) -> None:
        super().__init__(f"{ask_id} is decided already")
        self.ask_id = ask_id


class UnknownAskError(LedgerError):
    """Nobody asked for that."""

    def __init__(self, ask_id: int) -> None:
        super().__init__(f"nothing is asked under the number {ask_id}")
        self.ask_id = ask_id


def ask(  # noqa: PLR0913 - what is asked, by whom, when, why
    tx: Connection,
    kind: AskKind,
    facts: Mapping[str, Any],
    *,
    by: Party,
    at: datetime,
    reason: str,
    key: str,
) -> Ask:
    """Ask for a second person; every other admin is told.

    The same key again gives the same ask and tells nobody again.

    Args:
        tx: the transaction.
        kind: what needs two people.
        facts: what exactly is to be done; the act must name the very same.
        by: who asks.
        at: when.
        reason: why, for who decides.
        key: names the fact, for ever.

    Raises:
        NotAllowedError: his role does not enter anything.
        KeyReusedError: the key stands for another ask.
        ReasonMissingError: no reason was given.
    """
    require(by.role, Act.ASK_SECOND)
    row = insert(ask_table).values(
        idem_key=key,
        kind=kind,
        facts=dict(facts),
        reason=plain(reason),
        asked_by=by.party_id,
        asked_at=at,
    )
    tx.execute(row.on_conflict_do_nothing(index_elements=[ask_table.c.idem_key]))
    asked = ask_in(
        tx.execute(asks_with_decisions().where(ask_table.c.idem_key == key)).mappings().one()
    )
    if (asked.kind, asked.facts, asked.asked_by) != (kind, dict(facts), by.party_id):
        raise KeyReusedError(key)
    for admin in parties(tx, PartyRole.ADMIN):
        if admin.is_active and admin.party_id != by.party_id:
            note(
                tx,
                key=f"ask:{asked.ask_id}:{admin.code}",
                party_id=admin.party_id,
                kind=NoticeKind.TO_APPROVE,
                subject={"ask": asked.ask_id},
            )
    return asked


def grant(tx: Connection, ask_id: int, *, by: Party, at: datetime) -> Ask:
    """Say yes as the second person.

    Raises:
        NotAllowedError: his role is no second person's, or he has left.
        UnknownAskError: nobody asked for that.
        SamePersonError: he asked himself, and the shop does not let its only admin do both.
        AlreadyDecidedError: somebody was quicker.
    """
    require(by.role, Act.SECOND)
    return _decide(tx, ask_id, is_granted=True, by=by, at=at, reason=None)


def refuse(tx: Connection, ask_id: int, *, by: Party, at: datetime, reason: str) -> Ask:
    """Say no; whoever asked may take it back himself.

    Raises:
        NotAllowedError: his role is no second person's, and he did not ask.
        UnknownAskError: nobody asked for that.
        AlreadyDecidedError: somebody was quicker.
        ReasonMissingError: no reason was given.
    """
    if ask_of(tx, ask_id).asked_by != by.party_id:
        require(by.role, Act.SECOND)
    return _decide(tx, ask_id, is_granted=False, by=by, at=at, reason=plain(reason))


def ask_of(tx: Connection, ask_id: int) -> Ask:
    """What was asked under a number.

    Raises:
        UnknownAskError: nothing.
    """
    row = tx.execute(asks_with_decisions().where(ask_table.c.ask_id == ask_id)).mappings().first()
    if row is None:
        raise UnknownAskError(ask_id)
    return ask_in(row)


def open_asks(tx: Connection) -> list[Ask]:
    """What waits for a second person, oldest first."""
    waiting = (
        asks_with_decisions().where(decision_table.c.ask_id.is_(None)).order_by(ask_table.c.ask_id)
    )
    return [ask_in(row) for row in tx.execute(waiting).mappings()]


def use(tx: Connection, ask_id: int | None, kind: AskKind, facts: Mapping[str, Any]) -> None:
    """Go on only with a second person's yes to exactly this; the yes is then used up.

    Raises:
        SecondPersonNeededError: there is no such yes, or it was used.
    """
    granted = (
        select(decision_table.c.ask_id)
        .join(ask_table, ask_table.c.ask_id == decision_table.c.ask_id)
        .where(
            ask_table.c.ask_id == ask_id,
            ask_table.c.kind == kind,
            ask_table.c.facts == literal(dict(facts), JSONB),
            decision_table.c.is_granted,
        )
    )
    used = insert(use_table).from_select(["ask_id"], granted)
    written = tx.execute(used.on_conflict_do_nothing().returning(use_table.c.ask_id))
    if written.first() is None:
        raise SecondPersonNeededError(kind, facts, ask_id)


def _decide(  # noqa: PLR0913 - a decision has this many facts
    tx: Connection,
    ask_id: int,
    *,
    is_granted: bool,
    by: Party,
    at: datetime,
    reason: str | None,
) -> Ask:
    ask_of(tx, ask_id)
    row = insert(decision_table).values(
        ask_id=ask_id, is_granted=is_granted, reason=reason, decided_by=by.party_id, decided_at=at
    )
    written = row.on_conflict_do_nothing().returning(decision_table.c.ask_id)
    try:
        with tx.begin_nested():
            is_first = tx.execute(written).first() is not None
    except IntegrityError as error:
        if "another person decides" in str(error.orig):
            raise SamePersonError(ask_id) from error
        if "only an admin decides" in str(error.orig):
            raise NotAllowedError(Act.SECOND) from error
        raise
    if not is_first:
        raise AlreadyDecidedError(ask_id)
    return ask_of(tx, ask_id)


def asks_with_decisions() -> Select[*tuple[object, ...]]:
    """Asks with what was decided, and whether it was done; `ask_in` makes facts of them."""
    return (
        select(
            ask_table,
            decision_table.c.decided_by,
            decision_table.c.decided_at,
            decision_table.c.is_granted,
            decision_table.c.reason.label("decision_reason"),
            use_table.c.ask_id.is_not(None).label("is_used"),
        )
        .outerjoin(decision_table, decision_table.c.ask_id == ask_table.c.ask_id)
        .outerjoin(use_table, use_table.c.ask_id == ask_table.c.ask_id)
    )


def ask_in(row: RowMapping) -> Ask:
    """The ask in a row of `asks_with_decisions`."""
    columns = dict(row)
    columns.pop("idem_key")
    return Ask(**columns | {"kind": AskKind(columns["kind"])})
