"""People are written into the list, change, leave and come back; each change has its author."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, update

from ledger import people, queries
from ledger.acting import acting
from ledger.errors import LedgerError, UnknownCodeError, rupees
from ledger.journal import hold
from ledger.money import BASIS
from ledger.people import Cycle, NewParty, Notices, Party, party_table
from ledger.policy import Act, require
from ledger.queries import Owed
from ledger.reasons import plain
from ledger.register import rules
from ledger.roles import PartyRole
from ledger.terms import BEYOND

PERSON: Mapping[str, rules.Rule] = {
    "name_en": rules.english,
    "name_ta": rules.or_empty(rules.tamil),
    "village_en": rules.or_empty(rules.english),
    "village_ta": rules.or_empty(rules.tamil),
    "aliases": rules.names,
    "language": rules.one_of("en", "ta", "tanglish"),
    "notices": rules.one_of(*Notices),
    "commission_bp": rules.or_none(rules.whole(0, BASIS)),
    "is_fast": rules.flag,
    "cycle": rules.one_of(*Cycle),
    "recovery_cap_paise": rules.or_none(rules.whole(0, BEYOND)),
    "advance_limit_paise": rules.or_none(rules.whole(0, BEYOND)),
}
"""What may change about a person; his code and what he may do never do."""


class MoneyOutstandingError(LedgerError):
    """A farmer cannot leave while something stands between him and the shop."""

    def __init__(self, code: str, owed: Owed) -> None:
        super().__init__(
            f"{code} cannot leave: he is owed {rupees(owed.owed_paise)}"
            f" and owes {rupees(owed.advance_paise)}"
        )
        self.code = code
        self.owed = owed


class LastAdminError(LedgerError):
    """The shop would have nobody left who may keep its register."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} is the only admin")
        self.code = code


class OwnLeaveError(LedgerError):
    """Nobody takes his own rights away: another admin lets him leave."""

    def __init__(self, code: str) -> None:
        super().__init__(f"{code} cannot let himself leave: another admin does")
        self.code = code


class AdminThereError(LedgerError):
    """The shop has an admin, so nobody is written into its list without one."""

    def __init__(self) -> None:
        super().__init__("the shop has an admin: say who acts with --by")


def known_party(tx: Connection, code: str) -> Party:
    """Who has this code, in whatever letters.

    Raises:
        UnknownCodeError: nobody.
    """
    found = people.party(tx, code.upper())
    if found is None:
        raise UnknownCodeError("person", code)
    return found


def require_keeper(tx: Connection, by: Party | None) -> None:
    """Go on only for somebody who keeps the register; for nobody while there is no admin.

    Raises:
        NotAllowedError: his role does not.
        AdminThereError: nobody is named, though the shop has an admin.
    """
    if by is not None:
        require(by.role, Act.KEEP_REGISTER)
    elif people.parties(tx, PartyRole.ADMIN):
        raise AdminThereError


def enrol(
    tx: Connection, new: NewParty, addresses: Iterable[str] = (), *, by: Party, at: datetime
) -> Party:
    """Write somebody into the list.

    Args:
        tx: the transaction.
        new: who he is.
        addresses: his phone or user id, as people write it.
        by: who writes.
        at: when.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: something about him cannot be.
        DuplicateError: the code or an address is another's.
    """
    require(by.role, Act.KEEP_REGISTER)
    acting(tx, by.party_id, at)
    return _enrol(tx, new, addresses)


def enrol_first_admin(
    tx: Connection, new: NewParty, addresses: Iterable[str] = (), *, at: datetime
) -> Party:
    """Write the owner into the list of a shop that has nobody yet who could do it.

    Raises:
        AdminThereError: the shop has an admin; he writes people into the list.
        WrongValueError: something about him cannot be.
        DuplicateError: the code or an address is another's.
    """
    require_keeper(tx, None)
    acting(tx, None, at)
    return _enrol(tx, replace(new, role=PartyRole.ADMIN), addresses)


def change_party(
    tx: Connection,
    party_id: int,
    *,
    by: Party,
    at: datetime,
    **changes: Any,  # noqa: ANN401 - a column's own type
) -> Party:
    """Change what is written about somebody; None gives him the shop's own term again.

    Args:
        tx: the transaction.
        party_id: whose.
        by: who changes it.
        at: when.
        changes: column and new value, of `PERSON`.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: it cannot be changed, or not to that.
    """
    require(by.role, Act.KEEP_REGISTER)
    return _write(tx, party_id, rules.checked(PERSON, changes), by=by, at=at)


def add_aliases(
    tx: Connection, party_id: int, aliases: Iterable[str], *, by: Party, at: datetime
) -> Party:
    """Let somebody be called more; two may be called the same, and whoever says it is asked.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        WrongValueError: a word cannot be a name.
    """
    require(by.role, Act.KEEP_REGISTER)
    words = rules.kept_by(rules.names, "aliases", aliases)
    held = _held_aliases(tx, party_id)
    return _write(tx, party_id, {"aliases": tuple(dict.fromkeys(held + words))}, by=by, at=at)


def remove_aliases(
    tx: Connection, party_id: int, aliases: Iterable[str], *, by: Party, at: datetime
) -> Party:
    """Let somebody no longer be called so.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        UnknownCodeError: he is not called so.
    """
    require(by.role, Act.KEEP_REGISTER)
    words = rules.kept_by(rules.names, "aliases", aliases)
    held = _held_aliases(tx, party_id)
    for word in words:
        if word not in held:
            raise UnknownCodeError(f"alias of {people.party_of_id(tx, party_id).code}", word)
    left = tuple(name for name in held if name not in words)
    return _write(tx, party_id, {"aliases": left}, by=by, at=at)


def deactivate(
    tx: Connection, party_id: int, *, by: Party, at: datetime, reason: str | None = None
) -> Party:
    """Let somebody leave: he is not named in messages and is a stranger; his accounts stay.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
        MoneyOutstandingError: the farmer is owed something, or owes it.
        LastAdminError: he is the only admin.
        OwnLeaveError: he is the one who writes.
    """
    require(by.role, Act.KEEP_REGISTER)
    who = people.party_of_id(tx, party_id)
    if who.role is PartyRole.FARMER:
        hold(tx, [who.code])
        owed = queries.owed_to(tx, who.code)
        if owed != Owed():
            raise MoneyOutstandingError(who.code, owed)
    if who.role is PartyRole.ADMIN and _active_admins(tx) == [party_id]:
        raise LastAdminError(who.code)
    if who.party_id == by.party_id:
        raise OwnLeaveError(who.code)
    return _write(tx, party_id, {"is_active": False}, by=by, at=at, reason=reason)


def activate(
    tx: Connection, party_id: int, *, by: Party, at: datetime, reason: str | None = None
) -> Party:
    """Let somebody come back.

    Raises:
        NotAllowedError: the writer's role does not keep the register.
    """
    require(by.role, Act.KEEP_REGISTER)
    return _write(tx, party_id, {"is_active": True}, by=by, at=at, reason=reason)


def _enrol(tx: Connection, new: NewParty, addresses: Iterable[str]) -> Party:
    said = {name: value for name, value in asdict(new).items() if name != "role"}
    kept = rules.checked({"code": rules.person_code, **PERSON}, said)
    known = [rules.kept_by(rules.address, "address", address) for address in addresses]
    return people.add_party(tx, replace(new, **kept), known)


def _write(  # noqa: PLR0913 - what becomes of whom, by whom, when, why
    tx: Connection,
    party_id: int,
    changes: Mapping[str, Any],
    *,
    by: Party,
    at: datetime,
    reason: str | None = None,
) -> Party:
    why = None if reason is None else plain(reason)
    acting(tx, by.party_id, at, reason=why)
    if changes:
        tx.execute(update(party_table).where(party_table.c.party_id == party_id).values(**changes))
    return people.party_of_id(tx, party_id)


def _held_aliases(tx: Connection, party_id: int) -> tuple[str, ...]:
    """What somebody is called; his row is locked, so that no name is lost between two writers."""
    his = select(party_table.c.aliases).where(party_table.c.party_id == party_id)
    return tuple(tx.execute(his.with_for_update()).scalar_one())


def _active_admins(tx: Connection) -> list[int]:
    """Their ids; their rows are locked, so two admins cannot send each other to rest."""
    admins = select(party_table.c.party_id).where(
        party_table.c.role == PartyRole.ADMIN, party_table.c.is_active
    )
    return list(tx.scalars(admins.order_by(party_table.c.party_id).with_for_update()))
